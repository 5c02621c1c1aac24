import type { Opened } from "../use-config";

/** What brought the settings on the page, in a few words. */
export function openedTitle({ origin }: Opened): string {
  switch (origin.kind) {
    case "link":
      return "Opened from a link";
    case "defaults":
      return "Back to the defaults";
    case "recipe": {
      const { version } = origin.recipe;
      return version === null ? `Opened from ${origin.file.path}` : `Recipe of ${origin.file.path}, built by Lookback ${version}`;
    }
    default:
      return origin satisfies never;
  }
}
