// What the pointer or the keyboard is on, in words below its drawing: titles are slow, and phones
// have none. The page says everything without this.
(() => {
  const saved = document.documentElement.classList.contains("saved");
  for (const card of document.querySelectorAll(".chart")) {
    const readout = card.querySelector(".readout");
    for (const title of card.querySelectorAll(".plot title")) {
      const part = title.parentNode;
      const said = title.textContent;
      part.setAttribute("aria-label", said);
      title.remove();
      for (const event of ["pointerenter", "focus"]) {
        part.addEventListener(event, () => { readout.textContent = said; });
      }
      // A saved copy has no server to ask for another day.
      if (saved) part.removeAttribute("href");
    }
  }
})();
