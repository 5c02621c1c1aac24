/** Python text that is safe to run: only {@link py} and {@link block} make it. */
export class Python {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

export type PythonValue =
  | Python
  | string
  | number
  | boolean
  | null
  | readonly PythonValue[]
  | { readonly [key: string]: PythonValue };

/**
 * Tagged template: `${value}` becomes a literal, and Python from another template stays as it is. There is no other way for a
 * value to get into a program. Backslashes are Python's: `py` reads the template raw.
 */
export function py({ raw }: TemplateStringsArray, ...values: PythonValue[]): Python {
  let text = raw[0] ?? "";
  values.forEach((value, index) => {
    text += literal(value) + (raw[index + 1] ?? "");
  });
  return new Python(text);
}

/** Top-level definitions as a program: two blank lines between them, and none that is `null`. */
export function program(parts: readonly (Python | null)[]): string {
  const present = parts.filter((part) => part !== null);
  return `${present.map((part) => part.text.replace(/^\n+|\s+$/g, "")).join("\n\n\n")}\n`;
}

/** Lines at an indent, the first of which stands where the template has it. */
export function lines(parts: readonly Python[], indent: number): Python {
  const pad = " ".repeat(indent);
  return new Python(parts.map((part) => part.text.replaceAll("\n", `\n${pad}`)).join(`\n${pad}`));
}

/** A bracket with a line for each of its entries, or none. */
export function block(open: Python, entries: readonly Python[], close: Python): Python {
  if (entries.length === 0) return py`${open}${close}`;
  return lines([open, ...entries.map((entry) => new Python(`    ${entry.text.replaceAll("\n", "\n    ")}`)), close], 0);
}

/** A further line at an indent, behind what the template has, if the config calls for it. */
export function lineIf(condition: boolean, indent: number, part: Python): Python {
  return new Python(condition ? `\n${" ".repeat(indent)}${part.text}` : "");
}

function literal(value: PythonValue): string {
  if (value instanceof Python) return value.text;
  if (value === null) return "None";
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  switch (typeof value) {
    case "string":
      return quote(value);
    case "boolean":
      return value ? "True" : "False";
    case "number":
      if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not an integer that Python and JavaScript agree on`);
      return String(value);
    default:
      return `{${Object.entries(value)
        .map(([key, inner]) => `${quote(key)}: ${literal(inner)}`)
        .join(", ")}}`;
  }
}

/** Printable ASCII stays; everything else, and what has a meaning in a Python string, is escaped. */
function quote(text: string): string {
  const escaped = Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === "\\") return `\\${character}`;
    if (code >= 0x20 && code < 0x7f) return character;
    if (code <= 0xff) return `\\x${hex(code, 2)}`;
    return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
  });
  return `"${escaped.join("")}"`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
