import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBConnection } from "@duckdb/node-api";
import type { Role } from "../config";
import type { SourceFile } from "../sources/types";
import { type InputRecord, type Inputs, toJson } from "./cases.mts";

export const INPUT_FORMATS = ["json", "jsonl", "csv", "parquet"] as const;
export type InputFormat = (typeof INPUT_FORMATS)[number];

export interface InputFile {
  role: Role;
  file: SourceFile;
}

/** Writes the inputs of a case as files of one format, one a role. */
export async function inputFiles(inputs: Inputs, format: InputFormat): Promise<InputFile[]> {
  const files: InputFile[] = [];
  for (const [role, records] of Object.entries(inputs) as [Role, InputRecord[]][]) {
    files.push({ role, file: await inputFile(role, records, format) });
  }
  return files;
}

/** Records as one file. */
export async function inputFile(name: string, records: readonly InputRecord[], format: InputFormat): Promise<SourceFile> {
  const bytes = format === "parquet" ? await toParquet(records) : new TextEncoder().encode(toText(records, format));
  return { path: `${name}.${format}`, blob: new Blob([bytes as Uint8Array<ArrayBuffer>]) };
}

function toText(records: readonly InputRecord[], format: Exclude<InputFormat, "parquet">): string {
  switch (format) {
    case "json":
      return toJson(records);
    case "jsonl":
      return records.map((record) => `${toJson(record)}\n`).join("");
    case "csv":
      return toCsv(records);
    default:
      return format satisfies never;
  }
}

function toCsv(records: readonly InputRecord[]): string {
  const columns = [...new Set(records.flatMap(Object.keys))];
  const lines = records.map((record) => columns.map((column) => csvField(record[column])).join(","));
  return [columns.join(","), ...lines].map((line) => `${line}\n`).join("");
}

function csvField(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : toJson(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Native DuckDB finds the types: dates, timestamps, integers and lists of structs. */
async function toParquet(records: readonly InputRecord[]): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "lookback-"));
  const connection = await DuckDBConnection.create();
  try {
    const [json, parquet] = [join(folder, "in.json"), join(folder, "out.parquet")];
    await writeFile(json, toJson(records));
    await connection.run(`COPY (SELECT * FROM read_json('${json}', sample_size = -1)) TO '${parquet}' (FORMAT parquet)`);
    return await readFile(parquet);
  } finally {
    connection.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}
