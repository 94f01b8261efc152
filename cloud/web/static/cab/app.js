// Starts the crew's app, and keeps what its screens share.

import { changes, current, driven, marked, offered, shift, stopsOf } from "./day.js";
import { el, redraw, say, show } from "./dom.js";
import { dress } from "./look.js";
import { bar, screenOf } from "./screens.js";
import { Sending } from "./sending.js";
import { ask, endStay, NotYours, SignedOut, Turned } from "./server.js";
import { ring } from "./sound.js";
import { device, forgetPages, lastPerson, Store } from "./store.js";
import { isNear, Track } from "./track.js";
import { loadWords, t } from "./words.js";

// Who stands at a container with half a bar shall not wait for the round.
const PATIENCE_MS = 5000;
const ASK_EVERY_MS = 60_000;
// Set while somebody is signed out and has something unsent here: nobody sees it until he is back.
const LOCKED = "tournee.locked";
// A shift that was never ended does not keep its day for ever.
const LONGEST_SHIFT_US = 18 * 3600 * 1_000_000;
const nowUs = () => Math.round(Date.now() * 1000);

const app = {
  store: null, person: null, sending: null, secret: "", offsetUs: null, problem: null, over: false,
  day: null, rounds: [], about: {}, roads: "", tag: "", near: new Set(), everything: [], journal: [], photos: 0,
  draft: {}, track: null, ready: false,

  token: () => app.secret,
  async renew() {
    const before = app.person?.id;
    await loadStay();
    // Somebody else has signed in: his round is not here yet.
    if (app.person.id !== before) app.refresh();
  },
  get shift() { return shift(app.journal); },
  get driven() { return driven(app.rounds, app.journal); },
  get offered() { return offered(app.rounds, app.journal); },
  get stops() { return app.driven ? stopsOf(app.driven, app, app.near, device()) : []; },
  get next() { return current(app.stops); },
  get changes() { return changes(app.driven.plan, app.offered.plan); },
  get unsent() { return app.everything.filter((deed) => deed.state === "kept").length + app.photos; },
  get moving() { return app.track.moving; },

  // Keeps a deed on the phone, and only then says so.
  async tell(what, photo = null) {
    if (!app.day || !app.store) return false;
    const dated = { ...what, at_us: nowUs(), ...(app.offsetUs === null ? {} : { offset_us: app.offsetUs }) };
    try {
      await app.store.tell(app.day, dated, photo);
    } catch {
      say(t("not.kept"));
      app.problem = "not.kept";
      app.draw();
      return false;
    }
    if (app.problem === "not.kept") app.problem = null;
    await app.reread();
    app.turn();
    // A position leaves with the next deed, or within a minute: it is no reason to wake the radio.
    if (what.kind !== "position") app.sending?.kick();
    return true;
  },

  async reread() {
    app.everything = await app.store.all("journal");
    app.photos = (await app.store.all("photos")).filter((photo) => photo.asked).length;
    app.journal = marked(app.everything.filter((deed) => deed.truck === app.day?.truck && deed.day === app.day?.day));
    document.documentElement.dataset.unsent = app.unsent;
  },

  // A pause, the end of the shift and signing out turn the position off.
  turn() {
    app.track.turn(Boolean(app.store) && app.shift === "on");
    keepAwake();
  },

  hears(serverUs, tookMs) { app.offsetUs = Math.round(serverUs - nowUs() + (tookMs * 1000) / 2); },

  async settled() {
    await app.reread();
    app.draw();
  },

  // What came of it, and what others did, is in the round.
  sent: () => app.refresh(),

  position(at) { return app.tell({ kind: "position", ...at }); },

  moved() {
    const at = app.track.last;
    for (const stop of at ? app.stops : []) {
      if (stop.kind === "side" && !app.near.has(stop.ref) && isNear(at, stop)) {
        app.near.add(stop.ref);
        app.store.write("near", [...app.near]);
      }
    }
    document.documentElement.dataset.moving = String(app.moving);
    app.draw();
  },

  async refresh() {
    // A page that somebody left begins nothing for whoever comes next.
    if (app.over) return;
    await tryLoad();
    app.sending?.kick();
    app.draw();
  },

  async signedOut() {
    const told = app.store ? "signed.out" : "sign.in";
    await leave();
    gone(told, "sign.in");
  },

  async signOut() {
    let told = "signed.out";
    try {
      await endStay(document.documentElement.dataset.signOut, app.secret);
    } catch {
      told = "sign.out.offline";
    }
    await leave();
    gone(told);
  },

  draw: (fresh = false) => draw(fresh),
};

