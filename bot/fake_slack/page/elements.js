// Interactive elements. `use(element, choice)` is called when one that acts at once was used.

import { el, find, popUp } from "./dom.js";
import { icon } from "./icons.js";
import { textNodes } from "./mrkdwn.js";
import { workspace } from "./workspace.js";

const optionsOf = (element) =>
  element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);

// Slack's confirmation dialog; resolves to whether it was confirmed.
function confirmed(confirm) {
  if (!confirm) return Promise.resolve(true);
  const dialog = find("question");
  return new Promise((resolve) => {
    const done = (answer) => { dialog.close(); resolve(answer); };
    dialog.replaceChildren(
      el("h2", { id: "question-title" }, ...textNodes(confirm.title)),
      el("p", {}, ...textNodes(confirm.text)),
      el("div", { class: "foot" },
        el("button", { type: "button", onclick: () => done(false) }, ...textNodes(confirm.deny)),
        el("button", { type: "button", class: confirm.style ?? "primary", onclick: () => done(true) },
          ...textNodes(confirm.confirm))),
    );
    dialog.oncancel = () => resolve(false);
    dialog.showModal();
  });
}

function button(element, use) {
  const act = async () => {
    if (!(await confirmed(element.confirm))) return;
    if (element.url && /^https?:/i.test(element.url)) window.open(element.url, "_blank", "noopener");
    use(element);
  };
  return el("button", { type: "button", class: element.style, onclick: act,
    "aria-label": element.accessibility_label }, ...textNodes(element.text));
}

function iconButton(element, use) {
  const label = element.accessibility_label ?? element.text.text;
  const act = async () => { if (await confirmed(element.confirm)) use(element); };
  return el("button", { type: "button", class: "icon", title: element.text.text, "aria-label": label, onclick: act }, icon("trash"));
}

function feedback(element, use) {
  const half = (side, sign) => {
    const label = side.accessibility_label ?? side.text.text;
    const node = el("button", { type: "button", class: "icon", title: side.text.text, "aria-label": label, "aria-pressed": "false" }, icon(sign));
    node.addEventListener("click", () => {
      node.parentElement.querySelectorAll("button").forEach((each) => each.setAttribute("aria-pressed", each === node));
      use(element, side.value);
    });
    return node;
  };
  return el("span", { class: "feedback", role: "group", "aria-label": "Feedback" },
    half(element.positive_button, "up"), half(element.negative_button, "down"));
}

function overflow(element, use) {
  const node = el("button", { type: "button", class: "icon", "aria-label": "More", "aria-haspopup": "menu", "aria-expanded": "false" }, icon("more"));
  node.addEventListener("click", () => popUp(node, element.options.map((option) => [option.text.text, async () => {
    if (!(await confirmed(element.confirm))) return;
    if (option.url && /^https?:/i.test(option.url)) window.open(option.url, "_blank", "noopener");
    use(element, option.value);
  }])));
  return node;
}

function peopleOrPlaces(element) {
  const users = [...workspace.users.values()].map((user) => [user.id, user.real_name]);
  const places = [...workspace.channels.values()].map((channel) => [channel.id, `#${channel.name}`]);
  if (element.type === "users_select") return users;
  return element.type === "channels_select" ? places : [...places, ...users];
}

function menu(element, label) {
  const initial = element.initial_option?.value ?? element.initial_user ?? element.initial_channel ?? element.initial_conversation;
  const select = el("select", { "aria-label": label ?? element.placeholder?.text ?? "Choose" });
  select.append(el("option", { value: "" }, element.placeholder?.text ?? "Choose…"));
  const add = (place, [value, text]) => place.append(el("option", { value, selected: value === initial }, text));
  if (element.option_groups) {
    for (const group of element.option_groups) {
      const box = el("optgroup", { label: group.label.text });
      group.options.forEach((option) => add(box, [option.value, option.text.text]));
      select.append(box);
    }
  } else {
    const entries = element.options ? element.options.map((o) => [o.value, o.text.text]) : peopleOrPlaces(element);
    entries.forEach((entry) => add(select, entry));
  }
  return select;
}

let groups = 0;

function choices(element, kind, label) {
  groups += 1;
  const initial = (element.initial_options ?? [element.initial_option]).map((option) => option?.value);
  return el("div", { class: "choices", role: kind === "radio" ? "radiogroup" : "group", "aria-label": label ?? "Choices" },
    ...optionsOf(element).map((option) => el("label", {},
      el("input", { type: kind, name: `choice-${groups}`, value: option.value, checked: initial.includes(option.value) }),
      el("span", {}, ...textNodes(option.text),
        option.description ? el("small", {}, ...textNodes(option.description)) : null))));
}

function field(element) {
  const initial = element.initial_value ?? element.initial_date ?? element.initial_time ?? "";
  const attributes = { placeholder: element.placeholder?.text, minlength: element.min_length, maxlength: element.max_length };
  if (element.type === "plain_text_input" && element.multiline) return el("textarea", { rows: 4, ...attributes }, initial);
  const kinds = { number_input: "number", datepicker: "date", timepicker: "time", email_text_input: "email", url_text_input: "url" };
  if (element.type === "number_input") {
    Object.assign(attributes, { min: element.min_value, max: element.max_value, step: element.is_decimal_allowed ? "any" : 1 });
  }
  return el("input", { type: kinds[element.type] ?? "text", value: initial, ...attributes });
}

// `acts`: whether a change is sent at once, as in messages and with `dispatch_action`.
export function interactive(element, block, use, acts, label) {
  const direct = { button, icon_button: iconButton, feedback_buttons: feedback, overflow };
  if (direct[element.type]) return direct[element.type](element, use);
  const many = { checkboxes: "checkbox", multi_static_select: "checkbox", radio_buttons: "radio" };
  let node;
  if (many[element.type]) node = choices(element, many[element.type], label);
  else node = element.type.endsWith("_select") ? menu(element, label) : field(element);
  node.dataset.block = block.block_id;
  node.dataset.action = element.action_id;
  node.dataset.kind = many[element.type] ?? "value";
  if (acts) node.addEventListener("change", () => use(element, valueOf(node)));
  return node;
}

function valueOf(node) {
  if (node.dataset.kind === "value") return node.value || null;
  const chosen = [...node.querySelectorAll("input:checked")].map((input) => input.value);
  return node.dataset.kind === "checkbox" ? chosen : chosen[0] ?? null;
}

// Everything that is filled in inside `container`, by block and action id.
export function filledIn(container) {
  const filled = {};
  container.querySelectorAll("[data-action]").forEach((node) => {
    (filled[node.dataset.block] ??= {})[node.dataset.action] = valueOf(node);
  });
  return filled;
}

// Put back what was filled in before the same form was drawn again.
export function fillIn(container, filled) {
  container.querySelectorAll("[data-action]").forEach((node) => {
    const value = filled[node.dataset.block]?.[node.dataset.action];
    if (value === undefined) return;
    if (node.dataset.kind === "value") node.value = value ?? "";
    else node.querySelectorAll("input").forEach((input) => { input.checked = [value].flat().includes(input.value); });
  });
}
