// The list of places, by what is still to be done at each.

import { el, redraw, show } from "./dom.js";
import { unsent } from "./queue.js";
import { belonging } from "./scanned.js";
import { beginAt, correct, refusal } from "./visit.js";
import { choose, languages, moment, spoken, t } from "./words.js";

const GROUPS = ["doing", "refused", "kept", "todo", "mounted", "proven"];
const NAMES = { fr: "Français", en: "English" };
const MARKS = { doing: "…", refused: "!", todo: "○", kept: "↑", mounted: "✓", proven: "✓✓" };

// `fresh` if its reader comes from elsewhere.
export function showList(app, fresh) {
  const every = entriesOf(app);
  const chosen = app.scanned ? belonging(every, app.scanned) : [];
  const shown = chosen.length ? chosen : every;
  const entries = GROUPS.map((group) => [group, shown.filter((entry) => entry.group === group)]);
  (fresh ? show : redraw)(
    el("h1", {}, t("title")),
    app.scanned ? scanned(app, chosen.length > 0) : null,
    status(app),
    app.sheet.places.length ? null : el("p", { class: "why" }, t("none")),
    entries.filter(([, some]) => some.length).map(([group, some]) =>
      el("section", { "aria-label": t(`group.${group}`) },
        el("h2", {}, t(`group.${group}`), el("span", { class: "count" }, String(some.length))),
        some.map((entry) => card(app, entry)))),
    foot(app),
  );
}

// What the label said that was scanned, and the way back to the whole list.
function scanned(app, known) {
  const { kind, name } = app.scanned;
  const all = () => { app.scanned = null; showList(app, true); };
  return el("section", { class: "scanned", "aria-label": t("scanned") },
    el("p", {}, `${t("scanned")} `, el("b", {}, name)),
    known ? null : el("p", { class: "why" }, t(`scanned.none.${kind}`)),
    el("button", { type: "button", class: "wide", onclick: all }, t("scanned.all")));
}

// Each place once: as this phone knows it if something of it is here, else as the server does.
export function entriesOf(app) {
  const entries = app.visits.map((visit) => {
    const known = app.cards.find((one) => one.id === visit.id);
    return { place: visit.at, visit, known, group: groupOf(visit, known) };
  });
  const here = new Set(app.visits.map((visit) => visit.id));
  for (const known of app.cards) {
    if (here.has(known.id) || !(known.state in { mounted: 1, proven: 1 })) continue;
    const place = app.sheet.places.find((one) => one.id === known.place) ?? { id: known.place, title: known.title };
    entries.push({ place, known, group: known.state });
  }
  const told = new Set(entries.map((entry) => entry.place.id));
  for (const place of app.sheet.places) {
    if (app.sheet.to_visit.includes(place.id) && !told.has(place.id)) entries.push({ place, group: "todo" });
  }
  return entries;
}

function groupOf(visit, known) {
  if (visit.state === "draft") return "doing";
  if (visit.state === "refused" || known?.state === "refused") return "refused";
  if (visit.state === "kept") return "kept";
  return known?.state === "proven" ? "proven" : "mounted";
}

function status(app) {
  const waiting = app.visits.filter(unsent).length;
  const lines = [
    app.problem ? t(app.problem) : navigator.onLine ? null : t("offline"),
    waiting ? t("unsent", { n: waiting }) : null,
    t("loaded", { moment: moment(app.loadedUs) }),
    t(app.ready ? "ready" : "not.ready"),
  ];
  return el("div", { class: "status", role: "status" },
    lines.filter(Boolean).map((line) => el("p", {}, line)),
    waiting && navigator.onLine
      ? el("button", { type: "button", class: "wide", onclick: () => app.queue.kick() }, t("send"))
      : null);
}

function card(app, { place, visit, known, group }) {
  const facts = [
    ["keys", place.keys], ["permit", place.permit],
    ["node", known?.node ?? visit?.typed.node ?? ""],
  ].map(([key, value]) => [t(key), value]);
  if (!visit && !known) {
    const which = place.node ?? t("node.any");
    facts[2][1] = place.taken_by ? `${which}, ${t("swap", { node: place.taken_by })}` : which;
  }
  const missing = known?.missing?.map((one) => one[spoken()]) ?? [];
  return el("article", { class: `card ${group}`, "data-place": place.id },
    el("h3", {}, el("span", { class: "mark", "aria-hidden": "true" }, MARKS[group]), place.title),
    el("p", { class: "why" }, [place.street, place.commune, place.id].filter(Boolean).join(" · ")),
    el("dl", {}, facts.filter(([, value]) => value).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    missing.length ? el("p", {}, t("missing", { what: missing.join(", ") })) : null,
    reasons(visit, known, group, app).map(refusal),
    rivals(app, known),
    deeds(app, place, visit, known, group));
}

function reasons(visit, known, group, app) {
  if (group !== "refused") return [];
  if (known?.refused?.length) return known.refused.map((code) => ({ code, ...app.sheet.rules.said[code] }));
  return visit.verdict?.refused ?? [];
}

function rivals(app, known) {
  const others = (known?.rivals ?? []).map((id) => app.cards.find((one) => one.id === id)).filter(Boolean);
  if (others.length === 0) return null;
  return el("div", { class: "fault" }, el("b", {}, t("rivals")), others.map((one) =>
    el("span", {}, t("rival", { who: one.who, moment: moment(one.at_us), node: one.node, place: one.title }))));
}

function deeds(app, place, visit, known, group) {
  const link = (href, text) => el("a", { class: "button", href }, text);
  const button = (text, onclick) => el("button", { type: "button", onclick }, text);
  const row = {
    todo: () => [button(t("start"), () => beginAt(app, place))],
    doing: () => [link(`#visit/${visit.id}/0`, t("again")), drop(app, visit)],
    refused: () => [button(t("correct"), () => correct(app, visit))],
    kept: () => [],
    mounted: () => [],
    proven: () => [],
  }[group]();
  if (known && (group === "mounted" || group === "proven")) {
    row.push(link(`/pose/record/${encodeURIComponent(known.node)}.pdf`, t("record")));
    if (place.taken_by) row.push(button(t("do.swap"), () => beginAt(app, place)));
  }
  return row.length ? el("div", { class: "deeds" }, row) : null;
}

// Nobody takes this back: it asks once more.
function drop(app, visit) {
  const sure = el("button", { type: "button", class: "bad", onclick: async () => {
    await app.store.forgetVisit(visit.id);
    await app.reread();
    app.changed();
  } }, t("drop.sure"));
  const ask = el("button", { type: "button", class: "plain", onclick: () => { ask.replaceWith(sure); sure.focus(); } },
    t("drop"));
  return ask;
}

function foot(app) {
  const said = el("div", { role: "alert" });
  const out = el("button", { type: "button", class: "plain", onclick: () => {
    const waiting = app.visits.filter((visit) => visit.state === "draft" || unsent(visit)).length;
    if (waiting === 0) { app.signOut(); return; }
    said.replaceChildren(el("p", { class: "fault" }, t("sign.out.warn", { n: waiting })),
      el("button", { type: "button", class: "bad", onclick: () => app.signOut() }, t("sign.out.sure")));
  } }, t("sign.out"));
  return el("footer", {},
    el("p", {}, app.person.name),
    el("button", { type: "button", class: "plain", onclick: () => app.refresh() }, t("reload")),
    languages().filter((one) => one !== spoken()).map((one) =>
      el("button", { type: "button", class: "plain", lang: one, onclick: () => { choose(one); app.changed(); } }, NAMES[one])),
    out, said);
}
