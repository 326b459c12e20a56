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

// The address names a clause: choose it; the browser has brought it into sight.
function land(page) {
  const named = location.hash.startsWith("#c") && document.getElementById(location.hash.slice(1));
  const clause = named && named.closest(".clause");
  if (clause) choose(page, clause, numberOf(page, location.hash) || clause.dataset.clauses.split(" ")[0]);
}

function numberOf(page, anchor) {
  const link = page.querySelector(`.clause-number a[href="#${CSS.escape(anchor.slice(1))}"]`);
  return link && link.closest("[data-card]").dataset.card;
}

// Of the clauses that a stretch lies in, the first is meant unless the address names another.
function choose(page, clause, number) {
  const chosen = clause ? number || clause.dataset.clauses.split(" ")[0] : undefined;
  mark(page, chosen);
  const side = page.querySelector("[data-side]");
  side.classList.toggle("is-open", Boolean(chosen));
  side.querySelector("[data-hint]").hidden = Boolean(chosen);
  side.scrollTop = 0;
  if (clause && !number) history.replaceState(history.state, "", clause.getAttribute("href"));
}

// The clause itself is chosen; others that share its words are near.
function mark(page, chosen) {
  const pieces = [...page.querySelectorAll(".clause")];
  for (const piece of pieces) {
    piece.classList.toggle("is-chosen", piece.dataset.clauses.split(" ").includes(chosen));
  }
  const near = new Set(pieces.filter((piece) => piece.classList.contains("is-chosen")).flatMap((piece) => piece.dataset.clauses.split(" ")));
  for (const card of page.querySelectorAll("[data-card]")) {
    const own = card.dataset.card === chosen;
    card.classList.toggle("is-chosen", own);
    card.classList.toggle("is-near", !own && near.has(card.dataset.card));
  }
}
