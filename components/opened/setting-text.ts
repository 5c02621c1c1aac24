/** A setting's value in a few words: `1,000`, `Europe/Berlin`, `impressions, actions`, `none`. */
export function settingText(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (typeof value === "number") return value.toLocaleString("en-US");
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value === "" ? "(empty)" : value;
  if (Array.isArray(value)) return value.map(settingText).join(", ");
  return JSON.stringify(value);
}
