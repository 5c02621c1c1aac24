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

/** What `Zstd` keeps in private fields. */
interface ZstdInternals {
  _mainModule: { _module: { HEAPU8: Uint8Array; _malloc(size: number): number; _free(pointer: number): void } };
  _zstdClass: {
    compress(to: number, capacity: number, from: number, size: number, level: number): number;
    compressBound(size: number): number;
    isError(result: number): number;
    getErrorName(result: number): string;
  };
}

/**
 * `Zstd.compress` copies its result with `[...view]`, which costs 80 ns a byte, fifty times the compression itself
 * (@hpcc-js/wasm-zstd 1.12.5). This calls the wasm behind it, and gives null if that is not where it was.
 */
function directZstd(zstd: object): PageCodec["compress"] {
  const { _mainModule, _zstdClass: api } = zstd as Partial<ZstdInternals>;
  const heap = _mainModule?._module;
  if (!heap?.HEAPU8 || !heap._malloc || !heap._free || !api?.compress || !api.compressBound || !api.isError) return null;
  return (bytes) => {
    const capacity = api.compressBound(bytes.length);
    const from = heap._malloc(bytes.length + capacity);
    if (from === 0) throw new Error("zstd: out of memory");
    try {
      heap.HEAPU8.set(bytes, from);
      const to = from + bytes.length;
      const size = api.compress(to, capacity, from, bytes.length, ZSTD_LEVEL);
      if (api.isError(size)) throw new Error(`zstd: ${api.getErrorName(size)}`);
      return heap.HEAPU8.slice(to, to + size);
    } finally {
      heap._free(from);
    }
  };
}
