// Whether a visit closes a node: the facts of its evidence against the server's table of rules.

import { facts } from "./facts.js";

// Returns the code of every rule that refuses, once each, in the table's order.
export function refused(rules, known) {
  return [...new Set(rules.filter((rule) => refuses(rule, known[rule.fact] ?? null)).map((rule) => rule.code))];
}

function refuses({ when, limit }, fact) {
  if (fact === null) return false;
  if (when === "is") return fact === limit;
  return when === "below" ? fact < limit : fact > limit;
}

// Judges a visit by what the phone took along; `nowUs` is the cloud's time.
export function judged(sheet, place, visit, nowUs) {
  const known = facts({
    visit,
    place,
    node: sheet.nodes.find((node) => node.name === visit.node) ?? null,
    bounds: sheet.bounds,
    now_us: nowUs,
    photo: visit.photo_sha256 !== null,
    photo_same: null,
  });
  return refused(sheet.rules.rules, known).map((code) => ({ code, ...sheet.rules.said[code] }));
}

// How many readings the test of the cone takes.
export const pings = (sheet) =>
  sheet.rules.rules.find((rule) => rule.fact === "pings" && rule.when === "below")?.limit ?? 0;

const STEPS = [
  [/^(place-unknown|wrong-target)$/, "target"],
  [/^(place-taken|swap-)/, "swap"],
  [/^node-/, "node"],
  [/^position-/, "position"],
  [/^photo-/, "photo"],
  [/^(radio|network)-/, "link"],
  [/^empty-/, "empty"],
  [/^cone-/, "cone"],
];

// The question at which a refusal is mended; null if at none.
export const stepOf = (code) => STEPS.find(([pattern]) => pattern.test(code))?.[1] ?? null;
