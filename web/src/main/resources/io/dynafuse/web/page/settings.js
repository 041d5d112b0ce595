/**
 * What can be set, and when it makes sense. No part of the page is touched here: controls.js draws it.
 *
 * @typedef {Object} Field
 * @property {string} name as the service calls it
 * @property {string} label
 * @property {string} kind choice, number, switch, many or text
 * @property {string} group which heading it stands below; none for those that are always seen
 * @property {Object<string, string>} [options] what a choice can be, with a word on each
 * @property {number[]} [span] of a number: least and greatest that the slider reaches, and its step; a step of 0 means by factors
 * @property {string} [hint]
 *
 * @typedef {Object} Context
 * @property {Object} choices of GET /networks
 * @property {Object} scene
 * @property {string} task the one that is set, or guessed
 * @property {Object} automatic what the last fusion took where nothing is set
 */

const SHOWN = "";
const WEIGHING = "Weighing";
const PARTS = "Parts to leave out";
const GRADIENT = "Weights by gradients";
const IMAGE = "Images";
const FILE = "File";

/** @type {Field[]} */
export const FIELDS = [
  { name: "checkpoint", label: "Network", kind: "choice", group: SHOWN },
  {
    name: "static",
    label: "Static",
    kind: "switch",
    group: SHOWN,
    hint: "The network fuses as it was trained, without dynamic weights.",
  },
  {
    name: "space",
    label: "Space",
    kind: "choice",
    group: SHOWN,
    options: {
      image: "Weights act on the images themselves; the network is the judge.",
      features: "Weights act on features of the network, as in publications.",
    },
  },
  {
    name: "reference",
    label: "Reference",
    kind: "choice",
    group: SHOWN,
    options: {
      component: "Each source alone through the network, against itself.",
      maximum: "Each source alone through the network, against the brightest source.",
      fused: "The static fusion against each source.",
      "self-fused": "Each source fused with itself, against itself.",
    },
  },
  {
    name: "form",
    label: "Form",
    kind: "choice",
    group: SHOWN,
    options: {
      exp: "Score is exp(−k·loss).",
      linear: "Score is −k·loss.",
      sigmoid: "Score is the sigmoid of −k·loss.",
      uniform: "All sources score alike.",
    },
  },
  { name: "scale", label: "Scale k", kind: "number", group: SHOWN, span: [0.1, 100, 0], hint: "Multiplies the losses." },
  {
    name: "temperature",
    label: "Temperature",
    kind: "number",
    group: SHOWN,
    span: [0.05, 20, 0],
    hint: "Below 1, the stronger source gets more.",
  },
  {
    name: "smoothing",
    label: "Smoothing",
    kind: "number",
    group: SHOWN,
    span: [0, 16, 1],
    hint: "Radius in pixels; edges of the source stay.",
  },
  { name: "norm", label: "Norm", kind: "choice", group: WEIGHING, options: { l1: "", l2: "" } },
  {
    name: "normalisation",
    label: "Normalisation",
    kind: "choice",
    group: WEIGHING,
    options: {
      softmax: "Weights are the softmax of the scores.",
      proportional: "Weights are the scores over their sum.",
      none: "Scores are weights.",
      average: "Scores over the number of sources.",
    },
  },
  {
    name: "iterations",
    label: "Iterations",
    kind: "number",
    group: WEIGHING,
    span: [1, 5, 1],
    hint: "Each takes the last result as reference.",
  },
  { name: "contrast", label: "Contrast", kind: "switch", group: WEIGHING, hint: "Gives high losses more weight." },
  { name: "without", label: "", kind: "many", group: PARTS },
  {
    name: "gradient",
    label: "Loss",
    kind: "text",
    group: GRADIENT,
    hint: "A sum of l1, l2, ssim, ms-ssim, gradient, gradient-magnitude, such as l1+0.5*ssim.",
  },
  { name: "channel", label: "Channel", kind: "text", group: GRADIENT, hint: "A number from 0, mean or auto." },
  { name: "gradientScale", label: "Scaling", kind: "choice", group: GRADIENT, options: { raw: "", scaled: "" } },
  { name: "joint", label: "Joint", kind: "switch", group: GRADIENT, hint: "One loss for all sources." },
  {
    name: "range",
    label: "Range",
    kind: "choice",
    group: IMAGE,
    options: {
      "as-is": "Values of the network are samples.",
      stretched: "The least value becomes black, the greatest white.",
      scaled: "The greatest value becomes white; 0 stays black.",
    },
  },
  {
    name: "stretch",
    label: "Stretch sources",
    kind: "choice",
    group: IMAGE,
    options: {
      auto: "By percentile, if infrared uses little of its range.",
      none: "As they are.",
      range: "From the least to the greatest value.",
      percentile: "But for the outermost 0.1 % at either end.",
    },
  },
  {
    name: "resize",
    label: "Resize sources",
    kind: "choice",
    group: IMAGE,
    options: {
      none: "Sources of several sizes are refused.",
      first: "To the size of the first.",
      largest: "To the size of the largest.",
      smallest: "To the size of the smallest.",
    },
  },
  { name: "keepChroma", label: "Keep chroma", kind: "switch", group: IMAGE, hint: "The network fuses luma only." },
  { name: "format", label: "Format", kind: "choice", group: FILE, options: { png: "", jpg: "", tif: "", pfm: "" } },
  { name: "depth", label: "Depth", kind: "choice", group: FILE, options: { 8: "", 16: "", float: "" } },
  { name: "quality", label: "Quality", kind: "number", group: FILE, span: [1, 100, 1], hint: "Of jpg." },
  {
    name: "pngCompression",
    label: "Compression",
    kind: "number",
    group: FILE,
    span: [0, 9, 1],
    hint: "Of png: 9 is the smallest file; the image is the same.",
  },
];

