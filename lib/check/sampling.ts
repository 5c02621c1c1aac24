import type { Role } from "../config";
import { isTextFormat } from "../sources/formats";
import { layoutKey } from "../sources/layout";
import type { SourceText } from "../sources/source-text";
import type { BuildSource, Chunk, SourceFile } from "../sources/types";
import { sampleFile, spread } from "./sample";

/** What is read of a layout at most: files, and bytes of them together. */
const FILES_A_LAYOUT = 24;
const BYTES_A_LAYOUT = 8 << 20;

/** The files of a role with the same columns. */
interface Layout {
  key: string;
  role: Role;
  sources: [BuildSource, ...BuildSource[]];
}

export interface SampledLayout extends Layout {
  sampled: BuildSource[];
  /** Bytes of each file at most; at least one chunk of it is read. */
  mostBytes: number;
}

/** A sample of each layout of the files. */
export function sampleLayouts(sources: readonly BuildSource[]): Promise<SampledLayout[]> {
  return Promise.all(layoutsOf(sources).map(withSample));
}

function layoutsOf(sources: readonly BuildSource[]): Layout[] {
  const layouts = new Map<string, Layout>();
  for (const source of sources) {
    const { role } = source;
    const key = layoutKey(role, source.source);
    const layout = layouts.get(key);
    if (layout) layout.sources.push(source);
    else layouts.set(key, { key, role, sources: [source] });
  }
  return [...layouts.values()];
}

async function withSample(layout: Layout): Promise<SampledLayout> {
  const chosen = spread(layout.sources, FILES_A_LAYOUT);
  const mostBytes = Math.floor(BYTES_A_LAYOUT / chosen.length);
  const sampled = await Promise.all(chosen.map(async (source) => ({ ...source, file: await sampleFile(source, mostBytes) })));
  return { ...layout, sampled, mostBytes };
}

/** Reads of each file up to the bytes that its layout has for it, and counts them by layout. */
export class Sampling {
  readonly bytesRead: number[];
  private readonly numbers: ReadonlyMap<SourceFile, number>;

  constructor(private readonly layouts: readonly SampledLayout[]) {
    this.bytesRead = layouts.map(() => 0);
    this.numbers = new Map(layouts.flatMap(({ sampled }, number) => sampled.map(({ file }) => [file, number] as const)));
  }

  /** How many bytes of a file are wanted at most. */
  bytesOf(source: BuildSource): number {
    return this.layouts[this.numberOf(source)]?.mostBytes ?? 0;
  }

  /** Takes note that so many bytes of a file are, or will be, read. */
  count(source: BuildSource, bytes: number): void {
    const number = this.numberOf(source);
    this.bytesRead[number] = (this.bytesRead[number] ?? 0) + bytes;
  }

  /** Gives up to the bytes that are wanted of a file; at least one piece. */
  async *upTo<Piece extends SourceText | Chunk>(source: BuildSource, pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
    let read = 0;
    for await (const piece of pieces) {
      read += piece.bytes;
      this.count(source, piece.bytes);
      yield piece;
      if (isTextFormat(source.source.format) && read >= this.bytesOf(source)) break;
    }
  }

  private numberOf({ file }: BuildSource): number {
    return this.numbers.get(file) ?? 0;
  }
}
