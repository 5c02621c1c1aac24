import { ACTIONS } from "../../lib/config";
import { ACTION_WORDS } from "./action-types-of";
import styles from "./legend.module.css";

/** What the bars of the strips mean: each type has a colour and a height of its own. */
export function Legend() {
  return (
    <ul className={styles.legend} aria-label="Legend">
      {ACTIONS.map((action) => (
        <li key={action}>
          <TypeMark type={action} />
          {ACTION_WORDS[action].one}
        </li>
      ))}
      <li>
        <TypeMark type="padding" />
        padding
      </li>
    </ul>
  );
}

export function TypeMark({ type }: { type: (typeof ACTIONS)[number] | "padding" }) {
  return <span className={styles.mark} data-type={type} aria-hidden />;
}
