// The message box: Enter sends, Shift+Enter breaks the line, `/` and `@` suggest.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { workspace } from "./workspace.js";

function suggestions(text) {
  const command = /^\/(\S*)$/.exec(text);
  if (command) {
    return workspace.commands.filter((each) => each.name.startsWith(text))
      .map((each) => [`${each.name} ${each.usage_hint}`.trim(), each.description, `${each.name} `]);
  }
  const at = /(^|\s)@([\w-]*)$/.exec(text);
  if (!at) return [];
  return [...workspace.users.values()].filter((user) => user.name.startsWith(at[2]) && user.id !== "USLACKBOT")
    .map((user) => [`@${user.name}`, user.real_name, `${text.slice(0, text.length - at[2].length)}${user.name} `]);
}

export function composer(form, label, send) {
  const box = el("textarea", { rows: 1, "aria-label": label, placeholder: label, "aria-autocomplete": "list" });
  const list = el("ul", { class: "suggestions", role: "listbox", hidden: true, "aria-label": "Suggestions" });
  const button = el("button", { type: "submit", class: "primary", "aria-label": "Send" }, icon("send"));
  const take = (text) => { box.value = text; box.focus(); suggest(); };
  let offered = [];

  function suggest() {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 200)}px`;
    offered = suggestions(box.value);
    list.hidden = !offered.length;
    list.replaceChildren(...offered.map(([name, about, text]) => el("li", { role: "option", "aria-selected": "false", onclick: () => take(text) },
      el("strong", {}, name), " ", el("small", {}, about))));
  }

  box.addEventListener("input", suggest);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Tab" && offered.length && !event.shiftKey) { event.preventDefault(); take(offered[0][2]); }
    else if (event.key === "Escape" && offered.length) { offered = []; list.hidden = true; event.stopPropagation(); }
    else if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); form.requestSubmit(); }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    box.value = "";
    suggest();
    if ((await send(text)) === false) take(text);
  });
  form.replaceChildren(list, box, button);
  return {
    relabel(text) { box.placeholder = text; box.setAttribute("aria-label", text); },
    focus() { box.focus(); },
  };
}
