/**
 * Who dominates: the fusion weights of each source, in its colour over the result. A hue that grows from transparent to full is read
 * alike by people who see few colours, and two hues over each other show who wins where.
 */
import { getBlob } from "./api.js";
import { byId, element, hueOf, sourceNumber } from "./dom.js";

// A map is looked at, so it needs no more pixels than this.
const MOST_PIXELS = 4e6;
// Of a stack of many images, maps are loaded only where they are shown.
const MOST_AT_ONCE = 6;
const SHOWN_OPACITY = 70;

/**
 * The maps of one result.
 *
 * @typedef {Object} Maps
 * @property {number} width
 * @property {number} height
 * @property {Uint8ClampedArray} values 255 for a weight of 1
 * @property {number} least
 * @property {number} greatest
 * @property {Map<boolean, OffscreenCanvas>} layers stretched and not
 */

export class Weights {
  /** @type {Map<string, {fusion: Object, maps: Map<number, Maps|null>}>} */
  #results = new Map();
  #names = [];
  #opacities = [];
  #rows = [];
  #stretched = false;
  #changed = () => {};
  #failed;

  /** @param {(failure: Error) => void} failed is told if a map could not be loaded */
  constructor(failed) {
    this.#failed = failed;
    byId("stretch-weights").addEventListener("change", (event) => {
      this.#stretched = event.target.checked;
      this.#describe();
      this.#changed();
    });
  }

  /** @param {() => void} changed is told when the pictures have to be drawn anew */
  onChange(changed) {
    this.#changed = changed;
  }

