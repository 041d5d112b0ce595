/** The controls of all settings: what is not set is automatic, and what makes no sense beside the rest cannot be set. */
import { byId, element, unseen } from "./dom.js";
import { FIELDS, GROUPS, checkpointOf, depthsOf, uselessness } from "./settings.js";

// Sliders have so many steps where they go by factors.
const STEPS = 200;

/**
 * @typedef {Object} Control
 * @property {HTMLElement} root
 * @property {(value: any) => void} set undefined is automatic
 * @property {(useless: string|null, context: Object, settings: Object) => void} update
 */

export class Controls {
  #form = byId("form");
  #settings = {};
  #context = null;
  /** @type {Map<string, Control>} */
  #controls = new Map();
  #changed;

  /** @param {(settings: Object) => void} changed is told of every change by hand */
  constructor(changed) {
    this.#changed = changed;
    FIELDS.forEach((field) => this.#controls.set(field.name, this.#control(field)));
    this.#form.append(...this.#rootsOf(""), this.#more());
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    byId("reset").addEventListener("click", () => {
      const { task, roles } = this.#settings;
      this.show({ ...(task && { task }), ...(roles && { roles }) }, this.#context);
      this.#changed(this.#settings);
    });
  }

  /** Shows settings, where they were not made by hand. */
  show(settings, context) {
    this.#settings = { ...settings };
    FIELDS.forEach(({ name }) => this.#controls.get(name).set(settings[name]));
    this.refresh(context);
  }

  /** Shows what became automatic, allowed or useless. */
  refresh(context) {
    this.#context = context;
    FIELDS.forEach(({ name }) =>
      this.#controls.get(name).update(uselessness(name, this.#settings, context), context, this.#settings),
    );
  }

  /** Shows what the service says about the settings, and marks those that it names as the command calls them. */
  complain(words) {
    const box = byId("settings-problem");
    box.textContent = words;
    box.hidden = words === "";
    FIELDS.forEach(({ name }) => {
      const option = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      const named = new RegExp(`(^|\\W)(--)?${option}(\\W|$)`).test(words);
      this.#controls.get(name).root.classList.toggle("wrong", named);
    });
  }

  #rootsOf(group) {
    return FIELDS.filter((field) => field.group === group).map(({ name }) => this.#controls.get(name).root);
  }

  #more() {
    const groups = GROUPS.map((group) => {
      const controls = this.#rootsOf(group);
      return element("fieldset", {}, element("legend", {}, group), ...controls);
    });
    return element("details", { id: "more" }, element("summary", {}, "More"), ...groups);
  }

  #set(name, value) {
    this.#settings = { ...this.#settings };
    if (value === undefined) {
      delete this.#settings[name];
    } else {
      this.#settings[name] = value;
    }
    this.refresh(this.#context);
    this.#changed(this.#settings);
  }

  #control(field) {
    const makers = { choice, number: numberControl, switch: switchControl, many, text };
    return makers[field.kind](field, (value) => this.#set(field.name, value));
  }
}

/** A control in its frame: label, the control itself, and a line of help or why it is of no use. */
function frame(field, control, ...rest) {
  const hint = element("p", { className: "hint", id: `hint-${field.name}` }, field.hint ?? "");
  control.setAttribute("aria-describedby", hint.id);
  const root = element(
    "div",
    { className: `field ${field.kind}` },
    element("label", { htmlFor: control.id }, field.label),
    control,
    ...rest,
    hint,
  );
  const explain = (useless, words) => {
    hint.textContent = useless ?? words;
    root.classList.toggle("useless", useless !== null);
  };
  return { root, explain };
}

/** The word for what is taken where nothing is set. */
function automaticWord(field, context, settings) {
  if (field.name === "checkpoint") {
    const taken = checkpointOf({}, context);
    return taken ? `automatic: ${taken.name}` : "automatic";
  }
  const taken = settings.static ? undefined : context.automatic[field.name];
  return taken === undefined ? "automatic" : `automatic: ${taken}`;
}

function choice(field, changed) {
  const select = element("select", { id: `set-${field.name}` });
  const { root, explain } = frame(field, select);
  let wanted = "";
  select.addEventListener("change", () => {
    wanted = select.value;
    changed(wanted || undefined);
  });
  const set = (value) => {
    wanted = value ?? "";
    select.value = wanted;
  };
  const update = (useless, context, settings) => {
    const options = optionsOf(field, context, settings);
    const automatic = element("option", { value: "" }, automaticWord(field, context, settings));
    const entries = Object.keys(options).map((value) => element("option", { value }, value));
    select.replaceChildren(automatic, ...entries);
    select.value = wanted in options ? wanted : "";
    select.disabled = useless !== null;
    const taken = select.value || (field.name === "checkpoint" ? checkpointOf({}, context)?.name : context.automatic[field.name]);
    explain(useless, options[taken] ?? "");
  };
  return { root, set, update };
}

function optionsOf(field, context, settings) {
  if (field.name === "checkpoint") {
    const count = context.scene.sources.length;
    return Object.fromEntries(
      context.choices.checkpoints
        .filter(({ sources }) => count >= sources.least && count <= (sources.most ?? Infinity))
        .map(({ name, description, network }) => [name, `${description} (${network})`]),
    );
  }
  if (field.name === "depth") {
    return Object.fromEntries(depthsOf(settings.format).map((depth) => [depth, ""]));
  }
  if (field.name === "space" && checkpointOf(settings, context)?.weighting === false) {
    return { image: field.options.image };
  }
  return field.options;
}

/** A slider and a number for the same; the slider goes by factors where the span says so. */
function numberControl(field, changed) {
  const [least, most, step] = field.span;
  const byFactors = step === 0;
  const slider = element("input", { type: "range", id: `slide-${field.name}` });
  slider.min = byFactors ? 0 : least;
  slider.max = byFactors ? STEPS : most;
  slider.step = byFactors ? 1 : step;
  slider.setAttribute("aria-label", `${field.label}, slider`);
  const input = element("input", { type: "number", id: `set-${field.name}`, step: byFactors ? "any" : step });
  const clear = element(
    "button",
    { type: "button", className: "quiet clear", title: "Automatic" },
    element("span", { ariaHidden: "true" }, "×"),
    unseen(`${field.label}: automatic`),
  );
  const row = element("div", { className: "number-row" }, slider, input, clear);
  const { root, explain } = frame(field, input);
  root.insertBefore(row, root.lastChild);
  row.insertBefore(input, clear);

  const toSlider = (value) => (byFactors ? (STEPS * Math.log(value / least)) / Math.log(most / least) : value);
  const fromSlider = (place) => (byFactors ? Number((least * (most / least) ** (place / STEPS)).toPrecision(2)) : place);
  const take = (text) => {
    clear.hidden = text === "";
    changed(text === "" ? undefined : Number(text));
  };
  slider.addEventListener("input", () => {
    input.value = fromSlider(Number(slider.value));
    take(input.value);
  });
  input.addEventListener("input", () => {
    if (input.value !== "") {
      slider.value = toSlider(Number(input.value));
    }
    take(input.value);
  });
  clear.addEventListener("click", () => {
    input.value = "";
    take("");
    input.focus();
  });
  const set = (value) => {
    input.value = value ?? "";
    clear.hidden = value === undefined;
  };
  const update = (useless, context, settings) => {
    const automatic = settings.static ? undefined : context.automatic[field.name];
    input.placeholder = automatic ?? "auto";
    const shown = input.value === "" ? automatic : Number(input.value);
    slider.value = toSlider(shown ?? (byFactors ? 1 : least));
    [slider, input, clear].forEach((part) => (part.disabled = useless !== null));
    slider.classList.toggle("automatic", input.value === "");
    explain(useless, field.hint ?? "");
  };
  return { root, set, update };
}

function switchControl(field, changed) {
  const box = element("input", { type: "checkbox", id: `set-${field.name}` });
  const { root, explain } = frame(field, box);
  box.addEventListener("change", () => changed(box.checked ? true : undefined));
  return {
    root,
    set: (value) => (box.checked = value === true),
    update: (useless) => {
      box.disabled = useless !== null;
      explain(useless, field.hint);
    },
  };
}

function text(field, changed) {
  const input = element("input", { type: "text", id: `set-${field.name}`, spellcheck: false });
  const { root, explain } = frame(field, input);
  // Half a word would only be refused, so it is taken when it is complete.
  input.addEventListener("change", () => changed(input.value.trim() || undefined));
  return {
    root,
    set: (value) => (input.value = value ?? ""),
    update: (useless) => {
      input.disabled = useless !== null;
      explain(useless, field.hint);
    },
  };
}

/** The parts of the fusion of a task, each of which can be left out. */
function many(field, changed) {
  const list = element("div", { className: "parts", role: "group" });
  list.setAttribute("aria-label", field.group);
  const hint = element("p", { className: "hint" });
  const root = element("div", { className: "field many" }, list, hint);
  let out = [];
  const set = (value) => (out = value ?? []);
  const update = (useless, context) => {
    const parts = context.choices.parts[context.task] ?? [];
    if (list.dataset.parts !== parts.join()) {
      list.dataset.parts = parts.join();
      list.replaceChildren(
        ...parts.map((part) => {
          const box = element("input", { type: "checkbox", value: part });
          box.addEventListener("change", () => {
            out = box.checked ? [...out, part] : out.filter((other) => other !== part);
            changed(out.length ? out : undefined);
          });
          return element("label", { className: "check" }, box, ` ${part}`);
        }),
      );
    }
    list.querySelectorAll("input").forEach((box) => {
      box.checked = out.includes(box.value);
      box.disabled = useless !== null;
    });
    hint.textContent = useless ?? "";
    root.classList.toggle("useless", useless !== null);
  };
  return { root, set, update };
}
