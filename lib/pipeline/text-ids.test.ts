import { describe, expect, it } from "vitest";
import { parseConfig } from "../config";
import { sniff } from "../sources/sniff";
import type { BuildSource } from "../sources/types";
import { seenAmong, textIdsOf } from "./text-ids";

async function found(files: Record<string, [BuildSource["role"], string]>, config: object = {}) {
  const parsed = parseConfig(config);
  const sources: BuildSource[] = [];
  for (const [path, [role, content]] of Object.entries(files)) {
    const file = { path, blob: new Blob([content]) };
    sources.push({ file, role, source: await sniff(file) });
  }
  return textIdsOf(sources, parsed);
}

const clicks = (...ids: string[]) => `customer_id,item_id,click_time\n${ids.map((id) => `${id},${id},2024-05-14\n`).join("")}`;

describe("text ids", () => {
  it.each(["a", "01", "1e3", "1.5", "-", "9223372036854775808", "-9223372036854775809", "1,5", "null"])(
    "are such as %s",
    async (id) => {
      const text = `"${id}"`;
      const example = { file: "clicks.csv", example: id };
      expect(await found({ "clicks.csv": ["clicks", clicks("1", text)] })).toEqual({ customer: example, item: example });
    },
  );

  it.each(["0", "-7", "7.0", " 7 ", "9223372036854775807", "", "[a]", '{""a"":1}'])("are not such as %s", async (id) => {
    expect((await found({ "clicks.csv": ["clicks", clicks("1", `"${id}"`)] })).item).toBeNull();
  });

  it("are those of impressions first", async () => {
    const impressions = "dt,customer_id,item_id\n2024-05-15,b,1\n";
    const files = { "clicks.csv": ["clicks", clicks("a")], "shown.csv": ["impressions", impressions] } as const;
    const ids = await found({ "clicks.csv": [...files["clicks.csv"]], "shown.csv": [...files["shown.csv"]] });
    expect(ids.customer).toEqual({ file: "shown.csv", example: "b" });
    expect(ids.item).toEqual({ file: "clicks.csv", example: "a" });
  });

  it("are not looked for where each entry of a list is a row", async () => {
    const records = ['{"customer_id":1,"clicks":[{"item_id":7,"click_time":"2024-05-14"}]}', '{"customer_id":"a","clicks":[]}'];
    const columns = { clicks: { item_id: "clicks.item_id", click_time: "clicks.click_time" } };
    const ids = await found({ "clicks.jsonl": ["clicks", records.join("\n")] }, { standardize: { columns } });
    expect(ids).toEqual({ customer: null, item: null });
  });

  it("are not looked for where rows may be ignored", async () => {
    const events = "customer_id,item_id,action_type,occurred_at\na,b,view,2024-05-14\n";
    const ignoring = { standardize: { columns: { events: { types: { view: "ignored" } } } } };
    expect(await found({ "events.csv": ["events", events] }, ignoring)).toEqual({ customer: null, item: null });
    expect((await found({ "events.csv": ["events", events] })).customer?.example).toBe("a");
  });
});

describe("text ids among all", () => {
  const found = { file: "clicks.csv", example: "a" };

  it.each([
    [["a", "1", "-7", "9223372036854775807"], 3 / 4],
    [["", "a", "2"], 1 / 2],
    [["{6F9619FF}", "[a]", "01", "9223372036854775808"], 0],
    [[], 0],
  ])("%j: %d are integers", (ids, integers) => {
    expect(seenAmong(found, ids)).toEqual({ ...found, integers });
  });

  it("are none where all are integers", () => {
    expect(seenAmong(null, ["1"])).toBeNull();
    expect(seenAmong(found, BigInt64Array.of(1n))).toBeNull();
  });
});
