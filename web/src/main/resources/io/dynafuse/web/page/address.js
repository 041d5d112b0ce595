/** The settings in the address behind #, which no server sees, so that they can be shared. */

// How the text of an address becomes the value of a setting; what is not named is text.
const NUMBERS = ["scale", "temperature", "smoothing", "iterations", "quality", "pngCompression"];
const SWITCHES = ["static", "contrast", "joint", "keepChroma"];
const LISTS = ["roles", "without"];
const WORDS = [
  "task",
  "checkpoint",
  "space",
  "reference",
  "norm",
  "form",
  "normalisation",
  "gradient",
  "channel",
  "gradientScale",
  "range",
  "stretch",
  "resize",
  "format",
  "depth",
];

/** @returns {{settings: Object, example: string}} what an address asks for; what it does not know is left out */
export function read(hash = location.hash) {
  const given = new URLSearchParams(hash.slice(1));
  const settings = {};
  const take = (names, valueOf) =>
    names.filter((name) => given.has(name)).forEach((name) => (settings[name] = valueOf(given.get(name))));
  take(NUMBERS, Number);
  take(SWITCHES, (text) => text === "true");
  take(LISTS, (text) => text.split(",").filter(Boolean));
  take(WORDS, String);
  NUMBERS.filter((name) => Number.isNaN(settings[name])).forEach((name) => delete settings[name]);
  return { settings, example: given.get("example") ?? "" };
}

/** The address of the page with settings. */
export function of(settings, example) {
  const given = new URLSearchParams();
  if (example) {
    given.set("example", example);
  }
  Object.entries(settings).forEach(([name, value]) => given.set(name, String(value)));
  // Commas are allowed there, and read better than %2C.
  const text = String(given).replaceAll("%2C", ",");
  return `${location.origin}${location.pathname}${text ? `#${text}` : ""}`;
}

/** Shows it without a step in the history, as every change of a setting would be one. */
export function show(settings, example) {
  history.replaceState(null, "", of(settings, example));
}
