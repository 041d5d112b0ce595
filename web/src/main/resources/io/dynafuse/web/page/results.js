/** What a fusion made, as the page holds it: each image comes once from the service, and is decoded as often as it is shown. */
import { getBlob } from "./api.js";

/**
 * @typedef {Object} Result
 * @property {Object} fusion
 * @property {Object} settings that were sent
 * @property {boolean} gray
 * @property {() => Promise<ImageBitmap>} load
 * @property {Object[]|null} scores null until it is measured
 */

/** @returns {Promise<Result>} */
export async function resultOf(fusion, settings, signal) {
  const blob = await getBlob(`fusions/${fusion.id}/view`, { signal });
  return {
    fusion,
    settings,
    gray: fusion.image.channels === 1,
    load: () => createImageBitmap(blob),
    scores: null,
  };
}

/** What is special about settings, in few words. */
export function inShort(settings) {
  const words = Object.entries(settings)
    .filter(([name]) => !["task", "roles", "weights", "preview", "format", "depth", "quality", "pngCompression"].includes(name))
    .map(([name, value]) => (value === true ? name : name === "checkpoint" ? value : `${name} ${value}`));
  return words.join(", ") || "automatic";
}
