import type { RecipeInput } from "../../lib/recipe";

/** A file at hand; `sha256` is null while it is worked out. */
export interface FileAtHand {
  name: string;
  sha256: string | null;
}

export interface Comparison {
  /** Each input of the recipe, with the file at hand that has its bytes. */
  inputs: { input: RecipeInput; name: string | null }[];
  /** Files at hand that are none of the recipe's. */
  others: string[];
  /** Files at hand that are still being hashed. */
  pending: number;
}

/** Holds the files at hand against those of a recipe, by their bytes alone. A file that was read twice must be there twice. */
export function compareInputs(inputs: readonly RecipeInput[], files: readonly FileAtHand[]): Comparison {
  const left = files.filter(({ sha256 }) => sha256 !== null);
  const compared = inputs.map((input) => {
    const at = left.findIndex(({ sha256 }) => sha256 === input.sha256);
    return { input, name: at < 0 ? null : (left.splice(at, 1)[0]?.name ?? null) };
  });
  return {
    inputs: compared,
    others: left.map(({ name }) => name),
    pending: files.filter(({ sha256 }) => sha256 === null).length,
  };
}

export type Verdict = "none-here" | "comparing" | "same" | "different";

export function verdictOf({ inputs, others, pending }: Comparison): Verdict {
  const here = inputs.filter(({ name }) => name !== null).length;
  if (pending > 0) return "comparing";
  if (here === 0 && others.length === 0) return "none-here";
  return here === inputs.length && others.length === 0 ? "same" : "different";
}
