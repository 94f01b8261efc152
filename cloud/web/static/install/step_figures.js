// The questions that are answered by a choice or a few figures.

import { el } from "./dom.js";
import { choice, field, typed } from "./field.js";
import { figure } from "./draft.js";
import { number, t } from "./words.js";

const two = (key) => [el("b", {}, t(key)), el("small", {}, t(`${key}.why`))];

export const supply = {
  key: "supply",
  title: () => t("supply"),
  body: (ctx) => [choice(ctx, "supply", t("supply"),
    ["permanent", "lighting", "solar"].map((one) => [one, ...two(`supply.${one}`)]))],
};

export const link = {
  key: "link",
  title: () => t("link"),
  why: () => t("link.why"),
  body: (ctx) => {
    const light = el("p", { class: "light", role: "status" });
    const draw = () => {
      const known = ["radio_dbm", "rtt_ms"].some((name) => Number.isFinite(figure(name, ctx.visit.typed[name])));
      const bad = ctx.wrong("link").length > 0;
      light.hidden = !known && !bad;
      light.className = `light ${bad ? "no" : "go"}`;
      light.textContent = t(bad ? "link.no" : "link.go");
    };
    ctx.onchange(draw);
    draw();
    return [
      choice(ctx, "radio", t("radio"), ["wifi", "lte", "lora", ""]
        .map((one) => [one, el("b", {}, t(`radio.${one || "none"}`))])),
      typed(ctx, "radio_dbm"),
      typed(ctx, "rtt_ms", { inputmode: "numeric" }),
      light,
    ];
  },
};

export const empty = {
  key: "empty",
  title: () => t("empty"),
  why: () => t("empty.why"),
  body: (ctx) => {
    const { depth_mm: depth, full_mm: full } = ctx.place;
    return [
      typed(ctx, "empty_mm", { inputmode: "numeric" }),
      el("p", { class: "why" }, t("empty.expected", { mm: number(depth + full) })),
    ];
  },
};

export const cone = {
  key: "cone",
  title: () => t("cone"),
  why: () => t("cone.why"),
  body: (ctx) => el("div", { class: "fields" }, ctx.visit.typed.cone_mm.map((text, at) =>
    field(ctx, t("cone_mm", { n: at + 1 }), text, (next) => { ctx.visit.typed.cone_mm[at] = next; },
      { inputmode: "numeric" }))),
};
