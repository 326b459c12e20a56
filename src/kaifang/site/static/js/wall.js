// The wall goes to the next indicator after a while, without a blink: the new picture stands
// ready before the old one is taken away. “Hold” stops it.
import { drawCharts } from "./charts.js";

const SLOWEST_ALLOWED = 20;

let timer = null;

start();

function start() {
  const wall = document.querySelector("[data-wall]");
  if (!wall || !wall.dataset.next) return;
  wall.querySelector("[data-hold]").addEventListener("click", (event) => hold(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight" && !event.target.closest("input")) turn();
  });
  wait();
}

function wait() {
  const seconds = Math.max(Number(current().dataset.seconds), SLOWEST_ALLOWED);
  timer = setTimeout(turn, seconds * 1000);
}

function current() {
  return document.querySelector("[data-wall]");
}

function hold(button) {
  const other = button.dataset.goOn;
  button.dataset.goOn = button.textContent;
  button.textContent = other;
  if (timer === null) wait();
  else stop();
}

function stop() {
  clearTimeout(timer);
  timer = null;
}

async function turn() {
  const held = timer === null;
  stop();
  const wall = current();
  const address = wall.dataset.next;
  const fresh = await fetched(address);
  if (fresh) {
    show(wall, fresh);
    history.replaceState(null, "", address);
  }
  if (!held) wait();
}

async function fetched(address) {
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("[data-wall]");
  } catch {
    return null; // the wall keeps what it shows and tries again
  }
}

// Only what changes is exchanged, so that the button keeps its state and focus.
function show(wall, fresh) {
  for (const part of [".screen-head", ".screen-headlines", ".screen-picture", ".screen-lights"]) {
    wall.querySelector(part).replaceWith(fresh.querySelector(part));
  }
  wall.dataset.next = fresh.dataset.next;
  wall.querySelector("[data-wall-next]").href = fresh.dataset.next;
  wall.querySelector("[data-count]").textContent = fresh.querySelector("[data-count]").textContent;
  drawCharts(wall);
}
