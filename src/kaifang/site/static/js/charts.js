// Charts: read the plain data beside the picture, draw it with ECharts, fold the table away.
// ECharts is fetched only by pages that hold a chart.
import { optionOf } from "./chart_option.js";

const LIBRARY = new URL("../vendor/echarts-6.1.0/echarts.min.js", import.meta.url);

export async function drawCharts(page) {
  const figures = [...page.querySelectorAll("[data-chart]")];
  if (!figures.length) return;
  await loaded(LIBRARY);
  const drawn = figures.map(draw);
  const again = () => drawn.forEach((one) => one.paint());
  window.addEventListener("resize", () => drawn.forEach((one) => one.chart.resize()));
  window.addEventListener("beforeprint", again);
  document.addEventListener("kaifang:theme", again);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
}

function draw(figure) {
  const picture = figure.querySelector(".chart-picture");
  const spec = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  picture.hidden = false;
  if (spec.kind === "rows") picture.style.height = `${spec.labels.length * 26 + 24}px`;
  figure.querySelector(".chart-data").open = false;
  const chart = window.echarts.init(picture, null, { renderer: "svg" });
  const paint = () => chart.setOption(optionOf(spec, inks(picture), picture.clientWidth), true);
  paint();
  follow(chart, spec);
  figure.dataset.drawn = "";
  return { chart, paint };
}

// A value that leads to a list is a link in the table beside; here a press on it goes there too.
function follow(chart, spec) {
  if (!spec.series.some((one) => one.links.length)) return;
  chart.on("click", ({ seriesName, dataIndex }) => {
    const one = spec.series.find((each) => each.name === seriesName) || spec.series[0];
    if (one.links[dataIndex] && one.values[dataIndex]) window.location.assign(one.links[dataIndex]);
  });
}

function inks(element) {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

function loaded(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}
