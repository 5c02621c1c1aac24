import { describe, expect, it } from "vitest";
import { linesOf } from "./watched-build";

describe("the time left that the page said", () => {
  it("is held against what it came to, at parts of the whole time", () => {
    const said = [
      { at: 1000, text: "" },
      { at: 1900, text: "starting" },
      { at: 3400, text: "about 9 s left · standardize · 5 rows" },
      { at: 5900, text: "about 5 s left · rank" },
      { at: 8000, text: "about 1 min 10 s left · pad" },
      { at: 11_000, text: "" },
    ];
    expect(linesOf(said)).toEqual([
      "at 10 % the page said nothing, and it came to 9.0 s",
      "at 25 % the page said 9 s (+20 %), and it came to 7.5 s",
      "at 50 % the page said 5 s (0 %), and it came to 5.0 s",
      "at 75 % the page said 70 s (+2700 %), and it came to 2.5 s",
    ]);
  });
});
