/** The course of things: images come in, are fused, looked at and measured; each change of a setting makes a new fusion. */
import * as address from "./address.js";
import { Problem, call, forget, getBlob, getJson, postJson, takeToken, whenThereIsRoom } from "./api.js";
import { Controls } from "./controls.js";
import { byId, element, sizeInWords } from "./dom.js";
import { copy, offer } from "./downloads.js";
import { fuse } from "./fusing.js";
import * as intake from "./intake.js";
import { clearScores, showScores } from "./measures.js";
import { showRadar } from "./radar.js";
import { SourceImages, inShort, resultOf } from "./results.js";
import { showScene } from "./scene.js";
import { haveOneSize, useful } from "./settings.js";
import { Viewer } from "./viewer.js";
import { Weights } from "./weights.js";

// So long a control may still move before a fusion begins.
const SETTLING_MILLISECONDS = 300;
// A fusion that is sooner done needs no bar, which would only flash.
const PROGRESS_AFTER_MILLISECONDS = 300;
// Larger scenes are fused statically for comparison only where that is asked for.
const STATIC_UNASKED_PIXELS = 4e6;
// A service that forgets images sooner would be sent them again and again.
const LEAST_KEPT_MILLISECONDS = 10_000;
// What the static fusion beside a dynamic one shares with it.
const OF_STATIC = ["task", "roles", "checkpoint", "range", "keepChroma", "stretch", "resize"];

class Page {
  #choices = null;
  #known = () => {};
  /** Kept once it is known what can be chosen; images may be given before. */
  #choicesKnown = new Promise((resolve) => (this.#known = resolve));
  #examples = [];
  /** The images, kept to send them again once the service has forgotten them. */
  #files = [];
  #example = "";
  #scene = null;
  #settings = {};
  #automatic = {};
  /** @type {import("./results.js").Result|null} */
  #current = null;
  #former = null;
  #kept = null;
  #static = null;
  #run = new AbortController();
  #taking = new AbortController();
  #settling = 0;
  #sentAgain = 0;
  #images = null;

  #weights = new Weights((failure) => this.#tell(failure));
  #viewer = new Viewer(this.#weights, (failure) => this.#tell(failure));
  #controls = new Controls((settings) => this.#change(settings));

