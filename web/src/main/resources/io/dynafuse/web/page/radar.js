/** The radar chart that publications draw: each axis a measure, the best of those shown on the rim. */
import { byId, prefersLessMotion } from "./dom.js";
import { inWords, scoreOf } from "./measures.js";

// Told apart by the dashes and the shape of the points as well as by the colour.
const STYLES = [
  { colour: "--accent", dash: [], point: "circle" },
  { colour: "--second", dash: [7, 4], point: "rectRot" },
  { colour: "--third", dash: [2, 3], point: "triangle" },
];
const LEAST_SERIES = 2;
const LEAST_AXES = 3;

let chart = null;
let drawn = null;

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn && showRadar(drawn));

/** @param {import("./measures.js").Series[]} series of which the first is the result */
export function showRadar(series) {
  const present = series.filter(({ scores }) => scores);
  const axes = present.length < LEAST_SERIES ? [] : axesOf(present);
  const figure = byId("chart-figure");
  figure.hidden = axes.length < LEAST_AXES || !window.Chart;
  chart?.destroy();
  chart = null;
  drawn = null;
  if (figure.hidden) {
    return;
  }
  drawn = series;
  const shares = present.map((one) => axes.map((axis) => axis.share(scoreOf(one, axis.metric).value)));
  const centre = centreOf(shares.flat());
  byId("chart-words").textContent =
    `Each axis is a measure: the rim is the best of those shown, the centre ${Math.round(centre * 100)} % of it. The table has the same in numbers.`;
  chart = new window.Chart(byId("chart"), configuration(present, axes, shares, centre));
}

/** The measures that all have, and of which one is the best. */
function axesOf(series) {
  return series[0].scores
    .filter(({ direction }) => direction !== "zero")
    .map(({ metric, direction }) => ({ metric, direction, values: series.map((one) => scoreOf(one, metric)?.value) }))
    .filter(({ values }) => values.every((value) => Number.isFinite(value) && value > 0))
    .map(({ metric, direction, values }) => {
      const best = direction === "higher" ? Math.max(...values) : Math.min(...values);
      const share = (value) => (direction === "higher" ? value / best : best / value);
      return { metric, label: `${metric} ${direction === "higher" ? "↑" : "↓"}`, share };
    });
}

/** Differences are small, so the centre is not nothing but a round share below the worst. */
const centreOf = (shares) => Math.max(0, Math.floor(Math.min(...shares) * 10 - 0.5) / 10);

function configuration(series, axes, shares, centre) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const datasets = series.map(({ label }, index) => {
    const { colour: name, dash, point } = STYLES[index];
    return {
      label,
      data: shares[index],
      borderColor: colour(name),
      backgroundColor: index === 0 ? `color-mix(in srgb, ${colour(name)} 16%, transparent)` : "transparent",
      borderDash: dash,
      borderWidth: 2,
      pointStyle: point,
      pointRadius: 4,
      pointBackgroundColor: colour(name),
    };
  });
  const valueOf = ({ dataset, dataIndex, datasetIndex }) =>
    `${dataset.label}: ${inWords(scoreOf(series[datasetIndex], axes[dataIndex].metric).value)}`;
  return {
    type: "radar",
    data: { labels: axes.map(({ label }) => label), datasets },
    options: {
      animation: prefersLessMotion() ? false : { duration: 300 },
      maintainAspectRatio: false,
      scales: {
        r: {
          min: centre,
          max: 1,
          ticks: { display: false, count: 5 },
          grid: { color: colour("--line") },
          angleLines: { color: colour("--line") },
          pointLabels: { color: colour("--ink"), font: { size: 12 } },
        },
      },
      plugins: {
        legend: { position: "bottom", labels: { color: colour("--ink"), usePointStyle: true, boxHeight: 7 } },
        tooltip: { callbacks: { label: valueOf } },
      },
    },
  };
}
