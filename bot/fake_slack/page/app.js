// The page: which conversation, thread and tab is open, and keeping all of it up to date.

import { composer } from "./composer.js";
import { el, find, toast } from "./dom.js";
import { icon } from "./icons.js";
import { drawList, keepAtEnd } from "./messages.js";
import { drawHome, showModal } from "./modal.js";
import { act, listen, load, read, workspace } from "./workspace.js";

const open = { channel: "", thread: null, tab: "messages" };
const unread = new Set();
const opened = new Set();
let feed = null;
let timer = null;
let drawing = Promise.resolve();

const isDirect = () => open.channel === workspace.app.direct;
const named = (id) => (id === workspace.app.direct ? workspace.app.name : `#${workspace.channels.get(id)?.name}`);

async function post(text, thread_ts) {
  if (text.startsWith("/")) {
    if (thread_ts) { toast(`${text.split(" ")[0]} cannot be used in a thread.`); return false; }
    const outcome = await act("slash", { channel: open.channel, text });
    if (outcome.trouble) toast(outcome.trouble);
    return !outcome.trouble;
  }
  const outcome = await act("say", { channel: open.channel, text, thread_ts });
  if (outcome.trouble) toast(outcome.trouble);
  return !outcome.trouble;
}

const main = composer(find("composer-main"), "Message", (text) => post(text));
const reply = composer(find("composer-thread"), "Reply…", (text) => post(text, open.thread));

function drawSidebar() {
  const entry = (id, sign, label) => el("li", {}, el("button", {
    type: "button", class: unread.has(id) ? "unread" : null,
    "aria-current": id === open.channel ? "page" : null, onclick: () => openChannel(id),
  }, sign, label, unread.has(id) ? el("span", { class: "dot", "aria-label": "unread" }) : null));
  find("channels").replaceChildren(...[...workspace.channels.values()].map((channel) =>
    entry(channel.id, channel.is_private ? icon("lock") : el("span", { "aria-hidden": "true" }, "#"), channel.name)));
  find("apps").replaceChildren(entry(workspace.app.direct, el("span", { "aria-hidden": "true" }, "❝"), workspace.app.name));
}

// In a direct message what the app suggests, in an empty channel what the workspace offers to try.
function drawPrompts({ title, prompts }, examples) {
  const place = find("prompts");
  const offered = isDirect() ? prompts : examples.map((text) => ({ title: text, message: text }));
  const heading = isDirect() ? title : "Nothing has been said here yet. You could try:";
  place.hidden = !offered.length || (isDirect() && open.tab !== "messages");
  place.replaceChildren(heading ? el("p", {}, heading) : "", ...offered.map((prompt) =>
    el("button", { type: "button", title: prompt.message, onclick: () => post(prompt.message) }, prompt.title)));
}

// The thread of the visitor's last question opens by itself when the app answers there.
function openAnswered(messages) {
  const mine = messages.findLast((each) => each.user === workspace.me && !each.is_reply);
  const answer = mine && messages.find((each) => each.thread_ts === mine.ts && each.user === workspace.app.user);
  if (!answer || opened.has(mine.ts) || innerWidth <= 900 || Date.now() / 1000 - Number(answer.ts) > 10) return;
  opened.add(mine.ts);
  if (open.thread !== mine.ts) {
    find("replies").replaceChildren();
    open.thread = mine.ts;
  }
}

async function draw() {
  const [conversation, screen] = await Promise.all([
    read("conversation", `channel=${open.channel}`), read("screen")]);
  const { messages } = conversation;
  const shown = messages.filter((each) => !each.is_reply || each.subtype === "thread_broadcast");
  drawList(find("messages"), shown, open.channel, openThread);
  if (open.thread && !messages.some((each) => each.ts === open.thread)) closeThread();
  openAnswered(messages);
  find("thread").hidden = !open.thread;
  if (open.thread) {
    drawList(find("replies"), messages.filter((each) => [each.ts, each.thread_ts].includes(open.thread)), open.channel, null);
  }
  drawPrompts(conversation.prompts, conversation.examples);
  drawHome(screen.home);
  showModal(screen.modal);
  document.body.dataset.ready = "yes";
}

function refresh() {
  clearTimeout(timer);
  timer = setTimeout(() => { drawing = drawing.then(draw).catch((error) => toast(String(error))); }, 20);
}

function setTab(tab) {
  open.tab = tab;
  const home = tab === "home";
  find("tabs").hidden = !isDirect() || !workspace.app.home;
  find("tab-home").setAttribute("aria-selected", String(home));
  find("tab-messages").setAttribute("aria-selected", String(!home));
  find("home").hidden = !home;
  find("messages").hidden = home;
  find("composer-main").hidden = home;
  if (isDirect()) act("home", { tab });
  refresh();
}

function openChannel(id) {
  open.channel = id;
  unread.delete(id);
  closeThread();
  find("messages").replaceChildren();
  find("messages").atEnd = true;
  find("title").textContent = named(id);
  find("topic").textContent = isDirect() ? "Ask in a direct message" : workspace.channels.get(id).topic ?? "";
  main.relabel(`Message ${named(id)}`);
  document.body.classList.remove("menu-open");
  find("menu").setAttribute("aria-expanded", "false");
  location.hash = id;
  drawSidebar();
  setTab("messages");
  main.focus();
}

function openThread(ts) {
  open.thread = ts;
  find("replies").replaceChildren();
  find("thread").hidden = false;
  refresh();
  reply.focus();
}

function closeThread() {
  open.thread = null;
  find("thread").hidden = true;
}

function heard(change) {
  if (change.kind === "message" && change.channel !== open.channel) {
    unread.add(change.channel);
    drawSidebar();
  }
  if (change.kind === "channel" || change.kind === "usergroup") load().then(drawSidebar).then(refresh);
  if (!["call", "attempt", "delivered", "connected", "disconnected"].includes(change.kind)) refresh();
}

async function become(user) {
  workspace.me = user;
  await load();
  feed?.close();
  feed = listen(heard, (lost) => { document.body.classList.toggle("lost", lost); if (!lost) refresh(); });
  document.title = `${workspace.app.name} demo`;
  find("team").textContent = workspace.team;
  const people = [...workspace.users.values()].filter((each) => !each.is_bot);
  find("who").replaceChildren(...people.map((each) => el("option", { value: each.id, selected: each.id === workspace.me },
    `${each.real_name}${each.is_admin ? " (admin)" : ""}`)));
  const wanted = location.hash.slice(1);
  const known = workspace.channels.has(wanted) || wanted === workspace.app.direct;
  openChannel(known ? wanted : [...workspace.channels.keys()][0] ?? workspace.app.direct);
}

find("who").addEventListener("change", (event) => become(event.target.value));
find("tab-home").addEventListener("click", () => setTab("home"));
find("tab-messages").addEventListener("click", () => setTab("messages"));
find("close-thread").addEventListener("click", () => { closeThread(); main.focus(); });
find("menu").addEventListener("click", () => {
  const isOpen = document.body.classList.toggle("menu-open");
  find("menu").setAttribute("aria-expanded", String(isOpen));
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && open.thread && !document.querySelector("dialog[open], .menu")) { closeThread(); main.focus(); }
});
keepAtEnd(find("messages"));
keepAtEnd(find("replies"));
find("menu").append(icon("menu"));
find("close-thread").append(icon("close"));
become("");
