// Where the node hangs: by satellite, dragged on a plan, or typed.

import { figure } from "./draft.js";
import { drawn, el, say } from "./dom.js";
import { typed } from "./field.js";
import { apart, moved } from "./ground.js";
import { number, t } from "./words.js";

const GOOD_M = 10;
const PATIENCE_MS = 20_000;
const HALF_M = 100;
// Who drags a point on the plan sets it about so well.
const BY_HAND_M = 10;

export const position = {
  key: "position",
  title: () => t("position"),
  why: ({ place }) => `${place.title}, ${place.commune}`,
  body: (ctx) => {
    const told = el("p", { class: "why", role: "status" });
    const shown = plan(ctx, told);
    const fields = [
      typed(ctx, "lat"),
      typed(ctx, "lon"),
      typed(ctx, "accuracy", { inputmode: "decimal" }),
    ];
    const refresh = () => {
      ["lat", "lon", "accuracy"].forEach((name, at) => {
        fields[at].querySelector("input").value = ctx.visit.typed[name];
      });
      shown.draw();
    };
    ctx.onchange(() => shown.draw());
    shown.draw();
    const take = el("button", { type: "button", class: "wide", onclick: () => locate(ctx, told, refresh) },
      t("position.gps"));
    shown.node.addEventListener("placed", refresh);
    return [take, told, shown.node, el("div", { class: "fields" }, fields)];
  },
};

function here(visit) {
  const lat = figure("lat", visit.typed.lat);
  const lon = figure("lon", visit.typed.lon);
  return Number.isFinite(lat) && Number.isFinite(lon) ? { lat, lon } : null;
}

function put(ctx, at, accuracy) {
  ctx.visit.typed.lat = at.lat.toFixed(6);
  ctx.visit.typed.lon = at.lon.toFixed(6);
  ctx.visit.typed.accuracy = String(accuracy);
  ctx.changed();
}

// Listens until it is known to ten metres, or twenty seconds long, and keeps the best.
function locate(ctx, told, refresh) {
  told.textContent = t("position.wait");
  let best = Infinity;
  const end = () => navigator.geolocation?.clearWatch(watch);
  const failed = () => {
    end();
    if (best === Infinity) told.textContent = t("position.failed");
  };
  const got = ({ coords }) => {
    if (ctx.signal.aborted || coords.accuracy >= best) return;
    best = coords.accuracy;
    put(ctx, { lat: coords.latitude, lon: coords.longitude }, Math.max(1, Math.round(best)));
    refresh();
    told.textContent = t("position.got", { accuracy: Math.round(best) });
    if (best <= GOOD_M) end();
  };
  if (!navigator.geolocation) { told.textContent = t("position.failed"); return; }
  const watch = navigator.geolocation.watchPosition(got, failed,
    { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 0 });
  setTimeout(end, PATIENCE_MS);
  ctx.signal.addEventListener("abort", end);
}

function plan(ctx, told) {
  const { place, visit } = ctx;
  const you = drawn("circle", { r: 4, class: "you" });
  const about = drawn("circle", { class: "about" });
  const svg = drawn("svg", { viewBox: `${-HALF_M} ${-HALF_M} ${2 * HALF_M} ${2 * HALF_M}`, class: "plan",
    role: "application", tabindex: "0", "aria-label": t("position.plan") },
    drawn("path", { d: "M-100 0H100M0-100V100", class: "axes" }),
    drawn("circle", { r: 50, class: "ring" }),
    drawn("rect", { x: -5, y: -5, width: 10, height: 10, class: "place" }), about, you);
  const away = el("p", { class: "why" });
  const draw = () => {
    const at = here(visit);
    you.style.display = about.style.display = at ? "" : "none";
    away.textContent = "";
    if (!at) return;
    const { east, north, metres } = apart(place, at);
    for (const circle of [you, about]) {
      circle.setAttribute("cx", east);
      circle.setAttribute("cy", -north);
    }
    about.setAttribute("r", figure("accuracy", visit.typed.accuracy) ?? 0);
    away.textContent = t("position.away", { metres: number(Math.round(metres)) });
  };
  const set = (east, north) => {
    put(ctx, moved(place, east, north), BY_HAND_M);
    told.textContent = "";
    svg.parentNode.dispatchEvent(new Event("placed"));
  };
  handle(svg, set, () => { const at = here(visit); return at ? apart(place, at) : { east: 0, north: 0 }; });
  svg.addEventListener("keyup", () => say(away.textContent));
  return { node: el("figure", { class: "ground" }, svg, away, el("figcaption", { class: "why" }, t("position.plan"))), draw };
}

function handle(svg, set, where) {
  const toMetres = (event) => {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    set(Math.round(x), -Math.round(y));
  };
  svg.addEventListener("pointerdown", (event) => { svg.setPointerCapture(event.pointerId); toMetres(event); });
  svg.addEventListener("pointermove", (event) => { if (event.buttons) toMetres(event); });
  svg.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!by) return;
    event.preventDefault();
    const { east, north } = where();
    set(east + by[0], north + by[1]);
  });
}
