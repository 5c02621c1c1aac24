import { expect, it } from "vitest";
import { customers } from "./customers";
import { datasetOf } from "./testing.mts";

it("customers are found by a part of their id, those that equal it or begin with it first", async () => {
  const day = ["2024-05-15"];
  const dataset = await datasetOf({
    41: { days: day },
    4: { days: day },
    14: { days: ["2024-05-14", "2024-05-15"], clicks: ["2024-05-01,1,2024-05-01 10:00:00"] },
    5: { days: day },
  });
  const found = (search: string, limit = 10) => customers(dataset, { search, limit }).map(({ customer }) => customer);
  expect(found(" 4 ")).toEqual(["4", "41", "14"]);
  expect(found("4", 2)).toEqual(["4", "41"]);
  expect(found("")).toEqual(["4", "5", "14", "41"]);
  expect(found("9")).toEqual([]);
  expect(customers(dataset, { search: "14", limit: 1 })).toEqual([{ customer: "14", days: 2, actions: 1 }]);
});
