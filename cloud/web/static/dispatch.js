// Who commands by voice says what he sees: a pin's name begins with what is drawn in it.
for (const pin of document.querySelectorAll(".pin[aria-label]")) {
  const drawn = [...pin.querySelectorAll("text")].map((one) => one.textContent).join(" ");
  pin.setAttribute("aria-label", `${drawn} · ${pin.getAttribute("aria-label")}`);
}
// Comfort only: “Move” fills the form on the page that is there, instead of asking for it again.
(() => {
  const form = document.getElementById("move");
  if (!form) return;
  for (const link of document.querySelectorAll("[data-move]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      form.elements.conteneur.value = link.dataset.move;
      form.scrollIntoView({ block: "center" });
      form.elements.vers.focus();
    });
  }
})();
