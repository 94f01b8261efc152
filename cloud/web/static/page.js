// Pan, zoom, and the ties between map and list. The page says everything without this.
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const svg = document.getElementById("map");
  const canvas = svg.closest(".canvas");
  const [, , WIDTH, HEIGHT] = svg.getAttribute("viewBox").split(" ").map(Number);
  const LEVELS = svg.dataset.levels.split(" ").map(Number);
  const CLOSEST = 14;

  // Where the map stands: the middle in map units, and how many times the whole it is enlarged.
  const whole = { x: WIDTH / 2, y: HEIGHT / 2, times: 1 };
  let at = { ...whole };

  const tracks = all("#map [data-at]").map((node) => ({
    node,
    offsets: node.dataset.at.split(";").map((pair) => pair && pair.split(",").map(Number)),
    line: svg.querySelector(`[data-stem="${node.closest("[data-key]")?.dataset.key}"] line`),
  }));
  let level = -1;

  function show() {
    at.times = Math.min(Math.max(at.times, 1), CLOSEST);
    const w = WIDTH / at.times, h = HEIGHT / at.times;
    at.x = Math.min(Math.max(at.x, w / 2), WIDTH - w / 2);
    at.y = Math.min(Math.max(at.y, h / 2), HEIGHT - h / 2);
    svg.setAttribute("viewBox", `${at.x - w / 2} ${at.y - h / 2} ${w} ${h}`);
    svg.classList.toggle("zoomed", at.times > 1);
    const pixels = perUnit();
    svg.style.setProperty("--u", 1 / pixels);
    settle(Math.max(LEVELS.findLastIndex((least) => least <= pixels * 1.05), 0));
    measure(pixels);
  }

  const perUnit = () => svg.getScreenCTM()?.a || 1;

  // The server laid out every level; here is only chosen which one.
  function settle(next) {
    if (next === level) return;
    level = next;
    for (const { node, offsets, line } of tracks) {
      const offset = offsets[level];
      node.classList.toggle("later", !offset);
      if (!offset) continue;
      node.setAttribute("transform", `translate(${offset[0]} ${offset[1]})`);
      line?.setAttribute("x2", offset[0]);
      line?.setAttribute("y2", offset[1]);
    }
  }

  function measure(pixels) {
    const scale = canvas.querySelector(".scale span");
    const perKm = (1000 / svg.dataset.metres) * pixels;
    const km = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20].findLast((length) => length * perKm <= 130) || 0.1;
    scale.style.width = `${km * perKm}px`;
    scale.textContent = km < 1 ? `${km * 1000}\u202fm` : `${km}\u202fkm`;
  }

  function toUnits(x, y) {
    return new DOMPoint(x, y).matrixTransform(svg.getScreenCTM().inverse());
  }

  function zoom(by, clientX, clientY) {
    const fixed = clientX === undefined ? at : toUnits(clientX, clientY);
    const times = Math.min(Math.max(at.times * by, 1), CLOSEST);
    const shrink = at.times / times;
    at = { x: fixed.x + (at.x - fixed.x) * shrink, y: fixed.y + (at.y - fixed.y) * shrink, times };
    show();
  }

  function pan(dx, dy) {
    const pixels = perUnit();
    at.x -= dx / pixels;
    at.y -= dy / pixels;
    show();
  }

  const reset = () => { at = { ...whole }; show(); };

  for (const button of all("[data-zoom]")) {
    const act = { in: () => zoom(1.6), out: () => zoom(1 / 1.6), all: reset }[button.dataset.zoom];
    button.addEventListener("click", act);
  }

  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("button")) return;
    const act = {
      "+": () => zoom(1.6), "=": () => zoom(1.6), "-": () => zoom(1 / 1.6), 0: reset,
      ArrowLeft: () => pan(80, 0), ArrowRight: () => pan(-80, 0),
      ArrowUp: () => pan(0, 80), ArrowDown: () => pan(0, -80),
    }[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  // The wheel belongs to the page until the map was clicked, tabbed to, or Ctrl is held.
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !canvas.contains(document.activeElement)) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0018)), event.clientX, event.clientY);
  }, { passive: false });

  // One finger or the mouse drags, two fingers pinch; a short press stays a click.
  const fingers = new Map();
  let dragged = false;
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, event);
    dragged = false;
  });
  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    if (!dragged && Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY) < 4) return;
    dragged = true;
    svg.setPointerCapture(event.pointerId);
    const other = [...fingers.values()].find((finger) => finger.pointerId !== event.pointerId);
    if (other) {
      const apart = (finger) => Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY);
      zoom(apart(event) / (apart(before) || 1),
        (event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2);
    } else {
      pan(event.clientX - before.clientX, event.clientY - before.clientY);
    }
    fingers.set(event.pointerId, event);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
    svg.addEventListener(end, (event) => fingers.delete(event.pointerId));
  }
  svg.addEventListener("click", (event) => {
    if (dragged) { event.preventDefault(); event.stopPropagation(); }
    else if (!event.target.closest("a")) canvas.focus();
  }, true);

  // A container is one thing, wherever it stands on the page.
  const hint = canvas.querySelector(".hint");
  const said = new Map(all("#map .pin").map((pin) => {
    const title = pin.querySelector("title");
    pin.setAttribute("aria-label", title.textContent);
    title.remove();
    return [pin.dataset.key, pin.getAttribute("aria-label")];
  }));

  function point(target) {
    const key = target?.closest?.("[data-key]")?.dataset.key;
    for (const node of all(".hot")) node.classList.remove("hot");
    hint.hidden = !key;
    if (!key) return;
    for (const node of all(`[data-key="${key}"]`)) node.classList.add("hot");
    hint.textContent = said.get(key);
  }

  document.addEventListener("pointerover", (event) => point(event.target));
  document.addEventListener("focusin", (event) => point(event.target));

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#p-"], .pin');
    if (!link) return;
    const key = link.closest("[data-key]").dataset.key;
    event.preventDefault();
    if (link.matches(".pin")) {
      document.getElementById(key).scrollIntoView({ block: "nearest" });
    } else {
      const pin = document.getElementById(`p-${key}`);
      const home = pin.transform.baseVal[0].matrix;
      at = { x: home.e, y: home.f, times: Math.max(at.times, 4) };
      show();
      canvas.scrollIntoView({ block: "nearest" });
      pin.focus({ preventScroll: true });
    }
  });

  for (const radio of all('[name="show"]')) {
    radio.addEventListener("change", () => {
      for (const node of all("#map [data-of], .list [data-of], .overflows [data-of]")) {
        node.classList.toggle("off", radio.value !== "all" && node.dataset.of !== radio.value);
      }
    });
  }

  addEventListener("beforeprint", reset);
  new ResizeObserver(show).observe(canvas);
  show();
})();
