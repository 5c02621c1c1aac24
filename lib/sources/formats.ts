export const TEXT_FORMATS = ["csv", "json", "jsonl"] as const;
export const FORMATS = [...TEXT_FORMATS, "parquet", "arrow"] as const;
export type Format = (typeof FORMATS)[number];

export function isTextFormat(format: Format): boolean {
  return TEXT_FORMATS.some((text) => text === format);
}

export function isJson({ format }: { format: Format }): boolean {
  return format === "json" || format === "jsonl";
}

export const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;
export type Encoding = (typeof ENCODINGS)[number];