  /** Begins anew with the sources of a scene. */
  setSources(names) {
    this.#names = names;
    this.#opacities = names.map(() => 0);
    this.#results.clear();
    this.#rows = names.map((name, index) => this.#row(name, index));
    byId("weights").replaceChildren(...this.#rows.map(({ root }) => root));
    this.#describe();
  }

  /**
   * Takes the weights of a result from the service.
   *
   * @param {"result"|"b"|"static"} key that pictures have, too
   * @param {Object|null} fusion null if there is none
   */
  setResult(key, fusion) {
    if (!fusion) {
      this.#results.delete(key);
    } else if (this.#results.get(key)?.fusion.id !== fusion.id) {
      this.#results.set(key, { fusion, maps: new Map() });
      if (this.#names.length <= MOST_AT_ONCE) {
        this.#names.forEach((_, index) => this.#load(key, index));
      }
    }
    this.#loadShown();
    this.#describe();
  }

  /** The same maps below another key as well, when a result is kept. */
  keep(from, to) {
    this.#results.set(to, this.#results.get(from));
  }

  /** What to draw over a picture. */
  layers(key) {
    const result = this.#results.get(key);
    return this.#opacities
      .map((opacity, index) => ({ opacity: opacity / 100, map: result?.maps.get(index), index }))
      .filter(({ opacity, map }) => opacity > 0 && map)
      .map(({ opacity, map, index }) => ({ opacity, image: layerOf(map, index, this.#stretched) }));
  }

  /** The weights at a place from 0 to 1, of the maps that are there. */
  values(key, x, y) {
    const result = this.#results.get(key);
    return this.#names
      .map((name, index) => ({ name, index, map: result?.maps.get(index) }))
      .filter(({ map }) => map)
      .map(({ name, index, map }) => ({ name, index, weight: valueAt(map, x, y) }));
  }

  async #load(key, index) {
    const result = this.#results.get(key);
    if (!result.fusion.weights || result.maps.has(index)) {
      return;
    }
    result.maps.set(index, null);
    try {
      result.maps.set(index, await mapOf(await getBlob(`fusions/${result.fusion.id}/weights/${index + 1}`)));
      this.#describe();
      this.#changed();
    } catch (failure) {
      // A result that was replaced meanwhile is gone, and nobody misses its maps.
      if (this.#results.get(key) === result) {
        this.#failed(failure);
      }
    }
  }

  #loadShown() {
    for (const key of this.#results.keys()) {
      this.#opacities.forEach((opacity, index) => opacity > 0 && this.#load(key, index));
    }
  }

  #row(name, index) {
    const toggle = element("button", { type: "button", className: "toggle" }, sourceNumber(index), element("span", {}, name));
    const slider = element("input", { type: "range", min: 0, max: 100, value: 0, id: `opacity-${index + 1}` });
    slider.setAttribute("aria-label", `Opacity of the weights of ${name}`);
    const output = element("output", { htmlFor: slider.id }, "0 %");
    const [least, greatest] = [element("span"), element("span")];
    const ramp = element("span", { className: "ramp" });
    ramp.style.backgroundImage = `linear-gradient(to right, transparent, rgb(${hueOf(index).join(" ")}))`;
    const legend = element("div", { className: "legend" }, least, ramp, greatest);
    legend.setAttribute("role", "img");
    const set = (opacity) => {
      this.#opacities[index] = opacity;
      slider.value = opacity;
      output.value = `${opacity} %`;
      toggle.setAttribute("aria-pressed", String(opacity > 0));
      this.#loadShown();
      this.#changed();
    };
    slider.addEventListener("input", () => set(Number(slider.value)));
    toggle.addEventListener("click", () => set(this.#opacities[index] > 0 ? 0 : SHOWN_OPACITY));
    toggle.setAttribute("aria-pressed", "false");
    const root = element("li", {}, toggle, slider, output, legend);
    return { root, parts: [toggle, slider], least, greatest, legend };
  }

  #describe() {
    const result = this.#results.get("result");
    const none = result !== undefined && !result.fusion.weights;
    byId("dominance-words").textContent = none
      ? "Static fusion has no weights."
      : "Lay each source’s weights over the result: the stronger the colour, the more of that source.";
    byId("dominance").classList.toggle("useless", none);
    this.#rows.forEach((row, index) => {
      const map = result?.maps.get(index);
      const [from, to] = this.#stretched && map ? [map.least, map.greatest] : [0, 1];
      row.least.textContent = from.toFixed(this.#stretched ? 2 : 0);
      row.greatest.textContent = to.toFixed(this.#stretched ? 2 : 0);
      row.legend.setAttribute("aria-label", `From a weight of ${row.least.textContent}, transparent, to ${row.greatest.textContent}, full colour`);
      row.parts.forEach((part) => (part.disabled = none));
    });
  }
}

/** @returns {Promise<Maps>} */
async function mapOf(blob) {
  const whole = await createImageBitmap(blob);
  const shrink = Math.min(1, Math.sqrt(MOST_PIXELS / (whole.width * whole.height)));
  const [width, height] = [Math.round(whole.width * shrink), Math.round(whole.height * shrink)];
  const pen = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  pen.drawImage(whole, 0, 0, width, height);
  whole.close();
  const colours = pen.getImageData(0, 0, width, height).data;
  const values = new Uint8ClampedArray(width * height);
  let [least, greatest] = [255, 0];
  for (let i = 0; i < values.length; i++) {
    const value = colours[4 * i];
    values[i] = value;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return { width, height, values, least: least / 255, greatest: greatest / 255, layers: new Map() };
}

function layerOf(map, index, stretched) {
  if (!map.layers.has(stretched)) {
    map.layers.set(stretched, drawn(map, hueOf(index), stretched));
  }
  return map.layers.get(stretched);
}

function drawn({ width, height, values, least, greatest }, [red, green, blue], stretched) {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d");
  const image = pen.createImageData(width, height);
  const from = stretched ? least * 255 : 0;
  const factor = stretched && greatest > least ? 1 / (greatest - least) : 1;
  for (let i = 0; i < values.length; i++) {
    image.data[4 * i] = red;
    image.data[4 * i + 1] = green;
    image.data[4 * i + 2] = blue;
    image.data[4 * i + 3] = (values[i] - from) * factor;
  }
  pen.putImageData(image, 0, 0);
  return canvas;
}

function valueAt({ width, height, values }, x, y) {
  return values[Math.floor(y * height) * width + Math.floor(x * width)] / 255;
}
