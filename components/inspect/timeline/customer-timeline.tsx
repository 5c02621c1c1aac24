import { useEffect, useMemo, useState } from "react";
import type { Config } from "../../../lib/config";
import type { Ask, History } from "../../../lib/inspection";
import { ProblemAlert } from "../../ui/problem-alert";
import { actionOf } from "../action-types-of";
import { stripWords } from "../strip-words";
import { useAnswer } from "../use-answer";
import { ActionsTable } from "./actions-table";
import { DayStepper } from "./day-stepper";
import type { PlacedBin } from "./layout";
import { Plot } from "./plot";
import type { PlotMove } from "./plot-keys";
import { panned, revealing, shareOf, zoomed } from "./range";
import { RawLists } from "./raw-lists";
import { Readout } from "./readout";
import { TensorStrip } from "./tensor-strip";
import { rangeWords } from "./time-axis";
import styles from "./timeline.module.css";
import { useActions } from "./use-actions";
import { useView } from "./use-view";
import { VerdictLegend } from "./verdict-legend";
import { ZoomTools } from "./zoom-tools";

interface CustomerTimelineProps {
  ask: Ask;
  config: Config;
  customer: string;
  /** The impression day; null for the last one. */
  dt: string | null;
  onDay: (dt: string) => void;
}

/** All actions of a customer around the cutoff of one day, and the sequence that is made of them. */
export function CustomerTimeline({ ask, config, customer, dt, onDay }: CustomerTimelineProps) {
  const question = useMemo(() => ({ customer, dt }), [customer, dt]);
  const { answer, problem } = useAnswer(ask, "history", question);
  if (problem) return <ProblemAlert problem={problem} />;
  if (!answer) return <p className={styles.quiet}>Reading the history …</p>;
  return <Loaded ask={ask} config={config} history={answer} onDay={onDay} />;
}

function Loaded({ ask, config, history, onDay }: { ask: Ask; config: Config; history: History; onDay: (dt: string) => void }) {
  const view = useView(history);
  const { range } = view;
  const pages = useActions(ask, history);
  const [focused, setFocused] = useState<number | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [bin, setBin] = useState<PlacedBin | null>(null);
  const active = hovered ?? focused;
  const action = active === null ? undefined : pages.at(active);
  const focusedAt = focused === null ? undefined : pages.at(focused)?.at;

  useEffect(() => {
    if (active !== null) pages.show(active, active);
  }, [pages, active]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view follows the focus, and not itself
  useEffect(() => {
    if (focusedAt !== undefined) view.change((shown, all) => revealing(shown, focusedAt, all));
  }, [focused, focusedAt]);

  const goTo = (day: History["days"][number] | undefined) => {
    if (!day) return;
    view.follow(day.cutoff - history.cutoff);
    onDay(day.dt);
  };
  const stepDay = (by: number) => goTo(history.days[history.days.findIndex((day) => day.dt === history.dt) + by]);
  const zoom = (factor: number, share = 0.5) => view.change((shown, all) => zoomed(shown, factor, share, all));
  const pan = (share: number) => view.change((shown, all) => panned(shown, share, all));
  const move = (to: PlotMove) => {
    if (!range) return;
    switch (to.kind) {
      case "mark":
        return setFocused(stepped(focused, to.by, history));
      case "end":
        return setFocused(history.actions === 0 ? null : to.which === "newest" ? 0 : history.actions - 1);
      case "day":
        return stepDay(to.by);
      case "zoom":
        return zoom(to.factor, focusedAt === undefined ? 0.5 : Math.min(Math.max(shareOf(range, focusedAt), 0), 1));
      case "pan":
        return pan(to.by);
      case "all":
        return view.setFit("all");
      case "leave":
        return setFocused(null);
      default:
        return to satisfies never;
    }
  };
  if (!range) return null;
  return (
    <>
      <div className={styles.tools}>
        <DayStepper history={history} onStep={stepDay} onDay={(day) => goTo(history.days.find((each) => each.dt === day))} />
        <span className={styles.range}>{rangeWords(range, config.filter.dayZone)}</span>
        <ZoomTools fit={view.fit} onFit={view.setFit} onZoom={zoom} />
      </div>
      <Plot
        ask={ask}
        history={history}
        config={config}
        range={range}
        active={active === null ? null : { index: active, at: action?.at }}
        onMove={move}
        onZoom={zoom}
        onPan={pan}
        onRange={(next) => view.change(() => next)}
        onHover={setHovered}
        onHoverBin={setBin}
        onFocus={setFocused}
      />
      <Readout
        history={history}
        config={config}
        action={action}
        isActive={active !== null}
        bin={bin}
        isAloud={hovered === null}
      />
      <VerdictLegend history={history} config={config} />
      <div className={styles.caption}>
        <h3>Sequence</h3>
        <p>{sequenceWords(history, config)}</p>
      </div>
      <TensorStrip sequence={history.sequence} config={config} active={active} onHover={setHovered} onFocus={setFocused} />
      <RawLists sequence={history.sequence} config={config} />
      <ActionsTable history={history} config={config} pages={pages} active={active} focused={focused} onFocus={setFocused} />
      <p id="timeline-keys" className={styles.keys}>
        <kbd>←</kbd> <kbd>→</kbd> actions <kbd>↑</kbd> <kbd>↓</kbd> impression days <kbd>+</kbd> <kbd>−</kbd> zoom{" "}
        <kbd>Shift</kbd> <kbd>←</kbd> <kbd>→</kbd> move <kbd>0</kbd> all <kbd>Esc</kbd> leave. Ctrl or ⌘ with the wheel zooms,
        dragging moves.
      </p>
    </>
  );
}

/** `newest first; 142 actions: 105 clicks, 37 orders; 858 padding` */
function sequenceWords({ sequence }: History, config: Config): string {
  const actions = Array.from(sequence.types, (type) => actionOf(config, type));
  const order = config.pad.order === "newest_first" ? "newest first" : "oldest first";
  return `${order}; ${stripWords(actions, config.rank.maxActions)}`;
}

/** The action `by` places later in time; the first step goes to the newest one in the sequence. */
function stepped(focused: number | null, by: number, { actions, sequence, counts }: History): number | null {
  if (actions === 0) return null;
  if (focused === null) return counts.in > 0 ? Math.min(sequence.actions[0] ?? 0, sequence.actions.at(-1) ?? 0) : 0;
  return Math.min(Math.max(focused - by, 0), actions - 1);
}
