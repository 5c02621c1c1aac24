/** What an encapsulated message of Arrow IPC carries. https://arrow.apache.org/docs/format/Columnar.html#encapsulated-message-format */
export type MessageKind = "schema" | "dictionary" | "batch" | "other";

export interface ArrowMessage {
  kind: MessageKind;
  /** The flatbuffer of the message. */
  metadata: FlatTable;
  /** Length of the whole message: prefix, metadata and body. */
  length: number;
  /** Rows of a record batch. */
  rows: number;
}

const PREFIX_BYTES = 8;
const KINDS: Readonly<Record<number, MessageKind>> = { 1: "schema", 2: "dictionary", 3: "batch" };

/** What marks the end of a stream. */
export const END_OF_STREAM = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);

/**
 * The message at the start of `bytes`, whose body need not be there; `null` at the end mark.
 * A number is how many bytes are needed to say more.
 * @throws RangeError if there is no message
 */
export function messageAt(bytes: Uint8Array): ArrowMessage | null | number {
  if (bytes.length < PREFIX_BYTES) return PREFIX_BYTES;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== 0xffffffff) throw new RangeError("no message of Arrow IPC where one must be");
  const size = view.getInt32(4, true);
  if (size === 0) return null;
  if (size < 0 || size > 1 << 28) throw new RangeError("a message of Arrow IPC with an impossible size");
  if (bytes.length < PREFIX_BYTES + size) return PREFIX_BYTES + size;
  const metadata = FlatTable.root(view, PREFIX_BYTES);
  const kind = KINDS[metadata.byte(1)] ?? "other";
  const header = metadata.table(2);
  const rows = kind === "batch" && header ? Number(header.long(0)) : 0;
  const body = Number(metadata.long(3));
  if (body < 0 || !Number.isSafeInteger(body)) throw new RangeError("a message of Arrow IPC with an impossible size");
  return { kind, metadata, length: PREFIX_BYTES + size + body, rows };
}

/** The schema with which an Arrow IPC stream begins. */
export function schemaOf(ipc: Uint8Array): FlatTable {
  const message = messageAt(ipc);
  const schema = typeof message === "object" ? message?.metadata.table(2) : null;
  if (!schema) throw new Error("no schema");
  return schema;
}

/** A table of a flatbuffer: fields are found by their number. */
export class FlatTable {
  constructor(
    private readonly view: DataView,
    readonly at: number,
  ) {}

  static root(view: DataView, at: number): FlatTable {
    return new FlatTable(view, at + view.getUint32(at, true));
  }

  byte(field: number): number {
    const at = this.field(field);
    return at === 0 ? 0 : this.view.getUint8(at);
  }

  short(field: number): number {
    const at = this.field(field);
    return at === 0 ? 0 : this.view.getInt16(at, true);
  }

  int(field: number, absent = 0): number {
    const at = this.field(field);
    return at === 0 ? absent : this.view.getInt32(at, true);
  }

  long(field: number): bigint {
    const at = this.field(field);
    return at === 0 ? 0n : this.view.getBigInt64(at, true);
  }

  table(field: number): FlatTable | null {
    const at = this.field(field);
    return at === 0 ? null : new FlatTable(this.view, at + this.view.getUint32(at, true));
  }

  text(field: number): string | null {
    const at = this.field(field);
    if (at === 0) return null;
    const start = at + this.view.getUint32(at, true);
    const length = this.view.getUint32(start, true);
    return new TextDecoder().decode(new Uint8Array(this.view.buffer, this.view.byteOffset + start + 4, length));
  }

  /** Sets a number that is there. */
  setLong(field: number, value: bigint): void {
    const at = this.field(field);
    if (at !== 0) this.view.setBigInt64(at, value, true);
  }

  /** Makes a field absent. Tables may share their list of fields; `other` must not be one of them. */
  forget(field: number, other: FlatTable): void {
    const vtable = this.vtable();
    if (vtable === other.vtable()) throw new RangeError("a message of Arrow IPC with an unusual layout");
    this.view.setUint16(vtable + 4 + field * 2, 0, true);
  }

  /** The structs of a vector, each as a view that can be written to. */
  structs(field: number, size: number): DataView[] {
    const at = this.field(field);
    if (at === 0) return [];
    const start = at + this.view.getUint32(at, true);
    const { buffer, byteOffset } = this.view;
    return Array.from({ length: this.view.getUint32(start, true) }, (_, index) => {
      return new DataView(buffer, byteOffset + start + 4 + index * size, size);
    });
  }

  tables(field: number): FlatTable[] {
    const at = this.field(field);
    if (at === 0) return [];
    const start = at + this.view.getUint32(at, true);
    return Array.from({ length: this.view.getUint32(start, true) }, (_, index) => {
      const element = start + 4 + index * 4;
      return new FlatTable(this.view, element + this.view.getUint32(element, true));
    });
  }

  private vtable(): number {
    return this.at - this.view.getInt32(this.at, true);
  }

  /** Where a field is, or 0 if it is absent. */
  private field(field: number): number {
    const vtable = this.vtable();
    const offset = 4 + field * 2;
    if (offset >= this.view.getUint16(vtable, true)) return 0;
    const relative = this.view.getUint16(vtable + offset, true);
    return relative === 0 ? 0 : this.at + relative;
  }
}
