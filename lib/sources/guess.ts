import { type Config, type EventMeaning, ROLES, type Role } from "../config";
import { type ColumnProfile, timeOf } from "./profile";
import { findColumns, missingColumns, namesOf, recogniseRole, roleOfName, SCHEMAS } from "./recognise";
import { CONCEPTS, type Concept, meaningOf, NAMES, plain } from "./synonyms";
import type { SniffedSource } from "./types";

/** `certain` is what the known schema or the config says. */
export type Confidence = "certain" | "likely" | "unsure";

export interface ColumnGuess {
  /** The column of the role. */
  canonical: string;
  /** The position and the name of the file's column that is meant by it. */
  position: number;
  column: string;
  confidence: Confidence;
  /** Why, in a few words. */
  reason: string;
}

/** What a file may be. Nothing of it holds before it stands in the config, except what is certain. */
export interface Guess {
  role: Role | null;
  columns: ColumnGuess[];
  /** Values of an event log's type column that the config does not map yet, with what they usually mean. */
  types: Record<string, EventMeaning>;
  /** How a text cell lists the items shown. */
  list: { separator: string; label: string | null } | null;
  /** Columns that the role needs and that no column of the file may be. */
  missing: string[];
}

type Source = Pick<SniffedSource, "columns" | "profile">;

/**
 * Guesses what a file is from the names, the kinds and the values of its columns.
 * @param role if it is known already
 */
export function guess(source: Source, path: string, config: Config, role: Role | null = null): Guess {
  const known = role ?? recogniseRole(source, path, config);
  const guessed = known ?? likelyRole(source, path, config);
  if (guessed === null) return { role: null, columns: [], types: {}, list: null, missing: [] };
  const isWhole = missingColumns(guessed, findColumns(guessed, source, config), source, path, config).length === 0;
  const best = role !== null || isWhole ? guessed : (likelyRole(source, path, config) ?? guessed);
  return guessFor(best, source, path, config);
}

function guessFor(role: Role, source: Source, path: string, config: Config): Guess {
  const found = findColumns(role, source, config);
  const assigned = [...certainOf(found, source), ...assign(role, source, found)];
  const columns = [...assigned, ...(role === "impressions" ? fieldsOf(assigned, source, config) : [])];
  const positions = Object.fromEntries(columns.map(({ canonical, position }) => [canonical, position]));
  const profileAt = (canonical: string) => source.profile[positions[canonical] ?? -1];
  return {
    role,
    columns,
    types: role === "events" ? proposedTypes(profileAt("action_type"), config) : {},
    list: role === "impressions" ? proposedList(profileAt("impressions"), config) : null,
    missing: missingColumns(role, positions, source, path, config),
  };
}

function certainOf(found: Readonly<Record<string, number>>, { columns }: Source): ColumnGuess[] {
  return Object.entries(found).map(([canonical, position]) => ({
    canonical,
    position,
    column: columns[position]?.name ?? "",
    confidence: "certain",
    reason: "by its name",
  }));
}

