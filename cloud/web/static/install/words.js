// The sentences of the page in the reader's language, and numbers as that language writes them.

const LANGUAGE = "pose.language";
let texts = {};
let language = "fr";

export async function loadWords() {
  texts = await (await fetch(new URL("texts.json", import.meta.url))).json();
  speak(localStorage.getItem(LANGUAGE) ?? document.documentElement.lang);
}

export const spoken = () => language;
export const languages = () => Object.keys(texts);

export function speak(asked) {
  language = asked in texts ? asked : "fr";
  document.documentElement.lang = language;
}

export function choose(asked) {
  localStorage.setItem(LANGUAGE, asked);
  speak(asked);
}

export const knows = (key) => key in texts[language];

// Fills the blanks of a text; of "one|many" it takes what goes with `n`.
export function t(key, values = {}) {
  const text = texts[language][key] ?? key;
  const [one, many] = text.split("|");
  const singular = language === "fr" ? values.n < 2 : values.n === 1;
  const form = many === undefined || singular ? one : many;
  return form.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number" ? number(value) : String(value ?? "");
  });
}

export function number(value, decimals = 0) {
  const digits = { maximumFractionDigits: decimals, minimumFractionDigits: decimals };
  return value.toLocaleString(language, digits).replace("-", "−");
}

export function moment(us) {
  return new Date(us / 1000).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
}

// Reads a number as people type it: 3,5 and 3.5, − and -; null if it is none.
export function read(text) {
  const plain = text.trim().replace(/[\u00a0\u202f ]/g, "").replace(",", ".").replace("−", "-");
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}
