"use strict";
// What every page with a script does: it says so to its style, and prints.
(() => {
  const root = document.documentElement;
  root.classList.add("live");
  // A saved copy has no server to ask for another language.
  root.classList.toggle("saved", location.protocol === "file:");
  document.querySelector("[data-print]")?.addEventListener("click", () => print());
})();
