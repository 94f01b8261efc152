// Why a stop is left: one tap.

import { el } from "./dom.js";
import { back, button, head, title } from "./parts.js";
import { t } from "./words.js";

export const REASONS = ["empty", "blocked", "closed-road", "not-found", "full-truck", "no-time", "other"];

export function skipScreen(app, stop) {
  const skip = async (reason) => {
    if (!await app.tell({ kind: "skipped", stop: stop.ref, reason })) return;
    location.hash = "";
  };
  return { draw: () => [
    head(app),
    el("p", { class: "why" }, title(stop)),
    el("h1", {}, t("skip.why")),
    el("div", { class: "grid" }, REASONS.map((one) => button(one, t(`reason.${one}`), () => skip(one)))),
    back(),
  ] };
}
