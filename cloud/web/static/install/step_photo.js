// The photo of the node where it hangs, made small before it is kept.

import { el, say } from "./dom.js";
import { digest, smaller } from "./photo.js";
import { number, t } from "./words.js";

const MOST_BYTES = 300_000;

export const photo = {
  key: "photo",
  title: () => t("photo"),
  why: () => t("photo.why"),
  body: (ctx) => {
    const shown = el("div", { class: "shot" });
    const told = el("span", {}, t(ctx.visit.photo ? "photo.retake" : "photo.take"));
    const input = el("input", { type: "file", accept: "image/jpeg,image/png,image/webp",
      capture: "environment", class: "unseen", onchange: () => take(ctx, input, shown, told) });
    draw(ctx, shown);
    return [el("label", { class: "wide button" }, input, told), shown];
  },
};

async function take(ctx, input, shown, told) {
  const [file] = input.files;
  if (!file) return;
  let blob;
  try {
    blob = await smaller(file, MOST_BYTES);
  } catch {
    shown.replaceChildren(el("p", { role: "alert", class: "fault" }, t("photo.bad")));
    return;
  }
  await ctx.store.write("photos", blob, ctx.visit.id);
  ctx.visit.photo = { sha256: await digest(blob), bytes: blob.size };
  ctx.changed();
  told.textContent = t("photo.retake");
  await draw(ctx, shown);
  say(t("photo.size", { kb: Math.round(blob.size / 1000) }));
}

async function draw(ctx, shown) {
  const blob = await ctx.store.read("photos", ctx.visit.id);
  if (!blob) return;
  const url = URL.createObjectURL(blob);
  ctx.signal.addEventListener("abort", () => URL.revokeObjectURL(url));
  shown.replaceChildren(el("img", { src: url, alt: t("photo.alt") }),
    el("p", { class: "why" }, t("photo.size", { kb: number(Math.round(blob.size / 1000)) })));
}
