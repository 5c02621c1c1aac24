import { Check, Minus } from "lucide-react";
import { useMemo } from "react";
import { byteSize } from "../../lib/byte-size";
import { firstOf } from "../../lib/errors";
import type { Recipe } from "../../lib/recipe";
import type { SourceFile } from "../../lib/sources/types";
import table from "../ui/data-table.module.css";
import { Disclosure } from "../ui/disclosure";
import { counted } from "../ui/format";
import type { WorkbenchModel } from "../use-workbench";
import { type Comparison, compareInputs, verdictOf } from "./compare-inputs";
import styles from "./opened.module.css";
import { useHashes } from "./use-hashes";

interface InputsCheckProps {
  model: WorkbenchModel;
  file: SourceFile;
  recipe: Recipe;
  isNew: boolean;
}

/** Whether the files at hand are those that a recipe was built from, and whether what was built is what was built then. */
export function InputsCheck({ model, file, recipe, isNew }: InputsCheckProps) {
  const { files, build, stale, hash } = model;
  // A Parquet file does not know its own hash.
  const watched = useMemo(
    () => [...(recipe.kind === "parquet" ? [file] : []), ...files.map((entry) => entry.file)],
    [files, file, recipe],
  );
  const hashes = useHashes(watched, hash);
  const sha256Of = (each: SourceFile) => hashes.get(each.blob) ?? null;
  const comparison = compareInputs(
    recipe.inputs,
    files.map((entry) => ({ name: entry.file.path, sha256: sha256Of(entry.file) })),
  );
  const expected = recipe.kind === "parquet" ? [sha256Of(file)] : recipe.outputs.map((output) => output.sha256);
  const built = build.kind === "built" && !stale ? build.built.report.output.map((output) => output.sha256) : null;
  return (
    <>
      <p className={styles.verdict} data-verdict={verdictOf(comparison)} aria-live="polite">
        {inputsText(comparison)}
      </p>
      <Disclosure words="Their sizes and SHA-256" open={isNew}>
        <InputsTable comparison={comparison} />
      </Disclosure>
      {built && !expected.includes(null) ? (
        <p className={styles.verdict} data-verdict={expected.every((sum) => built.includes(sum ?? "")) ? "same" : "different"}>
          {expected.every((sum) => built.includes(sum ?? ""))
            ? "The dataset just built has the same bytes as then."
            : "The dataset just built has other bytes than then."}
        </p>
      ) : null}
    </>
  );
}

function inputsText(comparison: Comparison): string {
  const { inputs, others, pending } = comparison;
  const here = inputs.filter(({ name }) => name !== null).length;
  const all = counted(inputs.length, "input file");
  const verdict = verdictOf(comparison);
  switch (verdict) {
    case "none-here":
      return `Built from ${all}. Add them, and their bytes are compared.`;
    case "comparing":
      return `Comparing ${counted(pending, "file")} …`;
    case "same":
      return inputs.length === 1 ? "The input file is the same." : `All ${all} are the same.`;
    case "different":
      return [
        `${here} of ${all} ${here === 1 ? "is" : "are"} here, byte for byte.`,
        ...(others.length > 0 ? [`Not among them: ${firstOf(others)}.`] : []),
      ].join(" ");
    default:
      return verdict satisfies never;
  }
}

function InputsTable({ comparison }: { comparison: Comparison }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key
    <section className={styles.scroll} aria-label="Input files of the recipe" tabIndex={0}>
      <table className={table.table} aria-label="Input files of the recipe">
        <thead>
          <tr>
            <th scope="col">Here</th>
            <th scope="col">Role</th>
            <th scope="col">File</th>
            <th scope="col" data-align="end">
              Size
            </th>
            <th scope="col">SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {comparison.inputs.map(({ input, name }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list of a recipe never changes, and two of its files may be the same
            <tr key={index}>
              <td>
                <span className={styles.here} data-here={name !== null}>
                  {name === null ? <Minus size={14} aria-hidden /> : <Check size={14} aria-hidden />}
                  {name === null ? "no" : "same"}
                </span>
              </td>
              <td>{input.role}</td>
              <td>{name ?? input.file ?? "–"}</td>
              <td data-align="end">{byteSize(input.bytes)}</td>
              <td title={input.sha256}>{input.sha256.slice(0, 12)}…</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
