// Elements are made here and nowhere else. Text goes in as text: nothing is ever parsed as HTML.

export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key in node && typeof value === "boolean") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function link(url, ...children) {
  if (!/^(https?|mailto|tel):/i.test(url)) return el("span", {}, ...children);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

export const find = (id) => document.getElementById(id);

// A pop-up list of actions under `anchor`; closes on choice, Escape or a click elsewhere.
export function popUp(anchor, entries) {
  document.querySelector(".menu")?.remove();
  const close = (event) => {
    if (event?.type === "click" && list.contains(event.target)) return;
    if (event?.type === "keydown" && event.key !== "Escape") return;
    if (event?.type === "keydown") event.stopPropagation();
    list.remove();
    anchor.setAttribute("aria-expanded", "false");
    document.removeEventListener("click", close, true);
    document.removeEventListener("keydown", close, true);
    if (event?.type === "keydown") anchor.focus();
  };
  const items = entries.map(([label, act]) =>
    el("button", { type: "button", role: "menuitem", onclick: () => { close(); act(); } }, label));
  const list = el("div", { class: "menu", role: "menu" }, ...items);
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  });
  document.body.append(list);
  const box = anchor.getBoundingClientRect();
  const left = Math.min(box.left, innerWidth - list.offsetWidth - 8);
  const below = box.bottom + list.offsetHeight < innerHeight;
  list.style.left = `${Math.max(8, left)}px`;
  list.style.top = `${below ? box.bottom + 4 : box.top - list.offsetHeight - 4}px`;
  anchor.setAttribute("aria-expanded", "true");
  document.addEventListener("click", close, true);
  document.addEventListener("keydown", close, true);
  items[0]?.focus();
}

export function toast(text) {
  const note = el("div", { class: "toast" }, text);
  find("toasts").append(note);
  setTimeout(() => note.remove(), 6000);
}
