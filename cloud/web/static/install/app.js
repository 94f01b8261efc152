// Starts the installer's page, and keeps what its screens share.

import { el, show } from "./dom.js";
import { showList } from "./list.js";
import { Queue, unsent } from "./queue.js";
import { takeScanned } from "./scanned.js";
import { ask, endStay, NotYours, SignedOut } from "./server.js";
import { forgetPages, lastPerson, Store } from "./store.js";
import { nowUs, showVisit } from "./visit.js";
import { loadWords, t } from "./words.js";

// Who stands at the container with half a bar shall not wait for the list.
const PATIENCE_MS = 5000;
// Set while somebody is signed out and has unsent visits here: nobody sees them until he is back.
const LOCKED = "pose.locked";

// Ends the screen that is shown: its camera, its search for satellites.
let end = () => {};

const app = {
  store: null, person: null, sheet: null, cards: [], visits: [], loadedUs: 0, offsetUs: null,
  problem: null, ready: false, over: false, queue: null, secret: "", scanned: null,

  token: () => app.secret,
  renew: () => load(),

  async keep(visit) {
    if (!app.visits.includes(visit)) app.visits.push(visit);
    await app.store.write("visits", visit);
  },

  async reread() {
    const kept = await app.store.all("visits");
    // A visit that is on the screen stays the one that is typed into.
    app.visits = kept.map((one) => (one.state === "draft" && app.visits.find(({ id, state }) =>
      id === one.id && state === "draft")) || one);
  },

  async changed() {
    if (!app.store) return;
    await app.reread();
    if (location.hash === "" || location.hash === "#") draw(false);
    document.documentElement.dataset.unsent = app.visits.filter(unsent).length;
  },

  async refresh() {
    await tryLoad();
    await app.changed();
    app.queue?.kick();
  },

  async signedOut() {
    end();
    app.queue?.stop();
    // Nothing was opened: what is locked stays locked.
    if (!app.store) { gone("signed.out", "sign.in"); return; }
    await app.reread();
    if (app.visits.some((visit) => visit.state === "draft" || unsent(visit))) {
      localStorage.setItem(LOCKED, "1");
      Object.assign(app, { store: null, sheet: null, visits: [], cards: [] });
      await forgetPages();
    } else await forget();
    gone("signed.out", "sign.in");
  },

  async signOut() {
    end();
    app.queue.stop();
    let told = "signed.out";
    try {
      await endStay(document.documentElement.dataset.signOut, app.secret);
    } catch {
      told = "sign.out.offline";
    }
    await forget();
    gone(told);
  },
};

async function forget() {
  const store = app.store;
  Object.assign(app, { store: null, person: null, sheet: null, cards: [], visits: [], secret: "" });
  localStorage.removeItem(LOCKED);
  await store?.forgetAll();
  await forgetPages();
}

function gone(...keys) {
  app.over = true;
  history.replaceState(null, "", location.pathname);
  show(el("h1", {}, t(keys[0])), keys.slice(1).map((key) => el("p", { class: "why" }, t(key))));
}

// Takes from the server what the phone needs, and keeps it.
async function load() {
  const loaded = await ask("/pose/places", {}, PATIENCE_MS);
  const cards = await ask("/pose/cards", {}, PATIENCE_MS);
  if (app.person?.id !== loaded.person.id) await change(loaded.person);
  localStorage.removeItem(LOCKED);
  Object.assign(app, {
    person: loaded.person, sheet: loaded.sheet, cards: cards.cards, secret: loaded.token,
    loadedUs: loaded.sheet.made_us, offsetUs: Math.round(loaded.sheet.made_us - nowUs()), problem: null,
  });
  const { person, sheet, secret, loadedUs, offsetUs } = app;
  await app.store.write("state", { person, sheet, cards: app.cards, secret, loadedUs, offsetUs }, "loaded");
  await dropKnown();
}

// What the server shows need not stay here.
async function dropKnown() {
  await app.reread();
  for (const visit of app.visits) {
    const known = app.cards.find((one) => one.id === visit.id);
    if (visit.state === "sent" && known && known.state !== "refused") {
      await app.store.forgetVisit(visit.id);
    }
  }
}

// Another person's visits stay where they are, unseen; what holds nothing unsent goes.
async function change(person) {
  app.queue?.stop();
  if (app.store) {
    await app.reread();
    if (!app.visits.some((visit) => visit.state === "draft" || unsent(visit))) await app.store.forgetAll();
  }
  app.visits = [];
  app.store = await Store.open(person.id);
  app.queue = new Queue(app);
  // Later, when somebody else signs in on this page while it is open.
  if (app.sheet) app.queue.start();
}

async function tryLoad() {
  try {
    await load();
  } catch (error) {
    if (error instanceof SignedOut) await app.signedOut();
    else if (error instanceof NotYours) { app.sheet = null; gone("not.yours"); }
    else app.problem = navigator.onLine ? "down" : null;
  }
}

// Reads what the last person left here; nothing of somebody who is signed out.
async function recall() {
  const person = lastPerson();
  if (!person) return;
  app.store = await Store.open(person);
  const loaded = await app.store.read("state", "loaded");
  Object.assign(app, loaded ?? { person: { id: person, name: person } });
  await app.reread();
  app.queue = new Queue(app);
}

function draw(fresh = true) {
  end();
  end = () => {};
  if (!app.sheet) return;
  const [, id, at] = /^#visit\/([0-9a-f-]+)\/(\d+)$/.exec(location.hash) ?? [];
  const visit = app.visits.find((one) => one.id === id && one.state === "draft");
  if (visit) end = showVisit(app, visit, Number(at));
  else showList(app, fresh);
}

async function start() {
  app.scanned = takeScanned();
  await loadWords();
  const locked = localStorage.getItem(LOCKED) !== null;
  if (!locked) await recall();
  await tryLoad();
  if (locked && !app.store) gone("signed.out", "sign.in");
  else if (!app.sheet && !app.over) gone("no.list");
  if (!app.sheet) return;
  addEventListener("hashchange", () => draw());
  addEventListener("online", () => app.refresh());
  addEventListener("offline", () => app.changed());
  draw();
  app.queue.start();
  await offlineReady();
}

// The pages are on the phone once the worker that serves them is awake.
async function offlineReady() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/pose/worker.js", { scope: "/pose" });
  await navigator.serviceWorker.ready;
  app.ready = Boolean(await caches.match("/pose"));
  document.documentElement.dataset.ready = String(app.ready);
  await app.changed();
}

start();
