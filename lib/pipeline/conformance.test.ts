import { describe, expect, it } from "vitest";
import { LookbackError } from "../errors";
import { readWithDuckDB } from "../parquet/testing/readers.mts";
import type { Report } from "../report";
import { buildInMemory } from "../testing/builds.mts";
import { goldenCases } from "../testing/cases.mts";
import { hashWithoutInputs } from "../testing/content-hash.mts";
import { paddedRows } from "../testing/expected.mts";
import { INPUT_FORMATS, inputFiles } from "../testing/input-files.mts";

describe.each(goldenCases())("$id: $title", ({ config, inputs, expect: expected }) => {
  if (expected.error) {
    it("is an error before the build", async () => {
      await expect(buildInMemory(await inputFiles(inputs, "json"), config)).rejects.toThrow(LookbackError);
    });
    return;
  }

  it("gives the expected rows, rejects, counts and vocabulary", async () => {
    const { report, bytes } = await buildInMemory(await inputFiles(inputs, "json"), config);
    const dataset = bytes.get("dataset.parquet") ?? new Uint8Array();
    expect(await readWithDuckDB(dataset)).toEqual(paddedRows(expected.rows, config));
    expect(rejectedByRole(report)).toEqual(expected.rejected);
    expect(report).toMatchObject(expected.counts);
    expect(report.audit).toEqual({ histories: expected.counts.histories, violations: 0 });
    if (expected.vocabulary) {
      const rows = await readWithDuckDB(bytes.get("vocabulary.parquet") ?? new Uint8Array());
      expect(rows.map(({ id, item_id }) => [id, item_id])).toEqual(expected.vocabulary);
    }
  });

  it("gives the same bytes from every input format, but for what they say of their inputs", async () => {
    const hashes = new Set<string>();
    for (const format of INPUT_FORMATS) {
      const { bytes } = await buildInMemory(await inputFiles(inputs, format), config);
      hashes.add([...bytes.values()].map(hashWithoutInputs).join());
    }
    expect(hashes.size).toBe(1);
  });
});

function rejectedByRole({ sources }: Report): Record<string, Record<string, number>> {
  return Object.fromEntries(
    sources.filter(({ rejected }) => Object.keys(rejected).length > 0).map(({ role, rejected }) => [role, rejected]),
  );
}
