// One visit, a question a screen; going back is always possible, and nothing typed is lost.

import { again, begin, evidence, problems } from "./draft.js";
import { el, say, show } from "./dom.js";
import { field } from "./field.js";
import { judged, pings, stepOf } from "./judge.js";
import { answers } from "./scanned.js";
import { cone, empty, link, supply } from "./step_figures.js";
import { photo } from "./step_photo.js";
import { position } from "./step_position.js";
import { node, swap, target } from "./step_scan.js";
import { spoken, t } from "./words.js";

// A lamp post has no level to measure, and where nothing hangs nothing is taken down.
const stepsOf = (place) => [
  target, node, ...(place.taken_by ? [swap] : []), position, photo, supply, link,
  ...(place.stands === "container" ? [empty, cone] : []),
];

export const nowUs = () => Date.now() * 1000;

export async function beginAt(app, place) {
  const visit = { ...begin(place, pings(app.sheet), nowUs()), at: place };
  Object.assign(visit.typed, answers(place, app.scanned));
  app.scanned = null;
  await app.keep(visit);
  location.hash = `#visit/${visit.id}/0`;
}

// The refused attempt stays on the server; the phone goes on with a copy of what was typed.
export async function correct(app, refused) {
  const visit = again(refused, nowUs());
  visit.at = app.sheet.places.find((place) => place.id === visit.place) ?? visit.at;
  const blob = await app.store.read("photos", refused.id);
  if (blob) await app.store.write("photos", blob, visit.id);
  else visit.photo = null;
  await app.keep(visit);
  await app.store.forgetVisit(refused.id);
  await app.reread();
  location.hash = `#visit/${visit.id}/${stepsOf(visit.at).length}`;
}

// Returns what ends the screen: its camera, its search for satellites.
export function showVisit(app, visit, at) {
  const steps = stepsOf(visit.at);
  const ended = new AbortController();
  const watchers = [];
  const ctx = {
    visit,
    place: visit.at,
    store: app.store,
    signal: ended.signal,
    onchange: (watcher) => watchers.push(watcher),
    wrong: (step) => wrong(app, visit).filter((one) => one.step === step),
    changed: () => {
      app.keep(visit);
      for (const watcher of watchers) watcher();
    },
  };
  if (at < steps.length) question(ctx, steps, Math.max(0, at));
  else verdict(app, ctx, steps);
  return () => ended.abort();
}

// What is missing and what the rules refuse, in one list, each with its step.
function wrong(app, visit) {
  const lacking = problems(visit, visit.at);
  const told = evidence({ ...visit, at_us: nowUs() }, visit.at, app.offsetUs);
  const refused = judged(app.sheet, visit.at, told, nowUs() + (app.offsetUs ?? 0))
    .map((one) => ({ ...one, step: stepOf(one.code) }))
    // What was not answered yet cannot be wrong.
    .filter((one) => !lacking.some(({ step }) => step === one.step));
  return [...lacking, ...refused];
}

function fault(one) {
  const [sentence, mend] = one.local
    ? [t(`bad.${one.code}`, one.values), t(`mend.${one.code}`, one.values)]
    : [one[`sentence_${spoken()}`], one[`mend_${spoken()}`]];
  return el("div", { class: "fault" }, el("b", {}, sentence), el("span", {}, mend));
}

export const refusal = (one) => fault(one);

function question(ctx, steps, at) {
  const step = steps[at];
  const hash = (to) => `#visit/${ctx.visit.id}/${to}`;
  const faults = el("div", { class: "faults", role: "alert" });
  const next = el("button", { type: "submit", class: "wide main" }, t("next"));
  let warned = false;
  ctx.onchange(() => {
    warned = false;
    faults.replaceChildren();
    next.textContent = t("next");
    next.classList.add("main");
  });
  const go = (event) => {
    event.preventDefault();
    const found = ctx.wrong(step.key);
    if (found.length === 0 || warned) { location.hash = hash(at + 1); return; }
    warned = true;
    faults.replaceChildren(...found.map(fault));
    next.textContent = t("next.anyway");
    next.classList.remove("main");
  };
  const why = step.why?.(ctx);
  show(
    bar(t("step", { at: at + 1, of: steps.length + 1 }), at === 0 ? "#" : hash(at - 1), at, steps.length),
    el("form", { class: "question", novalidate: true, onsubmit: go, onkeydown: onward },
      el("h1", {}, step.title(ctx)),
      why ? el("p", { class: "why" }, why) : null,
      step.body(ctx), faults, next),
  );
}

// The keyboard's Enter goes to the next empty field first.
function onward(event) {
  if (event.key !== "Enter" || event.target.type !== "text") return;
  const fields = [...event.currentTarget.querySelectorAll("input[type=text]")];
  const next = fields.slice(fields.indexOf(event.target) + 1).find((one) => one.value === "");
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function verdict(app, ctx, steps) {
  const { visit } = ctx;
  const found = wrong(app, visit);
  const good = found.length === 0;
  const sentence = good ? t("verdict.ok") : t("verdict.no", { n: found.length });
  const finish = el("button", { type: "button", class: "wide main", onclick: async () => {
    finish.disabled = true;
    await seal(app, visit);
    say(t("finished"));
    location.hash = "#";
  } }, t("finish"));
  show(
    bar(t("step", { at: steps.length + 1, of: steps.length + 1 }), `#visit/${visit.id}/${steps.length - 1}`,
      steps.length, steps.length),
    el("section", { class: "question" },
      el("h1", {}, t("verdict")),
      el("p", { class: `light ${good ? "go" : "no"}` }, sentence),
      found.map((one) => el("div", { class: "wrong" }, fault(one),
        mend(visit, steps, one))),
      good ? field(ctx, t("note"), visit.typed.note, (text) => { visit.typed.note = text; }, { maxlength: "500" }) : null,
      good ? finish : null),
  );
  say(sentence);
}

function mend(visit, steps, { step }) {
  const at = steps.findIndex(({ key }) => key === step);
  return at < 0 ? null : el("a", { class: "button", href: `#visit/${visit.id}/${at}` }, t("correct"));
}

async function seal(app, visit) {
  visit.at_us = nowUs();
  visit.evidence = evidence(visit, visit.at, app.offsetUs);
  visit.state = "kept";
  await app.keep(visit);
  app.queue.kick();
}

function bar(told, back, at, of) {
  return el("nav", { class: "bar" },
    el("a", { class: "button", href: back }, `← ${t("back")}`),
    el("span", {}, told),
    el("a", { class: "button", href: "#" }, t("to.list")),
    el("progress", { value: at, max: of, "aria-hidden": "true" }));
}