// Takes everything off the screen and out of the phone, but what is still to be sent.
async function leave() {
  app.sending?.stop();
  const { store } = app;
  app.track.turn(false);
  if (store) {
    const rows = [...await store.all("outbox"), ...await store.all("photos")];
    if (rows.length) {
      localStorage.setItem(LOCKED, "1");
      await store.forgetRound();
    } else {
      localStorage.removeItem(LOCKED);
      await store.forgetAll();
    }
  }
  Object.assign(app, {
    store: null, person: null, secret: "", day: null, rounds: [], about: {}, tag: "", journal: [], everything: [],
    near: new Set(), draft: {},
  });
  await forgetPages();
}

function gone(...keys) {
  app.over = true;
  history.replaceState(null, "", location.pathname);
  document.getElementById("nav").replaceChildren();
  show(el("h1", {}, t(keys[0])), [...new Set(keys.slice(1))].map((key) => el("p", { class: "why" }, t(key))),
    el("a", { class: "button wide", href: "/tournee" }, t("again")));
}

// One at a time: of two that find another person, the second would take away what the first has opened.
let staying = null;
function loadStay() {
  staying ??= askStay().finally(() => { staying = null; });
  return staying;
}

async function askStay() {
  const asked = performance.now();
  const stay = await ask("/tournee/stay", {}, PATIENCE_MS);
  app.hears(stay.now_us, performance.now() - asked);
  if (app.person?.id !== stay.id) await change(stay);
  app.person = { id: stay.id, name: stay.name };
  app.secret = stay.token;
  localStorage.removeItem(LOCKED);
}

// Another person's deeds stay where they are, unseen, until he is back.
async function change(stay) {
  if (app.store) await leave();
  app.store = await Store.open(stay.id);
  app.sending = new Sending(app);
  await recallDay();
}

// A shift over midnight keeps its day.
function dayAsked() {
  const begun = app.journal.find((deed) => deed.kind === "started");
  const isOn = app.day && (app.shift === "on" || app.shift === "paused");
  return isOn && nowUs() - begun.at_us < LONGEST_SHIFT_US ? `?day=${app.day.day}` : "";
}

async function askRound(day) {
  const asked = performance.now();
  // What the phone has already does not come again: with its roads a round is some 100 kB.
  const headers = app.tag ? { "If-None-Match": app.tag } : {};
  const told = await ask(`/tournee/round${day}`, { headers }, PATIENCE_MS);
  return { told, tookMs: performance.now() - asked };
}

async function loadRound({ told, tookMs }) {
  if (!told) return keepDay();
  app.hears(told.now_us, tookMs);
  if (app.day?.truck !== told.truck || app.day.day !== told.day) {
    Object.assign(app, { day: { truck: told.truck, day: told.day }, rounds: [], about: {}, near: new Set() });
    await app.store.forgetDaysBut(told.day);
  }
  await app.reread();
  told.plan?.stops.forEach((stop, at) => { if (stop.ref) app.about[stop.ref] = told.stops[at]; });
  app.roads = told.roads;
  const known = app.rounds.find((one) => one.plan.issued_at_us === told.plan?.issued_at_us);
  if (told.plan && !known) await arrived(told);
  await keepDay();
  app.tag = told.tag;
}

// A round is received once it is on the phone; its file for a navigator follows.
async function arrived({ plan, legs }) {
  const now = app.driven;
  const round = { plan, legs, gpx: "" };
  app.rounds = [...(now ? [now] : []), round];
  await keepDay();
  app.draw();
  if (app.offered) {
    ring();
    say(t("offer.sounds"));
  }
  const answer = plan.stops.length ? await fetch(`/tournee/round.gpx?day=${plan.day}`).catch(() => null) : null;
  if (answer?.ok) round.gpx = await answer.text();
  await keepDay();
  const has = app.journal.some((deed) => deed.kind === "received" && deed.plan === plan.issued_at_us);
  if (!has) await app.tell({ kind: "received", plan: plan.issued_at_us });
}

const keepDay = () => app.store.write("day",
  { day: app.day, rounds: app.rounds, about: app.about, roads: app.roads, person: app.person,
    secret: app.secret, offsetUs: app.offsetUs });

async function recallDay() {
  Object.assign(app, await app.store.read("day"));
  app.near = new Set(await app.store.read("near"));
  await app.reread();
}

