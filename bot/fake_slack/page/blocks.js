// Block Kit as DOM nodes.

import { el } from "./dom.js";
import { filledIn, interactive } from "./elements.js";
import { mrkdwn, textNodes } from "./mrkdwn.js";
import { richText } from "./richtext.js";

let inputs = 0;

function inputBlock(block, use) {
  inputs += 1;
  const id = `input-${inputs}`;
  const node = interactive(block.element, block, use, block.dispatch_action === true, block.label.text);
  node.setAttribute("id", id);
  node.setAttribute("aria-describedby", `${id}-note`);
  const grouped = node.classList.contains("choices");
  const caption = [...textNodes(block.label), block.optional ? el("small", {}, " (optional)") : null];
  const label = grouped ? el("span", { class: "label" }) : el("label", { class: "label", for: id });
  label.append(...caption.filter(Boolean));
  return [label, node,
    el("div", { id: `${id}-note` },
      block.hint ? el("small", {}, ...textNodes(block.hint)) : null,
      el("p", { class: "error", role: "alert", hidden: true, "data-error": block.block_id }))];
}

function section(block, use) {
  const body = el("div", { class: "text" });
  if (block.text) body.append(...textNodes(block.text));
  if (block.fields) body.append(el("div", { class: "fields" }, ...block.fields.map((f) => el("div", {}, ...textNodes(f)))));
  if (!block.accessory) return [body];
  const side = block.accessory.type === "image"
    ? image(block.accessory) : interactive(block.accessory, block, use, true);
  return [body, el("div", { class: "accessory" }, side)];
}

const image = (source) => el("img", { src: source.image_url, alt: source.alt_text, loading: "lazy" });

const DRAW = {
  section,
  header: (block) => [el("h3", {}, ...textNodes(block.text))],
  divider: () => [el("hr")],
  context: (block) => block.elements.map((each) =>
    each.type === "image" ? image(each) : el("span", {}, ...textNodes(each))),
  actions: (block, use) => block.elements.map((each) => interactive(each, block, use, true)),
  context_actions: (block, use) => block.elements.map((each) => interactive(each, block, use, true)),
  rich_text: richText,
  markdown: (block) => mrkdwn(block.text),
  image: (block) => [block.title ? el("p", {}, ...textNodes(block.title)) : null, image(block)],
  input: inputBlock,
};

// `used(block, element, choice, filled)` is called with what was used in these blocks.
export function drawn(blocks, used) {
  const box = el("div", { class: "blocks" });
  for (const block of blocks) {
    const use = (element, choice) => used(block, element, choice, filledIn(box));
    const draw = DRAW[block.type] ?? (() => [el("em", {}, `[${block.type}]`)]);
    box.append(el("div", { class: `block ${block.type}` }, ...draw(block, use).filter((node) => node !== null)));
  }
  return box;
}
