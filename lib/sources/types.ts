import type { Role } from "../config";
import type { Engine } from "../engine/engine";
import type { Sql } from "../sql";
import type { SourceColumn } from "./column";
import type { Encoding, Format } from "./formats";
import type { ColumnProfile } from "./profile";
import type { RowCount } from "./total-rows";

/** An input file as the user gave it. `path` may hold folders (`dt=2024-05-15/part-0.csv`); it is shown and never opened. */
export interface SourceFile {
  path: string;
  blob: Blob;
}

export type Quote = '"' | "'" | "";

/** How a CSV file is written. Found once, then read strictly. */
export interface Dialect {
  delimiter: string;
  /** What a value may stand in, doubled inside; `""`: nothing, and quotes are text. */
  quote: Quote;
  header: boolean;
}

/** What was found out about a file from its first bytes, before the build. */
export interface SniffedSource {
  format: Format;
  compression: "none" | "gzip";
  /** Of the text formats only. */
  encoding: Encoding | null;
  /** Set where another encoding was told than the first bytes show: what they show. */
  seemsEncoding?: Encoding;
  /** Of CSV only. */
  dialect: Dialect | null;
  columns: SourceColumn[];
  /** The first rows as text, `null` where a value is missing; at most 50. Empty if the types of an Arrow file cannot be shown. */
  sample: (string | null)[][];
  /** Rows in the file, unusable ones included: counted, or estimated from the bytes of the first ones. */
  rows: RowCount;
  /** What each column holds, judged by more rows of the head than the sample shows. */
  profile: ColumnProfile[];
  /** Size of the file on disk. */
  bytes: number;
}

/** What a sniffer finds: its sample has all rows of the head, and no column is profiled yet. */
export type Sniffing = Omit<SniffedSource, "profile">;

/** Rows of the head that are looked at; of CSV it is all rows in its first bytes. */
export const HEAD_ROWS = 1000;
/** Rows of the head that are shown. */
export const SAMPLE_ROWS = 50;

/** A row that could not even be split into fields. `row` counts the file's data rows from 1, unusable ones included. */
export interface MalformedRow {
  row: number;
  text: string;
}

/** A part of a file: whole rows, in file order. */
export interface Chunk {
  /** Bytes of the file on disk that this chunk accounts for. The sum over all chunks is the file's size. */
  bytes: number;
  /** The rows that are not; `row` counts from 1 within the chunk, and counts these rows too. */
  malformed: MalformedRow[];
  /** The other rows as they stand in the file; `null` where that is how their fields are joined. */
  texts: readonly string[] | null;
  /** Makes the usable rows a relation of an engine. Once. */
  open(engine: Engine): Promise<Relation>;
}

export interface Relation {
  /** How many rows it has, as the reader counted them. */
  rows: number;
  /** To be used in FROM; has the columns `c0`, `c1`, … in the order of `SniffedSource.columns`. Rows come in file order. */
  from: Sql;
  close(): Promise<void>;
}

/** A file of a build, with what it holds. */
export interface BuildSource {
  file: SourceFile;
  source: SniffedSource;
  role: Role;
}
