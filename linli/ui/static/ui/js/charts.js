// Draws the charts whose options stand in JSON scripts; the library comes only with the first chart.
const LIBRARY = new URL("../vendor/echarts.js", import.meta.url);
let library = null;

function load() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const given = document.querySelector("[data-echarts]")?.dataset.echarts;
    script.src = given || LIBRARY.href;
    script.onload = () => resolve(window.echarts);
    script.onerror = reject;
    document.head.append(script);
  });
  return library;
}

// Functions cannot travel as JSON: interval marks (value with its 95 % interval) are drawn here.
function interval(params, api) {
  const y = api.coord([api.value(0), params.dataIndex])[1];
  const [low, high, mid] = [1, 2, 0].map((i) => api.coord([api.value(i), params.dataIndex])[0]);
  const below = api.value(3);
  const style = { stroke: below ? "#875310" : "#13506F", fill: below ? "#875310" : "#13506F", lineWidth: 2 };
  const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style });
  const mark = below
    ? { type: "rect", shape: { x: mid - 5, y: y - 5, width: 10, height: 10 }, style }
    : { type: "circle", shape: { cx: mid, cy: y, r: 5 }, style };
  const x = params.coordSys.x + params.coordSys.width + 12;
  const text = (at, words, font) => ({ type: "text", style: { x: at, y, text: words, fill: "#1B262D", font: `${font} 13px sans-serif`, verticalAlign: "middle" } });
  const number = [text(x, api.value(0).toFixed(1), "bold"), text(x + 36, `n ${api.value(4).toLocaleString()}`, "")];
  return { type: "group", children: [...number, line(low, y, high, y), line(low, y - 5, low, y + 5), line(high, y - 5, high, y + 5), mark] };
}

function prepare(option) {
  for (const series of option.series || []) if (series.renderItem === "interval") series.renderItem = interval;
  option.animation = false; // calm, and whole at once: on paper, in pictures, under reduced motion
  return option;
}

export function charts(root) {
  const boxes = [...root.querySelectorAll("[data-chart]:not([data-drawn])")];
  if (!boxes.length) return;
  load().then((echarts) => {
    for (const box of boxes) {
      box.dataset.drawn = "1";
      const option = prepare(JSON.parse(document.getElementById(box.dataset.chart).textContent));
      const chart = echarts.init(box, null, { renderer: "svg" });
      chart.setOption(option);
      new ResizeObserver(() => chart.resize()).observe(box);
      const panel = box.closest("[data-narrow]");
      if (panel && window.innerWidth < 600) show(panel, "table");
    }
  });
}

function show(panel, what) {
  panel.querySelectorAll("[data-show]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.show === what)));
  panel.querySelector("[data-chart]").hidden = what === "table";
  panel.querySelector("[data-chart-table]").hidden = what !== "table";
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-chart-panel] [data-show]");
  if (button) show(button.closest("[data-chart-panel]"), button.dataset.show);
});
