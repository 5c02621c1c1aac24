import { expect, test } from "vitest";
import { chosenFiles, isJunk } from "./dropped-files";

test.each([
  "log/_SUCCESS",
  "log/.DS_Store",
  "log/dt=2024-05-15/.part-0.parquet.crc",
  "log/dt=2024-05-15/part-0.parquet.crc",
  "table/_delta_log/00000.json",
  "log/Thumbs.db",
])("%s is none of a folder's data", (path) => {
  expect(isJunk(path)).toBe(true);
});

test.each(["_clicks.csv", ".clicks.csv", "_out/clicks.csv", "log/dt=2024-05-15/part-0.parquet", "log/a_b.csv"])(
  "%s is data",
  (path) => {
    expect(isJunk(path)).toBe(false);
  },
);

test("files of a folder keep their paths, and what is skipped is told", () => {
  const file = (path: string) => Object.assign(new File([], path.split("/").at(-1) ?? ""), { webkitRelativePath: path });
  const { files, skipped } = chosenFiles([file("log/dt=2024-05-15/part-0.csv"), file("log/_SUCCESS"), new File([], "one.csv")]);
  expect(files.map(({ path }) => path)).toEqual(["log/dt=2024-05-15/part-0.csv", "one.csv"]);
  expect(skipped).toEqual(["log/_SUCCESS"]);
});
