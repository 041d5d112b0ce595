/** The only module that calls the service: it bears the token, turns answers that say no into problems, and waits where the queue is full. */
import { askForToken } from "./token.js";

// Where the token is kept until the tab is closed; the page of the API takes it from there.
const TOKEN_KEY = "dynafuse-token";
// Asked again and again only where the service is likely to have room soon.
const LONGEST_WAIT_SECONDS = 60;

/** What the service refused, in its words. Status 0: it did not answer. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} detail
   * @param {number} retryAfter seconds; 0 if the service did not say
   */
  constructor(status, detail, retryAfter = 0) {
    super(detail);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** Takes the token out of an address that ends in #token=…, so that it is neither seen, shared nor kept in the history. */
export function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1));
  const token = given.get("token");
  if (token) {
    sessionStorage.setItem(TOKEN_KEY, token);
    given.delete("token");
    history.replaceState(null, "", `${location.pathname}${given.size ? `#${given}` : ""}`);
  }
}

function headers(extra) {
  const token = sessionStorage.getItem(TOKEN_KEY);
  return token ? { ...extra, Authorization: `Bearer ${token}` } : extra;
}

async function problemOf(response) {
  const retryAfter = Number(response.headers.get("Retry-After")) || 0;
  try {
    const problem = await response.json();
    return new Problem(response.status, problem.detail ?? problem.title, retryAfter);
  } catch {
    return new Problem(response.status, `The service answered with status ${response.status}.`, retryAfter);
  }
}

/**
 * @param {string} path below /api/v1/
 * @param {{method?: string, body?: BodyInit, headers?: Object, signal?: AbortSignal}} [options]
 * @returns {Promise<Response>} an answer that says yes
 * @throws {Problem} otherwise
 */
export async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(`/api/v1/${path}`, {
      ...options,
      headers: headers(options.headers ?? {}),
      credentials: "omit",
    });
  } catch (failure) {
    if (failure.name === "AbortError") {
      throw failure;
    }
    throw new Problem(0, "The service does not answer: it may have been stopped, or the network is gone.");
  }
  if (response.status === 401) {
    const refused = sessionStorage.getItem(TOKEN_KEY) !== null;
    sessionStorage.setItem(TOKEN_KEY, await askForToken(refused));
    return call(path, options);
  }
  if (!response.ok) {
    throw await problemOf(response);
  }
  return response;
}

export const getJson = async (path, options) => (await call(path, options)).json();

export const getBlob = async (path, options) => (await call(path, options)).blob();

/** @returns {Promise<Response>} */
export const postJson = (path, value, options = {}) =>
  call(path, {
    ...options,
    method: "POST",
    body: JSON.stringify(value),
    headers: { ...options.headers, "Content-Type": "application/json" },
  });

/** Deletes what nobody waits for: a failure means that it is gone already, or will be by its age. */
export const forget = (path) => call(path, { method: "DELETE", keepalive: true }).catch(() => {});

/**
 * Does some work, again after a while as long as the queue of the service is full.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @param {(secondsLeft: number) => void} waiting is told each second how long it still waits
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>}
 */
export async function whenThereIsRoom(work, waiting, signal) {
  for (;;) {
    try {
      return await work();
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status !== 429) {
        throw problem;
      }
      const seconds = Math.min(Math.max(problem.retryAfter, 1), LONGEST_WAIT_SECONDS);
      for (let left = seconds; left > 0; left--) {
        waiting(left);
        await pause(1000, signal);
      }
    }
  }
}

/** @param {AbortSignal} [signal] ends the pause, which then throws */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal?.addEventListener("abort", stop, { once: true });
  });
}
