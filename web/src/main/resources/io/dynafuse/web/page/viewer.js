/**
 * Two images of one scene in one frame, with a divider between them: zoomed and moved as one, so that the same place lies at the same
 * place.
 *
 * @typedef {Object} Picture
 * @property {string} key
 * @property {string} label
 * @property {boolean} gray whether one value says all of a pixel
 * @property {() => Promise<ImageBitmap>} load asked for when it is first shown
 */
import { byId, element, prefersLessMotion } from "./dom.js";

const LARGEST_ZOOM = 64;
const ZOOM_STEP = 1.25;
const PAN_STEP = 40;
// Slower than three flashes in two seconds, which nobody has to fear.
const BLINK_MILLISECONDS = 800;
// What takes turns with what.
const OTHER = { result: "b", b: "result" };

export class Viewer {
  #stage = byId("stage");
  #canvas = byId("canvas");
  #pen = byId("canvas").getContext("2d");
  #divider = byId("divider");
  #selects = { left: byId("left"), right: byId("right") };
  #shown = { left: byId("left-shown"), right: byId("right-shown") };
  /** One pixel, into which the pixel to be read is drawn. */
  #probe = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

  /** @type {Map<string, Picture>} */
  #pictures = new Map();
  /** @type {Map<string, ImageBitmap>} */
  #bitmaps = new Map();
  /** The loads that are on their way by key, so that none is begun twice. */
  #loading = new Map();
  #chosen = { left: "", right: "" };
  #frame = { width: 1, height: 1 };
  #split = 0.5;
  // Pixels of the screen for one of the frame, and where the frame's corner lies.
  #scale = 1;
  #corner = { x: 0, y: 0 };
  #fits = true;
  #cross = null;
  #pointers = new Map();
  #blinking = 0;
  #swapped = false;
  #drawing = 0;
  #overlay;
  #failed;

