// Where the truck is, while the shift is on and not paused; how fast, for this screen only.

import { apart } from "./ground.js";

const STANDSTILL_M_S = 5 / 3.6;
// A phone that no longer says where it is may stand anywhere: after this it counts as standing.
const STALE_MS = 20_000;
// Often enough to prove a street that is driven through, seldom enough for a battery.
const LEAST_MS = 5000;
const LONGEST_MS = 60_000;
const FAR_M = 30;
// As the server: a position that may be further off proves nothing.
const COARSEST_M = 100;
const NEAR_M = 60;

export class Track {
  #watch = null;
  #told = null;
  #timer = 0;
  last = null;
  moving = false;

  // `desk` is told by moved(), which redraws, and by position(), which is shared.
  constructor(desk) { this.desk = desk; }

  get on() { return this.#watch !== null; }

  turn(on) {
    if (on === this.on || !navigator.geolocation) return;
    if (on) {
      this.#watch = navigator.geolocation.watchPosition((fix) => this.#take(fix), () => {},
        { enableHighAccuracy: true, maximumAge: 0 });
      return;
    }
    navigator.geolocation.clearWatch(this.#watch);
    clearTimeout(this.#timer);
    Object.assign(this, { last: null, moving: false });
    this.#watch = this.#told = null;
  }

  #take({ coords, timestamp }) {
    const at = { lat: coords.latitude, lon: coords.longitude, accuracy_m: coords.accuracy, ms: timestamp };
    this.moving = speed(coords, at, this.last) > STANDSTILL_M_S;
    this.last = at;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { this.moving = false; this.desk.moved(); }, STALE_MS);
    this.desk.moved();
    const since = this.#told ? at.ms - this.#told.ms : LONGEST_MS;
    if (since < LEAST_MS || (since < LONGEST_MS && metres(at, this.#told) < FAR_M)) return;
    this.#told = at;
    this.desk.position({ lat: at.lat, lon: at.lon, accuracy_m: at.accuracy_m });
  }
}

// Metres a second as the phone says; else between two positions, less what both may be off.
function speed(coords, at, last) {
  if (coords.speed !== null && Number.isFinite(coords.speed)) return coords.speed;
  if (!last || at.ms <= last.ms) return 0;
  const sure = metres(at, last) - Math.max(at.accuracy_m, last.accuracy_m);
  return Math.max(0, sure) / ((at.ms - last.ms) / 1000);
}

export const metres = (from, to) => apart(from, to).metres;

export const isNear = (at, stop) => at.accuracy_m <= COARSEST_M && metres(at, stop) <= NEAR_M;
