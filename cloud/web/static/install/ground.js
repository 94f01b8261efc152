// Metres on the ground between two places that are near each other.

const RADIUS_M = 6_371_008.8;
const RADIANS = Math.PI / 180;
const METRE = 1 / (RADIUS_M * RADIANS);

export function apart(from, to) {
  const east = (to.lon - from.lon) * Math.cos(from.lat * RADIANS) / METRE;
  const north = (to.lat - from.lat) / METRE;
  return { east, north, metres: Math.hypot(east, north) };
}

export function moved(from, east, north) {
  return { lat: from.lat + north * METRE, lon: from.lon + (east * METRE) / Math.cos(from.lat * RADIANS) };
}