  /**
   * @param {{layers: (key: string) => {image: CanvasImageSource, opacity: number}[],
   *     values: (key: string, x: number, y: number) => {index: number, name: string, weight: number}[]}} overlay what lies over the
   *     pictures; places from 0 to 1
   * @param {(failure: Error) => void} failed is told if a picture could not be loaded
   */
  constructor(overlay, failed) {
    this.#overlay = overlay;
    this.#failed = failed;
    new ResizeObserver(() => this.#resize()).observe(this.#stage);
    for (const side of ["left", "right"]) {
      this.#selects[side].addEventListener("change", () => this.choose(side, this.#selects[side].value));
    }
    this.#listenToPointers();
    this.#listenToKeys();
    byId("zoom-in").addEventListener("click", () => this.#zoom(ZOOM_STEP));
    byId("zoom-out").addEventListener("click", () => this.#zoom(1 / ZOOM_STEP));
    byId("zoom-fit").addEventListener("click", () => this.fit());
    byId("zoom-full").addEventListener("click", () => this.#zoomTo(1));
    byId("blink").addEventListener("click", () => this.blink());
  }

  /**
   * Says what can be looked at; what is shown stays, as far as it is still there.
   *
   * @param {Picture[]} pictures
   * @param {{width: number, height: number}} frame the size that all are brought to
   */
  setPictures(pictures, frame) {
    const former = this.#pictures;
    this.#pictures = new Map(pictures.map((picture) => [picture.key, picture]));
    for (const [key, bitmap] of this.#bitmaps) {
      if (this.#pictures.get(key)?.load !== former.get(key)?.load) {
        bitmap.close();
        this.#bitmaps.delete(key);
      }
    }
    for (const [side, select] of Object.entries(this.#selects)) {
      select.replaceChildren(...pictures.map(({ key, label }) => element("option", { value: key }, label)));
      if (!this.#pictures.has(this.#chosen[side])) {
        this.#chosen[side] = pictures[side === "left" ? 0 : pictures.length - 1].key;
      }
      select.value = this.#chosen[side];
    }
    byId("blink").disabled = !this.#pictures.has("b");
    byId("blink-help").hidden = !this.#pictures.has("b");
    if (!this.#pictures.has("b")) {
      this.#stopBlinking();
    }
    if (frame.width !== this.#frame.width || frame.height !== this.#frame.height) {
      this.#frame = frame;
      this.#cross = null;
      this.#stage.style.aspectRatio = `${frame.width} / ${frame.height}`;
      this.#resize();
      this.fit();
    }
    this.#load();
  }

  /** @param {"left"|"right"} side */
  choose(side, key) {
    this.#chosen[side] = key;
    this.#selects[side].value = key;
    this.#load();
  }

  /** The keys of what is chosen. */
  get chosen() {
    return { ...this.#chosen };
  }

  /** Takes a bitmap that is there already, so that nothing flickers when a picture is replaced. */
  give(key, bitmap) {
    this.#bitmaps.get(key)?.close();
    this.#bitmaps.set(key, bitmap);
  }

  redraw() {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = requestAnimationFrame(() => this.#draw());
  }

  fit() {
    const { width, height } = this.#canvas;
    this.#scale = this.#fittingScale();
    this.#corner = {
      x: (width - this.#frame.width * this.#scale) / 2,
      y: (height - this.#frame.height * this.#scale) / 2,
    };
    this.#fits = true;
    this.#moved();
  }

  /** Shows the result and B in turns; by hand only, where little motion is preferred. */
  blink() {
    if (!this.#pictures.has("b")) {
      return;
    }
    if (this.#blinkingSide() === null) {
      this.choose("right", "result");
    }
    if (prefersLessMotion()) {
      this.#swap();
      byId("blink").setAttribute("aria-pressed", String(this.#swapped));
    } else if (this.#blinking) {
      this.#stopBlinking();
    } else {
      byId("blink").setAttribute("aria-pressed", "true");
      this.#swap();
      this.#blinking = setInterval(() => this.#swap(), BLINK_MILLISECONDS);
    }
  }

  #swap() {
    this.#swapped = !this.#swapped;
    this.#load();
  }

  #stopBlinking() {
    clearInterval(this.#blinking);
    this.#blinking = 0;
    this.#swapped = false;
    byId("blink").setAttribute("aria-pressed", "false");
    this.#load();
  }

  /** The side on which the result and B take turns; null if neither side shows one of them. */
  #blinkingSide() {
    return ["right", "left"].find((side) => this.#chosen[side] in OTHER) ?? null;
  }

  /** What a side shows now: while blinking, B in place of the result or the other way round. */
  #keyAt(side) {
    const key = this.#chosen[side];
    return this.#swapped && side === this.#blinkingSide() ? OTHER[key] : key;
  }

  #load() {
    for (const side of ["left", "right"]) {
      const picture = this.#pictures.get(this.#keyAt(side));
      if (picture && !this.#bitmaps.has(picture.key) && this.#loading.get(picture.key) !== picture.load) {
        this.#loadPicture(picture);
      }
    }
    this.#describe();
    this.redraw();
  }

  async #loadPicture(picture) {
    this.#loading.set(picture.key, picture.load);
    try {
      const bitmap = await picture.load();
      if (this.#pictures.get(picture.key)?.load === picture.load && !this.#bitmaps.has(picture.key)) {
        this.#bitmaps.set(picture.key, bitmap);
        this.redraw();
      }
    } catch (failure) {
      this.#failed(failure);
    } finally {
      if (this.#loading.get(picture.key) === picture.load) {
        this.#loading.delete(picture.key);
      }
    }
  }

  #labelAt(side) {
    return this.#pictures.get(this.#keyAt(side))?.label ?? "";
  }

  #describe() {
    const [left, right] = [this.#labelAt("left"), this.#labelAt("right")];
    this.#shown.left.textContent = left;
    this.#shown.right.textContent = right;
    this.#canvas.setAttribute("aria-label", `Comparison of ${left} and ${right}`);
    this.#describeDivider();
  }

  #describeDivider() {
    const percent = Math.round(this.#split * 100);
    this.#divider.style.left = `${this.#split * 100}%`;
    this.#divider.setAttribute("aria-valuenow", String(percent));
    this.#divider.setAttribute("aria-valuetext", `${percent} % ${this.#labelAt("left")}, the rest ${this.#labelAt("right")}`);
  }

  #moveDivider(split) {
    this.#split = Math.min(1, Math.max(0, split));
    this.#describeDivider();
    this.redraw();
  }

  /* Where things are. */

  #resize() {
    const ratio = devicePixelRatio || 1;
    const width = Math.max(1, Math.round(this.#stage.clientWidth * ratio));
    const height = Math.max(1, Math.round(this.#stage.clientHeight * ratio));
    if (width === this.#canvas.width && height === this.#canvas.height) {
      return;
    }
    const middle = this.#placeAt({ x: this.#canvas.width / 2, y: this.#canvas.height / 2 });
    this.#canvas.width = width;
    this.#canvas.height = height;
    if (this.#fits) {
      this.fit();
    } else {
      this.#corner = { x: width / 2 - middle.x * this.#scale, y: height / 2 - middle.y * this.#scale };
      this.#moved();
    }
  }

  #fittingScale() {
    return Math.min(this.#canvas.width / this.#frame.width, this.#canvas.height / this.#frame.height);
  }

  /** The point of the canvas below a pointer. */
  #pointOf(event) {
    const box = this.#canvas.getBoundingClientRect();
    const ratio = this.#canvas.width / box.width;
    return { x: (event.clientX - box.left) * ratio, y: (event.clientY - box.top) * ratio };
  }

  /** The place in the frame at a point of the canvas. */
  #placeAt({ x, y }) {
    return { x: (x - this.#corner.x) / this.#scale, y: (y - this.#corner.y) / this.#scale };
  }

  #zoom(factor, around) {
    this.#zoomTo(this.#scale * factor, around);
  }

  #zoomTo(scale, around = { x: this.#canvas.width / 2, y: this.#canvas.height / 2 }) {
    const fitting = this.#fittingScale();
    const place = this.#placeAt(around);
    this.#scale = Math.min(Math.max(scale, Math.min(fitting, 1)), Math.max(LARGEST_ZOOM, fitting));
    this.#corner = { x: around.x - place.x * this.#scale, y: around.y - place.y * this.#scale };
    this.#fits = Math.abs(this.#scale - fitting) < 1e-9;
    this.#moved();
  }

  /** Keeps the frame in sight: it covers the stage, or lies in its middle where it is smaller. */
  #moved() {
    // In whole pixels, lest at 100 % each pixel of the image falls on two of the screen.
    const keep = (corner, length, room) =>
      Math.round(length <= room ? (room - length) / 2 : Math.min(0, Math.max(room - length, corner)));
    this.#corner = {
      x: keep(this.#corner.x, this.#frame.width * this.#scale, this.#canvas.width),
      y: keep(this.#corner.y, this.#frame.height * this.#scale, this.#canvas.height),
    };
    byId("zoom").textContent = `${Number((this.#scale * 100).toPrecision(3))} %`;
    this.#stage.classList.toggle("pannable", this.#isPannable());
    this.redraw();
  }

  #isPannable() {
    return (
      this.#frame.width * this.#scale > this.#canvas.width + 1 || this.#frame.height * this.#scale > this.#canvas.height + 1
    );
  }

  #pan(x, y) {
    this.#corner = { x: this.#corner.x + x, y: this.#corner.y + y };
    this.#moved();
  }

  /* Drawing. */

  #draw() {
    const { width, height } = this.#canvas;
    const at = Math.round(this.#split * width);
    this.#pen.setTransform(1, 0, 0, 1, 0, 0);
    this.#pen.clearRect(0, 0, width, height);
    this.#drawSide(this.#keyAt("left"), 0, at);
    this.#drawSide(this.#keyAt("right"), at, width - at);
    if (this.#cross?.seen) {
      this.#drawCross();
    }
    this.#tellPixels();
  }

  #drawSide(key, left, width) {
    const bitmap = this.#bitmaps.get(key);
    if (!bitmap || width === 0) {
      return;
    }
    const pen = this.#pen;
    pen.save();
    pen.beginPath();
    pen.rect(left, 0, width, this.#canvas.height);
    pen.clip();
    pen.setTransform(this.#scale, 0, 0, this.#scale, this.#corner.x, this.#corner.y);
    // Enlarged pixels are to be seen as they are.
    pen.imageSmoothingEnabled = this.#scale < 1 || bitmap.width !== this.#frame.width;
    pen.imageSmoothingQuality = "high";
    pen.drawImage(bitmap, 0, 0, this.#frame.width, this.#frame.height);
    for (const { image, opacity } of this.#overlay.layers(key)) {
      pen.globalAlpha = opacity;
      pen.drawImage(image, 0, 0, this.#frame.width, this.#frame.height);
    }
    pen.restore();
  }

  #drawCross() {
    const x = this.#corner.x + (this.#cross.x + 0.5) * this.#scale;
    const y = this.#corner.y + (this.#cross.y + 0.5) * this.#scale;
    const [inner, outer] = [Math.max(4, this.#scale / 2), Math.max(16, this.#scale / 2 + 12)];
    // Dark below light is seen on anything.
    for (const [colour, width] of [["#000", 4], ["#fff", 2]]) {
      this.#pen.strokeStyle = colour;
      this.#pen.lineWidth = width;
      this.#pen.beginPath();
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        this.#pen.moveTo(x + dx * inner, y + dy * inner);
        this.#pen.lineTo(x + dx * outer, y + dy * outer);
      }
      this.#pen.stroke();
    }
  }

  /* Pixels. */

  #tellPixels() {
    const list = byId("pixels");
    if (!this.#cross) {
      list.replaceChildren(...entry("Pixel", "–"));
      return;
    }
    const { x, y } = this.#cross;
    const parts = [entry("Pixel", `${x}, ${y}`)];
    const keys = [...new Set([this.#keyAt("left"), this.#keyAt("right")])];
    for (const key of keys) {
      const samples = this.#samplesAt(key, x, y);
      if (samples) {
        parts.push(entry(this.#pictures.get(key).label, this.#inWords(key, samples), samples));
      }
    }
    const weights = keys.flatMap((key) => this.#overlay.values(key, (x + 0.5) / this.#frame.width, (y + 0.5) / this.#frame.height));
    for (const { name, weight } of weights) {
      parts.push(entry(`weight of ${name}`, weight.toFixed(2)));
    }
    list.replaceChildren(...parts.flat());
  }

  #inWords(key, [red, green, blue]) {
    return this.#pictures.get(key).gray ? String(red) : `${red} ${green} ${blue}`;
  }

  #samplesAt(key, x, y) {
    const bitmap = this.#bitmaps.get(key);
    if (!bitmap) {
      return null;
    }
    const column = Math.floor(((x + 0.5) * bitmap.width) / this.#frame.width);
    const row = Math.floor(((y + 0.5) * bitmap.height) / this.#frame.height);
    this.#probe.clearRect(0, 0, 1, 1);
    this.#probe.drawImage(bitmap, column, row, 1, 1, 0, 0, 1, 1);
    return this.#probe.getImageData(0, 0, 1, 1).data;
  }

  #look({ x, y }, seen) {
    const inside = x >= 0 && y >= 0 && x < this.#frame.width && y < this.#frame.height;
    this.#cross = inside ? { x: Math.floor(x), y: Math.floor(y), seen } : null;
    // A cross-hair moved by keys is heard; a pointer would talk all the time.
    byId("pixels").setAttribute("aria-live", seen ? "polite" : "off");
    this.redraw();
  }

  /* Pointers: one moves the image, or the divider where the image cannot be moved; two pinch. */

  #listenToPointers() {
    const stage = this.#stage;
    let dividing = false;
    stage.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) {
        return;
      }
      stage.setPointerCapture(event.pointerId);
      const onDivider = this.#divider.contains(event.target);
      const point = this.#pointOf(event);
      this.#pointers.set(event.pointerId, point);
      // A finger that taps reads a pixel, as it cannot hover.
      this.#look(this.#placeAt(point), false);
      dividing = this.#pointers.size === 1 && (onDivider || !this.#isPannable());
      if (dividing && onDivider) {
        this.#divider.focus({ focusVisible: false });
        // Else the browser would give the focus to the stage's canvas or take it away.
        event.preventDefault();
      }
    });
    stage.addEventListener("pointermove", (event) => {
      const point = this.#pointOf(event);
      const former = this.#pointers.get(event.pointerId);
      if (former) {
        this.#pointers.set(event.pointerId, point);
        if (this.#pointers.size === 2) {
          this.#pinch(event.pointerId, former, point);
        } else if (dividing) {
          this.#moveDivider(point.x / this.#canvas.width);
        } else {
          this.#pan(point.x - former.x, point.y - former.y);
        }
      }
      this.#look(this.#placeAt(point), false);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      stage.addEventListener(end, (event) => this.#pointers.delete(event.pointerId));
    }
    stage.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse" && this.#pointers.size === 0) {
        this.#look({ x: -1, y: -1 }, false);
      }
    });
    stage.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        // Lines and pages are turned into pixels, more or less as browsers do.
        const pixels = event.deltaY * [1, 33, 300][event.deltaMode];
        this.#zoom(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.002)), this.#pointOf(event));
      },
      { passive: false },
    );
    stage.addEventListener("dblclick", (event) =>
      this.#isPannable() ? this.fit() : this.#zoomTo(Math.max(1, this.#scale * 4), this.#pointOf(event)),
    );
  }

  #pinch(moved, former, point) {
    const [[, other]] = [...this.#pointers].filter(([id]) => id !== moved);
    const distance = (one) => Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));
    const middle = { x: (point.x + other.x) / 2, y: (point.y + other.y) / 2 };
    this.#pan((point.x - former.x) / 2, (point.y - former.y) / 2);
    this.#zoom(distance(point) / distance(former), middle);
  }

