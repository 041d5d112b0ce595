/** What can be taken along: the image as the command writes it, weights, the report, the command itself. */
import { getBlob } from "./api.js";
import { byId, depthInWords, element, sizeInWords } from "./dom.js";

// Those of a stack of many images would hide all else.
const MOST_BUTTONS = 8;

/**
 * Offers what a fusion made.
 *
 * @param {Object} fusion
 * @param {Object} scene
 * @param {(failure: Error) => void} failed
 */
export function offer(fusion, scene, failed) {
  const { image } = fusion;
  const stem = (name) => name.replace(/\.[^.]*$/, "");
  const button = (words, path, name, look = "") => {
    const made = element("button", { type: "button", className: look }, words);
    made.addEventListener("click", () => save(`fusions/${fusion.id}/${path}`, name).catch(failed));
    return made;
  };
  const facts = [image.name.split(".").pop().toUpperCase(), depthInWords(image.depth), sizeInWords(image.bytes)];
  const weights = scene.sources.slice(0, fusion.weights ?? 0).flatMap(({ name }, index) => {
    const file = `${index + 1}-${stem(name)}-weight`;
    return [
      button(`Weights of ${name}`, `weights/${index + 1}`, `${file}.png`),
      button(`Weights of ${name}, coloured`, `weights/${index + 1}?coloured=true`, `${file}-viridis.png`),
    ];
  });
  byId("downloads").replaceChildren(
    button(`Image: ${facts.join(", ")}`, "image", image.name, "primary"),
    button("Report: JSON", "report", `${stem(image.name)}.json`),
    ...(weights.length > MOST_BUTTONS ? [folded("Weights of each source", weights)] : weights),
  );
  byId("method").textContent = [
    `${image.width} × ${image.height}, ${image.channels === 1 ? "gray" : "colour"}, ${depthInWords(image.depth)}`,
    fusion.method,
    fusion.seconds === undefined ? "" : `${fusion.seconds.toFixed(2)} s`,
  ]
    .filter(Boolean)
    .join(" · ");
  byId("command").textContent = fusion.command ?? "";
  byId("results").hidden = false;
}

/** What would be too much to be seen at once. */
const folded = (words, parts) => element("details", {}, element("summary", {}, words), element("div", {}, ...parts));

async function save(path, name) {
  const url = URL.createObjectURL(await getBlob(path));
  const link = element("a", { href: url, download: name });
  link.click();
  // The browser reads it after the click, so it is not revoked at once.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Copies a text, and says so on the button for a while. */
export async function copy(text, button) {
  const words = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Could not copy: select the text";
  }
  setTimeout(() => (button.textContent = words), 2000);
}
