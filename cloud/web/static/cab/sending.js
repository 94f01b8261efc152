// Sends what was told as soon as there is coverage, again and again until a receipt settles it.

import { waitMs } from "./backoff.js";
import { ask, NotYours, SignedOut, Turned } from "./server.js";
import { device } from "./store.js";

// A quarter of what an envelope may hold: over half a bar a short one arrives, a long one does not.
const MOST_ROWS = 250;

export class Sending {
  #failures = 0;
  #timer = 0;
  #busy = null;
  #again = false;

  // `desk` gives store, token() and renew(), hears(), and is told by settled(), sent() and signedOut().
  constructor(desk) { this.desk = desk; }

  stop() {
    this.stopped = true;
    clearTimeout(this.#timer);
  }

  // There is coverage again: what failed before says nothing of it.
  restart() {
    this.#failures = 0;
    return this.kick();
  }

  // Tries now; two tabs, one after the other. What is told while an answer is awaited goes in another turn.
  kick() {
    clearTimeout(this.#timer);
    // Without a network there is nothing to try; when there is one again, somebody kicks.
    if (this.stopped || !navigator.onLine) return null;
    this.#again = this.#busy !== null;
    this.#busy ??= navigator.locks
      .request("tournee-send", () => this.#sendAll())
      .finally(() => {
        this.#busy = null;
        if (this.#again) this.kick();
      });
    return this.#busy;
  }

  async #sendAll() {
    try {
      const moved = await this.#envelopes() + await this.#photos();
      this.#failures = 0;
      if (moved) await this.desk.sent();
      // Counted as unsent, and nothing is left to send: another tab has told it.
      else if (!this.stopped && this.desk.unsent) await this.desk.settled();
    } catch (error) {
      if (error instanceof SignedOut) await this.desk.signedOut();
      else if (!this.stopped) this.#timer = setTimeout(() => this.kick(), waitMs(this.#failures++));
    }
  }

  async #envelopes() {
    let count = 0;
    for (let batch; !this.stopped && (batch = await this.desk.store.batch(MOST_ROWS));) {
      const asked = performance.now();
      const receipt = await this.#withToken("/tournee/envelopes", "POST", "application/json",
        JSON.stringify({ v: 1, device: device(), ...batch }));
      this.desk.hears(receipt.now_us, performance.now() - asked);
      await this.desk.store.settle(receipt);
      count += batch.deeds.filter((deed) => deed.kind !== "position").length;
      await this.desk.settled();
    }
    return count;
  }

  async #photos() {
    let count = 0;
    for (let photo; !this.stopped && (photo = await this.desk.store.wanted()); count += 1) {
      try {
        await this.#withToken(`/tournee/photos/${photo.sha256}`, "PUT", "image/jpeg", photo.blob);
      } catch (error) {
        // The server will never take this one; the deed that names it is told all the same.
        if (!(error instanceof Turned)) throw error;
      }
      await this.desk.store.forgetPhoto(photo.sha256);
      await this.desk.settled();
    }
    return count;
  }

  // A token of an earlier stay is renewed, once.
  async #withToken(path, method, type, body) {
    const send = () => ask(path, {
      method, body, headers: { "Content-Type": type, "X-Vallee-Token": this.desk.token() },
    });
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof NotYours)) throw error;
      await this.desk.renew();
      // The stay may be another person's by now: what this one did is not told by him.
      if (this.stopped) throw error;
      return send();
    }
  }
}
