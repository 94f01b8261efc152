// Builds elements; text is always text, never markup.

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value === "boolean") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

// Draws a screen anew without taking its reader elsewhere.
export function redraw(...children) {
  document.getElementById("main").replaceChildren(...children.flat(Infinity).filter(Boolean));
}

// Puts a screen in place of another, and the reader's focus on its title.
export function show(...children) {
  redraw(...children);
  const main = document.getElementById("main");
  const title = main.querySelector("h1");
  if (title) {
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }
  scrollTo(0, 0);
}

// Says a sentence to who cannot see the screen; the region stands there from the start.
export function say(sentence) {
  document.getElementById("said").textContent = sentence;
}

const SVG = "http://www.w3.org/2000/svg";

export function drawn(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}
