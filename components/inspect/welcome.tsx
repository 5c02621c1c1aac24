import { CheckPanel } from "../parts";
import { Button } from "../ui/button";
import { LoadedPart } from "../ui/loaded-part";
import type { WorkbenchModel } from "../use-workbench";
import { CutoffFigure } from "./cutoff-figure";
import { Schemas } from "./schemas";
import styles from "./welcome.module.css";

/** The page explains itself until there are files, and then says what they are good for. */
export function Welcome({ model, onSample }: { model: WorkbenchModel; onSample: () => void }) {
  if (model.files.length > 0) {
    return (
      <>
        <LoadedPart>
          <CheckPanel check={model.check} disk={model.disk} />
        </LoadedPart>
        {model.files.some(({ source, role }) => source && role === null) ? (
          <div className={styles.welcome}>
            <Schemas />
          </div>
        ) : null}
      </>
    );
  }
  return (
    <section className={styles.welcome} aria-label="How it works">
      <div className={styles.words}>
        <p className={styles.lead}>Impressions and actions in, fixed-length training sequences out.</p>
        <p>For each customer and day, the newest actions before that day began; never one at or after it.</p>
        <p>Everything runs in this tab. No file leaves this computer.</p>
      </div>
      <CutoffFigure />
      <p className={styles.next}>
        Add your files, or start with a small set of made-up ones.
        <Button onClick={onSample}>Load sample files</Button>
      </p>
      <Schemas />
    </section>
  );
}
