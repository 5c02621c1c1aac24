import { parseConfig } from "../lib/config";
import { linkOf } from "../lib/link";
import { readWithHyparquet } from "../lib/parquet/testing/readers.mts";
import type { Report } from "../lib/report";
import { goldenCases } from "../lib/testing/cases.mts";
import { paddedRows } from "../lib/testing/expected.mts";
import { inputFiles } from "../lib/testing/input-files.mts";
import { expect, open, test } from "./fixtures";
import { addFiles, build, download } from "./steps";

for (const { id, title, config, inputs, expect: expected } of goldenCases()) {
  test(`${id}: ${title}`, async ({ page }) => {
    await open(page, `#${await linkOf(parseConfig(config))}`);
    await addFiles(page, await inputFiles(inputs, "json"));
    await page.getByRole("button", { name: "Build dataset" }).click();
    if (expected.error) {
      await expect(page.getByRole("alert").first()).toContainText("vocabulary");
      return;
    }
    await build.done(page);
    const dataset = await download(page, "Download Parquet");
    expect(await readWithHyparquet(dataset.bytes)).toEqual(paddedRows(expected.rows, config));
    const report: Report = JSON.parse(new TextDecoder().decode((await download(page, "Download report")).bytes));
    expect(report).toMatchObject(expected.counts);
    expect(report.audit).toEqual({ histories: expected.counts.histories, violations: 0 });
  });
}
