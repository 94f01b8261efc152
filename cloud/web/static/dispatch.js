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
  // “Check” is answered on the page that is there: it need not be drawn anew for one sentence. What
  // is asked last counts; where there is no such answer, the form is sent as without this script.
  let asking = null;
  let plainly = false;
  form.addEventListener("submit", async (event) => {
    if (plainly || event.submitter?.name !== "essai") return;
    event.preventDefault();
    asking?.abort();
    const mine = asking = new AbortController();
    form.setAttribute("aria-busy", "true");
    const reply = await replyTo(new FormData(form, event.submitter), mine.signal);
    if (mine.signal.aborted) return;
    form.removeAttribute("aria-busy");
    if (reply) return shown(reply);
    plainly = true;
    form.requestSubmit(event.submitter);
  });
  async function replyTo(asked, signal) {
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new URLSearchParams(asked), signal, redirect: "error",
        headers: { "X-Vallee-Part": "reponse" },
      });
      return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("reponse");
    } catch {
      return null;
    }
  }
  function shown(reply) {
    document.getElementById("reponse").replaceWith(reply);
    // Who cannot see that something appeared is led there.
    const said = reply.querySelector(".said");
    said.tabIndex = -1;
    said.focus({ preventScroll: true });
    said.scrollIntoView({ block: "center" });
  }
  // Dragging is “Check” by hand: wherever a stop may go is offered at the foot of the screen, since
  // a list may be longer than that. The checker answers; nothing moves before it is confirmed.
  const ways = [...form.elements.vers.options].filter((one) => one.value);
  const foot = document.body.appendChild(document.createElement("div"));
  foot.className = "targets";
  foot.hidden = true;
  foot.setAttribute("aria-hidden", "true");
  for (const way of ways) {
    const chip = foot.appendChild(document.createElement("span"));
    chip.dataset.drop = way.value;
    chip.textContent = way.textContent;
  }
  let held = null;
  for (const grip of document.querySelectorAll("[data-drag]")) {
    grip.addEventListener("dragstart", (event) => {
      held = grip;
      event.dataTransfer.setData("text/plain", grip.dataset.drag);
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setDragImage(grip.closest("li"), 12, 12);
      grip.closest("li").classList.add("dragged");
      // A page that changes under a drag as it begins ends it in Chromium.
      setTimeout(() => { foot.hidden = held === null; });
    });
    grip.addEventListener("dragend", () => {
      grip.closest("li").classList.remove("dragged");
      held = null;
      foot.hidden = true;
    });
  }
  for (const place of document.querySelectorAll("[data-drop]")) {
    place.addEventListener("dragover", (event) => {
      if (!held || place.contains(held)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
      place.classList.add("over");
    });
    place.addEventListener("dragleave", (event) => {
      if (!place.contains(event.relatedTarget)) place.classList.remove("over");
    });
    place.addEventListener("drop", (event) => {
      if (!held || place.contains(held)) return;
      event.preventDefault();
      form.elements.conteneur.value = held.dataset.drag;
      form.elements.vers.value = place.dataset.drop;
      form.requestSubmit(form.elements.essai);
    });
  }
})();
