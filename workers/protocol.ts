import type { Checked } from "../lib/check/checked";
import type { Finding } from "../lib/check/finding";
import type { Config, Role } from "../lib/config";
import type { Problem } from "../lib/errors";
import type { Ask, Question, Questions } from "../lib/inspection";
import type { SeenTextIds } from "../lib/pipeline/text-ids";
import type { Recipe } from "../lib/recipe";
import type { RejectedRow, Report } from "../lib/report";
import type { SamplePage, SampleQuery } from "../lib/sample";
import type { OpenedSource } from "../lib/sources/open";
import type { BuildSource, SourceFile } from "../lib/sources/types";
import type { Forecast } from "../lib/time-left";

/** What the page asks of the pipeline worker, by name. Each call is answered exactly once. */
export interface Calls {
  /** Makes the worker ready ahead of the files. */
  warm: { request: null; answer: null };
  /** Starts what a build from so many bytes will use, as soon as its files are there. */
  expect: { request: { bytes: number; threads?: number }; answer: null };
  sniff: { request: { file: SourceFile; config: Config; role: Role | null }; answer: OpenedSource };
  /** Judges a sample of the files. The next check, and a build, end it: it then fails with `cancelled`. */
  check: { request: BuildRequest; answer: CheckAnswer };
  build: { request: BuildRequest; answer: Built };
  /** The recipe that a file holds, `null` if it is none of ours. */
  recipe: { request: { file: SourceFile }; answer: Recipe | null };
  /** SHA-256 of a file, in hex; worked out beside whatever else goes on. */
  hash: { request: { file: SourceFile }; answer: string };
  sample: { request: SampleQuery; answer: SamplePage };
  ask: { request: AskRequest; answer: Questions[Question]["answer"] };
}
export type CallName = keyof Calls;

/** A question about the last build. */
export type AskRequest = { [Q in Question]: { name: Q; question: Questions[Q]["question"] } }[Question];

export interface BuildRequest {
  sources: BuildSource[];
  config: Config;
  /** The most threads that a build uses; by default one for each core, up to eight. */
  threads?: number;
  /** A file of the user's into which what Download Parquet would save is written straight. */
  saveAs?: FileSystemFileHandle;
  /** Bytes that the output is expected to take of what this site may store. */
  expected?: number;
  /** How many bytes of actions a build keeps in memory; the others are on disk. */
  memory?: number;
}

export interface CheckAnswer {
  checked: Checked;
  /** The most important first. */
  findings: Finding[];
}

export interface BuiltFile {
  /** Its name within the dataset: `dataset.parquet`, `vocabulary.parquet` or `dt=2024-05-15/part-0.parquet`. */
  file: string;
  blob: Blob;
}

export interface Built {
  report: Report;
  files: BuiltFile[];
  /** What Download Parquet saves: the dataset's one file, or a zip of its days (and of the vocabulary) with `manifest.json`. */
  download: BuiltFile;
  /** The first 1,000 rejected rows of each reason; the report has the counts. */
  rejected: readonly RejectedRow[];
  /** All rejected rows as CSV. */
  rejectedCsv: Blob;
  /** Standardized actions by file and action type (as in `unify.actionTypes`). */
  actionsBySource: { file: string; counts: Record<string, number> }[];
  /** Ids that are no integers, where such were found. */
  textIds: SeenTextIds;
}

export type ToWorker = { [N in CallName]: { id: number; name: N; request: Calls[N]["request"] } }[CallName];

export type FromWorker =
  | { kind: "done"; id: number; answer: unknown }
  | { kind: "failed"; id: number; problem: Problem }
  | { kind: "progress"; id: number; progress: Forecast };

/**
 * The page's side of the worker. `warm` makes it ready before it is needed, `expect` once files are there. `sniff` finds out what a file is, and its role where that is `null`.
 * `build` replaces what was built before; `sample` and `ask` ask the last build.
 * `cancel` ends the worker at once and makes a new one: calls under way fail with `cancelled`, and what was built is gone.
 * Failures are `LookbackError`s.
 */
export interface Client {
  warm(): Promise<null>;
  expect(input: Calls["expect"]["request"]): Promise<null>;
  sniff(file: SourceFile, config: Config, role: Role | null): Promise<OpenedSource>;
  check(request: BuildRequest): Promise<CheckAnswer>;
  build(request: BuildRequest, onProgress: (progress: Forecast) => void): Promise<Built>;
  recipe(file: SourceFile): Promise<Recipe | null>;
  hash(file: SourceFile): Promise<string>;
  sample(query: SampleQuery): Promise<SamplePage>;
  ask: Ask;
  cancel(): void;
}
