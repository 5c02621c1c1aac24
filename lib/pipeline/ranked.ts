import { startsFrom } from "./grouping";
import type { Shelf, Shelved } from "./shelf";

/** The columns of ranked actions. */
export interface ActionColumns {
  /** Item numbers, 1 to V; they order like the ids. */
  items: Int32Array;
  types: Uint8Array;
  /** Microseconds since 1970 in UTC. */
  occurredAt: BigInt64Array;
  /** The last calendar day in `filter.dayZone` that has begun by the instant, in days since 1970. Later instants have no earlier day. */
  days: Int32Array;
  /** The partition date, in days since 1970; `NO_DAY` where the source has none. */
  partitionDays: Int32Array;
}

/** The ranked actions of some neighbouring customers: those of customer `c`, counted from the first of them, stand at `starts[c]` up to `starts[c + 1]`. */
export interface RankedBlock extends ActionColumns {
  starts: Uint32Array;
}

/** Some neighbouring customers [first, end), and the positions of their actions [from, to). */
export interface Block {
  first: number;
  end: number;
  from: number;
  to: number;
}

type ShelvedBlock = Block & { [Name in keyof ActionColumns]: Shelved };

/**
 * The actions of all customers in one total order: customer ascending; then newest first; ties by action type, then by item,
 * both descending. The actions of customer `c` stand at `starts[c]` up to `starts[c + 1]`, the latter exclusive. They stand in
 * blocks of neighbouring customers, on a shelf: what is used seldom may be on disk.
 */
export class RankedActions {
  /** C + 1 positions. */
  readonly starts: Uint32Array;
  private readonly shelved: ShelvedBlock[] = [];
  private current: ShelvedBlock | undefined;

  constructor(
    private readonly shelf: Shelf,
    customers: number,
  ) {
    this.starts = new Uint32Array(customers + 1);
  }

  get total(): number {
    return this.shelved.at(-1)?.to ?? 0;
  }

  /** In the order of their customers. */
  get blocks(): readonly Block[] {
    return this.shelved;
  }

  /** Takes over the actions of the next customers. */
  append({ starts, ...columns }: RankedBlock): void {
    const { end: first, to: from } = this.shelved.at(-1) ?? { end: 0, to: 0 };
    const end = first + starts.length - 1;
    for (let c = 0; c < starts.length; c += 1) this.starts[first + c] = from + (starts[c] as number);
    this.shelved.push({
      ...{ first, end, from, to: from + columns.items.length },
      items: this.shelf.put(bytesOf(columns.items)),
      types: this.shelf.put(columns.types),
      occurredAt: this.shelf.put(bytesOf(columns.occurredAt)),
      days: this.shelf.put(bytesOf(columns.days)),
      partitionDays: this.shelf.put(bytesOf(columns.partitionDays)),
    });
  }

  /**
   * A column at the positions [from, to), which must lie in one block, as those of a customer do.
   * @returns what is not to be changed
   */
  read<Name extends keyof ActionColumns>(name: Name, from: number, to: number): ActionColumns[Name];
  read(name: keyof ActionColumns, from: number, to: number): ActionColumns[keyof ActionColumns] {
    if (from === to) return new ARRAYS[name](0);
    const block = this.blockAt(from);
    const { buffer, byteOffset } = this.shelf.get(block[name]);
    const Values = ARRAYS[name];
    return new Values(buffer as ArrayBuffer, byteOffset + (from - block.from) * Values.BYTES_PER_ELEMENT, to - from);
  }

  /** All columns of a block. */
  readBlock({ first, end, from, to }: Block): RankedBlock {
    return { starts: startsFrom(this.starts, first, end), ...this.columns(from, to) };
  }

  /** All columns of a customer, the newest action first. */
  of(customer: number): ActionColumns {
    return this.columns(this.starts[customer] ?? 0, this.starts[customer + 1] ?? 0);
  }

  /** How many actions a customer has. */
  countOf(customer: number): number {
    return (this.starts[customer + 1] ?? 0) - (this.starts[customer] ?? 0);
  }

  /** Gives the room on disk back. */
  close(): void {
    this.shelf.close();
  }

  private columns(from: number, to: number): ActionColumns {
    return {
      items: this.read("items", from, to),
      types: this.read("types", from, to),
      occurredAt: this.read("occurredAt", from, to),
      days: this.read("days", from, to),
      partitionDays: this.read("partitionDays", from, to),
    };
  }

  /** The block that holds a position: mostly the one that was used last. */
  private blockAt(position: number): ShelvedBlock {
    const { current } = this;
    if (current && current.from <= position && position < current.to) return current;
    const found = this.shelved.find(({ to }) => position < to);
    if (!found) throw new RangeError(`there is no ranked action ${position}`);
    this.current = found;
    return found;
  }
}

const ARRAYS = {
  items: Int32Array,
  types: Uint8Array,
  occurredAt: BigInt64Array,
  days: Int32Array,
  partitionDays: Int32Array,
};

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
