// How long to wait after so many failures: it grows, it ends at five minutes, and no two phones agree.

export const FIRST_MS = 2000;
export const LONGEST_MS = 300_000;

export function waitMs(failures, random = Math.random) {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 20));
  return ceiling / 2 + (ceiling / 2) * random();
}
