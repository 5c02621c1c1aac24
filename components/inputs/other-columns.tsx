import type { SniffedSource } from "../../lib/sources/types";
import { Disclosure } from "../ui/disclosure";
import { counted } from "../ui/format";
import { Values } from "./column-row";
import styles from "./columns.module.css";

/** More are named and not described. */
const MOST = 100;

interface OtherColumnsProps {
  file: string;
  source: SniffedSource;
  /** Positions of columns that are used. */
  used: readonly number[];
}

/** The columns of a file that no canonical column is, with what they hold. */
export function OtherColumns({ file, source, used }: OtherColumnsProps) {
  const left = source.columns
    .map((column, position) => ({ ...column, position }))
    .filter(({ position }) => !used.includes(position));
  if (left.length === 0) return null;
  const list = (
    <ul aria-label={`Other columns of ${file}`}>
      {left.slice(0, MOST).map(({ name, position }) => {
        const profile = source.profile[position];
        return (
          <li key={position} className={styles.other}>
            <span className={styles.canonical} title={name}>
              {name}
            </span>
            <div className={styles.about}>{profile ? <Values profile={profile} reading={null} /> : null}</div>
          </li>
        );
      })}
      {left.length > MOST ? <li className={styles.quiet}>and {counted(left.length - MOST, "more column")}</li> : null}
    </ul>
  );
  if (used.length === 0) return list;
  return <Disclosure words={`Not used: ${counted(left.length, "column")}`}>{list}</Disclosure>;
}