// One at a time: two that learn of the same round would both say that it is new.
let loading = null;
function tryLoad() {
  loading ??= loadAll().finally(() => { loading = null; });
  return loading;
}

async function loadAll() {
  // Both at once: who waits in the yard waits for one answer, not for two.
  const day = dayAsked();
  const round = askRound(day);
  round.catch(() => {});
  try {
    await loadStay();
    // A round that was asked for another person's day is asked for anew.
    let found = dayAsked() === day ? await round : await askRound(dayAsked());
    // Whoever has just come has nothing here of which it could be said that it is the same.
    if (!found.told && !app.tag) found = await askRound(dayAsked());
    await loadRound(found);
    app.problem = null;
  } catch (error) {
    if (error instanceof SignedOut) await app.signedOut();
    else if (error instanceof NotYours) gone("not.yours");
    else if (error instanceof Turned) app.problem = "no.truck";
    else app.problem = navigator.onLine ? "down" : null;
  }
}

// A screen that is drawn anew between a finger's down and its click would swallow the tap.
const CLICK_MS = 300;
const LONGEST_PRESS_MS = 5000;
const press = { timer: 0, isOn: false, isLate: false };

function released() {
  clearTimeout(press.timer);
  press.isOn = false;
  if (!press.isLate) return;
  press.isLate = false;
  draw();
}

function watchFingers() {
  const endIn = (ms) => { clearTimeout(press.timer); press.timer = setTimeout(released, ms); };
  addEventListener("pointerdown", () => { press.isOn = true; endIn(LONGEST_PRESS_MS); }, true);
  addEventListener("pointerup", () => endIn(CLICK_MS), true);
  addEventListener("pointercancel", () => endIn(0), true);
  // Here it comes last, once the button has had it.
  addEventListener("click", released);
}

// Draws a screen; what is typed into is left alone, unless the truck has begun to move or stopped.
let drawn = "";
function draw(fresh = false) {
  if (app.over || !app.store) return;
  press.isLate = press.isOn && !fresh;
  if (press.isLate) return;
  const screen = screenOf(app, location.hash);
  const is = `${location.hash} ${app.moving}`;
  if (screen.isTyped && !fresh && is === drawn) return;
  drawn = is;
  const held = document.activeElement?.dataset.key;
  (fresh ? show : redraw)(screen.draw());
  bar(app, location.hash);
  document.documentElement.dataset.screen = location.hash.slice(1);
  if (!fresh && held) document.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

let lamp = null;
async function keepAwake() {
  const isOn = app.shift === "on" && !document.hidden;
  if (isOn && (!lamp || lamp.released)) lamp = await navigator.wakeLock?.request("screen").catch(() => null);
  else if (!isOn) lamp = await lamp?.release();
}

// Heard from the first moment on: coverage may come back before the first answer.
function listen() {
  addEventListener("hashchange", () => { app.draft = {}; draw(true); });
  addEventListener("online", () => { app.sending?.restart(); app.refresh(); });
  addEventListener("offline", () => app.draw());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    keepAwake();
    app.refresh();
  });
}

async function start() {
  dress();
  watchFingers();
  await loadWords();
  app.track = new Track(app);
  const person = localStorage.getItem(LOCKED) === null ? lastPerson() : null;
  if (person) {
    app.store = await Store.open(person);
    app.sending = new Sending(app);
    await recallDay();
    app.turn();
    if (app.day) draw(true);
  }
  const isFirst = !app.day;
  listen();
  await tryLoad();
  if (!app.over && !app.store) gone(person ? "no.round" : "sign.in");
  if (app.over) return;
  setInterval(() => { if (navigator.onLine && !document.hidden && !app.over) app.refresh(); }, ASK_EVERY_MS);
  app.turn();
  // A round that has just come is on the screen already, and perhaps a finger on it.
  draw(isFirst && !drawn);
  app.sending.kick();
  await offlineReady();
}

// The app is on the phone once the worker that serves it is awake.
async function offlineReady() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/tournee/worker.js", { scope: "/tournee" });
  const { active } = await navigator.serviceWorker.ready;
  const isKept = async () => Boolean(await caches.match("/tournee"));
  // A worker that another tab kept awake over a signing out has nothing left to serve.
  if (!await isKept()) await new Promise((filled) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = filled;
    active.postMessage("fill", [port2]);
  });
  app.ready = await isKept();
  document.documentElement.dataset.ready = String(app.ready);
  app.draw();
}

start();