  constructor() {
    this.#weights.onChange(() => this.#viewer.redraw());
    intake.listen((files) => this.#take(files, ""));
    byId("other-images").addEventListener("click", () => this.#leave("Give other images."));
    byId("forget").addEventListener("click", () => this.#leave("Your images and all that was made of them are deleted."));
    byId("cancel").addEventListener("click", () => this.#cancel());
    byId("keep").addEventListener("click", () => this.#keep());
    byId("copy").addEventListener("click", () => copy(byId("command").textContent, byId("copy")));
    byId("share").addEventListener("click", () => copy(location.href, byId("share")));
    byId("problem-close").addEventListener("click", () => this.#hideProblem());
    addEventListener("hashchange", () => this.#readAddress());
  }

  async start() {
    takeToken();
    this.#settings = address.read().settings;
    try {
      [this.#choices, this.#examples] = await Promise.all([getJson("networks"), intake.examples()]);
    } catch (failure) {
      this.#showProblem(failure.message, () => this.start());
      return;
    }
    this.#known();
    const { version, limits } = this.#choices;
    byId("version").textContent = version;
    byId("kept").textContent = limits.keptSeconds === 3600 ? "after an hour" : `after ${Math.round(limits.keptSeconds / 60)} minutes`;
    byId("limits").textContent =
      `PNG, JPEG, TIFF, BMP, PGM, PPM or PFM, registered onto each other; up to ${sizeInWords(limits.uploadBytes)} together, ${limits.megapixels} megapixels each`;
    intake.showExamples(this.#examples, (example) => this.#takeExample(example)).catch((failure) => this.#tell(failure));
    this.#readAddress();
  }

  /* Images come in. */

  #readAddress() {
    takeToken();
    const { settings, example } = address.read();
    const asked = this.#examples.find(({ name }) => name === example);
    this.#settings = settings;
    if (asked && (!this.#scene || this.#example !== example)) {
      this.#takeExample(asked, true);
    } else if (this.#scene) {
      this.#showSettings();
      this.#fuse();
    } else if (example && !asked) {
      this.#showProblem(`The address asks for the example ${example}, which is not there; choose another or give images.`);
    } else if (Object.keys(settings).length > 0) {
      this.#say(`These settings wait for images: ${inShort(settings)}.`);
    }
  }

  async #takeExample(example, keepSettings = false) {
    if (!keepSettings) {
      this.#settings = {};
    }
    this.#say(`Taking ${example.name}…`);
    try {
      await this.#take(await intake.filesOf(example), example.name, true);
    } catch (failure) {
      this.#tell(failure);
    }
  }

  async #take(files, example, keepSettings = this.#scene === null) {
    await this.#choicesKnown;
    this.#hideProblem();
    const objection = this.#objection(files);
    if (objection) {
      this.#showProblem(objection);
      return;
    }
    this.#taking.abort();
    const taking = new AbortController();
    this.#taking = taking;
    try {
      const scene = await this.#send(files, taking.signal);
      taking.signal.throwIfAborted();
      this.#stop();
      if (this.#scene) {
        forget(`scenes/${this.#scene.id}`);
      }
      this.#files = files;
      this.#example = example;
      this.#settings = keepSettings ? this.#settings : {};
      this.#open(scene);
    } catch (failure) {
      if (!taking.signal.aborted) {
        this.#say("");
        this.#tell(failure, () => this.#take(files, example, keepSettings));
      }
    }
  }

  /** What is wrong with files as far as that is seen before they are sent; empty if nothing is. */
  #objection(files) {
    const { uploadBytes, sources } = this.#choices.limits;
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    if (files.length < 2) {
      return `Expected two or more images of one scene, found ${files.length}.`;
    }
    if (files.length > sources) {
      return `Expected at most ${sources} images, found ${files.length}.`;
    }
    return bytes > uploadBytes ? `Expected at most ${sizeInWords(uploadBytes)} together, found ${sizeInWords(bytes)}.` : "";
  }

  async #send(files, signal) {
    const words = `Sending ${files.length} images, ${sizeInWords(files.reduce((sum, { size }) => sum + size, 0))}…`;
    const post = () => {
      this.#say(words);
      const form = new FormData();
      files.forEach((file) => form.append("images", file, file.name));
      return call("tasks/guess", { method: "POST", body: form, signal });
    };
    const response = await whenThereIsRoom(post, (seconds) => this.#sayFull(seconds), signal);
    return response.json();
  }

  #open(scene) {
    this.#scene = scene;
    this.#automatic = {};
    this.#current = this.#former = this.#kept = this.#static = null;
    this.#images = new SourceImages(scene);
    if (!haveOneSize(scene) && !this.#settings.resize) {
      this.#settings = { ...this.#settings, resize: "smallest" };
    }
    byId("start").hidden = true;
    byId("work").hidden = false;
    byId("scene-actions").hidden = false;
    byId("results").hidden = true;
    byId("second-words").textContent = "Keep a result, change something, and blink between both.";
    this.#say("");
    clearScores();
    showRadar([]);
    this.#weights.setSources(scene.sources.map(({ name }) => name));
    this.#showSettings();
    this.#showPictures();
    this.#viewer.choose("left", "source-1");
    byId("scene-title").focus({ preventScroll: true });
    scrollTo({ top: 0 });
    this.#fuse();
  }

  /** Goes back to the start, and has the service forget the images. */
  #leave(words) {
    this.#stop();
    this.#taking.abort();
    forget(`scenes/${this.#scene.id}`);
    this.#scene = null;
    this.#files = [];
    this.#example = "";
    this.#settings = {};
    this.#current = this.#former = this.#kept = this.#static = null;
    byId("work").hidden = true;
    byId("scene-actions").hidden = true;
    byId("start").hidden = false;
    address.show({}, "");
    this.#hideProblem();
    this.#say(words);
    byId("choose").focus();
  }

  /* Settings. */

  #context() {
    return {
      choices: this.#choices,
      scene: this.#scene,
      task: this.#settings.task ?? this.#scene.guess?.task ?? this.#current?.fusion.task ?? "",
      automatic: this.#automatic,
    };
  }

  #showSettings() {
    this.#controls.show(this.#settings, this.#context());
    this.#showTask();
  }

  #showTask() {
    const thumbnailOf = (index) => this.#images.thumbnail(index);
    showScene(this.#scene, this.#choices, this.#settings, thumbnailOf, (changes) => {
      this.#settings = Object.fromEntries(
        Object.entries({ ...this.#settings, ...changes }).filter(([, value]) => value !== undefined),
      );
      // What the former task took says nothing of this one.
      this.#automatic = {};
      this.#showSettings();
      this.#settle();
    });
  }

  #change(settings) {
    const task = this.#settings.task !== settings.task;
    this.#settings = settings;
    if (task) {
      this.#showTask();
    }
    this.#settle();
  }

