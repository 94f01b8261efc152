// A field whose every letter is kept at once, and a row of large buttons of which one is chosen.

import { el } from "./dom.js";
import { t } from "./words.js";

export function field(ctx, label, value, keep, options = {}) {
  const input = el("input", {
    type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false",
    enterkeyhint: "next", value, ...options,
    oninput: () => { keep(input.value); ctx.changed(); },
  });
  return el("label", { class: "field" }, el("span", {}, label), input);
}

export function typed(ctx, name, options) {
  return field(ctx, t(name), ctx.visit.typed[name], (text) => { ctx.visit.typed[name] = text; }, options);
}

// `choices` are pairs of a value and what its button shows.
export function choice(ctx, name, legend, choices) {
  const buttons = choices.map(([value, ...shown]) => {
    const radio = el("input", {
      type: "radio", name, value, checked: ctx.visit.typed[name] === value,
      onchange: () => { ctx.visit.typed[name] = value; ctx.changed(); },
    });
    return el("label", { class: "choice" }, radio, el("span", {}, shown));
  });
  return el("fieldset", { class: "choices" }, el("legend", { class: "unseen" }, legend), buttons);
}
