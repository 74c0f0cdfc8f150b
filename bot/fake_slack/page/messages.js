// The message lists: of a conversation, and of a thread.

import { drawn } from "./blocks.js";
import { el, find, popUp, toast } from "./dom.js";
import { icon } from "./icons.js";
import { emoji, mrkdwn, unescaped } from "./mrkdwn.js";
import { act, nameOf, workspace } from "./workspace.js";

const COLOURS = ["#0f766e", "#9a3412", "#3730a3", "#86198f", "#166534", "#9f1239"];

const author = (message) => (message.user ? nameOf(message.user) : message.username ?? "");

function avatar(message) {
  const id = message.user ?? message.bot_id;
  const name = author(message);
  const sum = [...id].reduce((total, sign) => total + sign.codePointAt(0), 0);
  const node = el("span", { class: "avatar", "aria-hidden": "true" }, id === workspace.app.user ? "❝" : name.slice(0, 1).toUpperCase());
  node.style.background = id === workspace.app.user ? "#1f2937" : COLOURS[sum % COLOURS.length];
  return node;
}

const clock = (ts) => new Date(Number(ts) * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

async function run(action, sent) {
  const outcome = await act(action, sent);
  if (outcome.trouble) toast(outcome.trouble);
}

function editor(message, channel) {
  const dialog = find("question");
  const box = el("textarea", { rows: 4, "aria-label": "Your message" }, unescaped(message.text)
    .replace(/<@([A-Z0-9]+)>/g, (_, id) => `@${nameOf(id)}`));
  const save = () => { dialog.close(); run("edit", { channel, ts: message.ts, text: box.value }); };
  dialog.replaceChildren(el("h2", { id: "question-title" }, "Edit message"), box,
    el("div", { class: "foot" },
      el("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
      el("button", { type: "button", class: "primary", onclick: save }, "Save")));
  dialog.showModal();
}

function entries(message, channel, openThread) {
  const list = [];
  if (!message.ephemeral) {
    if (openThread && !message.is_reply) list.push(["Reply in thread", () => openThread(message.ts)]);
    for (const shortcut of workspace.shortcuts) {
      list.push([shortcut.name, () => run("shortcut", { channel, ts: message.ts, callback_id: shortcut.callback_id })]);
    }
    if (message.user === workspace.me) {
      list.push(["Edit message", () => editor(message, channel)]);
      list.push(["Delete message", () => run("delete", { channel, ts: message.ts })]);
    }
  }
  return list;
}

function reactions(message, channel) {
  if (!message.reactions) return null;
  return el("div", { class: "reactions" }, ...message.reactions.map((reaction) => {
    const mine = reaction.users.includes(workspace.me);
    const change = () => run("react", { channel, ts: message.ts, name: reaction.name, present: !mine });
    const title = reaction.users.map(nameOf).join(", ");
    return el("button", { type: "button", "aria-pressed": String(mine), title, onclick: change }, `${emoji(reaction.name)} ${reaction.count}`);
  }));
}

// A forwarded message, or the preview of a link, below the message.
function attachment(part) {
  const heading = part.title ?? (part.author_name || "A message");
  return el("aside", { class: "attachment" }, el("strong", {}, heading), el("div", {}, ...mrkdwn(part.text ?? "")));
}

function drawMessage(message, channel, openThread) {
  const used = (block, element, choice, filled) => run("click", {
    channel, ts: message.ts, block_id: block.block_id, action_id: element.action_id, choose: choice, filled,
  });
  const isApp = message.user === workspace.app.user;
  const body = message.blocks?.length ? drawn(message.blocks, used) : el("div", { class: "text" }, ...mrkdwn(message.text));
  const menu = entries(message, channel, openThread);
  const more = menu.length ? el("button", { class: "plain more", type: "button", "aria-label": "Message actions", "aria-haspopup": "menu", "aria-expanded": "false" }, icon("more")) : null;
  more?.addEventListener("click", () => popUp(more, menu));
  const replies = openThread && message.reply_count
    ? el("button", { type: "button", class: "replies", onclick: () => openThread(message.ts) }, `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`) : null;
  return el("article", { class: message.ephemeral ? "message ephemeral" : "message", "data-ts": message.ts, "aria-label": `${author(message)}, ${clock(message.ts)}` },
    avatar(message),
    el("div", { class: "content" },
      message.ephemeral ? el("p", { class: "only-you" }, icon("eye"), " Only visible to you") : null,
      el("p", { class: "byline" }, el("strong", {}, author(message)), isApp || message.bot_id ? el("span", { class: "badge" }, "APP") : null,
        el("time", {}, clock(message.ts)), message.edited ? el("small", {}, "(edited)") : null),
      body, ...(message.attachments ?? []).map(attachment), reactions(message, channel),
      message.status ? el("p", { class: "status" }, `${workspace.app.name} ${message.status}`) : null, replies),
    more);
}

// A list that was read to its end stays there when it grows or becomes narrower.
export function keepAtEnd(place) {
  place.atEnd = true;
  const size = () => `${place.clientWidth} ${place.clientHeight}`;
  let known = size();
  place.addEventListener("scroll", () => {
    if (size() === known) place.atEnd = place.scrollHeight - place.scrollTop - place.clientHeight < 80;
  });
  new ResizeObserver(() => {
    known = size();
    if (place.atEnd) place.scrollTop = place.scrollHeight;
  }).observe(place);
}

// Bring `place` up to date; only messages that changed are drawn again.
export function drawList(place, messages, channel, openThread) {
  const { atEnd } = place;
  const known = new Map([...place.querySelectorAll(":scope > .message")].map((node) => [node.dataset.ts, node]));
  let last = null;
  let added = false;
  for (const message of messages) {
    const print = JSON.stringify([message, author(message), channel]);
    let node = known.get(message.ts);
    known.delete(message.ts);
    if (node?.print !== print) {
      const fresh = drawMessage(message, channel, openThread);
      fresh.print = print;
      if (node) node.replaceWith(fresh);
      else { place.insertBefore(fresh, last ? last.nextSibling : place.firstChild); added = true; }
      node = fresh;
    }
    last = node;
  }
  known.forEach((node) => node.remove());
  if (atEnd || (added && messages.at(-1)?.user === workspace.me)) place.scrollTop = place.scrollHeight;
}
