import type { Codec } from "./types";

/** parquet.thrift, CompressionCodec. */
const CODEC_IDS: Record<Codec, number> = { none: 0, snappy: 1, zstd: 6 };

const ZSTD_LEVEL = 1;

export interface PageCodec {
  id: number;
  /** Null where pages stay as they are. The input is not kept. */
  compress: ((bytes: Uint8Array) => Uint8Array) | null;
}

/** Loads what the codec needs; the wasm is inside its package's script, so nothing is fetched. */
export async function loadCodec(codec: Codec): Promise<PageCodec> {
  return { id: CODEC_IDS[codec], compress: await loadCompressor(codec) };
}

async function loadCompressor(codec: Codec): Promise<PageCodec["compress"]> {
  switch (codec) {
    case "none":
      return null;
    case "snappy": {
      const { compress } = await import("snappyjs");
      return (bytes) => compress(bytes);
    }
    case "zstd": {
      const { Zstd } = await import("@hpcc-js/wasm-zstd");
      const zstd = await Zstd.load();
      return directZstd(zstd) ?? ((bytes) => zstd.compress(bytes, ZSTD_LEVEL));
    }
    default:
      return codec satisfies never;
  }
}

/**
 * Loads what unpacks pages of a codec; `size` is the number of bytes that must come out. They are there until the next call: memory
 * that is used again need not be asked of the system, page by page.
 */
export async function loadDecompressor(codec: "zstd" | "snappy"): Promise<(bytes: Uint8Array, size: number) => Uint8Array> {
  if (codec === "snappy") {
    const { uncompress } = await import("snappyjs");
    return (bytes, size) => uncompress(bytes, size);
  }
  const { Zstd } = await import("@hpcc-js/wasm-zstd");
  const zstd = await Zstd.load();
  const internals = internalsOf(zstd);
  if (!internals) return (bytes) => zstd.decompress(bytes);
  const { heap, api } = internals;
  let room = new Uint8Array(0);
  const take = (unpacked: Uint8Array) => {
    if (room.length < unpacked.length) room = new Uint8Array(unpacked.length);
    room.set(unpacked);
    return room.subarray(0, unpacked.length);
  };
  return (bytes, size) =>
    callZstd(heap, bytes, size, (to, from) => checked(api, api.decompress(to, size, from, bytes.length)), take);
}

/** What `Zstd` keeps in private fields. */
interface ZstdInternals {
  _mainModule: { _module: { HEAPU8: Uint8Array; _malloc(size: number): number; _free(pointer: number): void } };
  _zstdClass: {
    compress(to: number, capacity: number, from: number, size: number, level: number): number;
    decompress(to: number, capacity: number, from: number, size: number): number;
    compressBound(size: number): number;
    isError(result: number): number;
    getErrorName(result: number): string;
  };
}

type Heap = ZstdInternals["_mainModule"]["_module"];
type ZstdCalls = ZstdInternals["_zstdClass"];

/**
 * `Zstd.compress` and `decompress` copy their result with `[...view]`, which costs 80 ns a byte, fifty times the compression
 * itself (@hpcc-js/wasm-zstd 1.12.5). This finds the wasm behind them, and gives null if that is not where it was.
 */
function internalsOf(zstd: object): { heap: Heap; api: ZstdCalls } | null {
  const { _mainModule, _zstdClass: api } = zstd as Partial<ZstdInternals>;
  const heap = _mainModule?._module;
  const isThere = [heap?._malloc, heap?._free, api?.compress, api?.decompress, api?.compressBound, api?.isError].every(
    (call) => typeof call === "function",
  );
  return heap && api && isThere ? { heap, api } : null;
}

function directZstd(zstd: object): PageCodec["compress"] {
  const internals = internalsOf(zstd);
  if (!internals) return null;
  const { heap, api } = internals;
  return (bytes) => {
    const capacity = api.compressBound(bytes.length);
    const call = (to: number, from: number) => checked(api, api.compress(to, capacity, from, bytes.length, ZSTD_LEVEL));
    return callZstd(heap, bytes, capacity, call, (packed) => packed.slice());
  };
}

/** Copies `bytes` into the heap, calls, and lets `take` copy as many bytes out as the call says. */
function callZstd(
  heap: Heap,
  bytes: Uint8Array,
  capacity: number,
  call: (to: number, from: number) => number,
  take: (result: Uint8Array) => Uint8Array,
): Uint8Array {
  const from = heap._malloc(bytes.length + capacity);
  if (from === 0) throw new Error("zstd: out of memory");
  try {
    heap.HEAPU8.set(bytes, from);
    const to = from + bytes.length;
    const size = call(to, from);
    return take(heap.HEAPU8.subarray(to, to + size));
  } finally {
    heap._free(from);
  }
}

function checked(api: ZstdCalls, result: number): number {
  if (api.isError(result)) throw new Error(`zstd: ${api.getErrorName(result)}`);
  return result;
}
