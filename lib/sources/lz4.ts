const MAGIC = 0x184d2204;

/**
 * Unpacks a frame of LZ4, as Arrow IPC uses it. Checksums are not looked at: Arrow has none of its own either.
 * https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 * @throws RangeError if the frame is damaged or does not give exactly `length` bytes
 */
export function unpackLz4(frame: Uint8Array, length: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new RangeError("not a frame of LZ4");
  const flags = view.getUint8(4);
  const hasBlockChecksums = (flags & 0x10) !== 0;
  const hasLength = (flags & 0x08) !== 0;
  const hasDictionary = (flags & 0x01) !== 0;
  let at = 7 + (hasLength ? 8 : 0) + (hasDictionary ? 4 : 0);
  const out = new Uint8Array(length);
  let write = 0;
  for (;;) {
    const size = view.getUint32(at, true);
    at += 4;
    if (size === 0) break;
    const bytes = size & 0x7fffffff;
    if (at + bytes > frame.length) throw new RangeError("a block of LZ4 is cut off");
    const block = frame.subarray(at, at + bytes);
    if (size !== bytes) {
      out.set(block, write);
      write += bytes;
    } else write = unpackBlock(block, out, write);
    at += bytes + (hasBlockChecksums ? 4 : 0);
  }
  if (write !== length) throw new RangeError("a frame of LZ4 has another length than it should");
  return out;
}

/** Matches may reach back into blocks before. */
function unpackBlock(block: Uint8Array, out: Uint8Array, start: number): number {
  let write = start;
  let at = 0;
  const lengthFrom = (nibble: number) => {
    let length = nibble;
    if (nibble === 15) {
      let byte: number;
      do {
        byte = block[at++] ?? 0;
        length += byte;
      } while (byte === 255);
    }
    return length;
  };
  while (at < block.length) {
    const token = block[at++] as number;
    const literals = lengthFrom(token >> 4);
    if (at + literals > block.length || write + literals > out.length) throw new RangeError("a block of LZ4 is damaged");
    for (let i = 0; i < literals; i++) out[write++] = block[at++] as number;
    if (at >= block.length) break;
    const offset = (block[at] as number) | ((block[at + 1] ?? 0) << 8);
    at += 2;
    const match = lengthFrom(token & 15) + 4;
    if (offset === 0 || offset > write || write + match > out.length) throw new RangeError("a block of LZ4 is damaged");
    for (let i = 0; i < match; i++, write++) out[write] = out[write - offset] as number;
  }
  return write;
}
