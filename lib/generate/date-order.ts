import type { Config } from "../config";
import { dateOrderOf } from "../pipeline/date-order";
import type { BuildSource } from "../sources/types";

/**
 * The config with the order of dates such as `01/02/2024` that the files prove: a program does not look for it.
 * @throws LookbackError `ambiguous-dates`, `missing-column`
 */
export function withDateOrder(config: Config, sources: readonly BuildSource[]): Config {
  return { ...config, standardize: { ...config.standardize, dateOrder: dateOrderOf(sources, config) } };
}
