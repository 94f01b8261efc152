// What is wrong, then a photo or none: two taps.

import { el } from "./dom.js";
import { back, button, head, link, title } from "./parts.js";
import { digest, smaller } from "./photo.js";
import { t } from "./words.js";

export const PROBLEMS = ["not-out", "sorting-refused", "blocked-by-car", "works", "broken", "jammed",
  "dumped-beside", "unsafe"];
// As much as half a bar carries in a minute; the server takes a third more.
const MOST_BYTES = 300_000;

// "-" stands for no stop: something between two of them.
const at = (stop) => (stop ? stop.at : "-");

export const problems = (stop) => el("div", { class: "grid" },
  PROBLEMS.map((one) => link(`#shot/${at(stop)}/${one}`, t(`problem.${one}`))));

export function problemScreen(app, stop) {
  return { draw: () => [
    head(app),
    el("p", { class: "why" }, stop ? title(stop) : t("problem.on.the.way")),
    el("h1", {}, t("problem.what")),
    problems(stop),
    back(),
  ] };
}

export function shotScreen(app, stop, what) {
  if (!PROBLEMS.includes(what)) return problemScreen(app, stop);
  return { isTyped: true, draw: () => [
    head(app),
    el("p", { class: "why" }, stop ? title(stop) : t("problem.on.the.way")),
    el("h1", {}, t(`problem.${what}`)),
    camera(app),
    app.moving ? null : note(app),
    button("tell", t("tell"), () => tell(app, stop, what), "main huge"),
    back(),
  ] };
}

function camera(app) {
  const said = el("p", { class: "why", role: "status" });
  const shown = el("div", { class: "shot" });
  const draw = () => {
    if (!app.draft.photo) return;
    const url = URL.createObjectURL(app.draft.photo);
    shown.replaceChildren(el("img", { src: url, alt: t("photo.taken"), onload: () => URL.revokeObjectURL(url) }));
  };
  const take = async ({ target }) => {
    said.textContent = t("photo.wait");
    try {
      app.draft.photo = await smaller(target.files[0], MOST_BYTES);
      said.textContent = "";
      draw();
    } catch {
      said.textContent = t("photo.failed");
    }
  };
  draw();
  return el("div", { class: "camera" },
    el("label", { class: "button wide" }, t("photo"),
      el("input", { type: "file", accept: "image/*", capture: "environment", class: "unseen", onchange: take })),
    said, shown);
}

const note = (app) => el("label", { class: "field" }, el("span", {}, t("note")),
  el("input", { type: "text", maxlength: "500", value: app.draft.note, autocomplete: "off",
    oninput: ({ target }) => { app.draft.note = target.value; } }));

async function tell(app, stop, what) {
  const { photo, note: typed = "" } = app.draft;
  const here = stop ? {} : spot(app);
  const deed = { kind: "problem", what, ...(stop ? { stop: stop.ref } : here), note: typed.slice(0, 500),
    ...(photo ? { photo: await digest(photo) } : {}) };
  if (!await app.tell(deed, photo)) return;
  location.hash = "";
}

// Where there is no stop, the spot is told with the problem: it is what the problem is about.
function spot(app) {
  const here = app.track.last;
  return here ? { lat: here.lat, lon: here.lon } : {};
}
