import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RejectedRow, RejectReason } from "../report";
import { defused, KEPT_A_REASON, RejectedRows } from "./rejected-rows";

const rejected = (reason: RejectReason, row: number, text = "a,b"): RejectedRow => ({ file: "clicks.csv", row, reason, text });

describe("rejected rows", () => {
  it("keep the first of each reason, however many there are of another, and count and write all", async () => {
    const rows = new RejectedRows();
    const counts = {};
    rows.add(
      Array.from({ length: KEPT_A_REASON + 5 }, (_, index) => rejected("bad-time", index + 1)),
      counts,
    );
    rows.add([rejected("missing-item-id", 5000)], counts);
    expect(counts).toEqual({ "bad-time": KEPT_A_REASON + 5, "missing-item-id": 1 });
    expect(rows.first).toHaveLength(KEPT_A_REASON + 1);
    expect(rows.first.at(-1)).toEqual(rejected("missing-item-id", 5000));
    expect((await rows.toCsv().text()).split("\r\n")).toHaveLength(KEPT_A_REASON + 8);
  });

  it("keep no more than the beginning of a long text, and write all of it", async () => {
    const rows = new RejectedRows();
    rows.add([rejected("malformed-row", 1, "x".repeat(100_000))], {});
    expect(rows.first[0]?.text).toMatch(/^x{2000}…$/);
    expect(await rows.toCsv().text()).toContain("x".repeat(100_000));
  });
});

describe("a cell of the CSV", () => {
  it.each(["=1+1", "+1", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'already"])(
    "never begins as a formula: %j",
    (text) => {
      expect(defused(text)).toBe(`'${text}`);
    },
  );

  it.each(["", "5", "a=1", '"=1"', " =1", "2024-05-14,1,=2"])("stays as it is otherwise: %j", (text) => {
    expect(defused(text)).toBe(text);
  });

  it("gives the text back when one apostrophe is taken away", () => {
    fc.assert(fc.property(fc.string(), (text) => defused(text).replace(/^'/, "") === text));
  });

  it("is defused before it is quoted", async () => {
    const rows = new RejectedRows();
    rows.add([{ ...rejected("bad-time", 3, '=HYPERLINK("http://x","y")'), file: "@clicks.csv" }], {});
    expect(await rows.toCsv().text()).toBe(
      `file,row,reason,text\r\n'@clicks.csv,3,bad-time,"'=HYPERLINK(""http://x"",""y"")"\r\n`,
    );
  });
});
