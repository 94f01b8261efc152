// The round on a map of its own: the way along the roads and the stops, from what is on the phone.

import { drawn, el } from "./dom.js";
import { apart } from "./ground.js";
import { button, MARKS, state, title } from "./parts.js";
import { t } from "./words.js";

const STEP = 0.2;
const NEAREST_M = 150;
// How it was left is how it is found again.
const view = { issued: 0, whole: null, box: null };

export function map(app) {
  const { plan, legs } = app.driven;
  const origin = plan.stops[0];
  const place = (at) => { const { east, north } = apart(origin, at); return [east, -north]; };
  if (view.issued !== plan.issued_at_us) begin(plan, place);
  const marks = app.stops.filter((stop) => stop.kind !== "break").map((stop) => mark(app, stop, place(stop)));
  const here = app.track.last;
  if (here) marks.push(at(drawn("circle", { r: 9, class: "you" }), place(here)));
  const next = app.next;
  const svg = drawn("svg", { class: "map", role: "application", tabindex: "0", "aria-label": t("map.about"),
    "data-key": "map", preserveAspectRatio: "xMidYMid slice" }, ...ways(plan, legs, place, next), ...marks.reverse());
  const draw = () => set(svg, marks);
  const turn = (change) => { change(); draw(); };
  keys(svg, turn);
  drag(svg, turn);
  draw();
  const nearer = () => turn(() => zoom(0.5));
  const further = () => turn(() => zoom(2));
  return el("figure", { class: "ground" }, svg,
    el("div", { class: "zoom" },
      button("zoom-in", el("span", { role: "img", "aria-label": t("map.in") }, "+"), nearer),
      button("zoom-out", el("span", { role: "img", "aria-label": t("map.out") }, "−"), further),
      button("zoom-all", t("map.all"), () => turn(() => { view.box = { ...view.whole }; })),
      next ? button("zoom-next", t("map.next"), () => turn(() => centre(place(next)))) : null),
    el("figcaption", { class: "why" }, legs.length ? app.roads : t("map.straight")));
}

function begin(plan, place) {
  const points = plan.stops.map(place);
  const [left, top] = [0, 1].map((axis) => Math.min(...points.map((point) => point[axis])));
  const [right, bottom] = [0, 1].map((axis) => Math.max(...points.map((point) => point[axis])));
  const size = Math.max(right - left, bottom - top, 2 * NEAREST_M) * 1.15;
  view.issued = plan.issued_at_us;
  view.whole = { x: (left + right) / 2, y: (top + bottom) / 2, size };
  view.box = { ...view.whole };
}

function ways(plan, legs, place, next) {
  return plan.stops.slice(1).map((stop, index) => {
    const points = legs[index]?.line.map(([lat, lon]) => ({ lat, lon })) ?? [plan.stops[index], stop];
    const kind = `${legs.length ? "" : "straight"} ${stop.ref === next?.ref && index + 1 === next.at ? "ahead" : ""}`;
    const path = points.map((point) => place(point).map((metre) => metre.toFixed(1)).join(" ")).join("L");
    return drawn("path", { class: `way ${kind}`, d: `M${path}` });
  });
}

// Told apart by sign and shape, not by colour alone.
function mark(app, stop, point) {
  const isNext = stop.at === app.next?.at;
  const kind = isNext ? "next" : stop.kind === "container" || stop.kind === "side" ? state(stop) : "place";
  const sign = isNext ? "▶" : kind === "place" ? t(`sign.${stop.kind}`) : kind === "open" ? "" : MARKS[kind];
  const text = drawn("text", { "text-anchor": "middle", dy: "0.36em" });
  text.textContent = sign;
  const name = drawn("title");
  name.textContent = title(stop);
  const shape = kind === "skipped" || kind === "conflict" || kind === "place"
    ? drawn("rect", { x: -9, y: -9, width: 18, height: 18, rx: 3 })
    : drawn("circle", { r: isNext ? 14 : kind === "open" ? 6 : 9 });
  return at(drawn("g", { class: `at ${kind}` }, name, shape, text), point);
}

const at = (node, [x, y]) => Object.assign(node, { place: `translate(${x.toFixed(1)} ${y.toFixed(1)})` });

// Marks keep their size on the screen, whatever the scale.
function set(svg, marks) {
  const { x, y, size } = view.box;
  svg.setAttribute("viewBox", `${x - size / 2} ${y - size / 2} ${size} ${size}`);
  const scale = (size / 360).toFixed(3);
  for (const one of marks) one.setAttribute("transform", `${one.place} scale(${scale})`);
}

function zoom(by) {
  view.box.size = Math.min(Math.max(view.box.size * by, NEAREST_M), view.whole.size * 2);
}

function centre([x, y]) {
  view.box = { x, y, size: Math.min(view.box.size, view.whole.size / 4) };
}

function pan(east, south) {
  view.box.x += east * view.box.size;
  view.box.y += south * view.box.size;
}

function keys(svg, turn) {
  const does = {
    ArrowLeft: () => pan(-STEP, 0), ArrowRight: () => pan(STEP, 0),
    ArrowUp: () => pan(0, -STEP), ArrowDown: () => pan(0, STEP),
    "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2),
    Home: () => { view.box = { ...view.whole }; },
  };
  svg.addEventListener("keydown", (event) => {
    if (!does[event.key]) return;
    event.preventDefault();
    turn(does[event.key]);
  });
}

function drag(svg, turn) {
  svg.addEventListener("pointerdown", (event) => svg.setPointerCapture(event.pointerId));
  svg.addEventListener("pointermove", (event) => {
    if (!event.buttons) return;
    const { width, height } = svg.getBoundingClientRect();
    const wide = Math.max(width, height);
    turn(() => pan(-event.movementX / wide, -event.movementY / wide));
  });
}
