import { loadCodec } from "../parquet/codec";
import type { ColumnData, SequenceData } from "../parquet/types";
import { createRowGroupEncoder, type EncodedRowGroup, type Encoding, type RowGroupEncoder } from "../parquet/writer";
import type { ParquetPart } from "../sources/parquet";
import type { RowsText } from "../sources/source-text";
import { type PlainLines, readStretch, type Stretch } from "../sources/stretches";
import type { SourceFile } from "../sources/types";
import type { ColumnarPlan } from "./columnar-actions";
import type { ColumnarCarouselPlan } from "./columnar-carousels";
import { CustomerNumbers } from "./customer-numbers";
import { createIdCodes } from "./id-codes";
import type { IdCodes, Ids } from "./ids";
import type { ItemValues, SequenceCodes } from "./pad";
import { type CarouselPart, type PlainPart, readCarouselPart, readPlainPart } from "./parquet-rows";
import { type PlainPlan, type PlainText, readPlainText } from "./plain-actions";
import { type CarouselPlan, type PlainCarousels, readPlainCarousels } from "./plain-carousels";
import { type RankedBucket, type RankRules, rankBucket, type Unranked } from "./rank-bucket";
import { findViolations, type WrittenRows } from "./read-back";
import { Batch, makeRoom, type ReaderState } from "./standardizer";
import type { IdKind } from "./values";

/** Actions that a reader has room for at first. */
const ROOM = 1 << 16;

/**
 * The work of a build that needs nothing but its request, so that it can be done in any thread, several at once. The calls that
 * begin something go to every lane, before the first call that needs it. What a request holds is the lane's to keep.
 */
export interface LaneCalls {
  /** Loads what a build will need. It may come at any time, or never. */
  prepare: { request: null; answer: null };
  beginReading: { request: ReaderStart; answer: null };
  /** Reads the plain rows of a text of carousels. */
  readCarousels: { request: { text: RowsText; plan: CarouselPlan }; answer: ReadCarousels };
  /** Reads the plain rows of a part of a Parquet file of carousels. */
  readCarouselPart: { request: { file: SourceFile; part: ParquetPart; plan: ColumnarCarouselPlan }; answer: ReadCarouselPart };
  beginActions: { request: ActionsStart; answer: null };
  /** Reads a stretch of a CSV file, for a later call that reads its rows. */
  readStretch: { request: Stretch; answer: PlainLines | null };
  /** Reads the plain rows of a text of actions. */
  readText: { request: { text: RowsText; plan: PlainPlan }; answer: ReadText };
  /** Reads the plain rows of a part of a Parquet file. */
  readPart: { request: { file: SourceFile; part: ParquetPart; plan: ColumnarPlan }; answer: ReadPart };
  /** The items of what this lane has read, by the codes that it gave them. */
  items: { request: null; answer: Ids };
  beginRanking: { request: RankRules; answer: null };
  rank: { request: Unranked; answer: RankedBucket };
  beginEncoding: { request: EncodingStart; answer: null };
  encode: { request: UnencodedRowGroup; answer: EncodedRowGroup };
  /** The histories that are wrong in some rows of a written file. */
  verify: { request: WrittenRows; answer: Uint32Array };
}

export type LaneCall = keyof LaneCalls;

/** What a lane must know before it reads. */
export interface ReaderStart {
  /** The number of this lane's codebook. */
  codebook: number;
  /** What the ids of items are. */
  itemIds: IdKind;
}

/** What a lane must know before it reads actions. */
export interface ActionsStart {
  /** The ids of the customers that matter, by number. */
  customers: Ids;
  /** How many buckets the customers are divided into. */
  buckets: number;
  /** Whether the items of all actions are wanted, and not only those of these customers. */
  allItems: boolean;
}

/** The items shown are codes of the codebook. */
export type ReadCarousels = PlainCarousels & { codebook: number };

/** The same. */
export type ReadCarouselPart = CarouselPart & { codebook: number };

/** The items of the actions are codes of the codebook. */
export type ReadText = PlainText & { codebook: number };

/** The same. */
export type ReadPart = PlainPart & { codebook: number };

export interface EncodingStart {
  encoding: Encoding;
  /** By column, what the codes of its sequences stand for; `null` for other columns. */
  dictionaries: (ItemValues | null)[];
}

export interface UnencodedRowGroup {
  rows: number;
  data: (ColumnData | SequenceCodes)[];
}

export interface Lane {
  /** @throws LookbackError; a call that comes before its beginning throws a TypeError */
  call<Name extends LaneCall>(name: Name, request: LaneCalls[Name]["request"]): Promise<LaneCalls[Name]["answer"]>;
}

type Handlers = { [Name in LaneCall]: (request: LaneCalls[Name]["request"]) => Promise<LaneCalls[Name]["answer"]> };

/**
 * A lane in this thread.
 * @param prepareParquet makes Parquet readable in this thread; it is called before each part
 */
export function createLane(prepareParquet: () => Promise<void>): Lane {
  const handlers = createHandlers(prepareParquet);
  return {
    call(name, request) {
      return handlers[name](request);
    },
  };
}

function createHandlers(prepareParquet: () => Promise<void>): Handlers {
  let book: { codebook: number; codes: IdCodes } | null = null;
  let reader: ReaderState | null = null;
  let rules: RankRules | null = null;
  let encoder: { encode: RowGroupEncoder; dictionaries: EncodingStart["dictionaries"] } | null = null;
  return {
    async prepare() {
      await Promise.all([prepareParquet(), loadCodec("zstd")]);
      return null;
    },
    async beginReading({ codebook, itemIds }) {
      book = { codebook, codes: createIdCodes(itemIds) };
      return null;
    },
    async readCarousels({ text, plan }) {
      const { codebook, codes } = begun(book);
      return { ...readPlainCarousels(text, plan, codes), codebook };
    },
    async readCarouselPart({ file, part, plan }) {
      const { codebook, codes } = begun(book);
      await prepareParquet();
      return { ...(await readCarouselPart(file, part, plan, codes)), codebook };
    },
    async beginActions({ customers, buckets, allItems }) {
      const { codes } = begun(book);
      reader = { allItems, numbers: new CustomerNumbers(customers, buckets), codes, batch: new Batch(), room: makeRoom(ROOM) };
      return null;
    },
    readStretch,
    async readText({ text, plan }) {
      return { ...readPlainText(text, plan, begun(reader)), codebook: begun(book).codebook };
    },
    async readPart({ file, part, plan }) {
      await prepareParquet();
      return { ...(await readPlainPart(file, part, plan, begun(reader))), codebook: begun(book).codebook };
    },
    async items() {
      return begun(book).codes.all();
    },
    async beginRanking(request) {
      book = null;
      reader = null;
      rules = request;
      return null;
    },
    async rank(unranked) {
      return rankBucket(unranked, begun(rules));
    },
    async beginEncoding({ encoding, dictionaries }) {
      rules = null;
      encoder = { encode: await createRowGroupEncoder(encoding), dictionaries };
      return null;
    },
    async encode({ rows, data }) {
      const { encode, dictionaries } = begun(encoder);
      return encode(
        rows,
        data.map((column, index) => withDictionary(column, dictionaries[index] ?? null)),
      );
    },
    verify: findViolations,
  };
}

function begun<T>(value: T | null): T {
  if (value === null) throw new TypeError("a lane was called before its beginning");
  return value;
}

function withDictionary(column: ColumnData | SequenceCodes, dictionary: ItemValues | null): ColumnData {
  if (!("codes" in column)) return column;
  return { ...column, dictionary: begun(dictionary) } satisfies SequenceData;
}