/** The headings in the order in which they are shown. */
export const GROUPS = [WEIGHING, PARTS, GRADIENT, IMAGE, FILE];

const DEPTHS = { png: ["8", "16"], jpg: ["8"], tif: ["8", "16", "float"], pfm: ["float"] };
const BY_FEATURES = ["gradient", "channel", "gradientScale", "joint", "iterations"];
const OF_WEIGHTS = ["space", "reference", "norm", "scale", "form", "normalisation", "contrast", "temperature", "smoothing", "without"];

/** The checkpoint that is asked for, or the one that the task takes. */
export function checkpointOf(settings, { choices, task }) {
  return settings.checkpoint
    ? choices.checkpoints.find((known) => known.name === settings.checkpoint)
    : choices.checkpoints.find((known) => known.tasks?.includes(task));
}

/** What weights act on, as the command decides it: on features if a checkpoint is asked for or something that only they have. */
export function spaceOf(settings, context) {
  if (settings.space) {
    return settings.space;
  }
  const byFeatures = settings.checkpoint || BY_FEATURES.some((name) => settings[name] !== undefined);
  return byFeatures && checkpointOf(settings, context)?.weighting !== false ? "features" : "image";
}

/**
 * Why a setting has no use beside the others; null if it has.
 *
 * @param {string} name
 * @param {Object} settings
 * @param {Context} context
 * @returns {string|null}
 */
export function uselessness(name, settings, context) {
  if (settings.static && (OF_WEIGHTS.includes(name) || BY_FEATURES.includes(name))) {
    return "Static fusion has no weights.";
  }
  const space = spaceOf(settings, context);
  const valueOf = (other) => settings[other] ?? context.automatic[other];
  const softmax = (valueOf("normalisation") ?? "softmax") === "softmax";
  const focusOnImages = space === "image" && context.task === "multi-focus";
  const byGradient = settings.gradient !== undefined;
  const rules = {
    space: () => (checkpointOf(settings, context)?.weighting === false ? "Weights cannot act on features of this network." : null),
    smoothing: () => (space === "image" ? "Is for weights on features." : null),
    temperature: () => (focusOnImages ? "Focus planes on images have none." : softmax ? null : "Needs the normalisation softmax."),
    contrast: () => (softmax ? null : "Needs the normalisation softmax."),
    normalisation: () => (focusOnImages ? "Focus planes on images have none." : null),
    iterations: () =>
      settings.space === "image"
        ? "Is for weights on features."
        : byGradient || (settings.reference ?? "fused") !== "fused"
          ? "Needs the reference fused."
          : null,
    without: () => (space === "features" ? "Parts are those of weights on images." : null),
    gradient: () => (settings.space === "image" ? "Is for weights on features." : null),
    channel: () => (byGradient ? null : "Needs a loss."),
    gradientScale: () => (byGradient ? null : "Needs a loss."),
    joint: () => (byGradient ? null : "Needs a loss."),
    norm: () => (byGradient ? "A gradient has none." : null),
    resize: () => (haveOneSize(context.scene) ? "The images are of one size." : null),
    quality: () => (settings.format === "jpg" ? null : "Is for jpg."),
    pngCompression: () => ((settings.format ?? "png") === "png" ? null : "Is for png."),
  };
  return rules[name]?.() ?? null;
}

/** Whether all sources of a scene have one size. */
export const haveOneSize = ({ sources }) =>
  sources.every(({ width, height }) => width === sources[0].width && height === sources[0].height);

/** The depths that a format carries. */
export const depthsOf = (format) => DEPTHS[format ?? "png"];

/** The settings that have a use, which are those to send. */
export function useful(settings, context) {
  return Object.fromEntries(
    Object.entries(settings).filter(
      ([name, value]) =>
        uselessness(name, settings, context) === null &&
        value !== false &&
        !(Array.isArray(value) && value.length === 0) &&
        !(name === "depth" && !depthsOf(settings.format).includes(value)),
    ),
  );
}
