// Slack's mrkdwn as DOM nodes: *bold*, _italic_, ~strike~, `code`, ```blocks```, > quotes, links.

import { el, link } from "./dom.js";
import { channelName, groupName, nameOf } from "./workspace.js";

const EMOJI = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", mag: "🔍", books: "📚", book: "📖",
  newspaper: "📰", warning: "⚠️", white_check_mark: "✅", x: "❌", hourglass: "⌛", bulb: "💡",
  eyes: "👀", wave: "👋", lock: "🔒", speech_balloon: "💬", thinking_face: "🤔", link: "🔗",
  heavy_check_mark: "✔️", clock1: "🕐", information_source: "ℹ️", point_right: "👉", tada: "🎉",
};
const STYLES = { "*": "b", _: "i", "~": "s" };

export const emoji = (name) => EMOJI[name] ?? `:${name}:`;

export const unescaped = (text) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const withEmoji = (text) => unescaped(text).replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);

export const mention = (text) => el("span", { class: "mention" }, text);

function bracketed(content) {
  const bar = content.indexOf("|");
  const target = bar < 0 ? content : content.slice(0, bar);
  const label = bar < 0 ? "" : unescaped(content.slice(bar + 1));
  if (target.startsWith("@")) return mention(`@${label || nameOf(target.slice(1))}`);
  if (target.startsWith("#")) return mention(`#${label || channelName(target.slice(1))}`);
  if (target.startsWith("!date^")) return el("span", {}, label);
  if (target.startsWith("!subteam^")) return mention(label || `@${groupName(target.split("^")[1])}`);
  if (target.startsWith("!")) return mention(`@${label || target.slice(1).split("^")[0]}`);
  return link(unescaped(target), label || unescaped(target));
}

// Where a *…* that opens at `start` closes: not beside a space or inside a word.
function closing(text, start, mark) {
  const next = text[start + 1] ?? " ";
  if (/\s/.test(next) || next === mark || /\w/.test(text[start - 1] ?? " ")) return -1;
  for (let at = start + 2; at < text.length; at += 1) {
    if (text[at] === "\n") return -1;
    if (text[at] === mark && !/\s/.test(text[at - 1]) && !/\w/.test(text[at + 1] ?? " ")) return at;
  }
  return -1;
}

function inline(text) {
  const nodes = [];
  let plain = "";
  const flush = () => { if (plain) nodes.push(withEmoji(plain)); plain = ""; };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === "<" && text.indexOf(">", at) > 0) {
      const end = text.indexOf(">", at);
      flush();
      nodes.push(bracketed(text.slice(at + 1, end)));
      at = end;
    } else if (sign === "`" && text.indexOf("`", at + 1) > at + 1) {
      const end = text.indexOf("`", at + 1);
      flush();
      nodes.push(el("code", {}, unescaped(text.slice(at + 1, end))));
      at = end;
    } else if (STYLES[sign] && closing(text, at, sign) > 0) {
      const end = closing(text, at, sign);
      flush();
      nodes.push(el(STYLES[sign], {}, ...inline(text.slice(at + 1, end))));
      at = end;
    } else plain += sign;
  }
  flush();
  return nodes;
}

export function mrkdwn(text) {
  const nodes = [];
  text.split("```").forEach((part, index) => {
    if (index % 2) {
      nodes.push(el("pre", {}, unescaped(part.replace(/^\n/, ""))));
      return;
    }
    let quote = null;
    part.split("\n").forEach((line, row) => {
      const quoted = /^(&gt;|>) ?/.exec(line);
      if (quoted) {
        if (quote) quote.append("\n");
        else nodes.push((quote = el("blockquote")));
        quote.append(...inline(line.slice(quoted[0].length)));
      } else {
        if (row && !quote) nodes.push("\n");
        quote = null;
        nodes.push(...inline(line));
      }
    });
  });
  return nodes;
}

// A text object of either kind.
export function textNodes(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text) : [withEmoji(object.text.replaceAll("&", "&amp;"))];
}
