import { describe, expect, it } from "vitest";
import type { RecipeInput } from "../../lib/recipe";
import { compareInputs, type FileAtHand, verdictOf } from "./compare-inputs";

const input = (sha256: string): RecipeInput => ({ role: "clicks", bytes: 1, sha256 });
const compared = (recipe: string[], files: [name: string, sha256: string | null][]) => {
  const atHand: FileAtHand[] = files.map(([name, sha256]) => ({ name, sha256 }));
  const comparison = compareInputs(recipe.map(input), atHand);
  const { others, pending } = comparison;
  return { names: comparison.inputs.map(({ name }) => name), others, pending, verdict: verdictOf(comparison) };
};

describe("the files at hand", () => {
  it.each<[string, string[], [string, string | null][], object]>([
    [
      "are the same in any order",
      ["a", "b"],
      [
        ["y", "b"],
        ["x", "a"],
      ],
      { names: ["x", "y"], others: [], verdict: "same" },
    ],
    ["differ by one that is missing", ["a", "b"], [["x", "a"]], { names: ["x", null], others: [], verdict: "different" }],
    [
      "differ by one more",
      ["a"],
      [
        ["x", "a"],
        ["y", "c"],
      ],
      { names: ["x"], others: ["y"], verdict: "different" },
    ],
    ["differ by one of other bytes", ["a"], [["x", "c"]], { names: [null], others: ["x"], verdict: "different" }],
    ["must have a file twice that was read twice", ["a", "a"], [["x", "a"]], { names: ["x", null], verdict: "different" }],
    ["are not judged while one is hashed", ["a"], [["x", null]], { names: [null], pending: 1, verdict: "comparing" }],
    ["may be none yet", ["a"], [], { names: [null], verdict: "none-here" }],
  ])("%s", (_, recipe, files, expected) => {
    expect(compared(recipe, files)).toMatchObject(expected);
  });
});
