export const TEXT_FORMATS = ["csv", "json", "jsonl"] as const;
export const FORMATS = [...TEXT_FORMATS, "parquet", "arrow"] as const;
export type Format = (typeof FORMATS)[number];

export const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;
export type Encoding = (typeof ENCODINGS)[number];
