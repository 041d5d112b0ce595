/** A fusion on the service, from the asking to its end. */
import { call, forget, getJson, pause, postJson, whenThereIsRoom } from "./api.js";

const ENDED = new Set(["done", "failed", "cancelled"]);
const POLL_MILLISECONDS = 500;

/**
 * @typedef {Object} Watch
 * @property {AbortSignal} signal stops the fusion, on the service, too
 * @property {(fusion: Object) => void} changed is told of each state
 * @property {(seconds: number) => void} waiting is told that the queue is full
 */

/**
 * Asks for a fusion and waits for its end.
 *
 * @param {string} scene
 * @param {Object} settings
 * @param {Watch} watch
 * @returns {Promise<Object>} the fusion, done or failed
 */
export async function fuse(scene, settings, watch) {
  const { signal } = watch;
  // A small fusion may have ended before the answer, which would then be its image.
  const headers = { Prefer: "respond-async", Accept: "application/json" };
  const ask = () => postJson("fusions", { scene, settings }, { headers });
  // An answer that comes too late is still the only way to know the fusion that has to be stopped.
  const fusion = await (await whenThereIsRoom(ask, watch.waiting, signal)).json();
  const stop = () => forget(`fusions/${fusion.id}`);
  if (signal.aborted) {
    stop();
    signal.throwIfAborted();
  }
  signal.addEventListener("abort", stop, { once: true });
  try {
    watch.changed(fusion);
    return await follow(fusion.id, watch);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

async function follow(id, watch) {
  try {
    const last = await byEvents(id, watch);
    if (last) {
      return last;
    }
  } catch (failure) {
    watch.signal.throwIfAborted();
    if (failure.status === 404) {
      throw failure;
    }
  }
  return byAsking(id, watch);
}

/** @returns {Promise<Object|null>} null if the events ended before the fusion did */
async function byEvents(id, { signal, changed }) {
  const response = await call(`fusions/${id}/events`, { signal, headers: { Accept: "text/event-stream" } });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return null;
    }
    text += value;
    const events = text.split(/\r?\n\r?\n/);
    text = events.pop();
    for (const fusion of events.map(dataOf).filter(Boolean)) {
      changed(fusion);
      if (ENDED.has(fusion.state)) {
        reader.cancel().catch(() => {});
        return fusion;
      }
    }
  }
}

/** The fusion that an event tells of; null for a comment, which only keeps the connection open. */
function dataOf(event) {
  const data = event
    .split(/\r?\n/)
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(5))
    .join("\n");
  return data ? JSON.parse(data) : null;
}

async function byAsking(id, { signal, changed }) {
  for (;;) {
    const fusion = await getJson(`fusions/${id}`, { signal });
    changed(fusion);
    if (ENDED.has(fusion.state)) {
      return fusion;
    }
    await pause(POLL_MILLISECONDS, signal);
  }
}
