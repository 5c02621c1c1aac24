import { describe, expect, it } from "vitest";
import { timeLeft } from "./format";

describe("the time left", () => {
  it.each([
    [0.2, "about 1 s left"],
    [59.4, "about 59 s left"],
    [59.6, "about 1 min left"],
    [64, "about 1 min left"],
    [66, "about 1 min 10 s left"],
    [158, "about 2 min 40 s left"],
    [299, "about 5 min left"],
    [330, "about 6 min left"],
    [3600, "about 60 min left"],
  ])("of %f seconds is said as %s", (seconds, words) => {
    expect(timeLeft(seconds)).toBe(words);
  });
});
