import { LookbackError, problemOf } from "../errors";
import { openSequenceFile, type SequenceFile } from "../parquet/sequence-reader";
import type { Report } from "../report";
import type { Allowed, Audited } from "./audit";
import type { Dataset } from "./dataset";
import type { Lanes } from "./lanes";
import { inOrder } from "./pool";
import type { WrittenRows } from "./read-back";
import type { WrittenFile } from "./write";

/** Row groups that are read back in one go. */
const GROUPS_A_CALL = 4;

/** Reads every file back and counts the histories that are not what the contract allows. */
export async function auditFiles(
  { rows, config }: Dataset,
  files: readonly WrittenFile[],
  lanes: Lanes,
  allowed: Allowed,
  audited: Audited,
  onRows: (rows: number) => void,
): Promise<Report["audit"]> {
  // A file that holds neither actions nor their types has nothing to audit.
  if (!audited.items && !audited.types) return { histories: 0, violations: 0 };
  const { maxActions } = config.rank;
  const parts = async function* (): AsyncGenerator<WrittenRows & { file: string }> {
    for (const { file, blob, first, end } of files) {
      const { rowGroups } = await readable(file, requireRows(blob, maxActions, end - first));
      let at = first;
      for (let group = 0; group < rowGroups.length; group += GROUPS_A_CALL) {
        const own = rowGroups.slice(group, group + GROUPS_A_CALL);
        const histories = rows.histories.slice(at, at + own.reduce((sum, count) => sum + count, 0));
        at += histories.length;
        const [firstHistory, lastHistory] = [histories[0] ?? 0, histories.at(-1) ?? 0];
        yield {
          ...{ file, blob, maxActions, histories, firstHistory, audited },
          ...{ first: group, end: group + own.length },
          allowed: {
            lengths: allowed.lengths.slice(firstHistory, lastHistory + 1),
            fingerprints: allowed.fingerprints.slice(firstHistory, lastHistory + 1),
          },
        };
      }
    }
  };
  const violations = new Set<number>();
  let done = 0;
  const verify = async ({ file, ...written }: WrittenRows & { file: string }) => {
    const count = written.histories.length;
    return { count, found: await readable(file, lanes.call("verify", written)) };
  };
  for await (const { count, found } of inOrder(parts(), lanes.most, verify)) {
    for (const history of found) violations.add(history);
    done += count;
    onRows(done);
  }
  return { histories: rows.keys.days.length, violations: violations.size };
}

async function requireRows(blob: Blob, maxActions: number, rows: number): Promise<SequenceFile> {
  const written = await openSequenceFile(blob, maxActions);
  if (written.rows !== rows) throw new Error(`it has ${written.rows} rows instead of ${rows}`);
  return written;
}

/** @throws LookbackError that names the file, where reading it fails */
async function readable<T>(file: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (thrown) {
    const problem = problemOf(thrown);
    throw new LookbackError({ code: "output-unreadable", file, message: "message" in problem ? problem.message : problem.code });
  }
}
