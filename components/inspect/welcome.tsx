import { Button } from "../ui/button";
import { counted } from "../ui/format";
import { Schemas } from "./schemas";
import styles from "./welcome.module.css";

/** The page explains itself until there is something to see. */
export function Welcome({ files, onSample }: { files: number; onSample: () => void }) {
  return (
    <section className={styles.welcome} aria-label="How it works">
      <div className={styles.words}>
        <p className={styles.lead}>Impressions and actions in, fixed-length training sequences out.</p>
        <p>For each customer and day, the newest actions before that day began; never one at or after it.</p>
        <p>Everything runs in this tab. No file leaves this computer.</p>
      </div>
      {files === 0 ? (
        <p className={styles.next}>
          Add your files, or start with a small set of made-up ones.
          <Button onClick={onSample}>Load sample files</Button>
        </p>
      ) : (
        <p className={styles.next}>{counted(files, "file")} added. Check the roles and the recipe, then build the dataset.</p>
      )}
      <Schemas />
    </section>
  );
}
