import { type Config, ROLES } from "./config";
import { LookbackError } from "./errors";
import { linkOf, stored } from "./link";
import { type InputReport, REJECT_REASONS, type Report } from "./report";
import { VERSION } from "./version";

/** Keys of a Parquet file's key-value metadata. */
export const METADATA_KEYS = {
  version: "lookback.version",
  config: "lookback.config",
  link: "lookback.link",
  inputs: "lookback.inputs",
  report: "lookback.report",
} as const;

/**
 * What a Parquet file says about how it came to be. It holds no names of input files, no times and nothing that depends on
 * their order or on the machine, so that the same files and config give the same bytes.
 * @param counts of the report, as far as they are known before the file ends
 */
export function metadataOf(
  config: Config,
  link: string | null,
  inputs: readonly InputReport[],
  counts: object,
): Record<string, string> {
  return {
    [METADATA_KEYS.version]: VERSION,
    [METADATA_KEYS.config]: JSON.stringify(config),
    ...(link === null ? {} : { [METADATA_KEYS.link]: link }),
    [METADATA_KEYS.inputs]: JSON.stringify(inputs.map(nameless).sort(inOrder)),
    [METADATA_KEYS.report]: JSON.stringify(counts),
  };
}

/** The link of a config, the same on every machine; `null` where the config is too long for one. */
export async function fixedLinkOf(config: Config): Promise<string | null> {
  try {
    return await linkOf(config, stored);
  } catch (thrown) {
    if (thrown instanceof LookbackError && thrown.problem.code === "link-too-long") return null;
    throw thrown;
  }
}

/** `manifest.json`: the report without how long its stages took, which differs from run to run. */
export function manifestOf({ milliseconds: _, ...report }: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

function nameless({ file: _, rejected, ...input }: InputReport): Omit<InputReport, "file"> {
  const sorted = REJECT_REASONS.filter((reason) => rejected[reason] !== undefined).map((reason) => [reason, rejected[reason]]);
  return { ...input, rejected: Object.fromEntries(sorted) };
}

/** By role, then by content, then by all else that is written: the same bytes under two paths may have other counts. */
function inOrder(a: Omit<InputReport, "file">, b: Omit<InputReport, "file">): number {
  const byRole = ROLES.indexOf(a.role) - ROLES.indexOf(b.role);
  return byRole || compare(a.sha256, b.sha256) || compare(JSON.stringify(a), JSON.stringify(b));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
