// The evidence of a visit boiled down to the few numbers that the table of rules looks at.
//
// The server does the same in cloud/installation/facts.py; one file of cases holds both to it.

const EARTH_M = 6_371_008.8;
const BLIND_MM = 300;
const STILL_MM = 3;
const HUNG_UP = new Set(["mounted", "proven"]);
const RADIOS = ["wifi", "lte", "lora"];
const RADIANS = Math.PI / 180;

// `of` holds visit, place, node, bounds, now_us, photo and photo_same; null is not known.
export function facts(of) {
  return {
    ...things(of.visit, of.place, of.node),
    ...clock(of.visit, of.now_us),
    ...position(of.visit, of.place, of.bounds),
    photo: Number(of.photo),
    photo_same: of.photo_same === null || of.photo_same === undefined ? null : Number(of.photo_same),
    ...network(of.visit),
    ...cone(of.visit, of.place),
  };
}

// Haversine, on the ball that the earth nearly is.
export function metres(one, other) {
  const [a, b] = [one.lat * RADIANS, other.lat * RADIANS];
  const [north, east] = [b - a, (other.lon - one.lon) * RADIANS];
  const chord = Math.sin(north / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(east / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.sqrt(Math.min(1, chord)));
}

function things(visit, place, node) {
  const hungUp = node !== null && HUNG_UP.has(node.stock);
  const takenBy = place?.taken_by ?? null;
  const here = node !== null && node.place === visit.target;
  const replaces = visit.replaces ?? null;
  return {
    place_known: Number(place !== null),
    target_same: Number(visit.target === visit.place),
    node_known: Number(node !== null),
    node_revoked: Number(Boolean(node?.revoked)),
    node_retired: Number(node?.stock === "retired"),
    node_in_repair: Number(node?.stock === "in-repair"),
    node_here: Number(hungUp && here),
    node_elsewhere: Number(hungUp && !here),
    node_planned_elsewhere: Number(node !== null && !hungUp && (node.place ?? null) !== null && !here),
    // Who takes another's place takes over its sensors too.
    node_measures: node && place?.stands === "container" && replaces === null
      ? Number(node.measures ?? true) : null,
    place_taken: Number(![null, replaces, visit.node].includes(takenBy)),
    swap_same: replaces === null ? null : Number(replaces === takenBy),
  };
}

function clock(visit, nowUs) {
  const offset = visit.offset_us ?? null;
  if (offset === null) return { clock_known: 0 };
  const ahead = (visit.at_us + offset - nowUs) / 1e6;
  return { clock_known: 1, clock_off_s: Math.abs(offset) / 1e6, ahead_s: ahead, age_s: -ahead };
}

function position(visit, place, bounds) {
  const { lat, lon, accuracy_m: accuracy } = visit;
  const good = [lat, lon, accuracy].every(Number.isFinite)
    && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && accuracy >= 0;
  if (!good) return { position_good: 0 };
  return {
    position_good: 1,
    accuracy_m: accuracy,
    inside: bounds ? Number(isInside(visit, bounds)) : null,
    beyond_m: place ? metres(visit, place) - accuracy : null,
  };
}

function isInside({ lat, lon }, { south, west, north, east }) {
  return south <= lat && lat <= north && west <= lon && lon <= east;
}

function network(visit) {
  const heard = RADIOS.map((one) => [`${one}_dbm`, visit.radio === one ? visit.radio_dbm ?? null : null]);
  return { ...Object.fromEntries(heard), rtt_ms: visit.rtt_ms ?? null };
}

// What was seen with the hand away, as shares of the way to full line and floor.
function cone(visit, place) {
  const full = place?.full_mm ?? null;
  const depth = place?.depth_mm ?? null;
  if (full === null || depth === null) return {};
  const floor = depth + full;
  const read = visit.cone_mm ?? [];
  const echoes = read.filter((mm) => mm > 0);
  const middle = echoes.length ? median(echoes) : null;
  const still = echoes.length > 0 && Math.max(...echoes) - Math.min(...echoes) <= STILL_MM;
  const empty = visit.empty_mm ?? null;
  return {
    pings: read.length,
    echoes: read.length ? echoes.length / read.length : null,
    near: middle !== null && full ? middle / full : null,
    stuck: middle === null ? null : Number(middle <= BLIND_MM && still),
    far: middle === null ? null : middle / floor,
    empty: empty === null ? null : empty / floor,
  };
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
