import type { Config } from "../../../lib/config";
import type { Sequence } from "../../../lib/inspection";
import { CopyButton } from "../../ui/copy-button";
import { pythonLists, wholePythonLists } from "../python";
import styles from "./timeline.module.css";

/** The lists of the sequence as Python; copied whole. */
export function RawLists({ sequence, config }: { sequence: Sequence; config: Config }) {
  return (
    <div className={styles.raw}>
      <pre>{pythonLists(sequence, config)}</pre>
      <CopyButton label="Copy lists" text={() => wholePythonLists(sequence, config)} />
    </div>
  );
}
