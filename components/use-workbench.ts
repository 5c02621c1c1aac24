import { startTransition, useCallback, useEffect, useEffectEvent, useReducer, useRef, useState } from "react";
import type { Config, Role } from "../lib/config";
import { type Problem, problemOf } from "../lib/errors";
import type { Alternative, Ask } from "../lib/inspection";
import type { Stage } from "../lib/report";
import type { SampleQuery } from "../lib/sample";
import type { BuildSource, SourceFile } from "../lib/sources/types";
import type { Forecast } from "../lib/time-left";
import { createClient } from "../workers/client";
import type { Client } from "../workers/protocol";
import { gathered, inLanes, turns } from "./flow";
import { goneFiles } from "./gone-files";
import { memoryLimit } from "./memory";
import { refusalOf } from "./refusal";
import { threadLimit } from "./threads";
import { useCheck } from "./use-check";
import { type Origin, useConfig } from "./use-config";
import { useDestination } from "./use-destination";
import { useDisk } from "./use-disk";
import { useGuesses } from "./use-guesses";
import { useReadings } from "./use-readings";
import { type FoundRecipe, useRecipes } from "./use-recipes";
import {
  type BuildState,
  EMPTY_STATE,
  type FileEntry,
  inputsOf,
  type ReadOutcome,
  reduce,
  type WorkbenchState,
} from "./workbench-state";

const PROGRESS_MS = 100;
/** How long what files were found to be is gathered before it is shown together. */
const READ_MS = 50;
/** The same while hundreds of files are read: the page is drawn anew each time. */
const MOST_READ_MS = 400;
/** Files read side by side. A browser asks the disk about each file that it hands to a worker, and the page waits for that. */
const LANES = 8;

