// Emptied at a tip: what the scale says, or that there is none.

import { el } from "./dom.js";
import { back, button, head, streams, title } from "./parts.js";
import { number, read, t } from "./words.js";

const HEAVIEST_KG = 60_000;

export function tipScreen(app, stop) {
  const taken = (app.about[stop.ref]?.stream ?? "").split(", ").filter(Boolean);
  app.draft.stream ??= taken.length === 1 ? taken[0] : null;
  return { isTyped: !app.moving, draw: () => [
    head(app),
    el("p", { class: "why" }, title(stop)),
    el("h1", {}, t("unload.title")),
    taken.length > 1 ? choice(app, taken) : null,
    // Nobody types in a truck that moves.
    app.moving ? el("p", { class: "why" }, t("standstill")) : weight(app, stop),
    button("unweighed", t("unload.unweighed"), () => tell(app, stop, null), "wide"),
    back(),
  ] };
}

const choice = (app, taken) => el("fieldset", { class: "grid" }, el("legend", {}, t("fact.stream")), taken.map((one) =>
  el("label", { class: "choice" },
    el("input", { type: "radio", name: "stream", value: one, checked: app.draft.stream === one,
      onchange: () => { app.draft.stream = one; } }),
    el("span", {}, streams(one)))));

function weight(app, stop) {
  const wrong = el("p", { class: "fault", role: "alert", hidden: true });
  const send = () => {
    const kg = read(app.draft.weight ?? "");
    if (kg === null || kg < 0 || kg > HEAVIEST_KG) {
      wrong.hidden = false;
      wrong.textContent = t("weight.wrong", { most: number(HEAVIEST_KG) });
      return;
    }
    tell(app, stop, Math.round(kg));
  };
  return [
    el("label", { class: "field" }, el("span", {}, t("weight")),
      el("input", { type: "text", inputmode: "numeric", autocomplete: "off", value: app.draft.weight,
        oninput: ({ target }) => { app.draft.weight = target.value; } })),
    wrong,
    button("unload", t("unload.tell"), send, "main huge"),
  ];
}

async function tell(app, stop, kg) {
  const { stream } = app.draft;
  const deed = { kind: "unloaded", tip: stop.ref, ...(kg === null ? {} : { weight_kg: kg }), ...(stream ? { stream } : {}) };
  if (!await app.tell(deed)) return;
  location.hash = "";
}
