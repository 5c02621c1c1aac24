import { useState } from "react";
import { LookbackError, type Problem, problemOf } from "../lib/errors";
import type { Recipe } from "../lib/recipe";
import type { SourceFile } from "../lib/sources/types";
import type { Client } from "../workers/protocol";

export interface FoundRecipe {
  file: SourceFile;
  recipe: Recipe;
}

/** Files that were built here, and whose columns are those of an input too: only the user knows what they were added for. */
export interface RecipeQuestion {
  found: FoundRecipe;
  files: SourceFile[];
}

/**
 * Tells recipes from inputs among files that were added, and opens them.
 * @param isInput whether a file could be an input as well
 */
export function useRecipes(
  getClient: () => Client,
  isInput: (file: SourceFile) => Promise<boolean>,
  open: (found: FoundRecipe) => void,
  onProblem: (problem: Problem) => void,
) {
  const [question, setQuestion] = useState<RecipeQuestion | null>(null);

  const recipeOf = async (file: SourceFile): Promise<Recipe | null> => {
    try {
      return await getClient().recipe(file);
    } catch (thrown) {
      // Cancelling a build ends every call under way; a file that was being read then is read again.
      if (problemOf(thrown).code === "cancelled") return recipeOf(file);
      throw thrown;
    }
  };

  /** Opens what was found among files that were added together, or asks whether it should be. */
  const offer = async (found: readonly FoundRecipe[]): Promise<void> => {
    // The manifest knows more than the files beside it.
    const best = found.find(({ recipe }) => recipe.kind === "manifest") ?? found[0];
    if (!best) return;
    const parquet = found.filter(({ recipe }) => recipe.kind === "parquet").map(({ file }) => file);
    const couldBe = await Promise.all(parquet.map(isInput));
    const inputs = parquet.filter((_, index) => couldBe[index]);
    if (inputs.length > 0) setQuestion({ found: best, files: inputs });
    else open(best);
  };

  const openFile = async (file: SourceFile): Promise<void> => {
    try {
      const recipe = await recipeOf(file);
      if (!recipe) throw new LookbackError({ code: "bad-recipe", file: file.path, message: "it holds none" });
      open({ file, recipe });
    } catch (thrown) {
      onProblem(problemOf(thrown));
    }
  };

  return { recipeOf, offer, openFile, question, closeQuestion: () => setQuestion(null) };
}
