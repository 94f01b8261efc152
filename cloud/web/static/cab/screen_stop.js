// One stop, the next one as a rule: what it is, how far, and the big buttons.

import { isAsked, undo } from "./day.js";
import { el } from "./dom.js";
import { back, button, clock, far, head, link, of, said, streams, title } from "./parts.js";
import { problems } from "./screen_problem.js";
import { metres } from "./track.js";
import { moment, t } from "./words.js";

export function stopScreen(app, stop) {
  return { draw: () => [head(app), ...body(app, stop)] };
}

function body(app, stop) {
  if (!app.driven || app.driven.plan.stops.length === 0) {
    return [el("h1", {}, t("no.plan")), el("p", { class: "why" }, t("no.plan.why"))];
  }
  if (app.shift === "before") return before(app);
  if (app.shift === "paused") return paused(app);
  if (app.shift === "ended") return ended(app);
  if (!stop) return [el("h1", {}, t("all.done")), undoBar(app), link("#more", t("to.end"), "main wide")];
  return [heading(app, stop), access(app, stop), facts(app, stop), words(stop), deeds(app, stop), undoBar(app),
    stop.at === app.next?.at ? null : back()];
}

function before(app) {
  const { plan } = app.driven;
  const asked = app.stops.filter(isAsked).length;
  const start = async () => {
    if (await app.tell({ kind: "accepted", plan: plan.issued_at_us }) && await app.tell({ kind: "started" })) {
      app.draw(true);
    }
  };
  return [
    el("h1", {}, t("today")),
    el("p", { class: "large" }, app.day.truck, " · ", t("stops", { n: asked })),
    el("p", { class: "why" }, t("today.times", {
      from: clock(plan.stops[0].arrive_s), to: clock(plan.stops.at(-1).arrive_s),
    })),
    el("p", { class: "why" }, t("today.why")),
    button("start", t("start"), start, "main huge"),
  ];
}

const paused = (app) => [
  el("h1", {}, t("paused")),
  el("p", { class: "why" }, t("paused.why")),
  button("resume", t("resume"), async () => { if (await app.tell({ kind: "resumed" })) app.draw(true); }, "main huge"),
];

const ended = (app) => [
  el("h1", {}, t("ended")),
  el("p", { class: "why" }, app.unsent ? t("ended.unsent", { n: app.unsent }) : t("ended.sent")),
  undoBar(app),
];

function heading(app, stop) {
  const asked = app.stops.filter(isAsked);
  const here = asked.findIndex((one) => one.at === stop.at) + 1;
  const key = `${stop.at === app.next?.at ? "next" : "chosen"}${here ? ".of" : ""}`;
  return el("div", { class: "heading" },
    el("p", { class: "why" }, t(key, { at: here, of: asked.length })), el("h1", {}, title(stop)));
}

// A gate, a key, a hazard: read before anything else.
function access(app, stop) {
  const { access: said } = app.about[stop.ref] ?? {};
  return said ? el("p", { class: "access" }, el("b", {}, of(t("access"), "")), said) : null;
}

function facts(app, stop) {
  const { stream = "", windows = [] } = app.about[stop.ref] ?? {};
  const leg = app.driven.legs[stop.at - 1];
  const here = app.track.last;
  const open = windows.map(([from, to]) => t("window", { from: clock(from), to: clock(to) })).join(", ");
  const rows = [
    ["kind", t(`kind.${stop.kind}`)],
    ["stream", streams(stream)],
    ["distance", stop.distance_m ? t("distance.leg", { far: far(stop.distance_m) }) : ""],
    ["crow", here ? far(metres(here, stop)) : ""],
    ["by", leg?.streets.slice(-3).filter(Boolean).join(", ") ?? ""],
    ["expected", clock(stop.arrive_s)],
    ["open", open],
    ["must", stop.must ? t("must.why") : ""],
    ["told", stop.state === "open" ? "" : said(stop)],
    ["problems", stop.problems.map((one) => t(`problem.${one}`)).join(", ")],
  ];
  return el("dl", {}, rows.filter(([, value]) => value)
    .map(([key, value]) => [el("dt", {}, t(`fact.${key}`)), el("dd", {}, value)]));
}

// Two phones that do not agree: both are shown.
function words(stop) {
  if (!stop.conflict) return null;
  return el("div", { class: "fault", role: "note" }, el("b", {}, t("conflict")), stop.words.map((word) =>
    el("p", {}, of(`${word.device}, ${moment(word.at_us)}`, t(`state.${word.state}`)) +
      (word.reason ? ` (${t(`reason.${word.reason}`)})` : ""))));
}

function deeds(app, stop) {
  const row = {
    container: () => [
      button("collect", t("collect"), () => tell(app, { kind: "collected", stop: stop.ref }), "main huge"),
      link(`#skip/${stop.at}`, t("skip"), "wide"),
      link(`#problem/${stop.at}`, t("problem"), "wide"),
    ],
    side: () => [el("p", { class: "why" }, t("side.why")), problems(stop)],
    tip: () => [link(`#tip/${stop.at}`, t("unload"), "main huge"), link(`#problem/${stop.at}`, t("problem"), "wide")],
    depot: () => [el("p", { class: "why" }, t("depot.why")), link("#more", t("to.end"), "main huge")],
  }[stop.kind]?.() ?? [el("p", { class: "why" }, t("break.why"))];
  return el("div", { class: "deeds" }, row);
}

async function tell(app, what) {
  if (!await app.tell(what)) return;
  history.replaceState(null, "", location.pathname);
  app.draw(true);
}

function undoBar(app) {
  const found = undo(app.journal);
  if (!found) return null;
  const { last, again } = found;
  const name = app.stops.find((stop) => stop.ref === (last.stop ?? last.tip))?.name ?? "";
  const told = t(`told.${last.kind}`);
  const what = name ? of(name, told) : told;
  return el("div", { class: "undo" }, el("span", {}, what),
    button("undo", t("undo"), () => tell(app, again), "plain"));
}
