/** Asks for the token of a service that wants one. */
import { byId } from "./dom.js";

let asked = null;

/**
 * Several calls that are refused at once ask once.
 *
 * @param {boolean} refused whether a token was tried already
 * @returns {Promise<string>}
 */
export function askForToken(refused) {
  asked ??= ask(refused).finally(() => {
    asked = null;
  });
  return asked;
}

function ask(refused) {
  const dialog = byId("token-dialog");
  const input = byId("token");
  byId("token-words").textContent = refused
    ? "The service does not know this token. Whoever started it knows the right one."
    : "Whoever started the service knows it. It is kept until this tab is closed.";
  input.value = "";
  return new Promise((resolve) => {
    // The page can show nothing without it, so it cannot be closed by Escape.
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    dialog.addEventListener("close", () => resolve(input.value.trim()), { once: true });
    dialog.showModal();
    input.focus();
  });
}
