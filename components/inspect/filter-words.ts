import type { Config } from "../../lib/config";
import type { Range, SampleFilter, SampleView, TextMatch } from "../../lib/sample";
import { counted, whole } from "../ui/format";
import { ACTION_WORDS, actionOf } from "./action-types-of";

export interface ActiveCondition {
  key: keyof SampleFilter;
  words: string;
}

/** The conditions of a filter in words, in the order in which they are tried. */
export function conditionsOf(filter: SampleFilter, config: Config): ActiveCondition[] {
  const words: Record<keyof SampleFilter, string | null> = {
    customer: filter.customer && matchWords("Customer", filter.customer),
    item: filter.item && matchWords("Item", filter.item),
    historyItem: filter.historyItem && matchWords("Item in history", filter.historyItem),
    days: filter.days && rangeWords("Day", filter.days, (day) => day),
    label: filter.label && `Label ${LABEL_WORDS[filter.label]}`,
    history: filter.history && HISTORY_WORDS[filter.history],
    lengths: filter.lengths && rangeWords("Length", filter.lengths, whole),
    holds: filter.holds && holdsWords(filter.holds, config),
  };
  return Object.entries(words).flatMap(([key, text]) => (text === null ? [] : [{ key: key as keyof SampleFilter, words: text }]));
}

export function randomWords({ seed, rows }: NonNullable<SampleView["random"]>): string {
  return `${counted(rows, "random row")}, seed ${seed}`;
}

export const LABEL_WORDS = { true: "1", false: "0", missing: "missing" };
export const HISTORY_WORDS = { empty: "Empty history", whole: "Neither empty nor truncated", truncated: "Truncated history" };

function matchWords(name: string, { how, text }: TextMatch): string {
  return `${name} ${how} ${text}`;
}

/** `Length 3`, `Length 3 to 5`, `Length from 3`, `Length up to 5` */
function rangeWords<T>(name: string, { from, to }: Range<T>, format: (value: T) => string): string {
  if (from !== null && to !== null) return from === to ? `${name} ${format(from)}` : `${name} ${format(from)} to ${format(to)}`;
  if (from !== null) return `${name} from ${format(from)}`;
  return to === null ? `${name} any` : `${name} up to ${format(to)}`;
}

function holdsWords({ type, positions }: NonNullable<SampleFilter["holds"]>, config: Config): string {
  const action = ACTION_WORDS[actionOf(config, type)].one;
  const isAnywhere = positions.from === null && positions.to === null;
  return `${action[0]?.toUpperCase()}${action.slice(1)} ${isAnywhere ? "in history" : rangeWords("at position", positions, whole)}`;
}
