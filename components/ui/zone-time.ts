/** Microseconds on the wall clock of a zone, counted as if the clock were UTC's. */
export type WallMicros = number;

export interface ZoneTime {
  wallOf(instant: bigint): WallMicros;
  /** The instant at which the clock shows this; where it shows it twice, one of the two. */
  instantOf(wall: WallMicros): bigint;
  /** `2024-05-14 13:00:00.123456`; a fraction has three digits or none where that is all of it. */
  text(instant: bigint): string;
  /** `UTC`, or `+02:00 Europe/Berlin`: what an instant's text has to be read with. */
  zoneText(instant: bigint): string;
}

const known = new Map<string, ZoneTime>();

/** The clock of a zone of the IANA database. */
export function zoneTime(zone: string): ZoneTime {
  const time = known.get(zone) ?? createZoneTime(zone);
  known.set(zone, time);
  return time;
}

function createZoneTime(zone: string): ZoneTime {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    era: "short",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  /** Microseconds that the zone adds to UTC. */
  const offsetAt = (instant: bigint): number => {
    if (zone === "UTC") return 0;
    const seconds = withinDates(Math.floor(Number(instant) / 1e6));
    const at = Object.fromEntries(parts.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]));
    const year = at.era === "BC" ? 1 - Number(at.year) : Number(at.year);
    const clock = new Date(0);
    clock.setUTCFullYear(year, Number(at.month) - 1, Number(at.day));
    clock.setUTCHours(Number(at.hour), Number(at.minute), Number(at.second));
    const offset = (clock.getTime() / 1000 - seconds) * 1e6;
    return Number.isNaN(offset) ? 0 : offset;
  };
  const wallOf = (instant: bigint) => Number(instant) + offsetAt(instant);
  return {
    wallOf,
    instantOf: (wall) => {
      const guess = BigInt(wall - offsetAt(BigInt(wall)));
      return BigInt(wall - offsetAt(guess));
    },
    text: (instant) => wallText(wallOf(instant)),
    zoneText: (instant) => (zone === "UTC" ? "UTC" : `${offsetText(offsetAt(instant))} ${zone}`),
  };
}

function wallText(wall: WallMicros): string {
  const seconds = Math.floor(wall / 1e6);
  const micros = wall - seconds * 1e6;
  const text = new Date(withinDates(seconds) * 1000).toISOString().slice(0, -5).replace("T", " ");
  const fraction = String(micros)
    .padStart(6, "0")
    .replace(/(000)+$/, "");
  return fraction === "" ? text : `${text}.${fraction}`;
}

/** The last second that a Date can tell is in the year 275,760, and instants of 64 bits go on to 294,247. */
const LAST_SECOND = 8.64e12;

function withinDates(seconds: number): number {
  return Math.min(Math.max(seconds, -LAST_SECOND), LAST_SECOND);
}

function offsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60e6);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${offset < 0 ? "−" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const UNITS: [name: string, micros: bigint][] = [
  ["d", 86_400_000_000n],
  ["h", 3_600_000_000n],
  ["min", 60_000_000n],
  ["s", 1_000_000n],
  ["ms", 1000n],
  ["µs", 1n],
];

/** A length of time in its two largest units: `3 d 4 h`, `11 h 3 min`, `2 s`, `1 µs`. */
export function timeSpan(micros: bigint): string {
  const first = UNITS.findIndex(([, size]) => micros >= size);
  if (first === -1) return "0 µs";
  let left = micros;
  const parts = UNITS.slice(first, first + 2).flatMap(([name, size]) => {
    const count = left / size;
    left %= size;
    return count > 0n ? [`${count.toLocaleString("en-US")} ${name}`] : [];
  });
  return parts.join(" ");
}
