import { LookbackError } from "../errors";
import type { SourceFile } from "./types";

/** A run of bytes, and how many bytes of the file on disk it took to get them. */
export interface Block {
  bytes: Uint8Array;
  consumed: number;
}

export function unreadable(file: SourceFile, message: string): LookbackError {
  return new LookbackError({ code: "unreadable-file", file: file.path, message });
}

/** The bytes `[start, end)` of a file. */
export async function readBytes(file: SourceFile, start: number, end: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.blob.slice(start, end).arrayBuffer());
  } catch (error) {
    throw readFailure(file, error);
  }
}

/** What a failure to read a file means: browsers say NotReadableError and NotFoundError, with no useful message. */
export function readFailure(file: SourceFile, error: unknown): LookbackError {
  if (error instanceof LookbackError) return error;
  const name = error instanceof Error ? error.name : "";
  if (name === "NotFoundError") return new LookbackError({ code: "file-changed", file: file.path, how: "deleted" });
  if (name === "NotReadableError") return new LookbackError({ code: "file-changed", file: file.path, how: "changed" });
  return unreadable(file, error instanceof Error ? error.message : String(error));
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1 && parts[0]) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
