import { X } from "lucide-react";
import type { Config } from "../../lib/config";
import type { SampleRow } from "../../lib/sample";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { pythonList, wholePythonList } from "./python";
import styles from "./raw-sequence.module.css";
import { actionsOf, labelOf } from "./sequence-columns";
import { SequenceGrid } from "./sequence-grid";
import { stripWords } from "./strip-words";

/** One row as it stands in the tensor, cell by cell and as Python lists, with its ids whole. */
export function RawSequence({ row, config, onClose }: { row: SampleRow; config: Config; onClose: () => void }) {
  const actions = actionsOf(row, config);
  const items = Array.from(row.itemIds, String);
  const types = Array.from(row.actionTypes, String);
  const python = (list: typeof pythonList) => `actions = ${list(items, config)}\naction_types = ${list(types, config)}`;
  return (
    <section className={styles.raw} aria-label="Selected sequence">
      <header className={styles.head}>
        <p className={styles.words}>{stripWords(actions, config.rank.maxActions)}</p>
        <CopyButton label="Copy lists" text={() => python(wholePythonList)} />
        <Button kind="icon" aria-label="Close the selected sequence" title="Close" onClick={onClose}>
          <X size={14} aria-hidden />
        </Button>
      </header>
      <dl className={styles.ids}>
        <Id name="Day" value={row.dt} plain />
        <Id name="Customer" value={row.customerId} />
        <Id name="Ranking" value={row.rankingId} />
        <Id name="Slot" value={String(row.slot)} plain />
        <Id name="Item" value={row.itemId} />
        <Id name="Label" value={labelOf(row)} plain />
      </dl>
      <SequenceGrid actions={actions} config={config} />
      <pre className={styles.lists}>{python(pythonList)}</pre>
    </section>
  );
}

function Id({ name, value, plain = false }: { name: string; value: string | null; plain?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value ?? "–"}
        {value && !plain ? <CopyButton icon label={`Copy ${name.toLowerCase()}`} text={() => value} /> : null}
      </dd>
    </div>
  );
}
