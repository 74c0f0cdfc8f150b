// The modal on top of the visitor's stack, and the Home tab.

import { drawn } from "./blocks.js";
import { el, find, toast } from "./dom.js";
import { fillIn, filledIn } from "./elements.js";
import { icon } from "./icons.js";
import { textNodes } from "./mrkdwn.js";
import { act } from "./workspace.js";

let shown = null;

const report = (outcome) => { if (outcome.trouble) toast(outcome.trouble); return outcome; };

const usedIn = (view) => async (block, element, choice, filled) => report(await act("click", {
  view_id: view.id, block_id: block.block_id, action_id: element.action_id, choose: choice, filled,
}));

function showErrors(dialog, errors) {
  dialog.querySelectorAll("[data-error]").forEach((place) => {
    const message = errors[place.dataset.error];
    place.textContent = message ?? "";
    place.hidden = !message;
  });
  const first = dialog.querySelector("[data-error]:not([hidden])");
  first?.closest(".block").querySelector("input, select, textarea")?.focus();
}

async function submit(event, view, dialog) {
  event.preventDefault();
  const button = dialog.querySelector("button.primary");
  button.disabled = true;
  const outcome = report(await act("submit", { view_id: view.id, filled: filledIn(dialog) }));
  button.disabled = false;
  showErrors(dialog, outcome.errors ?? {});
}

export function showModal(view) {
  const dialog = find("modal");
  if (!view) {
    shown = null;
    if (dialog.open) dialog.close();
    return;
  }
  if (shown?.hash === view.hash) return;
  const kept = shown?.id === view.id ? filledIn(dialog) : {};
  shown = view;
  const close = () => act("close", { view_id: view.id });
  const form = el("form", { novalidate: true, onsubmit: (event) => submit(event, view, dialog) },
    el("div", { class: "head" },
      el("h2", { id: "modal-title" }, ...textNodes(view.title)),
      el("button", { type: "button", class: "plain", "aria-label": "Close", onclick: close }, icon("close"))),
    el("div", { class: "scroll" }, drawn(view.blocks, usedIn(view))),
    el("div", { class: "foot" },
      el("button", { type: "button", onclick: close }, ...(view.close ? textNodes(view.close) : [view.submit ? "Cancel" : "Close"])),
      view.submit ? el("button", { type: "submit", class: "primary" }, ...textNodes(view.submit)) : null));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input[type=text]") && !view.submit) event.preventDefault();
  });
  dialog.replaceChildren(form);
  dialog.oncancel = (event) => { event.preventDefault(); close(); };
  fillIn(dialog, kept);
  if (!dialog.open) dialog.showModal();
  (dialog.querySelector(".scroll input, .scroll select, .scroll textarea") ?? dialog.querySelector(".foot button:last-child")).focus();
}

export function drawHome(view) {
  const place = find("home");
  if (place.dataset.hash === (view?.hash ?? "")) return;
  place.dataset.hash = view?.hash ?? "";
  place.replaceChildren(view ? drawn(view.blocks, usedIn(view))
    : el("p", { class: "empty" }, "The app has not published its Home tab yet."));
}
