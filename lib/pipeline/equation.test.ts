import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { initParquetInNode } from "../engine/parquet-node";
import type { InputReport } from "../report";
import { buildInMemory } from "../testing/builds.mts";
import {
  customersOf,
  EVENT_TYPES,
  type Fate,
  fateOf,
  fileOf,
  HOSTILE_ROLES,
  type HostileFile,
  hostileFiles,
} from "../testing/hostile-rows.mts";

beforeAll(() => initParquetInNode());

const CONFIG = {
  standardize: { dateOrder: "day_first", columns: { events: { types: EVENT_TYPES } } },
  output: { columns: ["actions"] },
};

const worlds = fc
  .tuple(...HOSTILE_ROLES.map((role) => fc.array(hostileFiles(role), { minLength: 1, maxLength: 2 })))
  .map((files) => files.flat());

function told({ rowsRead, rowsKept, ignored, withoutImpressions, rejected }: InputReport): Fate {
  return { rowsRead, rowsKept, ignored, withoutImpressions, rejected };
}

const sum = (counts: readonly number[]) => counts.reduce((one, other) => one + other, 0);

it("rows read are rows used, rejected, ignored and of customers without impressions: in each file, and in all", async () => {
  const property = fc.asyncProperty(
    worlds,
    fc.record({ plain: fc.boolean(), engines: fc.constantFrom(1, 2), chunkBytes: fc.constantFrom(1000, 1 << 20) }),
    fc.constantFrom("keep", "drop"),
    async (files: HostileFile[], options, duplicates) => {
      const inputs = files.map((file, index) => ({ role: file.role, file: fileOf(file, `${file.role}-${index}`) }));
      const { report } = await buildInMemory(inputs, { ...CONFIG, unify: { duplicates } }, options);
      const shown = new Set(files.flatMap((file) => (file.role === "impressions" ? [...customersOf(file)] : [])));
      const fates = files.map((file) => fateOf(file, file.role === "impressions" ? null : shown));
      expect(report.sources.map(told)).toEqual(fates);
      const { sources } = report;
      const used = sum(sources.map(({ rowsKept, withoutImpressions }) => rowsKept - withoutImpressions));
      const others = sources.flatMap(({ ignored, withoutImpressions, rejected }) => [
        ignored,
        withoutImpressions,
        ...Object.values(rejected),
      ]);
      expect(used + sum(others)).toBe(sum(files.map(({ rows }) => rows.length)));
    },
  );
  await fc.assert(property, { numRuns: 8 });
}, 180_000);
