import { isLosslessNumber, parse as parseLossless } from "lossless-json";
import type { RejectReason } from "../report";
import { toIpc } from "../sources/ipc";
import type { ItemNames } from "../sources/plain-carousel";

/** How a cell that is no JSON lists its items: `N1-0 N2-1` has the separator " " and the label behind the last "-". */
export interface ListStyle {
  separator: string;
  label: string | null;
}

interface Item {
  item: string | null;
  label: string | null;
}

/** Numbers that `JSON.parse` may not keep to the digit, or not in the form in which they were written. */
const LOSSY_NUMBER = /\d{16}|\d[.eE]/;

/** Collects the items of carousels written as text: `[{"item_id": 1, "is_order": true}, …]`, `[1, 2]` or a list of a style. */
export class CarouselParser {
  /** Rows whose carousel cannot be used, by their place in the chunk. */
  readonly rejected: { seq: number; reason: RejectReason }[] = [];
  private readonly seqs: number[] = [];
  private readonly slots: number[] = [];
  private readonly items: (string | null)[] = [];
  private readonly labels: (string | null)[] = [];

  constructor(
    private readonly names: ItemNames,
    private readonly style?: ListStyle | undefined,
  ) {}

  /** Takes the carousel of row `seq`. One that is no list is set aside whole; `null` is an empty carousel. */
  add(seq: number, text: string): void {
    const items = this.itemsOf(text);
    if (typeof items === "string") {
      this.rejected.push({ seq, reason: items });
      return;
    }
    for (const [slot, { item, label }] of items.entries()) {
      this.seqs.push(seq);
      this.slots.push(slot);
      this.items.push(item);
      this.labels.push(label);
    }
  }

  /** The items so far as one Arrow IPC stream: `seq` and `slot` as Int32, `item` and `is_order` as text. */
  toIpc(): Uint8Array {
    return toIpc({ seq: Int32Array.from(this.seqs), slot: Int32Array.from(this.slots), item: this.items, is_order: this.labels });
  }

  private itemsOf(text: string): Item[] | RejectReason {
    if (this.style !== undefined && !text.trimStart().startsWith("[")) return listedItems(text, this.style);
    const carousel = parseJson(text);
    if (carousel === null) return [];
    if (!Array.isArray(carousel)) return "malformed-row";
    const items: Item[] = [];
    for (const entry of carousel) {
      if (Array.isArray(entry)) return "malformed-row";
      const value = isObject(entry) ? fieldOf(entry, this.names.item) : entry;
      const item = scalarText(value);
      const label = scalarText(isObject(entry) ? fieldOf(entry, this.names.label) : null);
      if (item === undefined || typeof value === "boolean") return "bad-item-id";
      if (label === undefined) return "malformed-row";
      items.push({ item, label });
    }
    return items;
  }
}

function fieldOf(entry: Record<string, unknown>, names: readonly string[]): unknown {
  const name = names.find((candidate) => Object.hasOwn(entry, candidate));
  return name === undefined ? null : entry[name];
}

/** Blanks between items may be any number; of any other separator there is one, and what is missing between two is an item. */
function listedItems(text: string, { separator, label }: ListStyle): Item[] | RejectReason {
  const bare = text.trim();
  if (bare === "") return [];
  const entries = separator.trim() === "" ? bare.split(/\s+/) : bare.split(separator);
  const items: Item[] = [];
  for (const entry of entries) {
    const at = label === null ? -1 : entry.lastIndexOf(label);
    if (label === null || at < 0) items.push({ item: entry, label: null });
    else {
      const mark = entry.slice(at + label.length).trim();
      if (mark === "") return "malformed-row";
      items.push({ item: entry.slice(0, at), label: mark });
    }
  }
  return items;
}

function parseJson(text: string): unknown {
  if (text.trim() === "") return null;
  try {
    return LOSSY_NUMBER.test(text) ? parseLossless(text) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
}

/** A scalar as it would stand in a text file, `null` for nothing, `undefined` for an object or a list. */
function scalarText(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null;
  if (isLosslessNumber(value)) return value.value;
  return typeof value === "object" ? undefined : String(value);
}
