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

// Twice the size at which it is shown, for screens with small pixels.
const THUMBNAIL_SIDE = 224;
// A source that is hardly larger than its thumbnail is asked for once, for both.
const SMALL_SIDE = 1024;

/** The images of a scene as browsers show them, each of which is asked for once. */
export class SourceImages {
  #scene;
  #blobs = new Map();
  /** @type {(() => Promise<ImageBitmap>)[]} */
  loads;

  constructor(scene) {
    this.#scene = scene;
    this.loads = scene.sources.map((_, index) => async () => createImageBitmap(await this.#blob(index, "")));
  }

  /** @returns {Promise<Blob>} */
  thumbnail(index) {
    const { width, height } = this.#scene.sources[index];
    return this.#blob(index, Math.max(width, height) <= SMALL_SIDE ? "" : `?side=${THUMBNAIL_SIDE}`);
  }

  #blob(index, query) {
    const path = `scenes/${this.#scene.id}/sources/${index + 1}${query}`;
    if (!this.#blobs.has(path)) {
      const blob = getBlob(path);
      // What failed may be asked for again.
      blob.catch(() => this.#blobs.delete(path));
      this.#blobs.set(path, blob);
    }
    return this.#blobs.get(path);
  }
}

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
