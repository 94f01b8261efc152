// What the phone keeps of one person: the round, what was done, and what of it is still to be sent.
//
// A deed is numbered and written in one transaction, in the outbox, which is sent and emptied, and in
// the journal, from which every screen is drawn. An epoch is of one start of the app, truck and day.

const VERSION = 1;
const WHO = "tournee.person";
const DEVICE = "tournee.device";
const TELLING = ["epochs", "outbox", "journal", "photos"];
// Every deed is on the phone's disk before it counts: a dead battery takes nothing back.
const DURABLE = { durability: "strict" };

export const lastPerson = () => localStorage.getItem(WHO);

const hex = (bytes) => [...crypto.getRandomValues(new Uint8Array(bytes))]
  .map((byte) => byte.toString(16).padStart(2, "0")).join("");

// What this phone calls itself: once, and of nobody.
export function device() {
  const named = localStorage.getItem(DEVICE) ?? `crew-${hex(4)}`;
  localStorage.setItem(DEVICE, named);
  return named;
}

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const settled = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onabort = transaction.onerror = () => reject(transaction.error);
});

export class Store {
  static async open(person) {
    const store = new Store(person);
    await store.#open();
    localStorage.setItem(WHO, person);
    // Without this a full phone may throw it all away.
    navigator.storage?.persist?.();
    return store;
  }

  constructor(person) { this.person = person; }

  async #open() {
    const request = indexedDB.open(`tournee-${this.person}`, VERSION);
    request.onupgradeneeded = () => {
      const db = request.result;
      db.createObjectStore("state");
      db.createObjectStore("epochs", { keyPath: "epoch" });
      db.createObjectStore("outbox", { keyPath: ["epoch", "row.seq"] });
      db.createObjectStore("journal", { keyPath: "n", autoIncrement: true });
      db.createObjectStore("photos", { keyPath: "sha256" });
    };
    this.db = await done(request);
    this.epoch = null;
    // Another tab may sign out: the file must be let go of then.
    this.db.onversionchange = () => this.db.close();
  }

  // Should the browser have lost the file meanwhile, a new one is begun, under a new epoch.
  async #begin(tables, mode) {
    try {
      return this.db.transaction(tables, mode, DURABLE);
    } catch {
      if (this.over) throw new Error("signed out");
      await this.#open();
      return this.db.transaction(tables, mode, DURABLE);
    }
  }

  async read(key) { return done((await this.#begin(["state"], "readonly")).objectStore("state").get(key)); }

  async all(table) { return done((await this.#begin([table], "readonly")).objectStore(table).getAll()); }

  async write(key, value) {
    const transaction = await this.#begin(["state"], "readwrite");
    transaction.objectStore("state").put(value, key);
    await settled(transaction);
  }

  // Numbers a deed and keeps it, whole or not at all; a position stays out of the journal.
  async tell({ truck, day }, what, photo) {
    const transaction = await this.#begin(TELLING, "readwrite");
    const whole = settled(transaction);
    const table = (name) => transaction.objectStore(name);
    const known = this.epoch && await done(table("epochs").get(this.epoch));
    const head = known?.truck === truck && known.day === day ? known : { epoch: hex(6), truck, day, last: 0 };
    head.last += 1;
    const row = { ...what, seq: head.last };
    table("epochs").put(head);
    table("outbox").put({ epoch: head.epoch, truck, day, row });
    if (what.kind !== "position") table("journal").put({ epoch: head.epoch, truck, day, ...row, state: "kept" });
    if (photo) table("photos").put({ sha256: what.photo, blob: photo, asked: false });
    if (what.kind === "withdrawn") await this.#dropPhoto(table, what);
    await whole;
    this.epoch = head.epoch;
  }

  // The oldest rows of one epoch, as many as an envelope holds; null if there are none.
  async batch(most) {
    const rows = await this.all("outbox");
    if (rows.length === 0) return null;
    const [{ epoch, truck, day }] = rows;
    const deeds = rows.filter((one) => one.epoch === epoch).slice(0, most).map((one) => one.row);
    return { epoch, truck, day, deeds };
  }

  // What was taken back is told; its photo, if it has not left yet, need not be.
  async #dropPhoto(table, { of_epoch: epoch, of_seq: seq }) {
    const journal = await done(table("journal").getAll());
    const isIt = (deed) => deed.epoch === epoch && deed.seq === seq;
    const name = journal.find(isIt)?.photo;
    if (name && !journal.some((deed) => deed.photo === name && !isIt(deed))) table("photos").delete(name);
  }

  // Forgets what a receipt names, and learns which photos are wanted.
  async settle({ epoch, settled: ranges, refused, photos }) {
    const transaction = await this.#begin(TELLING, "readwrite");
    const whole = settled(transaction);
    const table = (name) => transaction.objectStore(name);
    for (const [first, last] of ranges) table("outbox").delete(IDBKeyRange.bound([epoch, first], [epoch, last]));
    const is = (seq) => ranges.some(([first, last]) => first <= seq && seq <= last);
    for (const one of await done(table("journal").getAll())) {
      if (one.epoch !== epoch || !is(one.seq)) continue;
      const why = refused.find(({ seq }) => seq === one.seq);
      table("journal").put({ ...one, state: why ? "refused" : "sent", why });
      if (!one.photo) continue;
      const photo = await done(table("photos").get(one.photo));
      if (photo && photos.includes(one.photo)) table("photos").put({ ...photo, asked: true });
      else table("photos").delete(one.photo);
    }
    await whole;
  }

  async wanted() { return (await this.all("photos")).find((one) => one.asked) ?? null; }

  async forgetPhoto(sha256) {
    const transaction = await this.#begin(["photos"], "readwrite");
    transaction.objectStore("photos").delete(sha256);
    await settled(transaction);
  }

  // What is of another day and was settled need not stay here.
  async forgetDaysBut(day) {
    const transaction = await this.#begin(["journal", "epochs", "outbox"], "readwrite");
    const whole = settled(transaction);
    const table = (name) => transaction.objectStore(name);
    for (const one of await done(table("journal").getAll())) {
      if (one.day !== day && one.state !== "kept") table("journal").delete(one.n);
    }
    const unsent = new Set((await done(table("outbox").getAll())).map((one) => one.epoch));
    for (const one of await done(table("epochs").getAll())) {
      if (one.epoch !== this.epoch && !unsent.has(one.epoch)) table("epochs").delete(one.epoch);
    }
    await whole;
  }

  // Leaves what is still to be sent, and nothing of the round.
  async forgetRound() {
    const transaction = await this.#begin(["state"], "readwrite");
    transaction.objectStore("state").clear();
    await settled(transaction);
  }

  // Leaves nothing of this person on the phone.
  async forgetAll() {
    this.over = true;
    this.db.close();
    localStorage.removeItem(WHO);
    await done(indexedDB.deleteDatabase(`tournee-${this.person}`));
  }
}

// Takes the app out of the phone, and the worker that answers in the server's place.
export async function forgetPages() {
  for (const name of await caches.keys()) if (name.startsWith("tournee-")) await caches.delete(name);
  const registration = await navigator.serviceWorker?.getRegistration("/tournee");
  await registration?.unregister();
}
