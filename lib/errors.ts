import { byteSize } from "./byte-size";

/**
 * What can go wrong, as plain data: an Error's own fields do not survive structured clone, a `Problem` does.
 * docs/errors.md has a heading for each code; a test holds the two lists together.
 */
export type Problem =
  | { code: "bad-config"; path: string; message: string }
  | { code: "bad-link"; fault: LinkFault; message: string }
  /** `size` and `limit` have their units. */
  | { code: "link-too-long"; size: string; limit: string }
  | { code: "bad-recipe"; file: string; message: string }
  | { code: "unreadable-file"; file: string; message: string }
  | { code: "unreadable-files"; files: string[] }
  /** `how`: what became of it on disk after it was added. */
  | { code: "file-changed"; file: string; how: "changed" | "deleted" }
  | { code: "empty-file"; file: string }
  /** `limit` is a key of `standardize.limits`; `found` says what passes it, such as `2,345 columns`. */
  | { code: "over-limit"; file: string; limit: "recordBytes" | "columns" | "expansion"; allowed: number; found: string }
  /**
   * `column` is the canonical one; `name` is what the config calls it, and so the name that was looked for. `suggestion` are
   * the columns that the missing ones may be. `list`: the column must be a field in the entries of this one, and `present` are
   * their fields.
   */
  | {
      code: "missing-column";
      file: string;
      role: string;
      column: string;
      name: string;
      list: string | null;
      present: string[];
      suggestion: { canonical: string; column: string }[];
    }
  | { code: "unknown-role"; file: string; present: string[] }
  /** Dates that may be day or month first. `counterExample` is there if the values prove both. */
  | { code: "ambiguous-dates"; file: string; column: string; example: string; counterExample: string | null }
  | { code: "no-impressions" }
  | { code: "text-item-ids"; file: string; example: string }
  | { code: "item-id-too-large"; itemId: string; type: string }
  | { code: "out-of-memory"; stage: string }
  /**
   * `where`: in what the browser lets this site store, or on the disk itself. In bytes, `null` where it is not known: what was
   * written before, what the whole dataset takes, about, and what is free.
   */
  | { code: "storage-full"; where: "site" | "disk"; written: number | null; needed: number | null; free: number | null }
  /** A file of the user's, into which the dataset was to be written. */
  | { code: "unwritable-file"; file: string; message: string }
  | { code: "output-unreadable"; file: string; message: string }
  /** Of the app itself, which is fetched where it is first needed. */
  | { code: "part-missing"; part: string }
  | { code: "engine-lost"; message: string }
  | { code: "cancelled" }
  | { code: "internal"; message: string };

/** Why a link is refused; `content`: it is whole, and what it sets is not allowed. */
export type LinkFault = "damaged" | "too-long" | "newer" | "content";

export type ProblemCode = Problem["code"];

/** Carries a `Problem` up the stack on one side of a thread; it is unwrapped by {@link problemOf} before it crosses. */
export class LookbackError extends Error {
  constructor(readonly problem: Problem) {
    super(describeProblem(problem).title);
    this.name = "LookbackError";
  }
}

/** How browsers say that code, or a file of the app, did not come; all that the app fetches is its own. */
const NOT_FETCHED =
  /Failed to (?:fetch|load chunk)|NetworkError|\bLoad failed|Importing a module script failed|dynamically imported module|HTTP status code is not ok/;

