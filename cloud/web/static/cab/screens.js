// Which screen stands at which #address, and the bar by which they are reached.

import { el } from "./dom.js";
import { changeScreen } from "./screen_change.js";
import { moreScreen, toldScreen } from "./screen_more.js";
import { problemScreen, shotScreen } from "./screen_problem.js";
import { roundScreen } from "./screen_round.js";
import { skipScreen } from "./screen_skip.js";
import { stopScreen } from "./screen_stop.js";
import { tipScreen } from "./screen_tip.js";
import { t } from "./words.js";

const BAR = [["", "▲", "now"], ["round", "☰", "round"], ["more", "⋯", "more"]];

export function screenOf(app, hash) {
  const [name, at, what] = hash.slice(1).split("/");
  const stop = at === undefined ? app.next : app.stops[Number(at)] ?? null;
  const screens = {
    round: () => roundScreen(app),
    more: () => moreScreen(app),
    told: () => toldScreen(app),
    change: () => (app.offered ? changeScreen(app) : null),
    stop: () => (stop ? stopScreen(app, stop) : null),
    skip: () => (stop ? skipScreen(app, stop) : null),
    problem: () => problemScreen(app, stop),
    shot: () => shotScreen(app, stop, what),
    tip: () => (stop ? tipScreen(app, stop) : null),
  };
  const screen = app.shift === "before" && name in { "": 1, stop: 1 } ? null : screens[name]?.();
  return screen ?? stopScreen(app, app.next);
}

export function bar(app, hash) {
  const [here] = hash.slice(1).split("/");
  document.getElementById("nav").replaceChildren(...BAR.map(([name, sign, key]) =>
    el("a", { href: `#${name}`, "data-key": `nav-${key}`, "aria-current": name === here && "page" },
      el("span", { "aria-hidden": "true" }, sign), t(key))));
}
