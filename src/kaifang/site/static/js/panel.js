// The side panel: a figure's link opens its explanation beside the table. The address keeps it
// (#/figure/…), so a link sent on shows the same, and the browser's back button closes it.

const OPENS = "a[data-panel]";

let panel, body, opener;

export function watchPanel(page) {
  panel = page.getElementById("panel");
  body = panel.querySelector("[data-panel-body]");
  page.addEventListener("click", onClick);
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden && !page.querySelector("dialog[open]")) close();
  });
  panel.querySelector("[data-panel-close]").addEventListener("click", close);
  panel.querySelector("[data-panel-back]").addEventListener("click", () => history.back());
  window.addEventListener("popstate", follow);
  follow();
}

function onClick(event) {
  const link = event.target.closest(OPENS);
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const inside = panel.contains(link);
  if (!inside) opener = link;
  history.pushState({ depth: inside ? depth() + 1 : 1 }, "", `#${link.getAttribute("href")}`);
  follow();
}

function depth() {
  return (history.state && history.state.depth) || 0;
}

function follow() {
  const address = decodeURI(location.hash.slice(1));
  if (address.startsWith("/")) show(address);
  else hide();
}

async function show(address) {
  panel.hidden = false;
  document.body.classList.add("has-panel");
  panel.querySelector("[data-panel-page]").href = address;
  panel.querySelector("[data-panel-back]").hidden = depth() < 2;
  panel.setAttribute("aria-busy", "true");
  body.innerHTML = await fetched(address);
  panel.removeAttribute("aria-busy");
  body.scrollTop = 0;
  (body.querySelector("[tabindex='-1']") || body).focus({ preventScroll: true });
}

async function fetched(address) {
  try {
    const answer = await fetch(address, { headers: { "X-Panel": "1" }, credentials: "same-origin" });
    const text = answer.ok && !answer.redirected ? await answer.text() : "";
    if (text) return text;
  } catch {
    // The sentence below says it; the page link above still works.
  }
  const failed = document.createElement("p");
  failed.textContent = body.dataset.failed;
  return failed.outerHTML;
}

function close() {
  history.pushState(null, "", location.pathname + location.search);
  hide();
}

function hide() {
  if (panel.hidden) return;
  panel.hidden = true;
  document.body.classList.remove("has-panel");
  body.replaceChildren();
  if (opener && opener.isConnected) opener.focus();
  opener = null;
}
