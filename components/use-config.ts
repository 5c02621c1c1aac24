import { useCallback, useEffect, useState } from "react";
import { type Config, DEFAULT_CONFIG, parseConfig } from "../lib/config";
import { LookbackError, type Problem, problemOf } from "../lib/errors";
import { configOf } from "../lib/link";
import type { Recipe } from "../lib/recipe";
import type { SourceFile } from "../lib/sources/types";

const KEY = "lookback.config";
export type Section = Exclude<keyof Config, "version">;
export type ChangeConfig = <S extends Section>(section: S, patch: Partial<Config[S]>) => void;

/** Where settings came from that replaced those on the page. */
export type Origin = { kind: "link" } | { kind: "defaults" } | { kind: "recipe"; file: SourceFile; recipe: Recipe };

/** Settings that replaced others as a whole: what they are, whence, and what was there before. */
export interface Opened {
  origin: Origin;
  config: Config;
  before: Config;
}

interface Settings {
  config: Config;
  opened: Opened | null;
  /** Counts how often the config was replaced as a whole: drafts in its form are out of date then. */
  revision: number;
}

/** The config: from the link if the page was opened with one, else as it was left, else the defaults. */
export function useConfig(onProblem: (problem: Problem | null) => void) {
  const [settings, setSettings] = useState<Settings>({ config: DEFAULT_CONFIG, opened: null, revision: 0 });
  const { config, opened } = settings;

  const replace = useCallback((after: Config, origin: Origin | null) => {
    setSettings((current) => {
      // A link that was copied here, and is opened with the page again, brings nothing new.
      if (origin?.kind === "link" && current.revision > 0 && isSame(after, current.config)) return current;
      const opened = origin && { origin, config: after, before: current.config };
      return { config: after, opened, revision: current.revision + 1 };
    });
  }, []);

  useEffect(() => {
    let isCurrent = true;
    const openLink = async () => {
      if (location.hash.length <= 1) return;
      try {
        const linked = await configOf(location.hash);
        if (!isCurrent) return;
        onProblem(null);
        replace(linked, { kind: "link" });
      } catch (thrown) {
        if (isCurrent) onProblem(problemOf(thrown));
      }
    };
    try {
      const left = storedConfig();
      if (left) replace(left, null);
    } catch (thrown) {
      onProblem(problemOf(thrown));
    }
    openLink();
    addEventListener("hashchange", openLink);
    return () => {
      isCurrent = false;
      removeEventListener("hashchange", openLink);
    };
  }, [onProblem, replace]);

  /** Makes the config on the page the user's own: it is kept over a reload, and the address no longer says otherwise. */
  const own = (after: Config) => {
    storeConfig(after);
    if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  };

  const setConfig = (after: Config) => {
    setSettings((current) => ({ ...current, config: after }));
    own(after);
  };
  const change: ChangeConfig = (section, patch) => setConfig({ ...config, [section]: { ...config[section], ...patch } });

  return {
    ...settings,
    change,
    setConfig,
    openConfig(after: Config, origin: Origin) {
      replace(after, origin);
      own(after);
    },
    undoOpened() {
      if (!opened) return;
      replace(opened.before, null);
      own(opened.before);
    },
    keepOpened() {
      setSettings((current) => ({ ...current, opened: null }));
      own(config);
    },
  };
}

function isSame(one: Config, other: Config): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function storedConfig(): Config | null {
  const text = readStore();
  if (text === null) return null;
  try {
    return parseConfig(JSON.parse(text));
  } catch (thrown) {
    if (thrown instanceof LookbackError) throw thrown;
    throw new LookbackError({
      code: "bad-config",
      path: "",
      message: "what this browser kept of it is damaged; the defaults hold",
    });
  }
}

function readStore(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Keeps the config over a reload. */
export function storeConfig(config: Config): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(config));
  } catch {
    // A page without storage keeps its config until it is closed; the share link still works.
  }
}
