import { ByteWriter } from "./byte-writer";
import type { PageCodec } from "./codec";
import type { Bounds } from "./statistics";
import { ThriftWriter } from "./thrift";

/** parquet.thrift, Encoding. */
export const ENCODING = { plain: 0, rle: 3, rleDictionary: 8 } as const;

/** parquet.thrift, PageType. */
const PAGE_TYPE = { data: 0, dictionary: 2 } as const;

export interface DataPage {
  /** Entries of the levels: values, nulls and empty lists. */
  entries: number;
  /** Entries without a value. */
  nulls: number;
  encoding: typeof ENCODING.plain | typeof ENCODING.rleDictionary;
  /** Levels, empty where the column has none. */
  repetition: Uint8Array;
  definition: Uint8Array;
  values: Uint8Array;
}

/** What the footer says about a column chunk. */
export interface ChunkInfo {
  /** Of its first page, from the start of the file. */
  offset: number;
  /** Of its dictionary page, header included; 0 if it has none. */
  dictionaryBytes: number;
  /** Headers included. */
  uncompressedBytes: number;
  compressedBytes: number;
  values: number;
  nulls: number;
  encodings: number[];
  bounds: Bounds;
}

/** Collects the pages of one column chunk. */
export class ChunkWriter {
  private readonly thrift: ThriftWriter;
  private readonly body = new ByteWriter();
  private readonly encodings = new Set<number>();
  private dictionaryBytes = 0;
  private uncompressedBytes = 0;
  private values = 0;
  private nulls = 0;

  /** @param out is emptied, and can serve one chunk after another. */
  constructor(
    private readonly codec: PageCodec,
    private readonly out: ByteWriter,
  ) {
    out.length = 0;
    this.thrift = new ThriftWriter(out);
  }

  /** The dictionary comes before the data pages, at most once. */
  dictionaryPage(plain: Uint8Array, count: number): void {
    const body = this.codec.compress ? this.codec.compress(plain) : plain;
    this.page(PAGE_TYPE.dictionary, plain.length, body.length, () =>
      this.thrift.struct(7, () => {
        this.thrift.i32(1, count);
        this.thrift.i32(2, ENCODING.plain);
      }),
    );
    this.out.append(body);
    this.encodings.add(ENCODING.plain);
    this.dictionaryBytes = this.out.length;
  }

  /** A data page of version 1, whose levels are compressed with its values: those of a sequence nearly vanish. */
  dataPage(page: DataPage): void {
    const { body } = this;
    body.length = 0;
    for (const levels of [page.repetition, page.definition]) {
      if (levels.length === 0) continue;
      body.uint32(levels.length);
      body.append(levels);
      this.encodings.add(ENCODING.rle);
    }
    body.append(page.values);
    const plain = body.written();
    const compressed = this.codec.compress?.(plain) ?? plain;
    this.page(PAGE_TYPE.data, plain.length, compressed.length, () => this.thrift.struct(5, () => this.dataPageHeader(page)));
    this.out.append(compressed);
    this.encodings.add(page.encoding);
    this.values += page.entries;
    this.nulls += page.nulls;
  }

  /** The chunk, as if it were the first of its file. */
  finish(bounds: Bounds): { info: ChunkInfo; bytes: Uint8Array<ArrayBuffer> } {
    const { dictionaryBytes, uncompressedBytes, values, nulls } = this;
    const encodings = [...this.encodings].sort((a, b) => a - b);
    const compressedBytes = this.out.length;
    const info = { offset: 0, dictionaryBytes, uncompressedBytes, compressedBytes, values, nulls, encodings, bounds };
    return { info, bytes: this.out.copy() };
  }

  /** PageHeader; sizes are those of the page after it. */
  private page(type: number, uncompressed: number, compressed: number, details: () => void): void {
    const start = this.out.length;
    this.thrift.root(() => {
      this.thrift.i32(1, type);
      this.thrift.i32(2, uncompressed);
      this.thrift.i32(3, compressed);
      details();
    });
    this.uncompressedBytes += this.out.length - start + uncompressed;
  }

  private dataPageHeader(page: DataPage): void {
    this.thrift.i32(1, page.entries);
    this.thrift.i32(2, page.encoding);
    this.thrift.i32(3, ENCODING.rle);
    this.thrift.i32(4, ENCODING.rle);
  }
}
