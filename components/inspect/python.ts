import type { Config } from "../../lib/config";
import type { Sequence } from "../../lib/inspection";

const SHOWN = 24;

type Lists = Pick<Sequence, "values" | "itemIds" | "types">;

/**
 * The padded lists of the tensors as Python writes them: `actions = [12, 7] + [0] * 998`. With a vocabulary the ids that its numbers
 * stand for come after them. Of each list only the first `shown` values, then `…`.
 */
export function pythonLists({ values, itemIds, types }: Lists, config: Config, shown = SHOWN): string {
  const lists = [
    `actions = ${padded(values, "0", config, shown)}`,
    `action_types = ${padded(Array.from(types, String), "0", config, shown)}`,
  ];
  if (config.output.itemIds === "vocabulary") lists.push(`item_ids = ${padded(itemIds, "None", config, shown)}`);
  return lists.join("\n");
}

/** Every value of them, to be pasted. */
export function wholePythonLists(lists: Lists, config: Config): string {
  return pythonLists(lists, config, Number.POSITIVE_INFINITY);
}

function padded(values: string[], filler: string, config: Config, shown: number): string {
  const cells = config.rank.maxActions - values.length;
  const head = values.slice(0, shown).map(literal).join(", ");
  const list = `[${head}${values.length > shown ? ", …" : ""}]`;
  const padding = cells > 0 ? `[${filler}] * ${cells}` : null;
  if (padding === null) return list;
  if (values.length === 0) return padding;
  return config.pad.side === "right" ? `${list} + ${padding}` : `${padding} + ${list}`;
}

function literal(value: string): string {
  return /^-?\d+$/.test(value) ? value : JSON.stringify(value);
}
