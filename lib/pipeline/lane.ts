import type { ColumnData, SequenceData } from "../parquet/types";
import { createRowGroupEncoder, type EncodedRowGroup, type Encoding, type RowGroupEncoder } from "../parquet/writer";
import type { CsvText } from "../sources/csv-text";
import type { ItemValues, SequenceCodes } from "./pad";
import { type PlainPlan, PlainReader, type PlainText, type ReaderStart } from "./plain-actions";
import { type RankedBucket, type RankRules, rankBucket, type Unranked } from "./rank";
import { findViolations, type WrittenRows } from "./read-back";

/**
 * The work of a build that needs nothing but its request, so that it can be done in any thread, several at once. The calls that
 * begin something go to every lane, before the first call that needs it. What a request holds is the lane's to keep.
 */
export interface LaneCalls {
  beginReading: { request: ReaderStart; answer: null };
  /** Reads the plain rows of a text. */
  read: { request: { text: CsvText; plan: PlainPlan }; answer: PlainText };
  /** The items of what this lane has read, by the codes that it gave them. */
  items: { request: null; answer: BigInt64Array };
  beginRanking: { request: RankRules; answer: null };
  rank: { request: Unranked; answer: RankedBucket };
  beginEncoding: { request: EncodingStart; answer: null };
  encode: { request: UnencodedRowGroup; answer: EncodedRowGroup };
  /** The histories that are wrong in some rows of a written file. */
  verify: { request: WrittenRows; answer: Uint32Array };
}

export type LaneCall = keyof LaneCalls;

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

/** A lane in this thread. */
export function createLane(): Lane {
  const handlers = createHandlers();
  return {
    call(name, request) {
      return handlers[name](request);
    },
  };
}

function createHandlers(): Handlers {
  let reader: PlainReader | null = null;
  let rules: RankRules | null = null;
  let encoder: { encode: RowGroupEncoder; dictionaries: EncodingStart["dictionaries"] } | null = null;
  return {
    async beginReading(start) {
      reader = new PlainReader(start);
      return null;
    },
    async read({ text, plan }) {
      return begun(reader).read(text, plan);
    },
    async items() {
      return begun(reader).items();
    },
    async beginRanking(request) {
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
