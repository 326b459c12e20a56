// A menu closes when one looks elsewhere or presses Escape; the open area is scrolled into sight.

export function watchMenus(page) {
  page.addEventListener("click", (event) => closeMenus(page, event.target));
  page.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  }, true);
  showArea(page.querySelector(".areas [aria-current]"));
}

function closeMenus(page, except) {
  for (const menu of page.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(except)) menu.open = false;
  }
}

function showArea(area) {
  const strip = area && area.closest("ul");
  if (strip) strip.scrollLeft = area.offsetLeft - strip.offsetLeft - 16;
}
