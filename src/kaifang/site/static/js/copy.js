// Copy an answer as text, with its citation, or as a link.

export function watchCopies(page) {
  page.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const within = button.closest("[data-explanation]");
    await put(textOf(button.dataset.copy, within));
    say(page, within.querySelector("[data-copied]"));
  });
}

function say(page, copied) {
  copied.hidden = false;
  page.querySelector("[data-status]").textContent = copied.textContent;
  setTimeout(() => { copied.hidden = true; }, 2500);
}

function textOf(kind, within) {
  if (kind === "link") return linkOf(within);
  return within.querySelector(`[data-copy-${kind}]`).textContent.trim();
}

function linkOf(within) {
  const page = within.closest(".panel") && document.querySelector("[data-panel-page]");
  return page ? page.href : location.href;
}

async function put(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Without https the clipboard is closed to us: the old way still works.
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  return undefined;
}
