// Long work: while a form that follows its work is sent and answered, how far it has come is shown
// beside its button, again and again, until the next page is there.

const EVERY = 700;

export function watchWork(page) {
  for (const form of page.querySelectorAll("form[data-follow]"))
    form.addEventListener("submit", () => follow(form));
}

function follow(form) {
  const here = form.querySelector("[data-follow-here]");
  const buttons = [...form.querySelectorAll("button")];
  const look = () => show(form.dataset.follow, here);
  for (const button of buttons) button.disabled = true;
  look();
  const timer = setInterval(look, EVERY);
  window.addEventListener("pagehide", () => {
    clearInterval(timer); // whoever comes back finds the page as it was
    here.replaceChildren();
    for (const button of buttons) button.disabled = false;
  }, { once: true });
}

async function show(address, here) {
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) here.innerHTML = await answer.text();
  } catch {
    // The work goes on all the same; the next page tells what became of it.
  }
}
