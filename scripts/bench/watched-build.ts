import type { Page } from "@playwright/test";

/** What the page said at a moment of a build. */
interface Said {
  /** Milliseconds of the page's clock. */
  at: number;
  text: string;
}

/** Moments of the page's clock, `null` while they have not come. */
interface Noted {
  timeLeft: Said[];
  clicked: number | null;
  ready: number | null;
}

export interface WatchedBuild {
  /** From the click to the line that says that the dataset is ready. */
  seconds: number;
  /** What the page said of the time left, held against what it came to. */
  timeLeft: string[];
}

const EVERY_MILLISECONDS = 50;
const POINTS = [0.1, 0.25, 0.5, 0.75];

/**
 * Notes when the page is clicked next, when it says that the dataset is ready, and what it says of the time left until then; the
 * answer gives it. The page itself looks, since Playwright asks it only twice a second.
 */
export async function watchBuild(page: Page): Promise<() => Promise<WatchedBuild>> {
  // No function in here has a name: tsx would ask the page for a helper of its own.
  await page.evaluate((every) => {
    const noted: Noted = { timeLeft: [{ at: performance.now(), text: "" }], clicked: null, ready: null };
    Object.assign(window, { noted });
    window.addEventListener("click", ({ timeStamp }) => Object.assign(noted, { clicked: timeStamp }), {
      capture: true,
      once: true,
    });
    setInterval(() => {
      const text = document.querySelector('progress[aria-label="Build progress"]')?.nextElementSibling?.textContent ?? "";
      noted.timeLeft.push({ at: performance.now(), text });
    }, every);
    new MutationObserver(() => {
      const lines = Array.from(document.querySelectorAll("[role=status]"), ({ textContent }) => textContent ?? "");
      if (lines.some((line) => /Dataset ready\s*$/.test(line))) noted.ready ??= performance.now();
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  }, EVERY_MILLISECONDS);
  return async () => {
    const { timeLeft, clicked, ready } = await page.evaluate(() => (window as unknown as { noted: Noted }).noted);
    if (clicked === null || ready === null) throw new Error("the page was not clicked, or did not say that the dataset is ready");
    const said = timeLeft.filter(({ at }) => at > clicked && at < ready);
    return {
      seconds: (ready - clicked) / 1000,
      timeLeft: linesOf([{ at: clicked, text: "" }, ...said, { at: ready, text: "" }]),
    };
  };
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
  const [said, minutes = 0, seconds = 0] = /about (?:(\d+) min)? ?(?:(\d+) s)? left/.exec(text) ?? [];
  return said === undefined ? null : 60 * Number(minutes) + Number(seconds);
}

function percentOff(said: number, actual: number): string {
  const off = Math.round(100 * (said / actual - 1));
  return `${off > 0 ? "+" : ""}${off} %`;
}
