// From the plain data of a chart to what ECharts draws: no legend box, each line named at its end.

const APART = { moveOverlap: "shiftY" };
const HUES = ["data-1", "data-2", "data-3", "data-4"];

export function optionOf(spec, ink, width) {
  return spec.kind === "rows" ? rows(spec, ink, width) : periods(spec, ink, width);
}

function periods(spec, ink, width) {
  const font = { fontFamily: ink("sans"), fontSize: sizeOf(ink), color: ink("ink-2") };
  const room = roomForNames(spec, width, sizeOf(ink));
  return {
    animation: false,
    textStyle: font,
    grid: { left: 8, right: room, top: 28, bottom: 8, containLabel: true },
    xAxis: xAxis(spec, ink, font),
    yAxis: yAxis(spec, ink, font),
    tooltip: tooltip(spec),
    series: [
      ...spec.series.flatMap((one, place) => seriesOf(one, place, spec, ink, font)),
      ...spec.lines.map((line) => across(line, spec, ink, font)),
    ],
  };
}

// Lying bars, the first on top, each with its name on the left and its value at the end.
function rows(spec, ink, width) {
  const font = { fontFamily: ink("sans"), fontSize: sizeOf(ink) + 1, color: ink("ink") };
  const [one] = spec.series;
  const value = (number) => ({ value: number, label: { position: number < 0 ? "left" : "right" } });
  const falls = one.values.some((v) => v < 0); // then values stand between the names and the bars
  return {
    animation: false,
    textStyle: font,
    grid: { left: 8, right: 56, top: 4, bottom: 8, containLabel: true },
    yAxis: {
      type: "category", data: spec.labels, inverse: true, axisTick: { show: false }, axisLine: { show: false },
      axisLabel: { ...font, interval: 0, margin: falls ? 56 : 8, width: Math.min(200, width * 0.4), overflow: "truncate" },
    },
    xAxis: { type: "value", axisLabel: { show: false }, splitLine: { show: false } },
    series: [{
      type: "bar",
      data: one.values.map(value),
      barWidth: 14,
      itemStyle: { color: ink("data-1") },
      emphasis: { disabled: true },
      label: { show: true, ...font, formatter: (point) => fixed(point.value, spec.digits) },
      markLine: zero(ink),
    }],
  };
}

function zero(ink) {
  return { symbol: "none", silent: true, label: { show: false }, lineStyle: { color: ink("ink"), type: "solid", width: 1 }, data: [{ xAxis: 0 }] };
}

// A wall is read from afar: the size of the words is a token.
function sizeOf(ink) {
  return parseFloat(ink("chart-text")) || 12;
}

function roomForNames(spec, width, size) {
  const names = [...spec.series, ...spec.lines].map((one) => [...one.name]);
  if (isPlainBars(spec)) return 16;
  const longest = Math.max(...names.map((name) => name.reduce((sum, c) => sum + (c > "\u2E80" ? 1.04 : 0.58) * size, 0)));
  return Math.min(longest + 24, width * 0.32);
}

function isPlainBars(spec) {
  return spec.kind === "bar" && spec.series.length === 1 && !spec.lines.length;
}

function xAxis(spec, ink, font) {
  return {
    type: "category",
    data: spec.labels,
    boundaryGap: spec.kind === "bar",
    axisLine: { lineStyle: { color: ink("ink") } },
    axisTick: { show: false },
    axisLabel: { ...font, hideOverlap: true, margin: 10 },
  };
}

function yAxis(spec, ink, font) {
  return {
    type: "value",
    scale: spec.kind !== "bar",
    splitNumber: 4,
    axisLabel: { ...font, formatter: (value) => value.toLocaleString("en-US") },
    splitLine: { lineStyle: { color: ink("rule") } },
  };
}

function seriesOf(one, place, spec, ink, font) {
  const hue = ink(hueOf(one, place, spec));
  const drawn = spec.kind === "bar" ? bars(one, hue, spec, font) : line(one, hue);
  drawn.name = one.name;
  if (place === 0 && spec.breaks.length) drawn.markLine = breaks(spec, ink, font);
  if (!isPlainBars(spec)) Object.assign(drawn, { endLabel: named(one, hue, font), labelLayout: APART });
  return one.low.length ? [...band(one, place, ink), drawn] : [drawn];
}

