/** Page compression: the codec of every page in a file. `zstd` is level 1. */
export type Codec = "zstd" | "snappy" | "none";

/** A column with one value a row. `timestamp` is in microseconds, UTC; `date` in days since 1970-01-01. */
export interface ScalarColumn {
  name: string;
  type: "int32" | "int64" | "date" | "boolean" | "timestamp" | "text";
  nullable: boolean;
}

/** A required list of any length, the empty one included. */
export interface ListColumn {
  name: string;
  type: "list";
  element: "int32" | "int64" | "boolean";
  nullableElements: boolean;
}

/** A required list of exactly `length` required elements. `int8` is INT32 annotated as a signed 8-bit integer. */
export interface SequenceColumn {
  name: string;
  type: "sequence";
  element: "int32" | "int64" | "int8";
  /** 1 or more. */
  length: number;
}

export type Column = ScalarColumn | ListColumn | SequenceColumn;

/** `int32` and `date` are an Int32Array, `int64` and `timestamp` a BigInt64Array, `boolean` a Uint8Array of 0 and 1. */
export type FixedValues = Int32Array | BigInt64Array | Uint8Array;

/** Scalars of one row group, a value a row. The value in the place of a null is not looked at. */
export interface FixedData {
  values: FixedValues;
  /** 1 where there is a value, 0 where there is none, for each row. Leave it out when nothing is null. */
  validity?: Uint8Array | undefined;
}

/** Texts of one row group: row r is `bytes[offsets[r] .. offsets[r + 1])`, UTF-8. */
export interface TextData {
  offsets: Int32Array;
  bytes: Uint8Array;
  validity?: Uint8Array | undefined;
}

/** Lists of one row group: row r is `values[offsets[r] .. offsets[r + 1])`. */
export interface ListData {
  offsets: Int32Array;
  values: FixedValues;
  /** For each element, not for each row. */
  validity?: Uint8Array | undefined;
}

/** Sequences of one row group: its distinct histories, neither padded nor repeated. */
export interface SequenceData {
  /** Tokens. Code k stands for `dictionary[k]`. */
  codes: Int32Array | Uint8Array;
  /** Value by code, for the whole dataset; `dictionary[0]` is the padding's value. */
  dictionary: Int32Array | BigInt64Array;
  /** History h is `codes[starts[h] .. starts[h] + lengths[h])`. */
  starts: Uint32Array | Float64Array;
  /** 0 to the column's `length`. */
  lengths: Uint32Array;
  /** Over how many consecutive rows history h stands: 1 or more. The sum is the number of rows. */
  repeats: Uint32Array;
  /** Write each history back to front. */
  reverse: boolean;
  /** Where the padding goes. */
  padSide: "left" | "right";
}

export type ColumnData = FixedData | TextData | ListData | SequenceData;

/** Where the file goes. The bytes are the sink's to keep. */
export interface Sink {
  write(bytes: Uint8Array): void | Promise<void>;
}

/** A page ends before it would pass one of these; it has at least one row. */
export interface PageLimits {
  /** Of encoded values before compression. */
  bytes: number;
  rows: number;
  /** Of list elements or scalars. */
  values: number;
}

export const PAGE_LIMITS: PageLimits = { bytes: 1 << 20, rows: 20_000, values: 1 << 21 };
