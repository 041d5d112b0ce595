/** The images of a scene: what they look like, what each is to the scene, and which task that makes. */
import { byId, depthInWords, element, sourceNumber } from "./dom.js";
import { picture } from "./intake.js";

/**
 * Shows a scene.
 *
 * @param {Object} scene
 * @param {Object} choices of GET /networks
 * @param {Object} settings of which task and roles are shown
 * @param {(index: number) => Promise<Blob>} thumbnailOf a source
 * @param {(changes: {task?: string, roles?: string[]}) => void} changed
 */
export function showScene(scene, choices, settings, thumbnailOf, changed) {
  const select = byId("task");
  const guessed = scene.guess?.task;
  select.replaceChildren(
    ...(guessed ? [] : [element("option", { value: "" }, "by what they show")]),
    ...choices.tasks.map((task) => element("option", { value: task }, task === guessed ? `${task} (guessed)` : task)),
  );
  select.value = settings.task ?? guessed ?? "";
  select.onchange = () => changed({ task: select.value === (guessed ?? "") ? undefined : select.value, roles: undefined });
  byId("task-reason").textContent = reason(scene, settings);

  const task = settings.task ?? guessed;
  const roles = settings.roles ?? scene.sources.map(({ role }) => (task === guessed ? role : undefined));
  const selects = scene.sources.map((_, index) => roleSelect(index, task, roles[index], choices));
  selects.forEach((one) => {
    one.onchange = () => {
      const chosen = selects.map(({ value }) => value);
      // The service wants the role of each or of none; a half is kept here until the rest is chosen.
      if (chosen.every(Boolean)) {
        changed({ roles: chosen });
      } else if (!chosen.some(Boolean)) {
        changed({ roles: undefined });
      }
    };
  });
  byId("sources").replaceChildren(...scene.sources.map((source, index) => card(source, index, thumbnailOf, selects[index])));

  const notes = byId("scene-notes");
  notes.hidden = scene.notes.length === 0;
  notes.replaceChildren(...scene.notes.map((note) => element("li", {}, note)));
}

function reason({ guess }, { task }) {
  if (!guess) {
    return "The images are not of one size, so the task is found when they are resized.";
  }
  const words = `${guess.certainty === "doubtful" ? "It is doubtful" : "It seems clear"} that this is ${guess.task}: ${guess.reason}.`;
  return task && task !== guess.task ? `You say ${task}. ${words}` : words;
}

function roleSelect(index, task, role, choices) {
  const known = choices.roles[task] ?? [];
  const select = element(
    "select",
    { id: `role-${index + 1}` },
    element("option", { value: "" }, "role open"),
    ...known.map((one) => element("option", { value: one }, one)),
  );
  select.value = known.includes(role) ? role : "";
  select.setAttribute("aria-label", `Role of source ${index + 1}`);
  select.disabled = known.length === 0;
  return select;
}

function card(source, index, thumbnailOf, select) {
  const thumbnail = element("span", { className: "thumbnail" });
  // Without it the name says enough.
  thumbnailOf(index).then((blob) => thumbnail.append(picture(blob)), () => {});
  const facts = [`${source.width} × ${source.height}`, source.gray ? "gray" : "colour", depthInWords(source.depth)];
  return element(
    "li",
    { className: "source" },
    thumbnail,
    element(
      "div",
      {},
      element("p", { className: "name", title: source.name }, sourceNumber(index), " ", source.name),
      element("p", { className: "fine" }, facts.join(", ")),
      select,
    ),
  );
}
