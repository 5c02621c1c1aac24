const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** `1,234,567` */
export function whole(value: number): string {
  return WHOLE.format(value);
}

/** `1.2M` */
export function short(value: number): string {
  return SHORT.format(value);
}

/** `1 file`, `2 files` */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${whole(value)} ${value === 1 ? one : many}`;
}

/** `12.3%`; a share of nothing is `–`. */
export function share(part: number, all: number): string {
  return all === 0 ? "–" : `${((100 * part) / all).toFixed(1)}%`;
}

/** `12%`, `0.3%`, `< 0.1%`: as exact as a glance needs. A share of nothing is `–`. */
export function percent(part: number, all: number): string {
  const value = (100 * part) / all;
  if (all === 0) return "–";
  if (value > 0 && value < 0.1) return "< 0.1%";
  if (value < 100 && value > 99.9) return "> 99.9%";
  return `${value.toFixed(value > 0 && (value < 10 || value > 99) && value !== 100 ? 1 : 0)}%`;
}

/** `340 ms`, `2.4 s`, `3 min 5 s` */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** `about 12 s left`, `about 2 min 40 s left`, `about 8 min left`: within a tenth of what is meant, but for the last seconds. */
export function timeLeft(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return `about ${whole} s left`;
  const tens = 10 * Math.round(whole / 10);
  const [minutes, rest] = [Math.floor(tens / 60), tens % 60];
  if (minutes < 5) return rest > 0 ? `about ${minutes} min ${rest} s left` : `about ${minutes} min left`;
  return `about ${Math.round(whole / 60)} min left`;
}
