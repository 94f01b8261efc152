// The questions that a label answers: which place is this, which node comes, and which one goes.

import { el, say } from "./dom.js";
import { field } from "./field.js";
import { canScan, label, scan } from "./scan.js";
import { t } from "./words.js";

// The letter that stands in the address on each kind of label.
const KIND = { target: "c", node: "n", replaces: "n" };

export const target = {
  key: "target",
  title: ({ place }) => t(`target.${place.stands}`),
  why: ({ place }) => t("target.why", { name: place.id }),
  body: (ctx) => reader(ctx, "target"),
};

export const node = {
  key: "node",
  title: () => t("node.title"),
  why: ({ place }) => t("node.why", { name: place.node ?? t("node.any") }),
  body: (ctx) => reader(ctx, "node"),
};

export const swap = {
  key: "swap",
  title: () => t("swap.title"),
  why: ({ place }) => t("swap.why", { name: place.taken_by }),
  body: (ctx) => reader(ctx, "replaces"),
};

function reader(ctx, name) {
  const keep = (text) => { ctx.visit.typed[name] = label(text)?.name ?? text.trim(); };
  const box = field(ctx, t("typed"), ctx.visit.typed[name], keep);
  const camera = el("div", { class: "camera" });
  canScan().then((can) => {
    camera.replaceChildren(can ? button(ctx, name, box, camera) : el("p", { class: "why" }, t("scan.cannot")));
  });
  return [camera, box];
}

function button(ctx, name, box, camera) {
  return el("button", { type: "button", class: "wide", onclick: () => look(ctx, name, box, camera) }, t("scan"));
}

async function look(ctx, name, box, camera) {
  const ended = new AbortController();
  ctx.signal.addEventListener("abort", () => ended.abort());
  const video = el("video", { playsinline: true, muted: true });
  const stop = el("button", { type: "button", class: "wide", onclick: () => ended.abort() }, t("scan.stop"));
  camera.replaceChildren(video, stop);
  let problem = null;
  try {
    const read = await scan(video, KIND[name], ended.signal);
    if (read && !ctx.signal.aborted) {
      box.querySelector("input").value = read;
      ctx.visit.typed[name] = read;
      ctx.changed();
      say(read);
    }
  } catch {
    problem = el("p", { class: "why", role: "alert" }, t("scan.refused"));
  }
  camera.replaceChildren(...[button(ctx, name, box, camera), problem].filter(Boolean));
}
