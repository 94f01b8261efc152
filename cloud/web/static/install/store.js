// What the phone keeps of one person: the places, each visit as far as it is typed, its photo.

const VERSION = 1;
const WHO = "pose.person";

export const lastPerson = () => localStorage.getItem(WHO);

// Every write is on the phone's disk before it counts: a dead battery takes nothing back.
const DURABLE = { durability: "strict" };

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function settled(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

export class Store {
  static async open(person) {
    const request = indexedDB.open(`pose-${person}`, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("state");
      request.result.createObjectStore("visits", { keyPath: "id" });
      request.result.createObjectStore("photos");
    };
    const store = new Store(person, await done(request));
    localStorage.setItem(WHO, person);
    // Without this a full phone may throw it all away.
    navigator.storage?.persist?.();
    return store;
  }

  constructor(person, db) {
    this.person = person;
    this.db = db;
    // Another tab may sign out: the file must be let go of then.
    db.onversionchange = () => db.close();
  }

  read(table, key) { return done(this.db.transaction(table).objectStore(table).get(key)); }

  all(table) { return done(this.db.transaction(table).objectStore(table).getAll()); }

  async write(table, value, key) {
    const transaction = this.db.transaction(table, "readwrite", DURABLE);
    transaction.objectStore(table).put(value, key);
    await settled(transaction);
  }

  async forgetVisit(id) {
    const transaction = this.db.transaction(["visits", "photos"], "readwrite", DURABLE);
    transaction.objectStore("visits").delete(id);
    transaction.objectStore("photos").delete(id);
    await settled(transaction);
  }

  // Leaves nothing of this person on the phone.
  async forgetAll() {
    this.db.close();
    localStorage.removeItem(WHO);
    await done(indexedDB.deleteDatabase(`pose-${this.person}`));
  }
}

// Takes the pages out of the phone, and the worker that answers in the server's place.
export async function forgetPages() {
  for (const name of await caches.keys()) if (name.startsWith("pose-")) await caches.delete(name);
  const registration = await navigator.serviceWorker?.getRegistration("/pose");
  await registration?.unregister();
}
