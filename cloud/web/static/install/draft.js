// A visit while it is being made: what was typed, as it was typed, and what that comes to.

import { read } from "./words.js";

// The widest that may be sent; what is sensible is the rules' business.
const LIMITS = {
  lat: [-90, 90],
  lon: [-180, 180],
  accuracy: [0, 100_000],
  radio_dbm: [-200, 0],
  rtt_ms: [0, 10_000_000],
  empty_mm: [0, 100_000],
  cone_mm: [0, 100_000],
};
const WHOLE = new Set(["rtt_ms", "empty_mm", "cone_mm"]);
// Whether there is such a place on earth, the table of rules says.
const JUDGED = new Set(["lat", "lon", "accuracy"]);

export function begin(place, readings, nowUs) {
  return {
    id: crypto.randomUUID(),
    place: place.id,
    state: "draft",
    begun_us: nowUs,
    typed: { target: "", node: "", replaces: "", lat: "", lon: "", accuracy: "", supply: "", radio: "",
      radio_dbm: "", rtt_ms: "", empty_mm: "", cone_mm: Array(readings).fill(""), note: "" },
    photo: null,
  };
}

// What was refused is tried anew under a new id: the first attempt stays as it was sent.
export function again(visit, nowUs) {
  const { verdict, evidence: sent, at_us: sealed, ...kept } = visit;
  return { ...kept, id: crypto.randomUUID(), state: "draft", begun_us: nowUs };
}

// Reads a field; undefined if it is empty, null if it cannot be sent.
export function figure(name, typed) {
  const text = String(typed).replace(/\s*(dBm|ms|mm|m)$/i, "");
  if (text.trim() === "") return undefined;
  let value = read(text);
  // A signal lies below zero, and not every keyboard of a phone has a minus.
  if (name === "radio_dbm" && value > 0) value = -value;
  const [low, high] = LIMITS[name];
  if (value === null || (!JUDGED.has(name) && (value < low || value > high))) return null;
  return WHOLE.has(name) ? Math.round(value) : value;
}

// Tells what is missing or no number, each with the step where it is mended.
export function problems(visit, place) {
  const { typed } = visit;
  const found = [];
  const lacks = (step) => found.push({ step, code: step, local: true });
  const number = (step, name, text, needed) => {
    const value = figure(name, text);
    if (value === null) {
      const [low, high] = LIMITS[name];
      found.push({ step, code: "number", local: true, field: name, values: { typed: text, low, high } });
    }
    return value !== undefined || !needed;
  };
  if (!typed.target) lacks("target");
  if (!typed.node) lacks("node");
  if (place.taken_by && !typed.replaces) lacks("swap");
  const placed = ["lat", "lon", "accuracy"]
    .map((name) => number("position", name, typed[name], true));
  if (placed.includes(false)) lacks("position");
  if (!visit.photo) lacks("photo");
  if (!typed.supply) lacks("supply");
  number("link", "radio_dbm", typed.radio_dbm);
  number("link", "rtt_ms", typed.rtt_ms);
  if (place.stands === "container") {
    number("empty", "empty_mm", typed.empty_mm);
    const read = typed.cone_mm.map((text) => number("cone", "cone_mm", text, true));
    if (read.includes(false)) lacks("cone");
  }
  return found;
}

// What is typed so far, in the names of the server; what is not known is null.
export function evidence(visit, place, offsetUs) {
  const { typed } = visit;
  const value = (name) => figure(name, typed[name]) ?? null;
  const hung = place.stands === "container";
  return {
    id: visit.id,
    place: visit.place,
    node: typed.node || null,
    replaces: (place.taken_by && typed.replaces) || null,
    target: typed.target || null,
    lat: value("lat"),
    lon: value("lon"),
    accuracy_m: value("accuracy"),
    at_us: visit.at_us ?? visit.begun_us,
    offset_us: offsetUs ?? null,
    supply: typed.supply || null,
    photo_sha256: visit.photo?.sha256 ?? null,
    radio: typed.radio || null,
    radio_dbm: value("radio_dbm"),
    rtt_ms: value("rtt_ms"),
    empty_mm: hung ? value("empty_mm") : null,
    cone_mm: hung
      ? typed.cone_mm.map((text) => figure("cone_mm", text)).filter((mm) => Number.isFinite(mm))
      : [],
    note: typed.note.slice(0, 500),
  };
}
