import { createHash } from "node:crypto";
import { parquetMetadata } from "hyparquet";
import { expect } from "vitest";

/** A hash over all row groups of a Parquet file, and all that its footer says but for `lookback.inputs`. */
export function hashWithoutInputs(file: Uint8Array): string {
  const footerLength = new DataView(file.buffer, file.byteOffset + file.length - 8).getUint32(0, true);
  const { metadata_length: _, key_value_metadata: pairs = [], ...footer } = parquetMetadata(file.slice().buffer);
  const others = pairs.filter(({ key }) => key !== "lookback.inputs");
  expect(others.length).toBe(pairs.length - 1);
  const text = JSON.stringify({ ...footer, others }, (_key, value) => (typeof value === "bigint" ? String(value) : value));
  return createHash("sha256")
    .update(file.subarray(0, -8 - footerLength))
    .update(text)
    .digest("hex");
}
