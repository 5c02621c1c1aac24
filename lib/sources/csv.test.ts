import { afterAll, beforeAll, expect, test } from "vitest";
import type { Engine } from "../engine/engine";
import { createNodeEngine } from "../engine/node";
import { sql } from "../sql";
import { readChunks } from "./read";
import type { SniffedSource } from "./types";

let engine: Engine;
beforeAll(async () => {
  engine = await createNodeEngine();
});
afterAll(() => engine.close());
test("smoke", async () => {
  const text = 'a,b\r\n1,"x\ny"\n\n2\n3, "z" \r\n"bad"x,1\n4,"open\n5,6\n7,8';
  const source: SniffedSource = {
    format: "csv",
    compression: "none",
    encoding: "utf-8",
    dialect: { delimiter: ",", quote: '"', header: true },
    columns: [
      { name: "a", kind: "text" },
      { name: "b", kind: "text" },
    ],
    sample: [],
    bytes: text.length,
  };
  for (const chunkBytes of [1, 3, 7, 1000]) {
    const rows = [];
    const bad = [];
    let bytes = 0;
    let base = 0;
    for await (const chunk of readChunks(engine, { path: "a.csv", blob: new Blob([text]) }, source, { chunkBytes })) {
      rows.push(...(await engine.query(sql`SELECT * FROM ${chunk.from}`)).toArray().map((r) => [r.c0, r.c1]));
      const m = await chunk.finish();
      bad.push(...m.map((x) => [x.row + base, x.text]));
      base += chunk.rows + m.length;
      bytes += chunk.bytes;
      await chunk.release();
    }
    expect(bytes).toBe(text.length);
    expect(rows).toEqual([
      ["1", "x\ny"],
      ["3", "z"],
      ["5", "6"],
      ["7", "8"],
    ]);
    expect(bad).toEqual([
      [2, "2"],
      [4, '"bad"x,1'],
      [5, '4,"open'],
    ]);
  }
});
