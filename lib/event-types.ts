import { ACTIONS, type Config } from "./config";

/** What the values of an event log's type column stand for: an action type, or `null` where rows are to be ignored. */
export function eventTypes({ standardize, unify }: Config): Map<string, number | null> {
  const types = new Map<string, number | null>(ACTIONS.map((action) => [action, unify.actionTypes[action]]));
  for (const [value, meaning] of Object.entries(standardize.columns.events?.types ?? {})) {
    types.set(value, meaning === "ignored" ? null : unify.actionTypes[meaning]);
  }
  return types;
}

/** Those that stand for an action. */
export function eventActionTypes(config: Config): [string, number][] {
  return [...eventTypes(config)].flatMap(([value, type]) => (type === null ? [] : [[value, type]]));
}

/** Those of rows that are left out. */
export function ignoredTypes(config: Config): string[] {
  return [...eventTypes(config)].flatMap(([value, type]) => (type === null ? [value] : []));
}
