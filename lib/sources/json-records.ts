/** A record of a JSON text: its own text, and whether the text breaks off or is no JSON from here on. */
export interface JsonPart {
  text: string;
  broken: boolean;
}

export interface JsonCutter {
  /** Cuts the records that are complete; keeps the rest. */
  push(text: string, last: boolean): JsonPart[];
}

/**
 * JSON Lines: a record a line. Empty lines are none.
 * @param maxLength of a record in characters; a longer one is broken
 */
export function lineCutter(maxLength: number): JsonCutter {
  let rest = "";
  let skipping = false;
  return {
    push(text, last) {
      const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
      rest = last ? "" : (lines.pop() ?? "");
      if (skipping && lines.length > 0) {
        lines.shift();
        skipping = false;
      }
      const parts = lines.filter((line) => line.trim() !== "").map((line) => ({ text: line.trim(), broken: false }));
      if (skipping) rest = "";
      else if (rest.length > maxLength) {
        parts.push({ text: rest, broken: true });
        rest = "";
        skipping = true;
      }
      return parts;
    },
  };
}

const NOT_SPACE = /[^ \t\r\n]/g;
const STRUCTURE = /["{}[\]]/g;
const SCALAR_END = /[,\]]/g;

/**
 * A JSON array: a record an element, found by counting brackets, so that an element that is no JSON spoils none but itself.
 * Where the array itself breaks off, the rest of the text is one broken part.
 * @param maxLength of an element in characters; where one is many times longer, the array breaks off
 */
export function arrayCutter(maxLength: number): JsonCutter {
  // Bounds what is held of an array whose bracket or quote is never closed.
  const limit = 16 * maxLength;
  let rest = "";
  let state: "start" | "first" | "element" | "separator" | "end" | "broken" = "start";
  return {
    push(text, last) {
      if (state === "broken") return [];
      const parts: JsonPart[] = [];
      const all = rest + text;
      let at = 0;
      let incomplete = false;
      while (state !== "broken" && !incomplete) {
        const begin = find(NOT_SPACE, all, at);
        at = begin < 0 ? all.length : begin;
        if (begin < 0) break;
        const char = all[at];
        if (state === "start" && char === "[") {
          state = "first";
          at++;
        } else if ((state === "first" || state === "separator") && char === "]") {
          state = "end";
          at++;
        } else if (state === "separator" && char === ",") {
          state = "element";
          at++;
        } else if (state === "first" || state === "element") {
          const end = elementEnd(all, at);
          if (end >= 0 && end - at <= limit) {
            parts.push({ text: all.slice(at, end).trim(), broken: false });
            at = end;
            state = "separator";
          } else if (end >= 0 || last || all.length - at > limit) state = "broken";
          else incomplete = true;
        } else {
          state = "broken";
        }
      }
      rest = all.slice(at);
      if (last && state !== "end") state = "broken";
      if (state === "broken") parts.push({ text: rest, broken: true });
      return parts;
    },
  };
}

/** Where the element that begins at `at` has ended, or -1 if it has not. */
function elementEnd(text: string, at: number): number {
  if (text[at] !== "{" && text[at] !== "[" && text[at] !== '"') return find(SCALAR_END, text, at);
  let depth = 0;
  for (let i = at; ; i++) {
    i = find(STRUCTURE, text, i);
    if (i < 0) return -1;
    const char = text[i];
    if (char === '"') {
      i = stringEnd(text, i);
      if (i < 0) return -1;
    } else depth += char === "{" || char === "[" ? 1 : -1;
    if (depth === 0) return i + 1;
  }
}

function stringEnd(text: string, open: number): number {
  for (let i = text.indexOf('"', open + 1); i >= 0; i = text.indexOf('"', i + 1)) {
    let slashes = 0;
    while (text[i - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return i;
  }
  return -1;
}

function find(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? -1;
}
