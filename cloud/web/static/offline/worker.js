// Answers in the server's place where there is no network: with the page, and nothing of anybody.
// NAME, RELEASE, SHELL and FILES are written above this by the server.

const CACHE = `${NAME}-${RELEASE}`;
const PATIENCE_MS = 4000;

// A page that sends its reader to sign in, or is of another release, is no page to keep.
const isOurs = (answer) => answer.ok && !answer.redirected && answer.headers.get("X-Release") === RELEASE;

addEventListener("install", (event) => event.waitUntil(fill().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(dropOlder()));

// A page asks for it that finds nothing kept.
addEventListener("message", (event) => {
  const [port] = event.ports;
  if (event.data === "fill") event.waitUntil(fill().finally(() => port.postMessage("filled")));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === SHELL) event.respondWith(page(request));
  else if (FILES.includes(pathname)) event.respondWith(file(request));
});

async function fill() {
  const cache = await caches.open(CACHE);
  const [shell] = await Promise.all([fetch(SHELL, { redirect: "manual" }), cache.addAll(FILES)]);
  if (isOurs(shell)) await cache.put(SHELL, shell);
}

async function dropOlder() {
  const others = (await caches.keys()).filter((name) => name.startsWith(`${NAME}-`) && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
  await clients.claim();
}

// The server first: only it knows whether this person is still signed in. What was forgotten at
// signing out is not begun again: a cache is opened for what is ours to keep, and for nothing else.
async function page(request) {
  const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
  if (!answer || answer.status >= 500) return (await kept(SHELL)) ?? nothing();
  if (isOurs(answer)) await (await caches.open(CACHE)).put(SHELL, answer.clone());
  else if (!answer.ok && await caches.has(CACHE)) await (await caches.open(CACHE)).delete(SHELL);
  return answer;
}

const kept = (request) => caches.match(request, { cacheName: CACHE });

const file = async (request) => (await kept(request)) ?? fetch(request);

const nothing = () => new Response("Hors ligne. — Offline.", {
  status: 503,
  headers: { "Content-Type": "text/plain; charset=utf-8" },
});
