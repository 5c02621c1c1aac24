import { readFileSync } from "node:fs";
import {
  differenceCiede2000,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  parse,
  type Rgb,
  wcagContrast,
} from "culori";
import { describe, expect, it } from "vitest";

const CSS = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const THEMES = ["light", "dark"] as const;
type Theme = (typeof THEMES)[number];

/** The colour of a token that is written as `light-dark(#…, #…)`. */
function colour(token: string, theme: Theme): Rgb {
  const pair = new RegExp(`--${token}: light-dark\\((#\\w{6}), (#\\w{6})\\);`).exec(CSS);
  const found = parse(pair?.[theme === "light" ? 1 : 2] ?? "");
  if (found?.mode !== "rgb") throw new Error(`--${token} has no ${theme} colour`);
  return found;
}

const GROUNDS = ["ground", "surface", "sunken", "hover", "accent-wash"];
const TEXTS = ["ink", "ink-quiet", "ink-faint", "accent", "danger", "good", "cart-ink"];
const TYPES = ["click", "cart", "order", "padding"];
/** Text on another ground than the page's. */
const TEXT_PAIRS = [
  ["accent-ink", "accent"],
  ["ink", "danger-wash"],
  ["ink-quiet", "danger-wash"],
  ["danger", "danger-wash"],
];
/** Marks, and the grounds that they stand on. Sequences stand in rows, which the pointer or a choice may tint. */
const MARK_PAIRS = [
  ...TYPES.flatMap((type) => ["ground", "surface", "hover", "accent-wash"].map((ground) => [type, ground])),
  ...["mark", "accent", "control-line"].flatMap((mark) => ["ground", "surface"].map((ground) => [mark, ground])),
];

/** CIEDE2000: about 2 can just be told apart side by side, 15 from a distance. */
const FAR_ENOUGH = 15;
const EYES = {
  "full colour vision": (seen: Rgb) => seen,
  protanopia: filterDeficiencyProt(1),
  deuteranopia: filterDeficiencyDeuter(1),
  tritanopia: filterDeficiencyTrit(1),
};

describe.each(THEMES)("the colours of the %s theme", (theme) => {
  const contrast = ([one = "", other = ""]: readonly string[]) => wcagContrast(colour(one, theme), colour(other, theme));

  it("give text a contrast of 4.5 to 1", () => {
    const pairs = [...TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground])), ...TEXT_PAIRS];
    expect(pairs.filter((pair) => contrast(pair) < 4.5).map((pair) => `${pair.join(" on ")}: ${contrast(pair)}`)).toEqual([]);
  });

  it("give marks a contrast of 3 to 1", () => {
    expect(MARK_PAIRS.filter((pair) => contrast(pair) < 3).map((pair) => `${pair.join(" on ")}: ${contrast(pair)}`)).toEqual([]);
  });

  it.each(Object.entries(EYES))("keep the action types and the padding apart with %s", (_, see) => {
    const difference = differenceCiede2000();
    const close = TYPES.flatMap((one, index) =>
      TYPES.slice(index + 1)
        .map((other) => ({ pair: `${one} and ${other}`, apart: difference(see(colour(one, theme)), see(colour(other, theme))) }))
        .filter(({ apart }) => apart < FAR_ENOUGH),
    );
    expect(close).toEqual([]);
  });
});
