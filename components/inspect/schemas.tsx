import type { Role } from "../../lib/config";
import styles from "./schemas.module.css";

interface Schema {
  role: Role;
  words: string;
  columns: [name: string, words: string][];
}

const SCHEMAS: Schema[] = [
  {
    role: "impressions",
    words: "The carousels that were shown",
    columns: [
      ["dt", "day of the impression"],
      ["ranking_id", "text"],
      ["customer_id", "integer or text"],
      ["impressions", "list of {item_id, is_order}"],
    ],
  },
  {
    role: "clicks",
    words: "Action type 1",
    columns: [
      ["dt", "partition date"],
      ["customer_id", "integer or text"],
      ["item_id", "integer or text"],
      ["click_time", "instant"],
    ],
  },
  {
    role: "add_to_carts",
    words: "Action type 2",
    columns: [
      ["dt", "partition date"],
      ["customer_id", "integer or text"],
      ["config_id", "the item"],
      ["simple_id", "not used"],
      ["occurred_at", "instant"],
    ],
  },
  {
    role: "previous_orders",
    words: "Action type 3",
    columns: [
      ["order_date", "partition date"],
      ["customer_id", "integer or text"],
      ["config_id", "the item"],
      ["simple_id", "optional, not used"],
      ["occurred_at", "optional, an instant"],
    ],
  },
];

/** The four schemas that are recognised with no mapping by hand. */
export function Schemas() {
  return (
    <section aria-label="Expected columns">
      <ul className={styles.schemas}>
        {SCHEMAS.map(({ role, words, columns }) => (
          <li key={role}>
            <h2 className={styles.role}>{role}</h2>
            <p className={styles.words}>{words}</p>
            <dl className={styles.columns}>
              {columns.map(([name, kind]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{kind}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
      <p className={styles.more}>
        CSV, TSV, JSON, JSON Lines, Parquet or Arrow, gzipped or not. Columns in any order; others are ignored. One log with a
        type column works too: give it the role events.
      </p>
    </section>
  );
}
