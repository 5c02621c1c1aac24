import type { ByteWriter } from "./byte-writer";
import { writePacked, writeRun } from "./hybrid";
import type { SequenceData } from "./types";

/**
 * Writes a history as one row of exactly `length` dictionary indices, in whole bytes, so that the next row can be a copy:
 *
 *     right   packed   singles   padding
 *     left    padding  singles   packed
 *
 * `packed` is one bit-packed run of whole groups of eight. Its last group (on the left side, its first) is filled up with
 * padding, whose index is 0. Where the row has no room for that, the up to seven tokens left over are runs of one.
 * `padding` is one run.
 */
export class RowEncoder {
  /** A row's indices around its tokens, and at least one group of zeros. */
  private readonly row: Uint32Array;

  constructor(
    private readonly length: number,
    private readonly width: number,
    private readonly indices: Uint32Array,
  ) {
    this.row = new Uint32Array(Math.ceil(length / 8) * 8);
  }

  write(out: ByteWriter, data: SequenceData, history: number): void {
    const count = data.lengths[history] as number;
    const groups = Math.min(Math.ceil(count / 8), Math.floor(this.length / 8));
    const fill = Math.max(0, groups * 8 - count);
    const singles = Math.max(0, count - groups * 8);
    const padding = this.length - groups * 8 - singles;
    if (data.padSide === "left") this.writeLeft(out, data, history, { groups, fill, singles, padding });
    else this.writeRight(out, data, history, { groups, fill, singles, padding });
  }

  private writeRight(out: ByteWriter, data: SequenceData, history: number, { groups, fill, singles, padding }: RowShape): void {
    this.lookUp(data, history, 0);
    this.row.fill(0, groups * 8 - fill, groups * 8);
    if (groups > 0) writePacked(out, this.row, 0, groups, this.width);
    for (let i = 0; i < singles; i++) writeRun(out, this.row[groups * 8 + i] as number, 1, this.width);
    if (padding > 0) writeRun(out, 0, padding, this.width);
  }

  private writeLeft(out: ByteWriter, data: SequenceData, history: number, { groups, fill, singles, padding }: RowShape): void {
    this.lookUp(data, history, fill);
    this.row.fill(0, 0, fill);
    if (padding > 0) writeRun(out, 0, padding, this.width);
    for (let i = 0; i < singles; i++) writeRun(out, this.row[i] as number, 1, this.width);
    if (groups > 0) writePacked(out, this.row, singles, groups, this.width);
  }

  /** Puts the history's indices at `row[at ..]`. */
  private lookUp(data: SequenceData, history: number, at: number): void {
    const { codes } = data;
    const { row, indices } = this;
    const start = data.starts[history] as number;
    const count = data.lengths[history] as number;
    const step = data.reverse ? -1 : 1;
    let from = data.reverse ? start + count - 1 : start;
    for (let i = at; i < at + count; i++, from += step) row[i] = indices[codes[from] as number] as number;
  }
}

/** A row's parts, as numbers of values; `groups` are of eight, and `fill` of those are padding. */
interface RowShape {
  groups: number;
  fill: number;
  singles: number;
  padding: number;
}
