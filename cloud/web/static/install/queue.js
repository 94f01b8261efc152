// Sends what was mounted as soon as there is coverage: each visit by its id, with its photo.
//
// A visit is `kept` until the server has answered it, then `sent` or `refused`; an answer that is
// lost on its way is asked for again under the same id, which the server knows.

import { waitMs } from "./backoff.js";
import { base64 } from "./photo.js";
import { NotYours, sendVisit, SignedOut, Turned } from "./server.js";

export const unsent = (visit) => visit.state === "kept";

export class Queue {
  #failures = 0;
  #timer = 0;
  #busy = null;
  #sent = false;

  // `desk` gives store, token() and renew(), and is told by changed() and signedOut().
  constructor(desk) { this.desk = desk; }

  start() {
    addEventListener("online", () => this.kick());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.kick(); });
    this.kick();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.#timer);
  }

  // Tries now; of two tabs, one.
  kick() {
    clearTimeout(this.#timer);
    this.#busy ??= navigator.locks
      .request("pose-send", { ifAvailable: true }, (lock) => (lock ? this.#sendAll() : null))
      .finally(() => { this.#busy = null; });
    return this.#busy;
  }

  async #sendAll() {
    try {
      let renewed = false;
      for (let visit; !this.stopped && (visit = await this.#next());) {
        try {
          await this.#send(visit);
        } catch (error) {
          // The page's token was of an earlier stay: take the new one, once.
          if (!(error instanceof NotYours) || renewed) throw error;
          renewed = true;
          await this.desk.renew();
        }
      }
      this.#failures = 0;
      // What came of it is on the cards.
      if (this.#sent) await this.desk.renew();
      this.#sent = false;
    } catch (error) {
      if (error instanceof SignedOut) this.desk.signedOut();
      else if (!this.stopped) this.#timer = setTimeout(() => this.kick(), waitMs(this.#failures++));
    }
    this.desk.changed();
  }

  async #next() {
    const visits = await this.desk.store.all("visits");
    return visits.filter(unsent).sort((one, other) => one.at_us - other.at_us)[0];
  }

  async #send(visit) {
    const { store } = this.desk;
    const photo = await store.read("photos", visit.id);
    Object.assign(visit, await this.#answer({ visit: visit.evidence, photo: await base64(photo) }));
    await store.write("visits", visit);
    this.#sent = true;
  }

  async #answer(sent) {
    try {
      const verdict = await sendVisit(sent, this.desk.token());
      return { state: verdict.ok ? "sent" : "refused", verdict };
    } catch (error) {
      if (!(error instanceof Turned)) throw error;
      return { state: "refused", verdict: { ok: false, refused: [error.problem] } };
    }
  }
}
