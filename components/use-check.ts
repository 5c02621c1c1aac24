import { useEffect, useMemo, useState } from "react";
import type { Finding } from "../lib/check/finding";
import { controls, sortFindings } from "../lib/check/finding";
import { findObstacles } from "../lib/check/obstacles";
import type { Config } from "../lib/config";
import { describeProblem, type Problem, problemOf } from "../lib/errors";
import { findColumns, missingColumn } from "../lib/sources/recognise";
import type { BuildSource } from "../lib/sources/types";
import type { CheckAnswer, Client } from "../workers/protocol";
import { threadLimit } from "./threads";
import type { FileEntry } from "./workbench-state";

/** Files and settings rest so long before they are checked. */
const REST_MS = 400;

export interface CheckModel {
  /** Errors first. */
  findings: Finding[];
  checked: CheckAnswer["checked"] | null;
  isChecking: boolean;
}

interface Answered {
  key: string;
  answer: CheckAnswer | null;
  failure: Finding | null;
}

/** Checks the files on the page against the config, anew whenever either changes; not while a build runs. */
export function useCheck(files: readonly FileEntry[], config: Config, isBuilding: boolean, getClient: () => Client): CheckModel {
  const [answered, setAnswered] = useState<Answered | null>(null);
  const sources = useMemo(() => usableSources(files, config), [files, config]);
  const isReading = files.some(({ source, problem }) => source === null && problem === null);
  const key = keyOf(sources, files, config);
  const isDue = !isBuilding && !isReading && sources.length > 0 && answered?.key !== key;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the sources and the config
  useEffect(() => {
    if (!isDue) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      try {
        const answer = await getClient().check({ sources, config, ...threadLimit() });
        if (isCurrent) setAnswered({ key, answer, failure: null });
      } catch (thrown) {
        const problem = problemOf(thrown);
        if (!isCurrent || problem.code === "cancelled") return;
        const { title, help } = describeProblem(problem);
        setAnswered({ key, answer: null, failure: { level: "error", text: `${title} ${help}`, mend: mendOf(problem) } });
      }
    }, REST_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [isDue, key, getClient]);

  const obstacles = useMemo(
    () =>
      findObstacles(
        files.map(({ file, source, role, problem }) => ({ path: file.path, source, role, problem })),
        config,
      ),
    [files, config],
  );
  const latest = sources.length > 0 && answered ? answered : null;
  const isCurrent = latest?.key === key;
  const findings = latest && isCurrent ? [...(latest.answer?.findings ?? []), ...(latest.failure ? [latest.failure] : [])] : [];
  return {
    findings: sortFindings([...obstacles, ...findings]),
    checked: latest && isCurrent ? (latest.answer?.checked ?? null) : null,
    isChecking: !isBuilding && (isReading || isDue),
  };
}

/** Where the page mends what ends a check. */
function mendOf({ code }: Problem): Finding["mend"] {
  return code === "ambiguous-dates"
    ? { control: controls.setting("standardize.dateOrder"), label: "Say which stands first" }
    : null;
}

function usableSources(files: readonly FileEntry[], config: Config): BuildSource[] {
  return files.flatMap(({ file, source, role, problem }) =>
    source && role && !problem && missingColumn(role, findColumns(role, source, config), source, file.path, config) === null
      ? [{ file, source, role }]
      : [],
  );
}

/** What a check depends on, as one comparable text. */
function keyOf(
  sources: readonly BuildSource[],
  files: readonly FileEntry[],
  { standardize, unify, filter, output }: Config,
): string {
  const used = new Set(sources.map(({ source }) => source));
  const ids = files.filter(({ source }) => source && used.has(source)).map(({ id, role, reading }) => `${id}:${role}:${reading}`);
  return JSON.stringify([ids, standardize, unify.actionTypes, filter, output.itemIds, output.itemIdType]);
}
