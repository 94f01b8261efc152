// A new round: what it changes, and yes or no; at standstill only.

import { el } from "./dom.js";
import { back, button, clock, head, link, title } from "./parts.js";
import { t } from "./words.js";

export function changeScreen(app) {
  return { draw: () => [
    head(app),
    el("h1", {}, t("change")),
    el("p", { class: "why" }, t("change.end", {
      before: clock(app.driven.plan.stops.at(-1)?.arrive_s ?? 0), after: clock(app.offered.plan.stops.at(-1)?.arrive_s ?? 0),
    })),
    lists(app.changes),
    ...(app.moving ? [el("p", { class: "why" }, t("standstill")), link("#", t("back"), "wide")] : answers(app)),
  ] };
}

function lists(found) {
  const groups = [["added", "+"], ["gone", "−"], ["moved", "↕"]].filter(([key]) => found[key].length);
  if (groups.length === 0) return el("p", {}, t("change.times"));
  return groups.map(([key, sign]) => el("section", { class: "change", "data-change": key },
    el("h2", {}, el("span", { "aria-hidden": "true" }, sign), t(`change.${key}`, { n: found[key].length })),
    el("ul", {}, found[key].map((stop) => el("li", {}, title(stop))))));
}

function answers(app) {
  const plan = app.offered.plan.issued_at_us;
  const tell = async (kind) => {
    if (await app.tell({ kind, plan })) location.hash = "";
  };
  return [
    button("accept", t("accept"), () => tell("accepted"), "main huge"),
    button("refuse", t("refuse"), () => tell("refused"), "wide"),
    back(),
  ];
}
