import type { Config } from "../../../lib/config";
import type { Sequence } from "../../../lib/inspection";
import { CopyButton } from "../../ui/copy-button";
import { pythonList, wholePythonList } from "../python";
import styles from "./timeline.module.css";

/** The two lists of the sequence as Python; copied whole. */
export function RawLists({ sequence, config }: { sequence: Sequence; config: Config }) {
  const types = Array.from(sequence.types, String);
  const python = (list: typeof pythonList) =>
    `actions = ${list(sequence.itemIds, config)}\naction_types = ${list(types, config)}`;
  return (
    <div className={styles.raw}>
      <pre>{python(pythonList)}</pre>
      <CopyButton label="Copy lists" text={() => python(wholePythonList)} />
    </div>
  );
}
