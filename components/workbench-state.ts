import type { Config, Role } from "../lib/config";
import type { Problem } from "../lib/errors";
import type { Reached, Stage } from "../lib/report";
import type { OpenedSource } from "../lib/sources/open";
import type { SniffedSource, SourceFile } from "../lib/sources/types";
import type { Forecast } from "../lib/time-left";
import type { Built } from "../workers/protocol";

/**
 * A file the user added. `source` is null while it is read, and stays null where `problem` says why.
 * A role that the user chose meanwhile stands.
 */
export interface FileEntry {
  id: number;
  file: SourceFile;
  source: SniffedSource | null;
  role: Role | null;
  problem: Problem | null;
  /** Counts how often reading the file gave something else: other settings may show other columns. */
  reading: number;
}

/** What reading a file came to. */
export type ReadOutcome = OpenedSource | { problem: Problem };

export type BuildState =
  | { kind: "idle" }
  /** `at`: when the latest progress came, by `performance.now()`. `replaces`: whether it takes the place of a dataset. */
  | { kind: "building"; progress: Forecast | null; at: number; reached: Partial<Record<Stage, Reached>>; replaces: boolean }
  /** `savedAs`: the file of the user's that it was written into. `refused`: why another build did not begin. */
  | { kind: "built"; built: Built; config: Config; inputs: string; savedAs: string | null; refused?: Problem }
  /** `lost`: whether a dataset was given up for it. */
  | { kind: "failed"; problem: Problem; lost?: boolean }
  | { kind: "cancelled"; lost?: boolean };

export interface WorkbenchState {
  files: FileEntry[];
  build: BuildState;
}

export type WorkbenchEvent =
  /** `gone`: ids of files on the page whose bytes can no longer be read. */
  | { type: "added"; entries: FileEntry[]; gone?: ReadonlySet<number> }
  /** By the id of a file. */
  | { type: "read"; outcomes: ReadonlyMap<number, ReadOutcome> }
  | { type: "role"; ids: readonly number[]; role: Role | null }
  | { type: "removed"; ids: readonly number[] }
  | { type: "settings-changed" }
  /** A build that did not begin leaves what was built. */
  | { type: "build-refused"; problem: Problem }
  | { type: "build-started"; at: number }
  /** The latest of each stage that moved, in the order in which they came. */
  | { type: "progress"; at: number; latest: Forecast[] }
  | { type: "build-ended"; build: BuildState };

export const EMPTY_STATE: WorkbenchState = { files: [], build: { kind: "idle" } };

/** A build that came to nothing, or did not begin, is told as long as another one would read the same. */
export function reduce(state: WorkbenchState, event: WorkbenchEvent): WorkbenchState {
  const next = apply(state, event);
  const isOther =
    event.type === "settings-changed" || (next.files !== state.files && inputsOf(next.files) !== inputsOf(state.files));
  return isOther ? { ...next, build: untold(next.build) } : next;
}

function untold(build: BuildState): BuildState {
  if (isInVain(build)) return EMPTY_STATE.build;
  if (build.kind !== "built" || !build.refused) return build;
  const { refused: _, ...built } = build;
  return built;
}

function apply(state: WorkbenchState, event: WorkbenchEvent): WorkbenchState {
  switch (event.type) {
    case "added":
      return { ...state, files: withAdded(state, event.entries, event.gone ?? new Set()) };
    case "read":
      return { ...state, files: state.files.map((entry) => readAs(entry, event.outcomes.get(entry.id))) };
    case "role":
      return { ...state, files: state.files.map((file) => (event.ids.includes(file.id) ? { ...file, role: event.role } : file)) };
    case "removed":
      return { ...state, files: state.files.filter(({ id }) => !event.ids.includes(id)) };
    case "settings-changed":
      return state;
    case "build-refused":
      return { ...state, build: refused(state.build, event.problem) };
    case "build-started":
      return {
        ...state,
        build: { kind: "building", at: event.at, progress: null, reached: {}, replaces: state.build.kind === "built" },
      };
    case "progress":
      return { ...state, build: advanced(state.build, event.latest, event.at) };
    case "build-ended":
      return { ...state, build: ended(state.build, event.build) };
  }
}

function refused(build: BuildState, problem: Problem): BuildState {
  return build.kind === "built" ? { ...build, refused: problem } : { kind: "failed", problem };
}

function ended(before: BuildState, build: BuildState): BuildState {
  // A result may still be about to be drawn when its build is cancelled.
  const lost = before.kind === "built" || (before.kind === "building" && before.replaces);
  return lost && isInVain(build) ? { ...build, lost } : build;
}

function isInVain(build: BuildState): build is Extract<BuildState, { kind: "failed" | "cancelled" }> {
  return build.kind === "failed" || build.kind === "cancelled";
}

/** A file that is added again takes the place and the role of one of its path that cannot be read. */
function withAdded(state: WorkbenchState, entries: readonly FileEntry[], gone: ReadonlySet<number>): FileEntry[] {
  const left = [...entries];
  const files = state.files.map((entry) => {
    if (entry.problem === null && !gone.has(entry.id) && !isRefused(entry, state)) return entry;
    const index = left.findIndex(({ file }) => file.path === entry.file.path);
    const [again] = index < 0 ? [] : left.splice(index, 1);
    return again ? { ...again, role: entry.role } : entry;
  });
  return [...files, ...left];
}

/** Whether it is the file that the last build could not read. Of two of one path it is not known which. */
function isRefused({ file }: FileEntry, { files, build }: WorkbenchState): boolean {
  if (build.kind !== "failed" || unreadFile(build.problem) !== file.path) return false;
  return files.filter((other) => other.file.path === file.path).length === 1;
}

function unreadFile(problem: Problem): string | null {
  switch (problem.code) {
    case "unreadable-file":
    case "file-changed":
    case "empty-file":
    case "over-limit":
      return problem.file;
    default:
      return null;
  }
}

function readAs(entry: FileEntry, outcome: ReadOutcome | undefined): FileEntry {
  if (!outcome) return entry;
  const { source, role, problem } =
    "problem" in outcome
      ? { source: null, role: entry.role, problem: outcome.problem }
      : { ...outcome, role: entry.role ?? outcome.role, problem: null };
  const isSame = JSON.stringify([source, problem]) === JSON.stringify([entry.source, entry.problem]);
  return isSame ? { ...entry, role } : { ...entry, source, role, problem, reading: entry.reading + 1 };
}

function advanced(build: BuildState, latest: Forecast[], at: number): BuildState {
  if (build.kind !== "building") return build;
  // A stage that begins again, with text ids for one, does not take the bar back.
  const reached = Object.fromEntries(
    latest.map(({ stage, fraction, ...rest }) => [
      stage,
      { ...rest, fraction: Math.max(fraction, build.reached[stage]?.fraction ?? 0) },
    ]),
  );
  return { ...build, at, progress: latest.at(-1) ?? build.progress, reached: { ...build.reached, ...reached } };
}

/** What a build reads, as one comparable text: when it changes, what was built is stale. */
export function inputsOf(files: FileEntry[]): string {
  return files.map(({ id, role, reading }) => `${id}:${role}:${reading}`).join(" ");
}

/** The entry before this one that looks like the same file. */
export function twinOf(files: FileEntry[], entry: FileEntry): FileEntry | undefined {
  const before = files.slice(0, files.indexOf(entry));
  return before.find((other) => other.file.path === entry.file.path && other.file.blob.size === entry.file.blob.size);
}
