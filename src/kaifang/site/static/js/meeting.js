// The meeting goes on with the arrow keys, the space bar or a presenter's clicker.

const TURNS = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", Enter: "next",
  ArrowLeft: "prev", ArrowUp: "prev", PageUp: "prev", Backspace: "prev",
  Home: "first", End: "last",
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]") || !document.getElementById("panel").hidden) return;
  if (event.target.closest("input, select, textarea, button, summary")) return;
  if (event.key === "Enter" && event.target.closest("a")) return;
  const link = document.querySelector(`[data-turn="${TURNS[event.key]}"]`);
  if (!TURNS[event.key]) return;
  event.preventDefault();
  if (link && link.href !== location.href) location.replace(link.href);
});
