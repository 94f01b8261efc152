// The rest: pause, end, navigator, what is known of me, colours, language, and what was told.

import { el } from "./dom.js";
import { look, nextLook } from "./look.js";
import { back, button, head, link, of } from "./parts.js";
import { choose, languages, moment, number, spoken, t } from "./words.js";

const NAMES = { fr: "Français", en: "English" };

export function moreScreen(app) {
  return { draw: () => [
    head(app),
    el("h1", {}, t("more")),
    el("p", { class: "why" }, [app.person?.name, app.day?.truck].filter(Boolean).join(" · ")),
    el("div", { class: "deeds" }, shiftDeeds(app), files(app), settings(app), leaving(app)),
  ] };
}

function shiftDeeds(app) {
  const tell = (kind) => async () => { if (await app.tell({ kind })) location.hash = ""; };
  return {
    before: () => [],
    on: () => [
      button("pause", t("pause"), tell("paused"), "wide"),
      button("end", t("end"), tell("ended"), "wide"),
      link("#problem/-", t("problem.on.the.way"), "wide"),
    ],
    paused: () => [button("resume", t("resume"), tell("resumed"), "main wide"), button("end", t("end"), tell("ended"), "wide")],
    ended: () => [button("again", t("start.again"), tell("started"), "wide")],
  }[app.shift]();
}

function files(app) {
  const gpx = app.driven?.gpx;
  const save = () => {
    const url = URL.createObjectURL(new Blob([gpx], { type: "application/gpx+xml" }));
    el("a", { href: url, download: `${app.day.truck}-${app.day.day}.gpx` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  };
  return [
    gpx ? button("gpx", t("gpx"), save, "wide") : null,
    link("#told", t("told"), "wide"),
    link(document.documentElement.dataset.aboutMe, t("about.me"), "wide"),
  ];
}

function settings(app) {
  return [
    button("look", t(`look.${look() || "auto"}`), () => { nextLook(); app.draw(); }, "plain wide"),
    languages().filter((one) => one !== spoken()).map((one) => el("button", {
      type: "button", class: "plain wide", lang: one, "data-key": "language", onclick: () => { choose(one); app.draw(true); },
    }, NAMES[one])),
    button("reload", t("reload"), () => app.refresh(), "plain wide"),
  ];
}

// What is not sent is kept for who told it; it is said before.
function leaving(app) {
  const said = el("div", { role: "alert" });
  const out = () => {
    if (app.unsent === 0) { app.signOut(); return; }
    said.replaceChildren(el("p", { class: "fault" }, t("sign.out.warn", { n: app.unsent, name: app.person.name })),
      button("sure", t("sign.out.sure"), () => app.signOut(), "bad wide"));
  };
  return [button("sign-out", t("sign.out"), out, "plain wide"), said];
}

export function toldScreen(app) {
  const names = new Map(app.stops.map((stop) => [stop.ref, stop.name]));
  return { draw: () => [
    head(app),
    el("h1", {}, t("told")),
    app.journal.length ? null : el("p", { class: "why" }, t("told.nothing")),
    el("ul", { class: "told" }, app.journal.toReversed().map((deed) => row(app, deed, names))),
    back(),
  ] };
}

function row(app, deed, names) {
  const back = app.journal.find((one) => one.epoch === deed.of_epoch && one.seq === deed.of_seq);
  const { stop, tip, what, reason, note, weight_kg: kg } = back ?? deed;
  const about = [back && t(`told.${back.kind}`), names.get(stop ?? tip), what && t(`problem.${what}`),
    reason && t(`reason.${reason}`), note, kg !== undefined && `${number(kg)} kg`];
  const state = deed.why ? of(t(`deed.${deed.state}`), deed.why.reason) : t(`deed.${deed.state}`);
  return el("li", { class: `${deed.state} ${deed.gone ? "gone" : ""}` },
    el("b", {}, t(`told.${deed.kind}`)),
    el("span", {}, about.filter(Boolean).join(" · ")),
    el("small", {}, [moment(deed.at_us), state, deed.gone && t("deed.gone")].filter(Boolean).join(" · ")));
}
