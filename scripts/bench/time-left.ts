import type { Page } from "@playwright/test";

/** What the page said at a moment of a build. */
interface Said {
  /** Milliseconds of the page's clock. */
  at: number;
  text: string;
}

interface Noted {
  timeLeft: Said[];
}

const EVERY_MILLISECONDS = 50;
const POINTS = [0.1, 0.25, 0.5, 0.75];

/** Notes what the page says of the time left; the answer ends it, and holds it against what it came to. */
export async function watchTimeLeft(page: Page): Promise<() => Promise<string[]>> {
  // No function in here has a name: tsx would ask the page for a helper of its own.
  await page.evaluate((every) => {
    Object.assign(window, { timeLeft: [{ at: performance.now(), text: "" }] });
    setInterval(() => {
      const text = document.querySelector('progress[aria-label="Build progress"]')?.nextElementSibling?.textContent ?? "";
      (window as unknown as Noted).timeLeft.push({ at: performance.now(), text });
    }, every);
  }, EVERY_MILLISECONDS);
  return async () => linesOf(await page.evaluate(() => (window as unknown as Noted).timeLeft));
}

/** A line for each part of the time that the build took: what was said then, and what it came to. */
export function linesOf(said: readonly Said[]): string[] {
  const start = said[0]?.at ?? 0;
  const end = said.at(-1)?.at ?? 0;
  return POINTS.map((point) => {
    const at = start + point * (end - start);
    const { text } = said.findLast((each) => each.at <= at) ?? { text: "" };
    const actual = (end - at) / 1000;
    const seconds = secondsOf(text);
    const words = seconds === null ? "nothing" : `${seconds} s (${percentOff(seconds, actual)})`;
    return `at ${100 * point} % the page said ${words}, and it came to ${actual.toFixed(1)} s`;
  });
}

function secondsOf(text: string): number | null {
  const [, count, unit] = /about (\d+) (s|min) left/.exec(text) ?? [];
  return count === undefined ? null : Number(count) * (unit === "min" ? 60 : 1);
}

function percentOff(said: number, actual: number): string {
  const off = Math.round(100 * (said / actual - 1));
  return `${off > 0 ? "+" : ""}${off} %`;
}
