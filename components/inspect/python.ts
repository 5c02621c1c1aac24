import type { Config } from "../../lib/config";

const SHOWN = 24;

/** A padded sequence as Python writes it: `[12, 7] + [0] * 998`. With `shown` only its first values, then `…`. */
export function pythonList(values: string[], config: Config, shown = SHOWN): string {
  const { side } = config.pad;
  const padding = config.rank.maxActions - values.length;
  const head = values.slice(0, shown).map(literal).join(", ");
  const list = `[${head}${values.length > shown ? ", …" : ""}]`;
  const zeros = padding > 0 ? `[0] * ${padding}` : null;
  if (zeros === null) return list;
  if (values.length === 0) return zeros;
  return side === "right" ? `${list} + ${zeros}` : `${zeros} + ${list}`;
}

/** Every value of it, to be pasted. */
export function wholePythonList(values: string[], config: Config): string {
  return pythonList(values, config, Number.POSITIVE_INFINITY);
}

function literal(value: string): string {
  return /^-?\d+$/.test(value) ? value : JSON.stringify(value);
}
