// What the day stands at: a function of the rounds that came, of what was told here, and of what the
// server heard of others. Nothing here is kept, and nothing is rewritten.

const SHIFT = { started: "on", paused: "paused", resumed: "on", ended: "ended" };
const DONE = new Set(["collected", "skipped", "passed"]);
const WORDS = new Set(["collected", "skipped"]);
// What can be taken back, and what is put right by saying the opposite.
const WITHDRAWN = new Set(["collected", "skipped", "problem", "unloaded"]);
const OPPOSITE = { paused: "resumed", ended: "started" };

const isTrue = (deed) => deed.state !== "refused" && !deed.gone;

// Marks what was taken back; both stay in the journal.
export function marked(journal) {
  const key = (epoch, seq) => `${epoch}/${seq}`;
  const gone = new Map(journal.filter((deed) => deed.kind === "withdrawn" && deed.state !== "refused")
    .map((deed) => [key(deed.of_epoch, deed.of_seq), deed.state]));
  return journal.map((deed) => ({ ...deed, gone: gone.get(key(deed.epoch, deed.seq)) ?? "" }));
}

// "before", "on", "paused" or "ended".
export const shift = (journal) =>
  SHIFT[journal.findLast((deed) => deed.kind in SHIFT && isTrue(deed))?.kind] ?? "before";

// The round that is driven: the last one that was accepted; before the start, the newest.
export function driven(rounds, journal) {
  const accepted = journal.findLast((deed) => deed.kind === "accepted")?.plan;
  const found = rounds.find((one) => one.plan.issued_at_us === accepted);
  return found ?? rounds.findLast((one) => !isRefused(one, journal)) ?? rounds.at(-1) ?? null;
}

const isRefused = (round, journal) =>
  journal.some((deed) => deed.kind === "refused" && deed.plan === round.plan.issued_at_us);

// A round that came after the one that is driven, and was not answered.
export function offered(rounds, journal) {
  const newest = rounds.at(-1);
  const now = driven(rounds, journal);
  const isDriven = shift(journal) === "on" || shift(journal) === "paused";
  if (!newest || !isDriven || isRefused(newest, journal)) return null;
  return newest.plan.issued_at_us > now.plan.issued_at_us ? newest : null;
}

// By the server's own rule: each phone has one word, its last; collected by any is collected.
export function stopState(ref, { about, journal }, device) {
  const theirs = about[ref]?.state ?? { state: "open", words: [], problems: [] };
  const mine = journal.filter((deed) => deed.stop === ref && WORDS.has(deed.kind));
  const last = mine.findLast(isTrue);
  const words = theirs.words.filter((word) => mine.length === 0 || word.device !== device);
  if (last) words.push({ ...last, device, state: last.kind, reason: last.reason ?? "", note: last.note ?? "" });
  const counts = words.findLast((word) => word.state === "collected") ?? words.at(-1);
  const state = counts?.state ?? (theirs.state === "passed" ? "passed" : "open");
  const conflict = new Set(words.map((word) => word.state)).size > 1;
  return { state, reason: counts?.reason ?? "", words, problems: problemsOf(ref, theirs.problems, journal), conflict };
}

// What the server heard of, less what was taken back since, and what it has not heard of yet.
function problemsOf(ref, heard, journal) {
  const problems = [...heard];
  for (const deed of journal) {
    if (deed.kind !== "problem" || deed.stop !== ref) continue;
    if (deed.state === "kept" && !deed.gone) problems.push(deed.what);
    const at = deed.state === "sent" && deed.gone === "kept" ? problems.indexOf(deed.what) : -1;
    if (at >= 0) problems.splice(at, 1);
  }
  return problems;
}

// Every stop of a round with its state; `near` are the sides that the truck has been at.
export function stopsOf(round, day, near, device) {
  const unloadings = {};
  for (const deed of day.journal) {
    if (deed.kind === "unloaded" && isTrue(deed)) unloadings[deed.tip] = (unloadings[deed.tip] ?? 0) + 1;
  }
  const stops = round.plan.stops.map((stop, at) => {
    const known = stopState(stop.ref, day, device);
    if (stop.kind === "tip") {
      const isDone = unloadings[stop.ref]-- > 0;
      return { ...stop, ...known, at, state: isDone ? "unloaded" : "open" };
    }
    if (stop.kind === "side" && known.state === "open" && near.has(stop.ref)) known.state = "passed";
    // Who stands at a container has not lifted it yet.
    if (stop.kind === "container" && known.state === "passed") known.state = "open";
    return { ...stop, ...known, at };
  });
  const last = stops.findLastIndex((stop) => stop.state !== "open");
  // What wants no word is behind the truck once something after it is done.
  for (const stop of stops) {
    const isSilent = stop.kind === "side" || stop.kind === "break" || stop.kind === "here";
    stop.closed = stop.state !== "open" || (isSilent && stop.at < last) ||
      (stop.at === 0 && (stop.kind === "depot" || stop.kind === "here"));
  }
  return stops;
}

export const current = (stops) => stops.find((stop) => !stop.closed) ?? null;

// What a crew is sent out for.
export const isAsked = (stop) => stop.kind === "container" || stop.kind === "side";

export const doneCount = (stops) => stops.filter((stop) => DONE.has(stop.state)).length;

// The last thing that was told, and what to tell if it was a mistake; null if there is nothing.
export function undo(journal) {
  const last = journal.findLast((deed) => deed.kind !== "received");
  if (!last || !isTrue(last)) return null;
  if (WITHDRAWN.has(last.kind)) return { last, again: { kind: "withdrawn", of_epoch: last.epoch, of_seq: last.seq } };
  return last.kind in OPPOSITE ? { last, again: { kind: OPPOSITE[last.kind] } } : null;
}

// What a new round changes for a crew: stops that are added, gone, or come in another order.
export function changes(old, young) {
  const named = (plan) => plan.stops.filter((stop) => stop.kind !== "depot" && stop.kind !== "here" && stop.ref);
  const before = named(old), after = named(young);
  const refs = (stops) => new Set(stops.map((stop) => stop.ref));
  const had = refs(before), has = refs(after);
  const stay = before.filter((stop) => has.has(stop.ref)).map((stop) => stop.ref);
  const kept = inOrder(stay, after.filter((stop) => had.has(stop.ref)).map((stop) => stop.ref));
  return {
    added: after.filter((stop) => !had.has(stop.ref)),
    gone: before.filter((stop) => !has.has(stop.ref)),
    moved: after.filter((stop) => had.has(stop.ref) && !kept.has(stop.ref)),
  };
}

// The most refs that keep their order among themselves; the fewest are then said to have moved.
function inOrder(old, young) {
  const rank = new Map(old.map((ref, at) => [ref, at]));
  const best = [];
  young.forEach((ref, at) => {
    let from = null;
    for (let one = 0; one < at; one += 1) {
      if (rank.get(young[one]) < rank.get(ref) && (from === null || best[one].length > best[from].length)) from = one;
    }
    best.push({ length: 1 + (from === null ? 0 : best[from].length), from });
  });
  const kept = new Set();
  let at = best.reduce((top, one, index) => (top === null || one.length > best[top].length ? index : top), null);
  for (; at !== null; at = best[at].from) kept.add(young[at]);
  return kept;
}
