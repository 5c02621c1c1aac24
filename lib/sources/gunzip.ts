import type { Limits } from "../config";
import { LookbackError } from "../errors";
import { type Block, readBytes, unreadable } from "./blob";
import type { SourceFile } from "./types";

const BLOCK_BYTES = 1 << 20;
const HEADER_BYTES = 10;
/** What is handed to the unpacker at a time: fine enough to see how much it unpacks to. */
const FEED_BYTES = 1 << 14;
/** The ratio counts over so many unpacked bytes, since a short run of anything packs well. */
const RATIO_BYTES = 64 << 20;
const DAMAGED = "its gzip data is damaged, cut off, or followed by something else";

/**
 * Unpacks a gzip file of one or more members (`cat a.gz b.gz`, bgzip), and finds every damage: DuckDB reads a cut or
 * damaged file as far as it gets with no error. DecompressionStream takes one member only in browsers, and under Node
 * ignores garbage at the end, so each member is unpacked by itself and its length is checked.
 *
 * Where a member ends cannot be known beforehand. Each place that looks like a member's header is tried as the end; should
 * that fail, the member is read again past it.
 * @param limits `null` for a file that has been read before
 * @throws LookbackError `unreadable-file`, or `over-limit` where it unpacks to more than `limits.expansion` times its size
 */
export async function* gunzip(file: SourceFile, limits: Limits | null): AsyncGenerator<Block> {
  const weigh = scale(file, limits);
  let start = 0;
  let counted = 0;
  while (start < file.blob.size) {
    const notEnds = new Set<number>();
    let emitted = 0;
    for (;;) {
      const end = { at: -1 };
      let unpacked = 0;
      try {
        for await (const block of unpack(file, start, notEnds, end)) {
          const fresh = block.bytes.subarray(Math.max(0, emitted - unpacked));
          unpacked += block.bytes.length;
          if (fresh.length === 0) continue;
          emitted += fresh.length;
          const consumed = Math.max(0, block.position - counted);
          weigh(fresh.length, consumed);
          yield { bytes: fresh, consumed };
          counted += consumed;
        }
        if (end.at < 0 || (await lengthField(file, end.at)) !== unpacked % 2 ** 32) throw unreadable(file, DAMAGED);
        start = end.at;
        break;
      } catch (error) {
        if (end.at < 0 || end.at === file.blob.size) throw error;
        notEnds.add(end.at);
      }
    }
  }
  yield { bytes: new Uint8Array(0), consumed: file.blob.size - counted };
}

/** Takes the bytes that came out and those that went in for them, and throws where the first are far too many. */
function scale(file: SourceFile, limits: Limits | null): (unpacked: number, packed: number) => void {
  if (limits === null) return () => undefined;
  let out = 0;
  let into = 0;
  return (unpacked, packed) => {
    out += unpacked;
    into += packed;
    if (out < RATIO_BYTES) return;
    const ratio = out / Math.max(1, into);
    if (ratio > limits.expansion) {
      const found = `${out >> 20} MB of text in ${Math.max(1, into >> 10)} KB of gzip data, ${Math.round(ratio).toLocaleString("en")} times as much`;
      throw new LookbackError({ code: "over-limit", file: file.path, limit: "expansion", allowed: limits.expansion, found });
    }
    out = 0;
    into = 0;
  };
}

/** Unpacks the member at `start`. `position`: how far the file was read for that. */
async function* unpack(
  file: SourceFile,
  start: number,
  notEnds: ReadonlySet<number>,
  end: { at: number },
): AsyncGenerator<{ bytes: Uint8Array; position: number }> {
  if (!isHeader(await readBytes(file, start, start + HEADER_BYTES), 0)) throw unreadable(file, DAMAGED);
  const stream = new DecompressionStream("gzip");
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  let failure: unknown = null;
  let position = start;
  const feed = async () => {
    for (let at = start; end.at < 0; at += BLOCK_BYTES) {
      const bytes = await readBytes(file, at, at + BLOCK_BYTES + HEADER_BYTES - 1);
      let stop = Math.min(bytes.length, BLOCK_BYTES);
      const header = nextHeader(bytes, at === start ? HEADER_BYTES : 0, stop, (offset) => notEnds.has(at + offset));
      if (header >= 0) stop = header;
      for (let from = 0; from < stop; from += FEED_BYTES) {
        const part = bytes.slice(from, Math.min(from + FEED_BYTES, stop));
        position += part.length;
        await writer.write(part);
      }
      if (header >= 0 || at + stop >= file.blob.size) end.at = at + stop;
    }
    await writer.close();
  };
  const fed = feed().catch((error) => {
    failure ??= error;
    return writer.abort(error).catch(() => undefined);
  });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield { bytes: value, position };
    }
    await fed;
    if (failure !== null) throw failure;
  } catch (error) {
    await fed;
    throw error === failure && error instanceof Error && error.name === "LookbackError" ? error : unreadable(file, DAMAGED);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function nextHeader(bytes: Uint8Array, from: number, to: number, isKnown: (offset: number) => boolean): number {
  for (let at = bytes.indexOf(0x1f, from); at >= 0 && at < to; at = bytes.indexOf(0x1f, at + 1)) {
    if (isHeader(bytes, at) && !isKnown(at)) return at;
  }
  return -1;
}

/** Magic, deflate, no reserved flag, and an operating system that RFC 1952 lists. */
function isHeader(bytes: Uint8Array, at: number): boolean {
  const system = bytes[at + 9] ?? 254;
  const flags = bytes[at + 3] ?? 255;
  return bytes[at + 1] === 0x8b && bytes[at + 2] === 8 && flags < 32 && (system <= 13 || system === 255);
}

async function lengthField(file: SourceFile, end: number): Promise<number> {
  const bytes = await readBytes(file, end - 4, end);
  return new DataView(bytes.buffer).getUint32(0, true);
}
