import { FlatTable, messageAt } from "./arrow-messages";
import { unpackLz4 } from "./lz4";
import { loadUnzstd } from "./zstd";

const PREFIX_BYTES = 8;
const LENGTH_BYTES = 8;
const BATCH = { lengths: 0, buffers: 2, compression: 3 } as const;
const MESSAGE_BODY_LENGTH = 3;
const LZ4 = 0;

/**
 * A record or dictionary batch with its buffers unpacked (Feather and Polars pack them), since neither DuckDB-WASM nor
 * parquet-wasm was built with the codecs. The message stays as it is but for the buffers' places and lengths.
 */
export async function unpackMessage(bytes: Uint8Array): Promise<Uint8Array> {
  const message = messageAt(bytes);
  if (message === null || typeof message === "number") throw new RangeError("no message of Arrow IPC where one must be");
  const header = message.metadata.table(2);
  const batch = message.kind === "dictionary" ? header?.table(1) : header;
  const compression = batch?.table(BATCH.compression);
  if (!batch || !compression) return bytes;
  const unpack = compression.byte(0) === LZ4 ? unpackLz4 : await loadUnzstd();

  const metadataEnd = PREFIX_BYTES + new DataView(bytes.buffer, bytes.byteOffset).getInt32(4, true);
  const head = bytes.slice(0, metadataEnd);
  const body = bytes.subarray(metadataEnd);
  const view = new DataView(head.buffer);
  const own = FlatTable.root(view, PREFIX_BYTES);
  const ownHeader = own.table(2);
  const ownBatch = message.kind === "dictionary" ? ownHeader?.table(1) : ownHeader;
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const buffer of ownBatch?.structs(BATCH.buffers, 16) ?? []) {
    const start = Number(buffer.getBigInt64(0, true));
    const packed = body.subarray(start, start + Number(buffer.getBigInt64(8, true)));
    const plain = unpackBuffer(packed, unpack);
    buffer.setBigInt64(0, BigInt(at), true);
    buffer.setBigInt64(8, BigInt(plain.length), true);
    parts.push(plain);
    at += (plain.length + 7) & ~7;
  }
  ownBatch?.forget(BATCH.compression, own);
  own.setLong(MESSAGE_BODY_LENGTH, BigInt(at));
  const whole = new Uint8Array(metadataEnd + at);
  whole.set(head);
  let write = metadataEnd;
  for (const part of parts) {
    whole.set(part, write);
    write += (part.length + 7) & ~7;
  }
  return whole;
}

/** A packed buffer begins with its length; -1 says that it is not packed after all. */
function unpackBuffer(packed: Uint8Array, unpack: (bytes: Uint8Array, length: number) => Uint8Array): Uint8Array {
  if (packed.length === 0) return packed;
  if (packed.length < LENGTH_BYTES) throw new RangeError("a packed buffer is cut off");
  const length = new DataView(packed.buffer, packed.byteOffset).getBigInt64(0, true);
  const bytes = packed.subarray(LENGTH_BYTES);
  if (length === -1n) return bytes;
  if (length < 0n || length > 0x7fffffffn) throw new RangeError("a packed buffer has an impossible length");
  const plain = unpack(bytes, Number(length));
  if (plain.length !== Number(length)) throw new RangeError("a packed buffer has another length than it says");
  return plain;
}
