import { PACKING_SLACK, packBits } from "./bit-packing";
import type { ByteWriter } from "./byte-writer";

/** The shortest run that is written as one: eight, a bit-packed group. */
const SHORTEST_RUN = 8;

/**
 * One run of `count` times `value` (Encodings.md, "Run Length Encoding / Bit-Packing Hybrid"):
 * `count << 1` as a varint, then the value in ⌈width / 8⌉ bytes.
 */
export function writeRun(out: ByteWriter, value: number, count: number, width: number): void {
  out.varint(count * 2);
  for (let shift = 0; shift < width; shift += 8) out.byte((value >>> shift) & 0xff);
}

/** One bit-packed run of `groups` groups of eight values: `groups << 1 | 1` as a varint, then `groups * width` bytes. */
export function writePacked(out: ByteWriter, values: Uint32Array, from: number, groups: number, width: number): void {
  out.varint(groups * 2 + 1);
  out.reserve(groups * width + PACKING_SLACK);
  out.length = packBits(values, from, groups, width, out.view, out.length);
}

/**
 * `values[from .. to)` as runs where eight or more neighbours are equal, and bit-packed elsewhere.
 * Only the last group may be filled up with zeros: a reader stops at the page's number of values.
 */
export function writeHybrid(out: ByteWriter, values: Uint32Array | Uint8Array, from: number, to: number, width: number): void {
  let literal = from;
  let i = from;
  while (i < to) {
    const end = endOfRun(values, i, to);
    const completed = i + ((8 - ((i - literal) % 8)) % 8);
    if (end - completed >= SHORTEST_RUN) {
      writeLiteral(out, values, literal, completed, width);
      writeRun(out, values[i] as number, end - completed, width);
      literal = end;
    }
    i = end;
  }
  writeLiteral(out, values, literal, to, width);
}

function endOfRun(values: Uint32Array | Uint8Array, from: number, to: number): number {
  const value = values[from];
  let end = from + 1;
  while (end < to && values[end] === value) end++;
  return end;
}

function writeLiteral(out: ByteWriter, values: Uint32Array | Uint8Array, from: number, to: number, width: number): void {
  if (from === to) return;
  const groups = Math.ceil((to - from) / 8);
  const filled = new Uint32Array(groups * 8);
  filled.set(values.subarray(from, to));
  writePacked(out, filled, 0, groups, width);
}
