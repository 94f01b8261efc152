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
