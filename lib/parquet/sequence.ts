import { bitWidth } from "./bit-packing";
import { ByteWriter } from "./byte-writer";
import { type ChunkWriter, ENCODING } from "./chunk";
import { CodeIndex } from "./code-index";
import { writeRun } from "./hybrid";
import { RowEncoder } from "./sequence-row";
import type { Bounds } from "./statistics";
import type { PageLimits, SequenceColumn, SequenceData } from "./types";

/** Encodes a sequence column, row group by row group. */
export class SequenceEncoder {
  private readonly index = new CodeIndex();
  private readonly page: SequencePage;

  constructor(
    private readonly column: SequenceColumn,
    limits: PageLimits,
  ) {
    this.page = new SequencePage(column.length, limits);
  }

  encode(rows: number, data: SequenceData, chunk: ChunkWriter): Bounds {
    this.check(rows, data);
    this.index.build(data, this.column.length);
    const { plain, bounds } = this.index.dictionary(data.dictionary);
    chunk.dictionaryPage(plain, this.index.size);
    const width = bitWidth(this.index.size);
    const encoder = new RowEncoder(this.column.length, width, this.index.indices);
    this.page.start(width);
    for (let h = 0; h < data.lengths.length; h++) {
      this.page.addRow(chunk, (out) => encoder.write(out, data, h));
      this.page.repeatRow(chunk, (data.repeats[h] as number) - 1);
    }
    this.page.flush(chunk);
    return bounds;
  }

  private check(rows: number, data: SequenceData): void {
    const { name, element, length } = this.column;
    const wrong = (what: string) => new Error(`Column ${name}: ${what}`);
    if (data.dictionary instanceof BigInt64Array !== (element === "int64")) throw wrong(`the dictionary is not of ${element}`);
    if (data.starts.length !== data.lengths.length || data.repeats.length !== data.lengths.length) {
      throw wrong("starts, lengths and repeats differ in length");
    }
    if (data.lengths.some((count) => count > length)) throw wrong(`a history is longer than ${length}`);
    const ends = data.lengths.map((count, h) => ((data.starts[h] as number) + count <= data.codes.length ? 1 : 0));
    if (ends.includes(0)) throw wrong("a history goes past the codes");
    if (data.repeats.some((times) => times < 1)) throw wrong("a history stands in no row");
    const repeated = data.repeats.reduce((sum, times) => sum + times, 0);
    if (repeated !== rows) throw wrong(`histories stand in ${repeated} rows, and the row group has ${rows}`);
  }
}

/** The page that is being filled: the bit width in one byte, then the rows, each in whole bytes. */
class SequencePage {
  private readonly out: ByteWriter;
  private readonly repetition: ByteWriter;
  /** Of one row in `repetition`. */
  private readonly repetitionBytes: number;
  private readonly maxRows: number;
  private rows = 0;
  private rowBytes = 0;
  private width = 1;

  constructor(
    private readonly length: number,
    private readonly limits: PageLimits,
  ) {
    this.maxRows = Math.max(1, Math.min(limits.rows, Math.floor(limits.values / length)));
    this.out = new ByteWriter(limits.bytes);
    this.repetition = new ByteWriter();
    writeRun(this.repetition, 0, 1, 1);
    if (length > 1) writeRun(this.repetition, 1, length - 1, 1);
    this.repetitionBytes = this.repetition.length;
  }

  start(width: number): void {
    this.width = width;
    this.out.length = 0;
    this.out.byte(width);
    this.rows = 0;
  }

  /** Adds a row as `write` gives it. */
  addRow(chunk: ChunkWriter, write: (out: ByteWriter) => void): void {
    if (this.rows === this.maxRows) this.flush(chunk);
    const start = this.out.length;
    write(this.out);
    this.rowBytes = this.out.length - start;
    this.rows++;
    if (this.rows > 1 && this.out.length > this.limits.bytes) this.carryLastRow(chunk);
  }

  /** Adds the last row `times` times more: its bytes are copied. */
  repeatRow(chunk: ChunkWriter, times: number): void {
    let rest = times;
    while (rest > 0) {
      const room = Math.min(this.maxRows - this.rows, Math.floor((this.limits.bytes - this.out.length) / this.rowBytes), rest);
      if (room > 0) {
        this.out.repeatLast(this.rowBytes, room + 1);
        this.rows += room;
        rest -= room;
      } else {
        this.out.repeatLast(this.rowBytes, 2);
        this.rows++;
        rest--;
        this.carryLastRow(chunk);
      }
    }
  }

  flush(chunk: ChunkWriter): void {
    if (this.rows === 0) return;
    const { rows, length } = this;
    const definition = new ByteWriter(16);
    writeRun(definition, 1, rows * length, 1);
    chunk.dataPage({
      entries: rows * length,
      nulls: 0,
      encoding: ENCODING.rleDictionary,
      repetition: this.repetitionOf(rows),
      definition: definition.written(),
      values: this.out.written(),
    });
    this.start(this.width);
  }

  /** Ends the page before its last row, which becomes the first of the next page. */
  private carryLastRow(chunk: ChunkWriter): void {
    const row = this.out.bytes.slice(this.out.length - this.rowBytes, this.out.length);
    this.out.length -= this.rowBytes;
    this.rows--;
    this.flush(chunk);
    this.out.append(row);
    this.rows = 1;
  }

  /** A 0 and `length - 1` ones for each row ("Nested Encoding"): the same few bytes, over and over. */
  private repetitionOf(rows: number): Uint8Array {
    const { repetition, repetitionBytes } = this;
    const present = repetition.length / repetitionBytes;
    if (rows > present) {
      repetition.length = repetitionBytes;
      repetition.repeatLast(repetitionBytes, rows);
    }
    return repetition.bytes.subarray(0, rows * repetitionBytes);
  }
}