/** Binds the page to the pipeline. Everything below it is drawn from what it returns. */
export function useWorkbench() {
  const [state, dispatch] = useReducer(reduce, EMPTY_STATE);
  const [notice, setNotice] = useState<Problem | null>(null);
  const [invalid, setInvalidFields] = useState<Record<string, string>>({});
  const settings = useConfig(setNotice);
  const { config, change, opened, revision } = settings;
  const place = useDestination();
  const client = useRef<Client | null>(null);
  const nextId = useRef(1);
  const buildId = useRef(0);
  const getClient = useCallback(() => {
    client.current ??= createClient();
    return client.current;
  }, []);

  /** Makes the worker ready. Where that fails, the first call that needs it says why. */
  const warm = useCallback(async (): Promise<void> => {
    await getClient()
      .warm()
      .then(
        () => performance.mark("worker-ready"),
        () => undefined,
      );
  }, [getClient]);

  const [wasRead] = useState(() =>
    gathered<number, ReadOutcome>(READ_MS, (outcomes) => dispatch({ type: "read", outcomes }), MOST_READ_MS),
  );
  const [turnOf] = useState(() => turns<number>());
  const outcomeOf = async ({ file, role }: Pick<FileEntry, "file" | "role">): Promise<ReadOutcome> => {
    try {
      return await getClient().sniff(file, config, role);
    } catch (thrown) {
      const problem = problemOf(thrown);
      // Cancelling a build ends every call under way; a file that was being read then is read again.
      return problem.code === "cancelled" ? outcomeOf({ file, role }) : { problem };
    }
  };
  /** What reading a file comes to, unless it is begun again meanwhile: what comes of that holds, whichever ends first. */
  const latestOutcome = async (entry: FileEntry): Promise<ReadOutcome | null> => {
    const isLatest = turnOf(entry.id);
    const outcome = await outcomeOf(entry);
    return isLatest() ? outcome : null;
  };
  const sniff = async (entry: FileEntry): Promise<void> => {
    const outcome = await latestOutcome(entry);
    if (outcome) wasRead(entry.id, outcome);
  };

  const openConfig = (after: Config, origin: Origin): void => {
    setNotice(null);
    settings.openConfig(after, origin);
  };
  const recipes = useRecipes(
    getClient,
    async (file) => (await getClient().sniff(file, config, null)).role !== null,
    ({ file, recipe }) => openConfig(recipe.config, { kind: "recipe", file, recipe }),
    setNotice,
  );

  const added = (files: SourceFile[], gone: ReadonlySet<number> = new Set()): FileEntry[] => {
    const firstId = nextId.current;
    const entries = files.map((file) => ({ id: nextId.current++, file, source: null, role: null, problem: null, reading: 0 }));
    const event = { type: "added", entries, gone } as const;
    dispatch(event);
    // Those that take the place of others have their roles.
    return reduce(state, event).files.filter(({ id }) => id >= firstId);
  };

  /** Sniffs a file, unless it holds a recipe: then it is no input, as far as can be told from it alone. */
  const readEntry = async (entry: FileEntry): Promise<FoundRecipe | null> => {
    try {
      const recipe = await recipes.recipeOf(entry.file);
      if (recipe) {
        dispatch({ type: "removed", ids: [entry.id] });
        return { file: entry.file, recipe };
      }
      await sniff(entry);
    } catch (thrown) {
      wasRead(entry.id, { problem: problemOf(thrown) });
    }
    return null;
  };

  const addFiles = async (files: SourceFile[]): Promise<void> => {
    const bytes = files.reduce((sum, { blob }) => sum + blob.size, 0);
    getClient()
      .expect({ bytes, ...threadLimit() })
      .catch(() => undefined);
    const gone = await goneFiles(state.files, files);
    const found = await inLanes(added(files, gone), LANES, readEntry);
    await recipes.offer(found.filter((each) => each !== null)).catch((thrown) => setNotice(problemOf(thrown)));
  };

  /** Answers whether files that were built here are inputs or are there for their recipe. */
  const answerQuestion = (answer: "recipe" | "input"): void => {
    if (!recipes.question) return;
    const { found, files } = recipes.question;
    recipes.closeQuestion();
    if (answer === "recipe") openConfig(found.recipe.config, { kind: "recipe", ...found });
    else for (const entry of added(files)) sniff(entry);
  };

  const resniff = useEffectEvent(() => {
    setInvalidFields({});
    for (const entry of state.files) sniff(entry);
  });
  useEffect(() => {
    // Other settings may map other columns, so files that had no role may have one now.
    if (revision > 0) resniff();
  }, [revision]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: they are what changed
  useEffect(() => dispatch({ type: "settings-changed" }), [config, invalid, place.destination]);

  const check = useCheck(state.files, config, state.build.kind === "building", getClient);
  const disk = useDisk(check.checked, config, place.destination);

  /** The files, after those that could not be read were read again: the network or the engine may have failed, and not the file. */
  const filesReadAgain = async (): Promise<FileEntry[]> => {
    const failed = state.files.filter(({ problem }) => problem !== null);
    if (failed.length === 0) return state.files;
    const read = await inLanes(failed, LANES, async (entry) => ({ id: entry.id, outcome: await latestOutcome(entry) }));
    const outcomes = new Map(read.flatMap(({ id, outcome }) => (outcome ? [[id, outcome]] : [])));
    const event = { type: "read", outcomes } as const;
    dispatch(event);
    return reduce(state, event).files;
  };

  const build = async (): Promise<void> => {
    setNotice(null);
    const fail = (problem: Problem) => dispatch({ type: "build-ended", build: { kind: "failed", problem } });
    const refuse = (problem: Problem) => dispatch({ type: "build-refused", problem });
    const id = ++buildId.current;
    const isCurrent = () => id === buildId.current;
    const files = await filesReadAgain();
    if (!isCurrent()) return;
    const refusal = refusalOf(files, invalid);
    if (refusal) return refuse(refusal);
    const target = await place.choose(config).catch((thrown) => refuse(problemOf(thrown)));
    if (!target || !isCurrent()) return;
    const inputs = inputsOf(files);
    dispatch({ type: "build-started", at: performance.now() });
    const report = gathered<Stage, Forecast>(PROGRESS_MS, (latest) => {
      if (isCurrent()) dispatch({ type: "progress", at: performance.now(), latest: [...latest.values()] });
    });
    const onProgress = (progress: Forecast) => report(progress.stage, progress);
    try {
      const expected = disk.need ? { expected: Math.round(disk.need.site) } : {};
      const request = { sources: buildSources(files), config, ...threadLimit(), ...memoryLimit(), ...target, ...expected };
      const built = await getClient().build(request, onProgress);
      const ended: BuildState = { kind: "built", built, config, inputs, savedAs: target.saveAs?.name ?? null };
      if (isCurrent()) startTransition(() => dispatch({ type: "build-ended", build: ended }));
    } catch (thrown) {
      if (!isCurrent()) return;
      place.drop();
      fail(problemOf(thrown));
    }
  };

  const cancel = (): void => {
    buildId.current += 1;
    getClient().cancel();
    place.drop();
    dispatch({ type: "build-ended", build: { kind: "cancelled" } });
  };

  const setInvalid = useCallback((path: string, message: string | null): void => {
    setInvalidFields((before) => {
      const { [path]: _, ...rest } = before;
      return message === null ? rest : { ...rest, [path]: message };
    });
  }, []);

  /** Takes settings that were tried into the recipe. A field whose value changes forgets what was typed and not valid. */
  const applyAlternative = ({ maxActions, lookbackDays, cutoff }: Alternative): void => {
    if (maxActions !== config.rank.maxActions) setInvalid("rank.maxActions", null);
    if (lookbackDays !== config.filter.lookbackDays) setInvalid("filter.lookbackDays", null);
    settings.setConfig({ ...config, filter: { ...config.filter, lookbackDays, cutoff }, rank: { ...config.rank, maxActions } });
  };

  const hash = useCallback((file: SourceFile) => getClient().hash(file), [getClient]);
  const sample = useCallback((query: SampleQuery) => getClient().sample(query), [getClient]);
  const ask = useCallback<Ask>((name, question) => getClient().ask(name, question), [getClient]);
  const { files } = state;
  const setRole = (ids: readonly number[], role: Role | null) => dispatch({ type: "role", ids, role });
  const setColumns = (columns: Config["standardize"]["columns"]) => change("standardize", { columns });
  useReadings(files, config, sniff);
  const reasons = useGuesses(files, config, revision, { setRole, setColumns });
  return {
    files,
    config,
    build: state.build,
    notice,
    invalid,
    stale: isStale(state, config),
    warm,
    addFiles,
    removeFiles: (ids: readonly number[]) => dispatch({ type: "removed", ids }),
    setRole,
    reasons,
    check,
    disk: disk.finding,
    destination: place.destination,
    setDestination: place.setDestination,
    change,
    applyAlternative,
    opened,
    revision,
    openConfig,
    undoOpened: settings.undoOpened,
    keepOpened: settings.keepOpened,
    openRecipeFile: recipes.openFile,
    question: recipes.question,
    answerQuestion,
    hash,
    setInvalid,
    setNotice,
    startBuild: build,
    cancelBuild: cancel,
    sample,
    ask,
  };
}

export type WorkbenchModel = ReturnType<typeof useWorkbench>;

/** Whether the result no longer is what the files and settings on the page would give. */
function isStale({ build, files }: WorkbenchState, config: Config): boolean {
  if (build.kind !== "built") return false;
  return build.inputs !== inputsOf(files) || JSON.stringify(build.config) !== JSON.stringify(config);
}

function buildSources(files: FileEntry[]): BuildSource[] {
  return files.flatMap(({ file, source, role }) => (source && role ? [{ file, source, role }] : []));
}
