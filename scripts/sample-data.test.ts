import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { sampleFiles } from "./sample-data/files";

const folder = fileURLToPath(new URL("../public/sample/", import.meta.url));
const MAX_BYTES = 1_500_000;

test("the committed sample is what the generator writes", () => {
  const files = sampleFiles();
  expect(readdirSync(folder).sort()).toEqual(Object.keys(files).sort());
  for (const [name, text] of Object.entries(files)) {
    expect(readFileSync(folder + name, "utf8") === text, `${name}: run npm run sample-data`).toBe(true);
  }
});

test("the sample is small, and its list names each file once", () => {
  const { "index.json": list = "[]", ...files } = sampleFiles();
  expect(JSON.parse(list)).toEqual(Object.keys(files));
  expect(Buffer.byteLength(Object.values(files).join(""))).toBeLessThan(MAX_BYTES);
});

test("a customer has more than 1,000 actions, and ids lie beyond the integers of a float", () => {
  const { "clicks.csv": clicks = "", "impressions.json": impressions } = sampleFiles();
  const counts = new Map<string, number>();
  for (const line of clicks.split("\n")) {
    const customer = line.split(",")[1] ?? "";
    counts.set(customer, (counts.get(customer) ?? 0) + 1);
  }
  const [busiest = "", most = 0] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  expect(most).toBeGreaterThan(1_000);
  expect(impressions).toContain(`"customer_id":${busiest},`);
  expect(BigInt(busiest)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
});
