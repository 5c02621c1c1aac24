import { LookbackError } from "../errors";
import { type BuildOptions, buildInMemory } from "./builds.mts";
import { hashWithoutInputs } from "./content-hash.mts";
import type { InputFile } from "./input-files.mts";

/** All that a build comes to, but for its time and the bytes that tell of its inputs: to be the same however the inputs are read. */
export async function outcomeOf(inputs: readonly InputFile[], config: object, options: BuildOptions) {
  try {
    const { report, bytes, scanned } = await buildInMemory(inputs, config, options);
    const { milliseconds: _, output: __, sha256: ___, ...figures } = report;
    const rejected = await scanned.rejected.toCsv().text();
    return { figures, rejected, files: [...bytes].map(([file, found]) => `${file} ${hashWithoutInputs(found)}`) };
  } catch (thrown) {
    if (!(thrown instanceof LookbackError)) return { thrown: String(thrown) };
    const { problem } = thrown;
    // Which of several texts is told depends on how the file is cut.
    return { thrown: problem.code === "text-item-ids" ? { ...problem, example: null } : problem };
  }
}
