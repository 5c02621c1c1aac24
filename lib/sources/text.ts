import type { Limits } from "../config";
import { type Block, concat, readBytes, unreadable } from "./blob";
import type { Encoding } from "./formats";
import { gunzip } from "./gunzip";
import type { SniffedSource, SourceFile } from "./types";

type TextSource = Pick<SniffedSource, "compression" | "encoding">;

/** The file's text as UTF-8 without a byte order mark, unpacked and checked. */
export async function* textBlocks(
  file: SourceFile,
  source: TextSource,
  limits: Limits | null,
  blockBytes: number,
): AsyncGenerator<Block> {
  const raw = rawBlocks(file, source, limits, blockBytes);
  yield* source.encoding === "utf-8" || source.encoding === null
    ? checkedUtf8(file, source, withoutMark(raw))
    : transcoded(file, source.encoding, raw);
}

async function* rawBlocks(
  file: SourceFile,
  source: TextSource,
  limits: Limits | null,
  blockBytes: number,
): AsyncGenerator<Block> {
  if (source.compression === "gzip") {
    yield* gunzip(file, limits);
    return;
  }
  for (let start = 0; start < file.blob.size; start += blockBytes) {
    const bytes = await readBytes(file, start, start + blockBytes);
    yield { bytes, consumed: bytes.length };
  }
}

async function* withoutMark(blocks: AsyncIterable<Block>): AsyncGenerator<Block> {
  let head: Block | null = { bytes: new Uint8Array(0), consumed: 0 };
  for await (const block of blocks) {
    if (head === null) {
      yield block;
      continue;
    }
    head = { bytes: concat([head.bytes, block.bytes]), consumed: head.consumed + block.consumed };
    if (head.bytes.length < 3) continue;
    yield { ...head, bytes: head.bytes.subarray(hasUtf8Mark(head.bytes) ? 3 : 0) };
    head = null;
  }
  if (head !== null) yield head;
}

export function hasUtf8Mark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

async function* checkedUtf8(file: SourceFile, source: TextSource, blocks: AsyncIterable<Block>): AsyncGenerator<Block> {
  let decoder: TextDecoder | null = null;
  let position = 0;
  let tail = new Uint8Array(0);
  for await (const block of blocks) {
    // A run of ASCII needs no decoder, unless the block before it ended inside a character.
    if (decoder !== null || !isAscii(block.bytes)) {
      decoder ??= new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
      try {
        decoder.decode(block.bytes, { stream: true });
      } catch {
        throw await invalidUtf8(file, source, ...fromCharacter(position - tail.length, concat([tail, block.bytes])));
      }
      const last = block.bytes.at(-1);
      if (last !== undefined && last < 0x80) decoder = null;
    }
    position += block.bytes.length;
    tail = concat([tail, block.bytes.subarray(-4)]).slice(-4);
    yield block;
  }
  try {
    decoder?.decode();
  } catch {
    throw await invalidUtf8(file, source, ...fromCharacter(position - tail.length, tail));
  }
}

/**
 * Checks a part of a file that begins at a character.
 * @param position of the part in the file
 * @throws LookbackError `unreadable-file` which says where the first wrong byte is
 */
export async function requireUtf8(
  file: SourceFile,
  source: TextSource,
  position: number,
  bytes: Uint8Array,
  isLast: boolean,
): Promise<void> {
  if (isAscii(bytes)) return;
  try {
    new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: !isLast });
  } catch {
    const mark = hasUtf8Mark(await readBytes(file, 0, 3)) ? 3 : 0;
    throw await invalidUtf8(file, source, position - mark, bytes);
  }
}

/** Bytes and their position, without those of a character that begins before them. */
function fromCharacter(position: number, bytes: Uint8Array): [number, Uint8Array] {
  let skip = 0;
  while (position > 0 && skip < 4 && ((bytes[skip] ?? 0) & 0xc0) === 0x80) skip++;
  return [position + skip, bytes.subarray(skip)];
}

/** @param bytes which begin with a character, unless it is wrong */
async function invalidUtf8(file: SourceFile, source: TextSource, position: number, bytes: Uint8Array): Promise<Error> {
  const at = position + validUtf8Length(bytes);
  let line = 1;
  let seen = 0;
  let mark = 0;
  for await (const block of rawBlocks(file, source, null, 1 << 20)) {
    if (seen === 0 && hasUtf8Mark(block.bytes)) mark = 3;
    const part = block.bytes.subarray(0, Math.max(0, mark + at - seen));
    for (let i = part.indexOf(10); i >= 0; i = part.indexOf(10, i + 1)) line++;
    seen += block.bytes.length;
    if (seen >= at) break;
  }
  return unreadable(
    file,
    `it is read as UTF-8, but byte ${mark + at + 1} (line ${line}) is not. Tell its encoding, or save it as UTF-8`,
  );
}

/** The length of the longest prefix that is whole characters of UTF-8. */
function validUtf8Length(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isUtf8(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  // A prefix may end inside the character that turns out to be wrong.
  return wholeCharacters(bytes, low);
}

/** The length of the first `length` bytes of a text in UTF-8 without a character at their end that goes on behind them. */
export function wholeCharacters(bytes: Uint8Array, length: number): number {
  for (let back = 1; back <= 3 && back <= length; back++) {
    const lead = bytes[length - back] ?? 0;
    if (lead < 0x80) break;
    if (lead >= 0xc0) return lengthOf(lead) > back ? length - back : length;
  }
  return length;
}

function lengthOf(lead: number): number {
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
}

/** Whether the bytes can be the beginning of a text in UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

export function isAscii(bytes: Uint8Array): boolean {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes.length >> 2 : 0;
  const words = new Uint32Array(aligned > 0 ? bytes.buffer : new ArrayBuffer(0), aligned > 0 ? bytes.byteOffset : 0, aligned);
  let seen = 0;
  for (let i = 0; i < words.length; i++) seen |= words[i] as number;
  if ((seen & 0x80808080) !== 0) return false;
  for (let i = aligned * 4; i < bytes.length; i++) seen |= bytes[i] as number;
  return (seen & 0x80) === 0;
}

async function* transcoded(
  file: SourceFile,
  encoding: Exclude<Encoding, "utf-8">,
  blocks: AsyncIterable<Block>,
): AsyncGenerator<Block> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const encoder = new TextEncoder();
  const decode = (bytes?: Uint8Array) => {
    try {
      return encoder.encode(bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode());
    } catch {
      throw unreadable(file, `it begins as ${encoding.toUpperCase()}, but holds bytes that are not`);
    }
  };
  for await (const block of blocks) yield { bytes: decode(block.bytes), consumed: block.consumed };
  yield { bytes: decode(), consumed: 0 };
}
