import type { ByteWriter } from "./byte-writer";

const TYPE = { true: 1, false: 2, i8: 3, i16: 4, i32: 5, i64: 6, binary: 8, list: 9, struct: 12 } as const;

/**
 * Writes structs in Thrift's compact protocol (thrift-compact-protocol.md): the subset that Parquet's headers and footer use.
 * Fields must come with ascending ids, at most 15 apart.
 */
export class ThriftWriter {
  private lastId = 0;
  private readonly encoder = new TextEncoder();

  constructor(private readonly out: ByteWriter) {}

  bool(id: number, value: boolean): void {
    this.header(id, value ? TYPE.true : TYPE.false);
  }

  /** From -128 to 127. */
  i8(id: number, value: number): void {
    this.header(id, TYPE.i8);
    this.out.byte(value & 0xff);
  }

  i16(id: number, value: number): void {
    this.header(id, TYPE.i16);
    this.zigzag(value);
  }

  i32(id: number, value: number): void {
    this.header(id, TYPE.i32);
    this.zigzag(value);
  }

  /** Exact up to ±2^53. */
  i64(id: number, value: number): void {
    this.header(id, TYPE.i64);
    this.zigzag(value);
  }

  binary(id: number, value: Uint8Array | string): void {
    this.header(id, TYPE.binary);
    this.bytes(value);
  }

  struct(id: number, fields: () => void): void {
    this.header(id, TYPE.struct);
    this.root(fields);
  }

  structs<Item>(id: number, items: readonly Item[], fields: (item: Item) => void): void {
    this.list(id, TYPE.struct, items.length);
    for (const item of items) this.root(() => fields(item));
  }

  i32s(id: number, items: readonly number[]): void {
    this.list(id, TYPE.i32, items.length);
    for (const item of items) this.zigzag(item);
  }

  strings(id: number, items: readonly string[]): void {
    this.list(id, TYPE.binary, items.length);
    for (const item of items) this.bytes(item);
  }

  /** A struct without a field header: the outermost one, or an element of a list. */
  root(fields: () => void): void {
    const outer = this.lastId;
    this.lastId = 0;
    fields();
    this.out.byte(0);
    this.lastId = outer;
  }

  private header(id: number, type: number): void {
    this.out.byte(((id - this.lastId) << 4) | type);
    this.lastId = id;
  }

  private list(id: number, type: number, size: number): void {
    this.header(id, TYPE.list);
    if (size < 15) {
      this.out.byte((size << 4) | type);
      return;
    }
    this.out.byte(0xf0 | type);
    this.out.varint(size);
  }

  private bytes(value: Uint8Array | string): void {
    const bytes = typeof value === "string" ? this.encoder.encode(value) : value;
    this.out.varint(bytes.length);
    this.out.append(bytes);
  }

  private zigzag(value: number): void {
    this.out.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }
}
