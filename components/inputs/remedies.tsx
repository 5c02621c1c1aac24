import { type Config, LARGEST_LIMITS, type Role } from "../../lib/config";
import type { Problem } from "../../lib/errors";
import { Button } from "../ui/button";
import { whole } from "../ui/format";
import styles from "./columns.module.css";
import { ToldReading } from "./reading";

const UNITS = { recordBytes: "bytes a record", columns: "columns", expansion: "times its packed size" } as const;

interface RemediesProps {
  problem: Problem;
  role: Role | null;
  standardize: Config["standardize"];
  onStandardize: (patch: Partial<Config["standardize"]>) => void;
}

/** What can be done on the card of a file that cannot be read: take back what was told of it, or raise the limit that it passes. */
export function Remedies({ problem, role, standardize, onStandardize }: RemediesProps) {
  const { read, limits } = standardize;
  return (
    <>
      {role && read[role] ? <ToldReading role={role} read={read} onRead={(told) => onStandardize({ read: told })} /> : null}
      {problem.code === "over-limit" ? (
        <RaiseLimit
          limit={problem.limit}
          allowed={problem.allowed}
          onRaise={(raised) => onStandardize({ limits: { ...limits, [problem.limit]: raised } })}
        />
      ) : null}
    </>
  );
}

type Limit = keyof typeof LARGEST_LIMITS;

function RaiseLimit({ limit, allowed, onRaise }: { limit: Limit; allowed: number; onRaise: (raised: number) => void }) {
  const raised = Math.min(10 * allowed, LARGEST_LIMITS[limit]);
  if (raised <= allowed) return null;
  return (
    <p className={styles.quiet}>
      <Button onClick={() => onRaise(raised)}>
        Allow {whole(raised)} {UNITS[limit]}
      </Button>
    </p>
  );
}
