// Answers in the server's place where there is no network: with the page, and nothing of anybody.
// RELEASE, SHELL and FILES are written above this by the server.

const CACHE = `pose-${RELEASE}`;
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
  // A page that sends its reader to sign in is no page to keep.
  const shell = await fetch(SHELL, { redirect: "manual" });
  if (isOurs(shell)) await cache.put(SHELL, shell);
}

// A page of another release asks for files that are not here.
const isOurs = (answer) => answer.ok && !answer.redirected && answer.headers.get("X-Release") === RELEASE;

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOlder().then(() => self.clients.claim()));
});

async function dropOlder() {
  for (const name of await caches.keys()) {
    if (name.startsWith("pose-") && name !== CACHE) await caches.delete(name);
  }
}

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && pathname === SHELL) event.respondWith(page(event.request));
  else if (FILES.includes(pathname)) event.respondWith(file(event.request));
});

// The server first: only it knows whether this person is still signed in.
async function page(request) {
  let answer;
  try {
    answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return kept();
  }
  if (answer.status >= 500) return kept();
  // Once somebody has signed out there is no cache any more, and none is made.
  if (await caches.has(CACHE)) {
    const cache = await caches.open(CACHE);
    if (isOurs(answer)) await cache.put(SHELL, answer.clone());
    else if (!answer.ok) await cache.delete(SHELL);
  }
  return answer;
}

async function kept() {
  return (await caches.match(SHELL, { cacheName: CACHE })) ?? new Response("Hors ligne. — Offline.", {
    status: 503,
    headers: { "Content-Type": "text/plain; charset=utf-8" },
  });
}

async function file(request) {
  return (await caches.match(request, { cacheName: CACHE })) ?? fetch(request);
}
