import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TOKENS = readFileSync(path.join(ROOT, "app/tokens.css"), "utf8");
const SHEETS = ["app", "components"]
  .flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
  )
  .filter((file) => file.endsWith(".css") && file !== "app/tokens.css");

/** Whose values are tokens: space, type, corners, layers, shadows and time. What a thing measures is its own. */
const GOVERNED =
  /^(padding|margin|gap|row-gap|column-gap|font$|font-size|line-height|letter-spacing|border-radius|z-index|box-shadow|transition|animation)/;
/** Hairlines and what makes up for them. */
const HAIRLINE = /(?<![\d.])-?[12]px/g;
/** Set by the component library on what it places. */
const PLACED = /^--(anchor|available)-(width|height)$/;

interface Declaration {
  file: string;
  property: string;
  value: string;
}

const declarations: Declaration[] = SHEETS.flatMap((file) => {
  const css = readFileSync(path.join(ROOT, file), "utf8").replace(/\/\*.*?\*\//gs, "");
  return [...css.matchAll(/(?<=[{;]\s*)([\w-]+):\s*([^;{}]+);/g)].map(([, property = "", value = ""]) => ({
    file,
    property,
    value,
  }));
});

const told = ({ file, property, value }: Declaration) => `${file}: ${property}: ${value}`;

describe("the styles", () => {
  it("are read", () => {
    expect(declarations.length).toBeGreaterThan(500);
  });

  it("take space, type, corners, layers and shadows from the tokens", () => {
    const stray = declarations.filter(
      ({ property, value }) =>
        GOVERNED.test(property) && /\d(px|rem|em|m?s)\b|#\w{3}|^[1-9]\d*$|rgb/.test(value.replace(HAIRLINE, "")),
    );
    expect(stray.map(told)).toEqual([]);
  });

  it("take every colour from the tokens", () => {
    const colours = /#[\da-f]{3,8}\b|\b(rgb|hsl|oklch)\(/i;
    const stray = declarations.filter(({ value }) => colours.test(value.replace(/url\(.*\)/, "")));
    expect(stray.map(told)).toEqual([]);
  });

  it("use no token that there is not", () => {
    const known = new Set([...TOKENS.matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
    for (const { property } of declarations) if (property.startsWith("--")) known.add(property);
    const unknown = declarations.filter(({ value }) =>
      [...value.matchAll(/var\((--[\w-]+)/g)].some(([, name = ""]) => !known.has(name) && !PLACED.test(name)),
    );
    expect(unknown.map(told)).toEqual([]);
  });
});
