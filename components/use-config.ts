import { useEffect, useState } from "react";
import { type Config, DEFAULT_CONFIG, parseConfig } from "../lib/config";
import { type Problem, problemOf } from "../lib/errors";
import { configOf } from "../lib/link";

const KEY = "lookback.config";
export type Section = Exclude<keyof Config, "version">;
export type ChangeConfig = <S extends Section>(section: S, patch: Partial<Config[S]>) => void;

/** The config: from the link if the page was opened with one, else as it was left, else the defaults. */
export function useConfig(onProblem: (problem: Problem) => void) {
  const [config, setConfig] = useState<Config>(DEFAULT_CONFIG);

  useEffect(() => {
    let current = true;
    const load = async () => {
      try {
        const found = location.hash.length > 1 ? await configOf(location.hash) : storedConfig();
        if (current && found) setConfig(found);
      } catch (thrown) {
        if (current) onProblem(problemOf(thrown));
      }
    };
    load();
    addEventListener("hashchange", load);
    return () => {
      current = false;
      removeEventListener("hashchange", load);
    };
  }, [onProblem]);

  const change: ChangeConfig = (section, patch) => {
    const after = { ...config, [section]: { ...config[section], ...patch } };
    setConfig(after);
    store(after);
    // A link says how the page was opened, and no longer how it stands.
    if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  };

  return { config, change };
}

function storedConfig(): Config | null {
  const text = localStorage.getItem(KEY);
  return text === null ? null : parseConfig(JSON.parse(text));
}

function store(config: Config): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(config));
  } catch {
    // A page without storage keeps its config until it is closed; the share link still works.
  }
}
