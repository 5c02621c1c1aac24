import { tableFromArrays, tableFromIPC, tableToIPC } from "apache-arrow";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "../sql";
import type { Engine } from "./engine";
import { createNodeEngine } from "./node";

let engine: Engine;
beforeAll(async () => {
  engine = await createNodeEngine();
});
afterAll(() => engine.close());

describe("the engine under Node", () => {
  test("gives whole results with exact integers", async () => {
    const table = await engine.query(sql`SELECT 9007199254740993::BIGINT AS id, 'a' AS name`);
    expect(table.toArray().map((row) => row.toJSON())).toEqual([{ id: 9007199254740993n, name: "a" }]);
  });

  test("gives results that our own apache-arrow can write", async () => {
    const table = await engine.query(sql`SELECT 1::INT AS a`);
    expect(tableFromIPC(tableToIPC(table)).numRows).toBe(1);
  });

  test("streams a long result completely and in order", async () => {
    let next = 0n;
    for await (const batch of engine.stream(sql`SELECT range AS i FROM range(300000)`)) {
      for (const i of batch.getChildAt(0) ?? []) {
        if (i !== next) throw new Error(`${i} came instead of ${next}`);
        next += 1n;
      }
    }
    expect(next).toBe(300_000n);
  });

  test("streams a result without rows", async () => {
    for await (const batch of engine.stream(sql`SELECT 1 AS a WHERE false`)) expect(batch.numRows).toBe(0);
  });

  test("refuses a statement while a stream is open, instead of cutting the stream off", async () => {
    let rows = 0;
    for await (const batch of engine.stream(sql`SELECT range FROM range(10000)`)) {
      if (rows === 0) await expect(engine.query(sql`SELECT 1 AS a`)).rejects.toThrow("stream of this engine is open");
      rows += batch.numRows;
    }
    expect(rows).toBe(10_000);
    expect((await engine.query(sql`SELECT 1 AS a`)).numRows).toBe(1);
  });

  test("can leave a stream early and go on", async () => {
    for await (const _ of engine.stream(sql`SELECT range FROM range(100000)`)) break;
    expect((await engine.query(sql`SELECT 2 AS a`)).numRows).toBe(1);
  });

  test("reports an error in the middle of a stream, and lives on", async () => {
    const read = async () => {
      for await (const _ of engine.stream(
        sql`SELECT CASE WHEN range > 50000 THEN error('late') ELSE 'x' END FROM range(100000)`,
      )) {
      }
    };
    await expect(read()).rejects.toThrow("late");
    expect((await engine.query(sql`SELECT 3 AS a`)).numRows).toBe(1);
  });

  test("reads the files it was given, and forgets them", async () => {
    await engine.addFile("in/a.csv", new TextEncoder().encode("1,2\n3,4\n"));
    const read = sql`FROM read_csv('in/a.csv', auto_detect=false, header=false, columns={a: 'BIGINT', b: 'BIGINT'})`;
    expect((await engine.query(read)).numRows).toBe(2);
    await engine.dropFile("in/a.csv");
    await expect(engine.query(read)).rejects.toThrow();
    await expect(engine.addFile("a.csv", new Uint8Array(1))).rejects.toThrow("not in the folder in/");
  });

  test("takes Arrow streams as tables", async () => {
    await engine.addArrow("t1", tableToIPC(tableFromArrays({ a: BigInt64Array.of(1n, 2n) }), "stream"));
    await engine.addArrow("t2", tableToIPC(tableFromArrays({ a: BigInt64Array.of(3n) }), "stream"));
    const table = await engine.query(sql`SELECT a FROM t1 UNION ALL SELECT a FROM t2`);
    expect([...(table.getChildAt(0) ?? [])]).toEqual([1n, 2n, 3n]);
  });

  test("loads no extension and reads no file of the computer", async () => {
    await expect(engine.query(sql`SELECT * FROM read_parquet('in/none.parquet')`)).rejects.toThrow();
    await expect(engine.query(sql`SELECT * FROM read_text('/etc/hostname')`)).rejects.toThrow();
    await expect(engine.run(sql`SET enable_external_access=true`)).rejects.toThrow();
  });
});
