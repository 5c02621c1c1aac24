/** What `Zstd` keeps in private fields. */
interface ZstdInternals {
  _mainModule: { _module: { HEAPU8: Uint8Array; _malloc(size: number): number; _free(pointer: number): void } };
  _zstdClass: {
    decompress(to: number, capacity: number, from: number, size: number): number;
    isError(result: number): number;
    getErrorName(result: number): string;
  };
}

/**
 * Unpacks frames of zstd of a known length. `Zstd.decompress` copies its result with `[...view]`, which costs 170 ns a byte
 * (@hpcc-js/wasm-zstd 1.12.5), so the wasm behind it is called, if it is where it was.
 */
export async function loadUnzstd(): Promise<(frame: Uint8Array, length: number) => Uint8Array> {
  // biome-ignore lint/style/noRestrictedImports: unpacks, while lib/parquet/codec.ts packs
  const { Zstd } = await import("@hpcc-js/wasm-zstd");
  const zstd = await Zstd.load();
  const { _mainModule, _zstdClass: api } = zstd as unknown as Partial<ZstdInternals>;
  const heap = _mainModule?._module;
  if (!heap?.HEAPU8 || !heap._malloc || !heap._free || !api?.decompress || !api.isError) return (frame) => zstd.decompress(frame);
  return (frame, length) => {
    const from = heap._malloc(frame.length + length);
    if (from === 0) throw new Error("zstd: out of memory");
    try {
      heap.HEAPU8.set(frame, from);
      const to = from + frame.length;
      const size = api.decompress(to, length, from, frame.length);
      if (api.isError(size)) throw new RangeError(`zstd: ${api.getErrorName(size)}`);
      return heap.HEAPU8.slice(to, to + size);
    } finally {
      heap._free(from);
    }
  };
}
