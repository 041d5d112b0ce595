/** What every module needs to find, make and name elements. Text goes in as text only, so names of files are never markup. */

/** @returns {HTMLElement} the element of an id, which index.html has */
export const byId = (id) => document.getElementById(id);

/**
 * @param {string} tag
 * @param {Object} properties of the element; those it does not have become attributes
 * @param {...(Node|string)} children
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) {
      made[name] = value;
    } else if (value !== undefined) {
      made.setAttribute(name, value);
    }
  }
  made.append(...children);
  return made;
}

/** Words for screen readers alone. */
export const unseen = (words) => element("span", { className: "unseen" }, words);

/** The colours by which sources are told apart, here and in the style sheet: by Okabe and Ito, for people who see few colours, too. */
const HUES = [
  [47, 125, 225],
  [240, 140, 26],
  [0, 158, 115],
  [204, 121, 167],
  [240, 228, 66],
  [213, 94, 0],
];

/** @param {number} index of a source, from 0 */
export const hueOf = (index) => HUES[index % HUES.length];

/** A round number in the colour of a source. */
export function sourceNumber(index) {
  const mark = element("span", { className: "source-number" }, String(index + 1));
  mark.style.backgroundColor = `rgb(${hueOf(index).join(" ")})`;
  return mark;
}

const KILO = 1024;

/** In the units of the command, of which each is 1024 times the one before. */
export function sizeInWords(bytes) {
  if (bytes < KILO) {
    return `${bytes} bytes`;
  }
  const [size, unit] = bytes < KILO ** 2 ? [bytes / KILO, "kB"] : [bytes / KILO ** 2, "MB"];
  return `${size < 10 ? Number(size.toFixed(1)) : Math.round(size)} ${unit}`;
}

/** @param {string} depth 8, 16 or float */
export const depthInWords = (depth) => (depth === "float" ? "float" : `${depth} bits`);

export const prefersLessMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