/** The problem inside anything thrown. What nobody foresaw becomes `internal`, with its message kept. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof LookbackError) return thrown.problem;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof Error && (thrown.name === "QuotaExceededError" || ("code" in thrown && thrown.code === "ENOSPC"))) {
    const where = thrown.name === "QuotaExceededError" ? "site" : "disk";
    return { code: "storage-full", where, written: null, needed: null, free: null };
  }
  if (/out of memory|could not allocate|memory access out of bounds|Array buffer allocation failed/i.test(message)) {
    return { code: "out-of-memory", stage: "build" };
  }
  if (NOT_FETCHED.test(message)) return { code: "part-missing", part: addressIn(message) ?? message };
  return { code: "internal", message };
}

/** The first address of a file in a message. */
function addressIn(message: string): string | undefined {
  return message.match(/[^\s'"]+/g)?.find((word) => word.includes("/") && /[.]\w+$/.test(word));
}

/**
 * What befell a worker.
 * @param words the message of its error event, which has none where the worker could not be fetched
 * @param name of the worker
 * @param hasAnswered whether it did so before, and so was fetched
 */
export function lossOf(words: string | undefined, name: string, hasAnswered: boolean): Problem {
  if (!words) return hasAnswered ? { code: "engine-lost", message: `${name} ended` } : { code: "part-missing", part: name };
  const problem = problemOf(new Error(words));
  return problem.code === "internal" ? { code: "engine-lost", message: words } : problem;
}

/** Files that a sentence names at most. */
const NAMED_FILES = 5;

function asCanonical({ column, name }: { column: string; name: string }): string {
  return name === column ? "" : ` as ${column}`;
}

const LINK_HELP: Record<LinkFault, string> = {
  damaged: "Ask for the link again, and copy it whole. Your settings are as they were.",
  "too-long": "Ask for the config as a file instead. Your settings are as they were.",
  newer: "Reload the page to get the newest version, or ask for a link of this one. Your settings are as they were.",
  content: "It was not made by this version of Lookback; ask for it again. Your settings are as they were.",
};

function suggested({ suggestion }: { suggestion: readonly { canonical: string; column: string }[] }): string {
  if (suggestion.length === 0) return "";
  const keys = suggestion.map(({ canonical, column }) => `${JSON.stringify(canonical)}: ${JSON.stringify(column)}`);
  return ` By names and values it may be { ${keys.join(", ")} }.`;
}

/** The names of some files, of many only the first. */
export function firstOf(files: readonly string[]): string {
  const more = files.length - NAMED_FILES;
  return files.slice(0, NAMED_FILES).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function describeMissing(problem: Extract<Problem, { code: "missing-column" }>): { title: string; help: string } {
  const { file, role, column, name, list, present } = problem;
  const [what, has, parts] =
    list === null ? [`column ${name}`, "It has", "columns"] : [`field ${name} in its lists ${list}`, "They have", "fields"];
  return {
    title: `${file} has no ${what}, which ${role} needs${asCanonical(problem)}. ${has}: ${present.join(", ") || "none"}.`,
    help: `Choose another role for the file, or say which of its ${parts} is ${column} (standardize.columns.${role}.${column}).${suggested(problem)}`,
  };
}

function describeFull({ where, written, needed, free }: Extract<Problem, { code: "storage-full" }>): {
  title: string;
  help: string;
} {
  const place = where === "site" ? "what the browser lets this page store" : "the disk";
  const remaining = needed === null ? 0 : needed - (written ?? 0);
  // A browser may say that more is free than there is.
  const missing = remaining - (free !== null && free < remaining ? free : 0);
  const figures =
    needed !== null && missing > 0
      ? `it takes about ${byteSize(needed)}, and about ${byteSize(missing)} are missing.`
      : "there is no room left.";
  return {
    title: `The dataset does not fit into ${place}: ${figures}`,
    help: `Nothing half-written is left. Free some disk space, or build fewer days at a time${where === "site" ? "; a browser that offers it under Output writes into a file of yours instead" : ""}.`,
  };
}

/** One sentence that says what happened and where, and one that says what to do next. */
export function describeProblem(problem: Problem): { title: string; help: string } {
  switch (problem.code) {
    case "bad-config":
      return {
        title: `The config is wrong at ${problem.path || "its top level"}: ${problem.message}`,
        help: "Correct the value, or remove the key to use its default.",
      };
    case "bad-link":
      return { title: `The link cannot be opened: ${problem.message}.`, help: LINK_HELP[problem.fault] };
    case "link-too-long":
      return {
        title: `The settings are too long for a link: ${problem.size}, and a link holds ${problem.limit}.`,
        help: "Save the config as a file and send that.",
      };
    case "bad-recipe":
      return {
        title: `${problem.file} cannot be opened as a recipe: ${problem.message}`,
        help: "Choose a saved config, a manifest.json or report.json, or a Parquet file that Lookback built.",
      };
    case "unreadable-file":
      return {
        title: `${problem.file} cannot be read: ${problem.message}.`,
        help: "Check that the file is complete and is CSV, TSV, JSON, JSON Lines, Parquet or Arrow IPC.",
      };
    case "unreadable-files":
      return {
        title: `${problem.files.length} files cannot be read: ${firstOf(problem.files)}.`,
        help: "The card of each says why. Mend, replace or remove them.",
      };
    case "file-changed":
      return {
        title: `${problem.file} was ${problem.how === "changed" ? "changed on disk" : "deleted or moved"} after it was added.`,
        help: `${problem.how === "deleted" ? "Put it back. " : ""}On the page, add it again by the same name: it keeps its place and its role. On the command line, run it again.`,
      };
    case "empty-file":
      return { title: `${problem.file} is empty.`, help: "Remove it, or add the file that was meant." };
    case "over-limit":
      return {
        title: `${problem.file} has ${problem.found}, and standardize.limits.${problem.limit} is ${problem.allowed.toLocaleString("en")}.`,
        help: `It is most likely damaged, or not what it seems. If it is as it should be, raise standardize.limits.${problem.limit} in the config.`,
      };
    case "missing-column":
      return describeMissing(problem);
    case "unknown-role":
      return {
        title: `${problem.file} matches no known schema. It has: ${problem.present.join(", ") || "no columns"}.`,
        help: "Choose its role, and name its columns under standardize.columns.",
      };
    case "ambiguous-dates":
      return {
        title:
          problem.counterExample === null
            ? `Dates in ${problem.file}, column ${problem.column}, such as ${problem.example}, may begin with the day or the month, and no value tells.`
            : `Dates begin with the day in some values and with the month in others: ${problem.example} and ${problem.counterExample} (${problem.file}, column ${problem.column}).`,
        help: 'Set standardize.dateOrder to "day_first" or "month_first".',
      };
    case "no-impressions":
      return {
        title: "There are no impressions, so there is nothing to build sequences for.",
        help: "Add at least one file with the role impressions.",
      };
    case "text-item-ids":
      return {
        title: `Item ids are text (such as "${problem.example}" in ${problem.file}), and raw ids must be integers.`,
        help: 'Set output.itemIds to "vocabulary"; or take the row out, if it is a mistake such as a header line in the middle of the file.',
      };
    case "item-id-too-large":
      return {
        title: `Item id ${problem.itemId} does not fit into ${problem.type}.`,
        help: 'Set output.itemIdType to "int64", or output.itemIds to "vocabulary".',
      };
    case "out-of-memory":
      return {
        title: `The build ran out of memory during ${problem.stage}.`,
        help: "Close other tabs, build fewer days at a time, or run the command line, which may use more memory.",
      };
    case "storage-full":
      return describeFull(problem);
    case "unwritable-file":
      return {
        title: `The dataset could not be written into ${problem.file}: ${problem.message}.`,
        help: "Nothing half-written is left. Build again and choose a file, or have the dataset to download.",
      };
    case "output-unreadable":
      return {
        title: `${problem.file} was written but does not read back: ${problem.message}`,
        help: "Do not use the file. Build again; if it stays, report it with the report file.",
      };
    case "part-missing":
      return {
        title: `A part of the app could not be loaded: ${problem.part}`,
        help: "Its server cannot be reached, or has a newer version by now. Try again once it can be reached; if that does not help, reload the page.",
      };
    case "engine-lost":
      return { title: `The engine stopped: ${problem.message}`, help: "Build again; files and settings are still in place." };
    case "cancelled":
      return { title: "The build was cancelled.", help: "Files and settings are still in place." };
    case "internal":
      return { title: `Something failed that should not: ${problem.message}`, help: "Build again; if it stays, report it." };
    default:
      return problem satisfies never;
  }
}
