// Asks the server, and tells apart what can be tried again from what cannot.

// A photo of 300 kB over half a bar.
const PATIENCE_MS = 60_000;
// To who named what he has: he has it still, and nothing is sent. `ask` then returns null.
const UNCHANGED = 304;

export class SignedOut extends Error {}
export class NotYours extends Error {}
// Nothing came back, or nothing that is an answer: try again later.
export class Unreachable extends Error {}
// The server will say the same next time; `problem` is its sentence.
export class Turned extends Error {
  constructor(problem) { super(problem?.code); this.problem = problem; }
}

export async function ask(path, options = {}, patienceMs = PATIENCE_MS) {
  let answer, body = null;
  try {
    answer = await fetch(path, {
      ...options,
      headers: { Accept: "application/json", ...options.headers },
      signal: AbortSignal.timeout(patienceMs),
      cache: "no-store",
      redirect: "error",
    });
    if (answer.status !== UNCHANGED) body = await answer.json();
  } catch {
    throw new Unreachable();
  }
  if (answer.ok || answer.status === UNCHANGED) return body;
  if (answer.status === 401) throw new SignedOut();
  if (answer.status === 403) throw new NotYours();
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408) throw new Unreachable();
  throw new Turned(body);
}

export const sendVisit = (sent, token) => ask("/pose/visits", {
  method: "POST",
  headers: { "Content-Type": "application/json", "X-Vallee-Token": token },
  body: JSON.stringify(sent),
});

// The server sends a browser on to its door; there is nothing to see there for us.
export async function endStay(path, token) {
  await fetch(path, {
    method: "POST",
    headers: { "X-Vallee-Token": token },
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}
