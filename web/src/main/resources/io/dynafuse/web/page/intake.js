/** Where images come from: dropped, chosen, pasted, or one of the examples. */
import { getBlob, getJson } from "./api.js";
import { byId, element } from "./dom.js";

const TASK_WORDS = {
  "multi-focus": "Focus planes",
  "multi-exposure": "Exposures",
  "visible-infrared": "Visible and infrared",
  medical: "Medical scans",
};

/**
 * Listens for images.
 *
 * @param {(files: File[]) => void} take
 */
export function listen(take) {
  const chooser = byId("files");
  byId("choose").addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => {
    const files = [...chooser.files];
    // The same files may be chosen again.
    chooser.value = "";
    if (files.length) {
      take(files);
    }
  });
  addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) {
      event.preventDefault();
      take(files);
    }
  });
  listenToDrops(take);
}

/** Images may be dropped anywhere, also when others are shown. */
function listenToDrops(take) {
  const over = byId("over");
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  let depth = 0;
  const show = (by) => {
    depth = Math.max(0, depth + by);
    over.hidden = depth === 0;
  };
  addEventListener("dragenter", (event) => hasFiles(event) && show(1));
  addEventListener("dragleave", (event) => hasFiles(event) && show(-1));
  addEventListener("dragover", (event) => {
    if (hasFiles(event)) {
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    }
  });
  addEventListener("drop", (event) => {
    if (hasFiles(event)) {
      event.preventDefault();
      show(-depth);
      take([...event.dataTransfer.files]);
    }
  });
}

/**
 * Shows the examples.
 *
 * @param {Object[]} examples
 * @param {(example: Object) => void} chosen
 */
export async function showExamples(examples, chosen) {
  byId("examples").replaceChildren(
    ...examples.map((example) => {
      const pair = element("span", { className: "pair" });
      const words = element("span", {}, TASK_WORDS[example.task]);
      const button = element("button", { type: "button", className: "example" }, pair, words);
      button.dataset.example = example.name;
      button.addEventListener("click", () => chosen(example));
      // Without its pictures it can still be taken.
      showPair(example, pair).catch(() => {});
      return element("li", {}, button);
    }),
  );
}

async function showPair(example, pair) {
  const images = await Promise.all(
    example.sources.slice(0, 2).map(async (_, index) => picture(await getBlob(addressOf(example, index)))),
  );
  pair.replaceChildren(...images);
}

/** @returns {Promise<File[]>} the images of an example, as if they had been dropped */
export async function filesOf(example) {
  return Promise.all(
    example.sources.map(async (name, index) => new File([await getBlob(addressOf(example, index))], name, { type: "image/png" })),
  );
}

const addressOf = ({ name }, index) => `examples/${encodeURIComponent(name)}/${index + 1}`;

/** @returns {Promise<Object[]>} */
export const examples = () => getJson("examples");

/** An image of a blob, which is not kept longer than it takes to show it. */
export function picture(blob, description = "") {
  const url = URL.createObjectURL(blob);
  const image = element("img", { alt: description, decoding: "async" });
  const forgetIt = () => URL.revokeObjectURL(url);
  image.addEventListener("load", forgetIt, { once: true });
  image.addEventListener("error", forgetIt, { once: true });
  image.src = url;
  return image;
}