  #settle() {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#fuse(), SETTLING_MILLISECONDS);
  }

  /* Fusing. */

  #stop() {
    clearTimeout(this.#settling);
    this.#run.abort();
    this.#showProgress(null);
  }

  #cancel() {
    this.#stop();
    this.#hidePreview();
    this.#status(this.#current ? "Cancelled; the result is the one before." : "Cancelled.");
    this.#showProblem("The fusion was cancelled.", () => this.#fuse());
  }

  async #fuse() {
    this.#stop();
    const run = new AbortController();
    this.#run = run;
    const settings = useful(this.#settings, this.#context());
    address.show(settings, this.#example);
    this.#hideProblem();
    this.#controls.complain("");
    this.#status("Fusing…");
    const bar = setTimeout(() => (byId("progress").hidden = false), PROGRESS_AFTER_MILLISECONDS);
    try {
      // The service makes previews of large images only.
      await this.#fuseBy({ ...settings, ...(!settings.static && { weights: true }), preview: true }, run.signal);
    } catch (failure) {
      if (!run.signal.aborted) {
        this.#fusionFailed(failure);
      }
    } finally {
      clearTimeout(bar);
      if (this.#run === run) {
        this.#showProgress(null);
      }
    }
  }

  async #fuseBy(settings, signal) {
    let previewWanted = true;
    let preview = Promise.resolve();
    const fusion = await fuse(this.#scene.id, settings, {
      signal,
      waiting: (seconds) => this.#status(`The queue of the service is full; trying again in ${seconds} s…`),
      changed: (state) => {
        if (signal.aborted) {
          return;
        }
        this.#showProgress(state);
        if (state.preview && previewWanted && state.state === "running") {
          previewWanted = false;
          preview = this.#showPreview(state, signal).catch(() => {});
        }
      },
    });
    // A preview that comes late would cover the result.
    await preview;
    if (fusion.state !== "done") {
      throw new Problem(fusion.problem?.status ?? 500, fusion.problem?.detail ?? "The fusion was cancelled by the service.");
    }
    const result = await resultOf(fusion, settings, signal);
    const bitmap = await result.load();
    signal.throwIfAborted();
    this.#showResult(result, bitmap);
    this.#measure(result, signal).catch((failure) => {
      if (!signal.aborted) {
        byId("measures-words").textContent = `Could not be measured: ${failure.message}`;
      }
    });
  }

  async #showPreview({ id }, signal) {
    const bitmap = await createImageBitmap(await getBlob(`fusions/${id}/preview`, { signal }));
    signal.throwIfAborted();
    byId("preview-badge").hidden = false;
    const first = this.#current === null;
    this.#showPictures(() => Promise.resolve(bitmap));
    this.#viewer.give("result", bitmap);
    if (first) {
      this.#viewer.choose("right", "result");
    }
  }

  /** Shows the result before again, if there is one. */
  #hidePreview() {
    if (!byId("preview-badge").hidden) {
      byId("preview-badge").hidden = true;
      this.#showPictures();
    }
  }

  #showResult(result, bitmap) {
    const first = this.#current === null;
    const released = this.#current;
    this.#former = released;
    this.#current = result;
    this.#release(released);
    byId("preview-badge").hidden = true;
    this.#showPictures();
    this.#viewer.give("result", bitmap);
    if (first) {
      this.#viewer.choose("right", "result");
    }
    this.#viewer.redraw();
    this.#weights.setResult("result", result.fusion);
    const seconds = result.fusion.seconds === undefined ? "" : ` in ${result.fusion.seconds.toFixed(2)} s`;
    this.#status(`Fused${seconds}.`);
    const notes = byId("fusion-notes");
    // How the task was guessed stands beside the task.
    const news = result.fusion.notes.filter((note) => !note.startsWith("task: "));
    notes.replaceChildren(...news.map((note) => element("li", {}, note)));
    notes.hidden = news.length === 0;
    offer(result.fusion, this.#scene, (failure) => this.#tell(failure));
    byId("share-words").textContent = this.#example
      ? "It holds the settings and the name of the example."
      : "It holds the settings, not the images: whoever opens it gives images first.";
    this.#takeAutomatic(result).catch(() => {});
  }

  /** Learns from the report what was taken where nothing was set. */
  async #takeAutomatic({ fusion, settings }) {
    const report = await getJson(`fusions/${fusion.id}/report`);
    if (this.#current?.fusion === fusion) {
      const taken = Object.entries(report.dominability ?? {}).filter(([name]) => settings[name] === undefined);
      this.#automatic = { ...this.#automatic, ...Object.fromEntries(taken) };
      this.#controls.refresh(this.#context());
    }
  }

  /** Has the service forget a result that nothing shows any more. */
  #release(result) {
    if (result && result !== this.#kept && result !== this.#current) {
      forget(`fusions/${result.fusion.id}`);
    }
  }

  #fusionFailed(failure) {
    this.#hidePreview();
    this.#status(this.#current ? "Not fused; the result is the one before." : "Not fused.");
    if (failure.status === 404 && Date.now() - this.#sentAgain > LEAST_KEPT_MILLISECONDS) {
      this.#sendAgain();
    } else if (failure.status === 422) {
      this.#controls.complain(failure.message);
    } else {
      this.#tell(failure, () => this.#fuse());
    }
  }

  /** The service has forgotten the images, as it is older than an hour or was started anew. */
  #sendAgain() {
    this.#status("The service has forgotten the images; sending them again…");
    this.#sentAgain = Date.now();
    this.#take(this.#files, this.#example, true);
  }

  #showPictures(loadPreview) {
    const { sources } = this.#scene;
    const pictures = sources.map(({ name, gray }, index) => ({
      key: `source-${index + 1}`,
      label: `${index + 1} ${name}`,
      gray,
      load: this.#images.loads[index],
    }));
    const add = (key, label, result) => result && pictures.push({ key, label, gray: result.gray, load: result.load });
    add("static", "Static fusion", this.#static?.result);
    add("b", `B: ${inShort(this.#kept?.settings ?? {})}`, this.#kept);
    if (loadPreview) {
      pictures.push({ key: "result", label: "Result (preview)", gray: false, load: loadPreview });
    } else {
      add("result", "Result", this.#current);
    }
    const { width, height } = this.#current?.fusion.image ?? sources[0];
    this.#viewer.setPictures(pictures, { width, height });
  }

  #keep() {
    if (!this.#current) {
      return;
    }
    const released = this.#kept;
    this.#kept = this.#current;
    this.#release(released);
    this.#weights.keep("result", "b");
    this.#showPictures();
    this.#showMeasures();
    this.#viewer.choose("left", "b");
    byId("second-words").textContent = `B is ${inShort(this.#kept.settings)}, on the left now. Change something to see the result beside it.`;
  }

  /* Measures. */

  async #measure(result, signal) {
    byId("measures-words").textContent = "Measuring…";
    result.scores = await this.#scoresOf(result, signal);
    signal.throwIfAborted();
    this.#showMeasures();
    const pixels = this.#scene.sources.reduce((sum, { width, height }) => sum + width * height, 0);
    if (result.settings.static) {
      return;
    }
    if (this.#staticIsOld(result) && pixels > STATIC_UNASKED_PIXELS) {
      this.#offerStatic(result, signal);
    } else {
      await this.#compareWithStatic(result, signal);
    }
  }

  async #scoresOf({ fusion }, signal) {
    const ask = () => postJson("metrics", { fusion: fusion.id }, { signal });
    const response = await whenThereIsRoom(ask, (seconds) => {
      byId("measures-words").textContent = `The queue of the service is full; measuring in ${seconds} s…`;
    }, signal);
    return (await response.json()).scores;
  }

  #staticKey({ settings }) {
    return JSON.stringify([this.#scene.id, ...OF_STATIC.map((name) => settings[name])]);
  }

  #staticIsOld(result) {
    return this.#static?.key !== this.#staticKey(result);
  }

  #offerStatic(result, signal) {
    const button = element("button", { type: "button" }, "Compare with static fusion");
    button.addEventListener("click", () => {
      button.remove();
      this.#compareWithStatic(result, signal).catch((failure) => !signal.aborted && this.#tell(failure));
    });
    byId("measures-words").append(button);
  }

  /** Fuses and measures the same without dynamic weights, once for all that differs only in these. */
  async #compareWithStatic(result, signal) {
    if (this.#staticIsOld(result)) {
      const key = this.#staticKey(result);
      const shared = OF_STATIC.filter((name) => result.settings[name] !== undefined).map((name) => [name, result.settings[name]]);
      const settings = { ...Object.fromEntries(shared), static: true };
      const fusion = await fuse(this.#scene.id, settings, { signal, changed: () => {}, waiting: () => {} });
      if (fusion.state !== "done") {
        return;
      }
      const made = await resultOf(fusion, settings, signal);
      made.scores = await this.#scoresOf(made, signal);
      signal.throwIfAborted();
      if (this.#static) {
        forget(`fusions/${this.#static.result.fusion.id}`);
      }
      this.#static = { key, result: made };
      this.#showPictures();
    }
    this.#showMeasures();
  }

  #showMeasures() {
    const current = this.#current;
    if (!current?.scores) {
      return;
    }
    const others = [];
    if (this.#static && !current.settings.static && !this.#staticIsOld(current)) {
      others.push({ label: "Static", scores: this.#static.result.scores });
    }
    if (this.#kept && this.#kept !== current) {
      others.push({ label: "B", scores: this.#kept.scores });
    }
    const series = { label: "Result", scores: current.scores };
    const former = this.#former?.scores ? { label: "before", scores: this.#former.scores } : null;
    byId("measures-words").textContent = "↑ higher is better, ↓ lower is better; better and worse are said of the result.";
    showScores(series, former, others);
    showRadar([series, ...others]);
  }

  /* What is said. */

  /** Of the fusion, below the viewer. */
  #status(words) {
    byId("status").textContent = words;
  }

  /** Of images on their way, at the start. */
  #say(words) {
    byId("sending").textContent = words;
    byId("sending").hidden = words === "";
  }

  #sayFull(seconds) {
    this.#say(`The queue of the service is full; trying again in ${seconds} s…`);
  }

  #showProgress(fusion) {
    const box = byId("progress");
    const bar = byId("progress-bar");
    if (!fusion) {
      box.hidden = true;
      bar.removeAttribute("value");
      return;
    }
    const { progress } = fusion;
    if (fusion.state === "queued") {
      this.#status(fusion.ahead ? `Waits for ${fusion.ahead} other${fusion.ahead > 1 ? "s" : ""}…` : "Begins…");
    } else if (progress) {
      const steps = progress.total > 1 ? ` ${progress.done} of ${progress.total}` : "";
      const stages = { reading: "Reading", preview: "Making a preview", fusing: "Fusing", writing: "Writing" };
      this.#status(`${stages[progress.stage]}${steps}…`);
    }
    if (progress?.total > 1) {
      bar.max = progress.total;
      bar.value = progress.done;
    } else {
      bar.removeAttribute("value");
    }
  }

  #tell(failure, retry) {
    if (failure.name !== "AbortError") {
      this.#showProblem(failure.message, failure.status === 422 || failure.status === 413 ? undefined : retry);
    }
  }

  #showProblem(words, retry) {
    byId("problem-text").textContent = words;
    byId("problem-retry").hidden = retry === undefined;
    byId("problem-retry").onclick = () => {
      this.#hideProblem();
      retry();
    };
    byId("problem").hidden = false;
  }

  #hideProblem() {
    byId("problem").hidden = true;
    byId("problem-text").textContent = "";
  }
}

new Page().start();
