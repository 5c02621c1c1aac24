import type { Config } from "../../../lib/config";
import type { ActionDetail, History } from "../../../lib/inspection";
import { CopyButton } from "../../ui/copy-button";
import { counted, whole } from "../../ui/format";
import { zoneTime } from "../../ui/zone-time";
import { ACTION_WORDS, actionOf } from "../action-types-of";
import { TypeMark } from "../legend";
import type { PlacedBin } from "./layout";
import { rangeWords } from "./time-axis";
import styles from "./timeline.module.css";
import { reasonOf, verdictNames } from "./verdict-words";

interface ReadoutProps {
  history: History;
  config: Config;
  /** The action under the pointer, or the one that the keys have reached; undefined while it is fetched. */
  action: ActionDetail | undefined;
  isActive: boolean;
  bin: PlacedBin | null;
  /** Whether a change is to be read out: not while the pointer wanders. */
  isAloud: boolean;
}

/** What the plot points at, in words. It keeps its place, so that nothing moves under the pointer. */
export function Readout({ history, config, action, isActive, bin, isAloud }: ReadoutProps) {
  return (
    <div id="timeline-readout" className={styles.readout} aria-live={isAloud ? "polite" : "off"} aria-atomic>
      {bin && !isActive ? <Bin bin={bin} config={config} /> : null}
      {isActive && action ? <Action action={action} history={history} config={config} /> : null}
      {isActive || bin ? null : <p className={styles.quiet}>{restWords(history)}</p>}
    </div>
  );
}

function Action({ action, history, config }: { action: ActionDetail; history: History; config: Config }) {
  const time = zoneTime(config.filter.dayZone);
  const type = actionOf(config, action.type);
  return (
    <>
      <p className={styles.facts}>
        <TypeMark type={type} />
        <strong>{ACTION_WORDS[type].one}</strong>
        <span>
          item <span className="number">{action.itemId}</span>
          <CopyButton icon label="Copy item" text={() => action.itemId} />
        </span>
        <span>
          <span className="number">{time.text(action.at)}</span> {time.zoneText(action.at)}
        </span>
        {action.partitionDate ? (
          <span>
            partition date <span className="number">{action.partitionDate}</span>
          </span>
        ) : null}
        {action.cell === null ? null : <code>{cellWords(action, action.cell, config)}</code>}
      </p>
      <p className={styles.reason} data-tone={toneOf(action, history)}>
        {reasonOf(action, history, config)}
      </p>
    </>
  );
}

/** With a vocabulary another number stands in the cell than the item's id. */
function cellWords({ value }: ActionDetail, cell: number, { output }: Config): string {
  return output.itemIds === "vocabulary" ? `actions[${cell}] = ${value}` : `actions[${cell}]`;
}

/** An action that only its partition date lets in is in, and deserves a look. */
function toneOf({ verdict, at }: ActionDetail, { cutoff }: History): "in" | "late" | "out" {
  if (verdict !== "in") return "out";
  return at < cutoff ? "in" : "late";
}

function Bin({ bin: { action, range, parts }, config }: { bin: PlacedBin; config: Config }) {
  const { one, many } = ACTION_WORDS[action];
  const names = verdictNames(config);
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <p className={styles.facts}>
        <TypeMark type={action} />
        <strong>{counted(total, one, many)}</strong>
        <span className="number">{rangeWords(range, config.filter.dayZone)}</span>
      </p>
      <p className={styles.reason}>
        {parts.map(({ verdict, count }) => `${whole(count)} ${names[verdict]}`).join(", ")}. Press to zoom in.
      </p>
    </>
  );
}

function restWords({ actions, counts }: History): string {
  if (actions === 0) return "This customer has no actions: the sequence is all padding.";
  return `${whole(counts.in)} of ${counted(actions, "action")} in the sequence. Point at a mark, or walk along the marks with the arrow keys.`;
}