  /* Keys: those of the divider, and those of the whole viewer while the focus is on its image or divider. */

  #listenToKeys() {
    this.#divider.addEventListener("keydown", (event) => {
      const step = event.shiftKey ? 0.1 : 0.02;
      const places = {
        ArrowLeft: this.#split - step,
        ArrowDown: this.#split - step,
        ArrowRight: this.#split + step,
        ArrowUp: this.#split + step,
        PageDown: this.#split - 0.1,
        PageUp: this.#split + 0.1,
        Home: 0,
        End: 1,
      };
      if (event.key in places) {
        event.preventDefault();
        event.stopPropagation();
        this.#moveDivider(places[event.key]);
      }
    });
    this.#stage.addEventListener("keydown", (event) => this.#key(event));
    this.#canvas.addEventListener("blur", () => {
      if (this.#cross?.seen) {
        this.#look({ x: -1, y: -1 }, false);
      }
    });
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const acts = {
      "+": () => this.#zoom(ZOOM_STEP),
      "=": () => this.#zoom(ZOOM_STEP),
      "-": () => this.#zoom(1 / ZOOM_STEP),
      0: () => this.fit(),
      1: () => this.#zoomTo(1),
      b: () => this.blink(),
      B: () => this.blink(),
      Escape: () => this.#look({ x: -1, y: -1 }, false),
    };
    if (event.key in arrows) {
      const [x, y] = arrows[event.key];
      event.preventDefault();
      if (event.shiftKey) {
        this.#pan(-x * PAN_STEP, -y * PAN_STEP);
      } else {
        this.#moveCross(x, y);
      }
    } else if (event.key in acts) {
      event.preventDefault();
      acts[event.key]();
    }
  }

  /** By one pixel, or by what is one pixel of the screen where the image is smaller. */
  #moveCross(x, y) {
    const step = Math.max(1, Math.round(1 / this.#scale));
    const middle = this.#placeAt({ x: this.#canvas.width / 2, y: this.#canvas.height / 2 });
    const from = this.#cross ?? { x: Math.floor(middle.x), y: Math.floor(middle.y) };
    const within = (place, length) => Math.min(length - 1, Math.max(0, place));
    const to = { x: within(from.x + x * step, this.#frame.width), y: within(from.y + y * step, this.#frame.height) };
    this.#look(to, true);
    this.#follow(to);
  }

  #follow({ x, y }) {
    const away = (corner, place, room) => {
      const at = corner + (place + 0.5) * this.#scale;
      return at < 0 ? -at : at > room ? room - at : 0;
    };
    this.#pan(away(this.#corner.x, x, this.#canvas.width), away(this.#corner.y, y, this.#canvas.height));
  }
}

/** A term and what it is, with a patch of its colour if there is one. */
function entry(term, words, samples) {
  const value = element("dd", {}, words);
  if (samples) {
    const patch = element("span", { className: "patch" });
    patch.style.backgroundColor = `rgb(${samples[0]} ${samples[1]} ${samples[2]})`;
    value.prepend(patch);
  }
  return [element("div", {}, element("dt", {}, term), value)];
}
