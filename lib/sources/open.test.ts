import { expect, test } from "vitest";
import { parseConfig } from "../config";
import { openSource } from "./open";
import { fileOf } from "./testing";

const BARE = "1,501,2024-05-14T10:00:00Z\n2,502,2024-05-14T11:00:00Z\n";
const COLUMNS = { clicks: { customer_id: "column_1", item_id: "column_2", click_time: "column_3" } };

test("a file has the role whose columns it has, by their place too", async () => {
  const config = parseConfig({ standardize: { columns: COLUMNS } });
  expect(await openSource(fileOf("a.csv", BARE), config, null)).toMatchObject({
    role: "clicks",
    source: { dialect: { header: false } },
  });
});

test("what the config says of a role holds for a file that is given it", async () => {
  const config = parseConfig({ standardize: { read: { clicks: { header: true } } } });
  expect(await openSource(fileOf("a.csv", BARE), config, "clicks")).toMatchObject({
    role: "clicks",
    source: { dialect: { header: true }, rows: { count: 1 } },
  });
  expect(await openSource(fileOf("a.csv", BARE), config, "events")).toMatchObject({ source: { dialect: { header: false } } });
});

test("what the config says of a role finds the files of that role", async () => {
  const standardize = { columns: COLUMNS, read: { clicks: { delimiter: "^", header: false } } };
  const config = parseConfig({ standardize });
  expect(await openSource(fileOf("part-0.txt", BARE.replaceAll(",", "^")), config, null)).toMatchObject({
    role: "clicks",
    source: { dialect: { delimiter: "^", quote: '"', header: false } },
  });
  const carts = fileOf("b.csv", "customer_id,config_id,occurred_at\n1,501,2024-05-14\n");
  expect(await openSource(carts, config, null)).toMatchObject({ role: "add_to_carts", source: { dialect: { delimiter: "," } } });
});
