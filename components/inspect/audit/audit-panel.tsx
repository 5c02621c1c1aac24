import type { ReactNode } from "react";
import type { Config } from "../../../lib/config";
import type { Ask, AuditDetails } from "../../../lib/inspection";
import type { Report } from "../../../lib/report";
import { counted, share, whole } from "../../ui/format";
import { ProblemAlert } from "../../ui/problem-alert";
import { timeSpan, zoneTime } from "../../ui/zone-time";
import { ACTION_WORDS, actionOf } from "../action-types-of";
import type { TimelineTarget } from "../timeline/timeline-dialog";
import { useAnswer } from "../use-answer";
import styles from "./audit-panel.module.css";

interface AuditPanelProps {
  report: Report;
  ask: Ask;
  onOpen: (target: TimelineTarget) => void;
}

/** What the audit checked and how, how close it was, and which histories deserve a look. */
export function AuditPanel({ report, ask, onOpen }: AuditPanelProps) {
  const { answer, problem } = useAnswer(ask, "auditDetails", null);
  return (
    <div className={styles.audit}>
      <Verdict report={report} />
      {problem ? <ProblemAlert problem={problem} /> : null}
      <dl className={styles.findings} aria-busy={answer === null}>
        <Narrowest details={answer} config={report.config} onOpen={onOpen} />
        <Finding name="Truncated" figure={counted(report.truncatedHistories, "history", "histories")}>
          <p>
            {answer ? `of ${counted(answer.truncated.customers, "customer")}` : "…"}:{" "}
            {share(report.truncatedHistories, report.histories)} had more than {counted(report.config.rank.maxActions, "action")}{" "}
            that count.
          </p>
          <Links targets={answer?.truncated.examples} onOpen={onOpen} />
        </Finding>
        <Finding name="Ties at the boundary" figure={answer ? counted(answer.ties.histories, "history", "histories") : "…"}>
          <p>
            {answer?.ties.histories === 0
              ? "No boundary parts actions of one instant."
              : "The oldest action kept and the newest one left out have one instant. The order among ties, by action type and item, decides, and so every build decides alike."}
          </p>
          <Links targets={answer?.ties.examples} onOpen={onOpen} />
        </Finding>
        <Mismatches report={report} details={answer} onOpen={onOpen} />
      </dl>
    </div>
  );
}

function Verdict({ report: { audit } }: { report: Report }) {
  return (
    <section>
      <h3 className={styles.verdict} data-clean={audit.violations === 0}>
        {counted(audit.histories, "history", "histories")} checked, {counted(audit.violations, "leak")}
      </h3>
      <p className={styles.words}>
        {audit.histories === 0
          ? "The output has neither actions nor their types, so there was nothing to check."
          : "Every row of the written files was read back by a reader that shares no code with the writer. What each history may hold was worked out a second time, from the standardized actions and the instants of the cutoffs alone: no sort, no window. Both agree in number and in fingerprint, action by action."}
      </p>
    </section>
  );
}

interface DetailProps {
  details: AuditDetails | null;
  onOpen: (target: TimelineTarget) => void;
}

function Narrowest({ details, config, onOpen }: DetailProps & { config: Config }) {
  if (!details) return <Finding name="Narrowest margin" figure="…" />;
  const { narrowest, letInByPartitionDate } = details;
  if (!narrowest)
    return (
      <Finding name="Narrowest margin" figure="–">
        All histories are empty.
      </Finding>
    );
  const { margin, at, itemId, type, dt } = narrowest;
  const time = zoneTime(config.filter.dayZone);
  return (
    <Finding name="Narrowest margin" figure={margin > 0n ? `${timeSpan(margin)} before` : `${timeSpan(-margin)} after`}>
      <p>
        The {ACTION_WORDS[actionOf(config, type)].one} of item <span className="number">{itemId}</span> at{" "}
        <span className="number">{time.text(at)}</span> {time.zoneText(at)}{" "}
        {margin > 0n
          ? "is closer before its cutoff than any other"
          : "is farther past its cutoff than any other that stands in a history"}
        : the start of {dt}.
      </p>
      {letInByPartitionDate > 0 ? (
        <p className={styles.warning}>
          {counted(letInByPartitionDate, "history holds", "histories hold")} actions at or after the instant of their cutoff,
          because only partition dates decide.
        </p>
      ) : null}
      <Links targets={[narrowest]} onOpen={onOpen} />
    </Finding>
  );
}

function Mismatches({ report, details, onOpen }: DetailProps & { report: Report }) {
  const time = zoneTime(report.config.filter.dayZone);
  return (
    <Finding name="Partition date off" figure={counted(report.partitionDateMismatches, "action")}>
      <p>
        Their partition date is not the day of their instant in {report.config.filter.dayZone}
        {details ? `; ${whole(details.mismatches.actions)} are of customers with impressions` : ""}.
      </p>
      <ul>
        {details?.mismatches.examples.map((example) => (
          <li key={`${example.customer} ${example.at} ${example.itemId} ${example.type}`}>
            <Link target={example} onOpen={onOpen} /> <span className="number">{time.text(example.at)}</span>, partition date{" "}
            <span className="number">{example.partitionDate}</span>
          </li>
        ))}
      </ul>
    </Finding>
  );
}

function Finding({ name, figure, children }: { name: string; figure: string; children?: ReactNode }) {
  return (
    <div className={styles.finding}>
      <dt>{name}</dt>
      <dd className={styles.figure}>{figure}</dd>
      <dd className={styles.more}>{children}</dd>
    </div>
  );
}

type Target = Pick<TimelineTarget, "customer"> & { dt: string };

function Links({ targets, onOpen }: { targets: Target[] | undefined; onOpen: (target: TimelineTarget) => void }) {
  if (!targets?.length) return null;
  return (
    <ul className={styles.links}>
      {targets.map((target) => (
        <li key={`${target.customer} ${target.dt}`}>
          <Link target={target} onOpen={onOpen} />
        </li>
      ))}
    </ul>
  );
}

function Link({ target: { customer, dt }, onOpen }: { target: Target; onOpen: (target: TimelineTarget) => void }) {
  return (
    <button type="button" className={styles.link} aria-haspopup="dialog" onClick={() => onOpen({ customer, dt })}>
      {customer} on {dt}
    </button>
  );
}
