// `rich_text` blocks: their text is literal, their style comes per span.

import { el, link } from "./dom.js";
import { emoji, mention } from "./mrkdwn.js";
import { channelName, groupName, nameOf } from "./workspace.js";

function part(piece) {
  if (piece.type === "text") return styled(piece.text, piece.style);
  if (piece.type === "link") return styled(link(piece.url, piece.text || piece.url), piece.style);
  if (piece.type === "user") return mention(`@${nameOf(piece.user_id)}`);
  if (piece.type === "usergroup") return mention(`@${groupName(piece.usergroup_id)}`);
  if (piece.type === "channel") return mention(`#${channelName(piece.channel_id)}`);
  if (piece.type === "broadcast") return mention(`@${piece.range}`);
  if (piece.type === "emoji") return emoji(piece.name);
  if (piece.type === "date") return piece.fallback ?? new Date(piece.timestamp * 1000).toLocaleString();
  return piece.value ?? "";
}

function styled(content, style = {}) {
  const tags = { bold: "b", italic: "i", strike: "s", underline: "u", code: "code" };
  let node = content;
  for (const [name, tag] of Object.entries(tags)) if (style[name]) node = el(tag, {}, node);
  return node;
}

const parts = (element) => (element.elements ?? []).map(part);

export function richText(block) {
  return block.elements.map((element) => {
    if (element.type === "rich_text_quote") return el("blockquote", {}, ...parts(element));
    if (element.type === "rich_text_preformatted") return el("pre", {}, ...parts(element));
    if (element.type === "rich_text_list") {
      const list = el(element.style === "ordered" ? "ol" : "ul", { start: (element.offset ?? 0) + 1 });
      list.style.marginLeft = `${(element.indent ?? 0) * 1.5}em`;
      list.append(...element.elements.map((item) => el("li", {}, ...parts(item))));
      return list;
    }
    return el("p", { class: "rich" }, ...parts(element));
  });
}
