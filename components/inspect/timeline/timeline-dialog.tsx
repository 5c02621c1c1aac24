import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useRef } from "react";
import type { Config } from "../../../lib/config";
import type { Ask } from "../../../lib/inspection";
import type { SampleRow } from "../../../lib/sample";
import { Button } from "../../ui/button";
import { CopyButton } from "../../ui/copy-button";
import { CustomerSearch } from "./customer-search";
import { CustomerTimeline } from "./customer-timeline";
import styles from "./timeline.module.css";

/** What a timeline is opened for: a customer on a day (null for the last one), from a row of the dataset or from elsewhere. */
export interface TimelineTarget {
  customer: string;
  dt: string | null;
  row?: Pick<SampleRow, "rankingId" | "slot" | "itemId" | "isOrder">;
}

interface TimelineDialogProps {
  target: TimelineTarget | null;
  ask: Ask;
  config: Config;
  onTarget: (target: TimelineTarget | null) => void;
}

/** The customer timeline over the page. Closing it gives the focus back to where it was opened. */
export function TimelineDialog({ target, ask, config, onTarget }: TimelineDialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root open={target !== null} onOpenChange={(open) => !open && onTarget(null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup ref={popup} className={styles.popup} initialFocus={popup}>
          {target ? (
            <>
              <header className={styles.head}>
                <Dialog.Title className={styles.title}>
                  <span>Customer</span> <span className={styles.id}>{target.customer}</span>
                </Dialog.Title>
                <CopyButton icon label="Copy customer" text={() => target.customer} />
                {target.row ? <RowFacts row={target.row} /> : null}
                <div className={styles.find}>
                  <CustomerSearch ask={ask} onPick={(customer) => onTarget({ customer, dt: null })} />
                </div>
                <Dialog.Close render={<Button kind="icon" aria-label="Close the timeline" title="Close (Esc)" />}>
                  <X size={16} aria-hidden />
                </Dialog.Close>
              </header>
              <div className={styles.body}>
                <CustomerTimeline
                  key={target.customer}
                  ask={ask}
                  config={config}
                  customer={target.customer}
                  dt={target.dt}
                  onDay={(dt) => onTarget({ customer: target.customer, dt })}
                />
              </div>
            </>
          ) : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function RowFacts({ row }: { row: NonNullable<TimelineTarget["row"]> }) {
  const facts: [name: string, value: string | null][] = [
    ["ranking", row.rankingId],
    ["slot", String(row.slot)],
    ["item", row.itemId],
    ["label", row.isOrder === null ? null : row.isOrder ? "1" : "0"],
  ];
  return (
    <dl className={styles.row}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? "–"}</dd>
        </div>
      ))}
    </dl>
  );
}
