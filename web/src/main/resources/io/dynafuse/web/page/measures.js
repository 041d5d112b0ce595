/** The table of measures: what the result scores, what changed, and what others score beside it. */
import { byId, element, unseen } from "./dom.js";

/**
 * @typedef {Object} Series
 * @property {string} label
 * @property {Object[]|null} scores of POST /metrics; null while they are not there
 */

const DIRECTIONS = {
  higher: ["↑", "higher is better"],
  lower: ["↓", "lower is better"],
  zero: ["→ 0", "nearer to zero is better"],
};

/**
 * Draws the table.
 *
 * @param {Series} current
 * @param {Series|null} former the result before
 * @param {Series[]} others shown beside it: static fusion, B
 */
export function showScores(current, former, others) {
  const head = element(
    "tr",
    {},
    ...["Measure", current.label].map((words) => columnHead(words)),
    ...(former ? [columnHead("Change")] : []),
    ...others.map(({ label }) => columnHead(label)),
  );
  const rows = current.scores.map((score) => row(score, former, others));
  const caption = element("caption", { className: "unseen" }, "Measures of the result, with what changed and what others score");
  byId("scores").replaceChildren(caption, element("thead", {}, head), element("tbody", {}, ...rows));
}

export function clearScores() {
  byId("scores").replaceChildren();
}

const columnHead = (words) => element("th", { scope: "col" }, words);

function row(score, former, others) {
  const [arrow, meaning] = DIRECTIONS[score.direction];
  const name = element("th", { scope: "row", title: score.title ?? "" }, score.metric);
  name.append(
    element("span", { className: "direction", ariaHidden: "true" }, ` ${arrow}`),
    unseen([score.title, meaning].filter(Boolean).map((words) => `, ${words}`).join("")),
  );
  return element(
    "tr",
    {},
    name,
    valueCell(score),
    ...(former ? [changeCell(score, scoreOf(former, score.metric))] : []),
    ...others.map((other) => otherCell(score, scoreOf(other, score.metric))),
  );
}

export const scoreOf = ({ scores }, metric) => scores?.find((other) => other.metric === metric);

function valueCell(score) {
  return score.value === undefined
    ? element("td", { className: "none", title: score.reason ?? "" }, "–", unseen(score.reason ?? "none"))
    : element("td", {}, inWords(score.value));
}

/** What changed from the result before. */
function changeCell(score, before) {
  if (score.value === undefined || before?.value === undefined) {
    return element("td", { className: "none" }, "–");
  }
  const change = score.value - before.value;
  const words = inWords(Math.abs(change));
  if (Number(words) === 0) {
    return element("td", { className: "none" }, "same");
  }
  return element("td", {}, `${change > 0 ? "+" : "−"}${words} `, judgement(score, before));
}

/** The value of another, and whether the result is better than that. */
function otherCell(score, other) {
  if (other?.value === undefined) {
    return element("td", { className: "none" }, other ? "–" : "…");
  }
  const cell = element("td", {}, `${inWords(other.value)} `);
  if (score.value !== undefined && inWords(score.value) !== inWords(other.value)) {
    cell.append(judgement(score, other));
  }
  return cell;
}

/** Whether a score is better than another: in words and a shape as well as in colour. */
function judgement({ direction, value }, other) {
  const better = {
    higher: value > other.value,
    lower: value < other.value,
    zero: Math.abs(value) < Math.abs(other.value),
  }[direction];
  return element("span", { className: better ? "better" : "worse" }, better ? "better" : "worse");
}

/** Four digits that count; scores are compared, not copied. */
export function inWords(value) {
  if (!Number.isFinite(value)) {
    return value > 0 ? "∞" : "−∞";
  }
  const digits = value === 0 ? 4 : Math.max(0, Math.min(4, 4 - Math.floor(Math.log10(Math.abs(value))) - 1));
  return value.toFixed(digits).replace("-", "−");
}
