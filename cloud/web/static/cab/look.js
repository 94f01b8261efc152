// Day and night: as the phone has it, or as somebody said with the button.

const KEY = "tournee.look";
const ROUND = { "": "night", night: "day", day: "" };

export const look = () => localStorage.getItem(KEY) ?? "";

export function dress() {
  document.documentElement.dataset.look = look();
}

export function nextLook() {
  localStorage.setItem(KEY, ROUND[look()] ?? "");
  dress();
}
