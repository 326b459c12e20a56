// A document: the chosen clause is filled in the text, and beside it stands what was drawn from it.
// The address keeps the clause (#c…), so a link sent on opens the same one.

const page = document.querySelector("[data-document]");

if (page) start(page);

function start(page) {
  const side = page.querySelector("[data-side]");
  const close = page.querySelector("[data-side-close]");
  page.classList.add("is-live");
  close.hidden = false;
  close.addEventListener("click", () => choose(page, null));
  page.addEventListener("click", (event) => onClick(event, page));
  page.addEventListener("focusin", (event) => {
    const clause = event.target.closest(".clause");
    if (clause && clause.matches(":focus-visible")) choose(page, clause);
  });
  window.addEventListener("hashchange", () => land(page));
  side.scrollTop = 0;
  land(page);
}

function onClick(event, page) {
  const clause = event.target.closest(".clause");
  if (!clause || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose(page, clause);
}

// The address names a clause: choose it and bring it into sight.
function land(page) {
  const named = location.hash.startsWith("#c") && document.getElementById(location.hash.slice(1));
  const clause = named && named.closest(".clause");
  if (!clause) return;
  choose(page, clause);
  clause.scrollIntoView({ block: "center" });
}

function choose(page, clause) {
  const numbers = clause ? clause.dataset.clauses.split(" ") : [];
  mark(page, numbers);
  const side = page.querySelector("[data-side]");
  side.classList.toggle("is-open", numbers.length > 0);
  side.querySelector("[data-hint]").hidden = numbers.length > 0;
  side.scrollTop = 0;
  if (clause) history.replaceState(history.state, "", clause.getAttribute("href"));
}

// The clause itself is chosen; others that share its words are near.
function mark(page, numbers) {
  const [first] = numbers;
  for (const piece of page.querySelectorAll(".clause")) {
    piece.classList.toggle("is-chosen", first !== undefined && piece.dataset.clauses.split(" ").includes(first));
  }
  const near = new Set([...page.querySelectorAll(".clause.is-chosen")].flatMap((piece) => piece.dataset.clauses.split(" ")));
  for (const card of page.querySelectorAll("[data-card]")) {
    card.classList.toggle("is-chosen", card.dataset.card === first);
    card.classList.toggle("is-near", card.dataset.card !== first && near.has(card.dataset.card));
  }
}
