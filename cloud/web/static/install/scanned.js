// A label that the phone's own camera read: its address led here, and what it names is chosen.

import { label } from "./scan.js";

// Takes it out of the address, so that a page that is loaded again does not choose it once more.
export function takeScanned() {
  const [found] = ["n", "c"]
    .map((kind) => ({ kind, name: new URLSearchParams(location.search).get(kind) }))
    .filter(({ name }) => name !== null && label(name)?.name === name);
  if (location.search) history.replaceState(null, "", location.pathname + location.hash);
  return found ?? null;
}

// Returns the entries that a label belongs to.
export function belonging(entries, { kind, name }) {
  const named = {
    c: ({ place }) => [place.id],
    n: ({ place, known, visit }) => [place.node, place.taken_by, known?.node, visit?.typed.node],
  }[kind];
  return entries.filter((entry) => named(entry).includes(name));
}

// Returns what a visit that begins at `place` need not be asked any more.
export function answers(place, scanned) {
  if (!scanned) return {};
  const { kind, name } = scanned;
  if (kind === "c") return name === place.id ? { target: name } : {};
  return name === place.taken_by ? { replaces: name } : { node: name };
}
