import { isLosslessNumber, parse as parseLossless } from "lossless-json";
import type { RejectReason } from "../report";
import { toIpc } from "./ipc";

/** What the fields of an item are called inside a carousel. */
export interface ItemNames {
  item: string;
  label: string;
}

interface Item {
  item: string | null;
  label: string | null;
}

/** Numbers that `JSON.parse` may not keep to the digit, or not in the form in which they were written. */
const LOSSY_NUMBER = /\d{16}|\d[.eE]/;

/** Collects the items of carousels written as JSON text: `[{"item_id": 1, "is_order": true}, …]`. */
export class CarouselParser {
  /** Rows whose carousel cannot be used, by their place in the chunk. */
  readonly rejected: { seq: number; reason: RejectReason }[] = [];
  private readonly seqs: number[] = [];
  private readonly slots: number[] = [];
  private readonly items: (string | null)[] = [];
  private readonly labels: (string | null)[] = [];

  constructor(private readonly names: ItemNames) {}

  /** Takes the carousel of row `seq`. One that is no list of objects is set aside whole; `null` is an empty carousel. */
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
    const carousel = parseJson(text);
    if (carousel === null) return [];
    if (!Array.isArray(carousel)) return "malformed-row";
    const items: Item[] = [];
    for (const entry of carousel) {
      if (!isObject(entry)) return "malformed-row";
      const item = scalarText(entry[this.names.item]);
      const label = scalarText(entry[this.names.label]);
      if (item === undefined || typeof entry[this.names.item] === "boolean") return "bad-item-id";
      if (label === undefined) return "malformed-row";
      items.push({ item, label });
    }
    return items;
  }
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
