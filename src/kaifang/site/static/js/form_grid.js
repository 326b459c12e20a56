// The grid of a form: Enter and the arrows go from cell to cell, and what was typed saves itself.
// Without script the same form is saved and submitted by its buttons.

const form = document.getElementById("grid");
const status = form.querySelector("[data-grid-status]");
const version = form.elements.version;
const saves = form.dataset.grid === "autosave";

let queue = Promise.resolve();
let stopped = false;
let leaving = false;

form.addEventListener("keydown", onKey);
if (saves) {
  form.addEventListener("change", (event) => {
    const row = event.target.closest("[data-cell]");
    if (row && !stopped) queue = queue.then(() => save(row));
  });
  form.addEventListener("submit", onSubmit);
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && touched().length) event.preventDefault();
  });
}

function onKey(event) {
  const field = event.target.closest(".cell-input, .cell-reason");
  if (!field || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const down = event.key === "ArrowDown" || (event.key === "Enter" && !event.shiftKey);
  const up = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
  if (!down && !up) return;
  event.preventDefault();
  const kind = field.classList.contains("cell-input") ? ".cell-input" : ".cell-reason";
  const fields = [...form.querySelectorAll(kind)];
  const next = fields[fields.indexOf(field) + (down ? 1 : -1)];
  if (next) {
    next.focus();
    next.select();
  } else if (down) {
    field.blur();
    form.querySelector(".grid-acts button")?.focus();
  }
}

// A cell that is still on its way is waited for, so that the page goes on from its version.
function onSubmit(event) {
  stopped = leaving = true;
  if (event.submitter?.dataset.waited) return;
  event.preventDefault();
  const button = event.submitter;
  // Not at once: while a form's submit event is being told, it cannot be submitted again.
  queue.finally(() => setTimeout(() => {
    button.dataset.waited = "1";
    form.requestSubmit(button);
  }));
}

function fieldsOf(row) {
  const key = row.dataset.cell;
  const named = (name) => form.elements[`${name}:${key}`];
  return { key, value: named("value"), reason: named("reason"), was: named("was"), wasReason: named("wasreason") };
}

function touched() {
  return [...form.querySelectorAll("[data-cell]")].map(fieldsOf).filter((one) => one.value && isTouched(one));
}

function isTouched(one) {
  return one.value.value.trim() !== one.was.value || one.reason.value.trim() !== one.wasReason.value;
}

async function save(row) {
  const one = fieldsOf(row);
  if (stopped || !one.value || !isTouched(one)) return;
  const sent = [one.value.value.trim(), one.reason.value.trim()];
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("version", version.value);
  body.set(`value:${one.key}`, sent[0]);
  body.set(`reason:${one.key}`, sent[1]);
  body.set(`was:${one.key}`, one.was.value);
  body.set(`wasreason:${one.key}`, one.wasReason.value);
  try {
    const answer = await fetch(location.href, { method: "POST", body, headers: { "X-Autosave": "1" }, credentials: "same-origin" });
    if (answer.redirected || !answer.headers.get("Content-Type").startsWith("application/json")) {
      say(form.dataset.signin, true);
      return;
    }
    const told = await answer.json();
    if (answer.ok) kept(one, sent, told);
    else refused(told);
  } catch {
    say(form.dataset.lost, true);
  }
}

function kept(one, sent, told) {
  [one.was.value, one.wasReason.value] = sent;
  version.value = told.version;
  say(told.says, false);
  form.querySelector("[data-findings-top]").innerHTML = told.top;
  for (const row of form.querySelectorAll("[data-cell]")) {
    row.querySelector("[data-findings]").innerHTML = told.rows[row.dataset.cell] || "";
    row.classList.toggle("is-hard", Boolean(row.querySelector("[data-findings] .finding--hard")));
  }
}

// Somebody else was quicker: what stands now is shown beside what is typed here, and nothing is
// saved until the writer has looked and presses the button.
function refused(told) {
  stopped = true;
  say(told.says, true);
  version.value = told.version;
  for (const row of form.querySelectorAll("[data-cell]")) {
    const one = fieldsOf(row);
    const stands = told.stands[one.key];
    if (!one.value || stands === one.was.value) continue;
    if (!isTouched(one)) one.value.value = stands;
    one.was.value = stands;
    if (one.value.value.trim() === stands) continue;
    const theirs = row.querySelector("[data-theirs]");
    theirs.hidden = false;
    theirs.querySelector("b").textContent = stands || "—";
    row.classList.add("is-contested");
  }
}

function say(text, wrong) {
  status.textContent = text;
  status.classList.toggle("grid-status--wrong", wrong);
}
