// All stops: the map, and beside it the same as a list.

import { doneCount, isAsked } from "./day.js";
import { el } from "./dom.js";
import { map } from "./map.js";
import { clock, far, head, MARKS, said, state, title } from "./parts.js";
import { t } from "./words.js";

export function roundScreen(app) {
  return { draw: () => [
    head(app),
    el("h1", {}, t("round")),
    el("p", { class: "why" }, t("round.done", { n: doneCount(app.stops), of: app.stops.filter(isAsked).length })),
    el("div", { class: "beside" }, map(app), el("ol", { class: "stops" }, app.stops.map((stop) => row(app, stop)))),
  ] };
}

function row(app, stop) {
  const isNext = stop.at === app.next?.at;
  const isDone = stop.closed && stop.state === "open";
  const about = [clock(stop.arrive_s), stop.distance_m ? far(stop.distance_m) : "",
    isNext ? t("is.next") : isDone ? t("is.behind") : said(stop)];
  return el("li", {}, el("a", { href: `#stop/${stop.at}`, class: `stop ${state(stop)}`, "data-ref": stop.ref,
    "data-key": `stop-${stop.at}`, "aria-current": isNext && "step" },
    el("span", { class: "mark", "aria-hidden": "true" }, isNext ? "▶" : isDone ? "·" : MARKS[state(stop)]),
    el("span", {}, el("b", {}, title(stop)), el("small", {}, about.filter(Boolean).join(" · ")))));
}