// A forecast keeps the hue of what it continues.
function hueOf(one, place, spec) {
  if (one.main || one.low.length) return "data-1";
  return spec.series.length > HUES.length ? "data-4" : HUES[place % HUES.length];
}

function line(one, hue) {
  return {
    type: "line",
    data: one.values,
    symbol: "circle",
    symbolSize: 5,
    showSymbol: one.values.filter((value) => value !== null).length < 3,
    connectNulls: false,
    lineStyle: { color: hue, width: one.main ? 2.5 : 1.5, type: one.dashed ? "dashed" : "solid" },
    itemStyle: { color: hue },
    emphasis: { disabled: true },
    z: one.main ? 4 : 3,
  };
}

function bars(one, hue, spec, font) {
  const few = spec.labels.length <= 16;
  const value = (number) => ({ value: number, label: { position: number < 0 ? "bottom" : "top" } });
  return {
    type: "bar",
    data: one.values.map(value),
    itemStyle: { color: hue },
    barMaxWidth: 28,
    emphasis: { disabled: true },
    label: { show: few, ...font, color: font.color, formatter: (point) => fixed(point.value, spec.digits) },
  };
}

function named(one, hue, font) {
  const ends = one.values[one.values.length - 1] === null;  // then its name stands above its end
  const place = ends ? { align: "right", offset: [-12, -14] } : {};
  return { show: true, formatter: one.name, ...place, ...font, color: hue, fontWeight: one.main ? 600 : 400, width: 150, overflow: "break" };
}

// The interval of a forecast: an unseen floor and the band that stands on it.
function band(one, place, ink) {
  const height = one.high.map((high, i) => (high === null || one.low[i] === null ? null : high - one.low[i]));
  const plain = { type: "line", stack: `band${place}`, symbol: "none", lineStyle: { opacity: 0 }, emphasis: { disabled: true }, tooltip: { show: false }, silent: true };
  return [
    { ...plain, name: "", data: one.low },
    { ...plain, name: "", data: height, areaStyle: { color: ink("data-band"), opacity: 1 } },
  ];
}

function across(line, spec, ink, font) {
  return {
    type: "line",
    name: line.name,
    data: spec.labels.map(() => line.value),
    symbol: "none",
    silent: true,
    lineStyle: { color: ink("ink"), width: 1, type: "dashed" },
    endLabel: { show: true, formatter: line.name, ...font, color: ink("ink") },
    labelLayout: APART,
    emphasis: { disabled: true },
  };
}

function breaks(spec, ink, font) {
  return {
    symbol: "none",
    silent: true,
    animation: false,
    lineStyle: { color: ink("ink-3"), type: "dotted", width: 1 },
    data: spec.breaks.map((one) => ({ xAxis: one.label, label: { ...font, formatter: one.note, position: "end" } })),
  };
}

function tooltip(spec) {
  return {
    trigger: "axis",
    className: "chart-tip",
    padding: 0,
    borderWidth: 0,
    backgroundColor: "transparent",
    confine: true,
    transitionDuration: 0,
    formatter: (points) => tip(points.filter((point) => point.seriesName), spec),
  };
}

// Built as elements, not as text: names come from data.
function tip(points, spec) {
  const box = document.createElement("table");
  box.createCaption().textContent = points.length ? points[0].axisValueLabel : "";
  for (const point of points) {
    const row = box.insertRow();
    row.insertCell().textContent = point.seriesName;
    row.insertCell().textContent = written(point.value, spec);
  }
  return box;
}

function written(value, spec) {
  if (value === null || value === undefined) return "—";
  return `${fixed(value, spec.digits)} ${spec.unit}`;
}

function fixed(value, digits) {
  const figures = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return Number(value).toLocaleString("en-US", figures).replace("-", "−");
}
