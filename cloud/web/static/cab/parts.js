// What several screens show: where the phone stands, a new round, a button, a stop's name and state.

import { el } from "./dom.js";
import { knows, number, spoken, t } from "./words.js";

export const MARKS = { open: "○", collected: "✓", passed: "✓", unloaded: "✓", skipped: "✕", conflict: "≠" };

export const button = (key, text, onclick, kind = "") =>
  el("button", { type: "button", class: kind, "data-key": key, onclick }, text);

export const link = (href, text, kind = "") =>
  el("a", { class: `button ${kind}`, href, "data-key": `${href} ${kind}` }, text);

export const back = () => link("#", t("back"), "plain");

// "residual, glass" in the reader's language; what no text knows says its own name.
export const streams = (told) => told.split(", ").filter(Boolean)
  .map((one) => (knows(`stream.${one}`) ? t(`stream.${one}`) : one)).join(", ");

export const far = (metres) => (metres < 995
  ? `${number(Math.round(metres / 10) * 10)}\u00a0m`
  : `${number(metres / 1000, metres < 99_500 ? 1 : 0)}\u00a0km`);

export function clock(seconds) {
  const minutes = Math.round(seconds / 60);
  const [hour, minute] = [Math.floor(minutes / 60) % 24, String(minutes % 60).padStart(2, "0")];
  return spoken() === "fr" ? `${hour}\u00a0h\u00a0${minute}` : `${String(hour).padStart(2, "0")}:${minute}`;
}

export function head(app) {
  const sent = app.unsent ? t("unsent", { n: app.unsent }) : t("all.sent");
  const lines = [
    [app.unsent ? "↑" : "✓", sent],
    ...(navigator.onLine ? [] : [["⌁", t("offline")]]),
    app.track.on ? ["◉", t("position.on")] : ["○", t("position.off")],
    ...(app.ready ? [] : [["…", t("not.ready")]]),
  ];
  return [
    el("header", { class: "status" }, lines.map(([sign, text]) =>
      el("span", {}, el("b", { "aria-hidden": "true" }, sign), ` ${text}`))),
    app.problem ? el("p", { class: "fault", role: "alert" }, t(app.problem)) : null,
    offer(app),
  ];
}

// While the truck moves it is said, and nothing is asked.
function offer(app) {
  if (!app.offered || location.hash === "#change") return null;
  if (app.moving) return el("p", { class: "offer" }, t("offer.moving"));
  return link("#change", t("offer"), "main wide offer");
}

// A thing and what is said of it, as each language sets its colon.
export const of = (what, about) => t("of", { what, about });

export const state = (stop) => (stop.conflict ? "conflict" : stop.state);

export function said(stop) {
  if (stop.conflict) return t("state.conflict");
  if (stop.state === "skipped") return of(t("state.skipped"), t(`reason.${stop.reason}`));
  return t(`state.${stop.state}`);
}

export const title = (stop) => (stop.kind === "break" ? t("kind.break") : stop.name);