/** What the fields of a carousel's items may be, where they have other names. */
function fieldsOf(columns: readonly ColumnGuess[], { profile }: Source, config: Config): ColumnGuess[] {
  const carousel = columns.find(({ canonical }) => canonical === "impressions");
  const holds = carousel && profile[carousel.position]?.holds;
  if (!carousel || holds?.kind !== "structs") return [];
  const { position } = carousel;
  return (["item_id", "is_order"] as const).flatMap((canonical) => {
    if (namesOf("impressions", canonical, config).some((name) => holds.fields.includes(name))) return [];
    const [best] = holds.fields
      .map((name) => ({ name, score: nameScore(CONCEPTS.impressions[canonical] ?? "unused", name) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score);
    return best ? [{ canonical, position, column: best.name, confidence: "likely", reason: "by its name in the list" }] : [];
  });
}

interface Candidate extends ColumnGuess {
  score: number;
}

/** Gives each canonical column that was not found the best column that is free: what the role needs first, then the best matches. */
function assign(role: Role, source: Source, found: Readonly<Record<string, number>>): ColumnGuess[] {
  const taken = new Set(Object.values(found));
  const settled = new Set(Object.keys(found));
  // A row shows either a carousel or one item.
  const skip = (canonical: string) => {
    const isNested = settled.has("impressions");
    const isFlat = settled.has("item_id");
    if (role !== "impressions") return false;
    return isNested ? ["item_id", "is_order", "slot"].includes(canonical) : canonical === "impressions" && isFlat;
  };
  const guesses: ColumnGuess[] = [];
  const candidates = Object.entries(CONCEPTS[role]).flatMap(([canonical, concept]) =>
    candidatesFor(role, canonical, concept, source),
  );
  const needed = (canonical: string) => Number(isNeeded(role, canonical));
  const best = candidates.sort(
    (a, b) => needed(b.canonical) - needed(a.canonical) || b.score - a.score || a.position - b.position,
  );
  for (const { score: _score, ...candidate } of best) {
    const { canonical, position } = candidate;
    if (taken.has(position) || settled.has(canonical) || skip(canonical)) continue;
    taken.add(position);
    settled.add(canonical);
    guesses.push(candidate);
  }
  const order = Object.keys(CONCEPTS[role]);
  return guesses.sort((a, b) => order.indexOf(a.canonical) - order.indexOf(b.canonical));
}

function isNeeded(role: Role, canonical: string): boolean {
  const { required, oneOf = [] } = SCHEMAS[role];
  return required.includes(canonical) || oneOf.includes(canonical) || (role === "impressions" && canonical === "dt");
}

/** Names of columns that have none. */
const POSITIONAL = /^column_\d+$/;
/** Below this a guess is not made. */
const LEAST = 0.2;

function candidatesFor(role: Role, canonical: string, concept: Concept, { columns, profile }: Source): Candidate[] {
  return columns.flatMap(({ name }, position) => {
    const column = profile[position];
    if (!column) return [];
    const fit = fitOf(concept, column);
    if (fit === 0) return [];
    const common = { canonical, position, column: name };
    const known = nameScore(concept, name);
    const share = 1 - (column.missing + column.placeholders) / Math.max(1, column.rows);
    const score =
      known > 0
        ? fit * known * (0.25 + 0.75 * share)
        : isNeeded(role, canonical) && POSITIONAL.test(name)
          ? valueScore(concept, column, position)
          : 0;
    if (score < LEAST) return [];
    if (known === 0) return { ...common, score, confidence: "unsure", reason: "by its values" };
    const isSure = fit === 1 && share > 0.5;
    return {
      ...common,
      score,
      confidence: isSure ? "likely" : "unsure",
      reason: isSure ? "by its name and values" : "by its name",
    };
  });
}

/** 1 for the most telling name of a concept, less for the others, 0 for none. Of a dotted name the last part counts too. */
function nameScore(concept: Concept, name: string): number {
  const names = NAMES[concept];
  const place = (text: string) => names.indexOf(plain(text));
  const whole = place(name);
  const at = whole >= 0 ? whole : name.includes(".") ? place(name.slice(name.lastIndexOf(".") + 1)) : -1;
  return at < 0 ? 0 : 1 - (at / names.length) * 0.6;
}

/** How well what a column holds suits a concept, 0 to 1. */
function fitOf(concept: Concept, profile: ColumnProfile): number {
  const { holds } = profile;
  if (holds.kind === "nothing") return 0.3;
  const isTime = timeOf(profile) !== null;
  switch (concept) {
    case "customer":
    case "item":
    case "ranking":
      return holds.kind === "integer" || holds.kind === "text" ? 1 : 0;
    case "instant":
      if (holds.kind === "integer") return holds.epoch === null ? 0 : 1;
      return holds.kind === "timestamp" ? 1 : holds.kind === "date" ? 0.6 : 0;
    case "day":
    case "order_day":
      if (holds.kind === "integer") return isTime ? 0.7 : 0;
      return holds.kind === "date" ? 1 : holds.kind === "timestamp" ? 0.9 : 0;
    case "type":
      return profile.distinct !== null && ["text", "integer", "boolean"].includes(holds.kind) ? 1 : 0;
    case "label":
      return holds.kind === "boolean" || isZeroOrOne(profile) ? 1 : 0;
    case "carousel":
      return holds.kind === "structs" || holds.kind === "ids" ? 1 : 0;
    case "slot":
      return holds.kind === "integer" ? 1 : 0;
    case "unused":
      return 0;
    default:
      return concept satisfies never;
  }
}

function isZeroOrOne({ distinct }: ColumnProfile): boolean {
  return distinct !== null && distinct.length > 0 && distinct.every(({ value }) => /^\s*[01]\s*$/.test(value));
}

/** For columns without a name: the kind decides, and then the place, since people write who before what. */
function valueScore(concept: Concept, { holds, distinct }: ColumnProfile, position: number): number {
  const byPlace = Math.max(0, 0.4 - position / 50);
  switch (concept) {
    case "customer":
      return byPlace;
    case "item":
      return byPlace - 0.005;
    case "instant":
    case "day":
    case "order_day":
      return 0.5;
    case "carousel":
      return holds.kind === "structs" || (holds.kind === "ids" && holds.label !== null) ? 0.6 : 0.5;
    case "type":
      return distinct?.some(({ value }) => meaningOf(value) !== null) ? 0.6 : 0;
    default:
      return 0;
  }
}

/** The role whose columns a file seems to have. */
function likelyRole(source: Source, path: string, config: Config): Role | null {
  const named = roleOfName(path);
  const scored = ROLES.flatMap((role) => {
    const { columns, missing } = guessFor(role, source, path, config);
    if (missing.length > 0) return [];
    const has = (canonical: string) => columns.some((column) => column.canonical === canonical);
    const isTelling = role === "events" || (role === "impressions" && (has("impressions") || has("is_order")));
    return isTelling || role === named ? [{ role, score: (isTelling ? 2 : 0) + (role === named ? 1 : 0) }] : [];
  });
  return scored.sort((a, b) => b.score - a.score)[0]?.role ?? named;
}

function proposedTypes(profile: ColumnProfile | undefined, config: Config): Record<string, EventMeaning> {
  const mapped = config.standardize.columns.events?.types ?? {};
  const types = (profile?.distinct ?? []).map(({ value }) => value.trim());
  const words = new Set(types.map(plain));
  const proposals = types.flatMap((type) => {
    const meaning = meaningOf(type);
    const isKnown = Object.hasOwn(mapped, type) || type === meaning;
    if (meaning === null || isKnown) return [];
    // A log that has clicks of its own means something else by its views.
    const isTaken = words.has(plain(meaning)) && plain(type) !== plain(meaning);
    return isTaken ? [] : [[type, meaning] as const];
  });
  return Object.fromEntries(proposals);
}

function proposedList(profile: ColumnProfile | undefined, config: Config): Guess["list"] {
  if (config.standardize.columns.impressions?.list || profile?.holds.kind !== "ids") return null;
  const { separator, label } = profile.holds;
  return separator === null ? null : { separator, label };
}
