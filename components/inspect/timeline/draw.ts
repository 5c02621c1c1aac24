import type { Verdict } from "../../../lib/inspection";
import type { Palette } from "../palette";
import type { Crowd, Layout, PlacedBin, PlacedMark } from "./layout";

/** Actions that are too old stand back. */
const FAINT = 0.5;

/**
 * Draws marks, or bins. In the sequence: filled. At or after the cutoff: a hollow ring, or a hollow diamond where the
 * partition date decided. Older than the lookback: a faint dash. Beyond the newest: a faint dot.
 * Marks that others cover are told as `+12` above them.
 * @param scale pixels of the screen for each of the layout
 */
export function drawLayout(context: CanvasRenderingContext2D, layout: Layout, palette: Palette, scale: number): void {
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.lineWidth = 1.5;
  if (layout.kind === "bins") for (const bin of layout.bins) drawBin(context, bin, palette);
  // What is in the sequence is drawn last, and so on top.
  else {
    for (const mark of layout.marks.toSorted(inLast)) drawMark(context, mark, layout.radius, palette);
    for (const crowd of layout.crowds) drawCrowd(context, crowd, palette);
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
}

function inLast(one: PlacedMark, other: PlacedMark): number {
  return Number(one.verdict === "in") - Number(other.verdict === "in");
}

function drawMark(
  context: CanvasRenderingContext2D,
  { x, y, action, verdict }: PlacedMark,
  radius: number,
  palette: Palette,
): void {
  context.fillStyle = palette[action];
  context.strokeStyle = palette[action];
  context.globalAlpha = isFaint(verdict) ? FAINT : 1;
  context.beginPath();
  switch (verdict) {
    case "in":
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
      break;
    case "at-or-after-cutoff":
      context.arc(x, y, radius - 0.75, 0, 2 * Math.PI);
      context.stroke();
      break;
    case "partition-date":
      for (const [dx, dy] of [
        [0, -radius],
        [radius, 0],
        [0, radius],
        [-radius, 0],
      ] as const)
        context.lineTo(x + dx, y + dy);
      context.closePath();
      context.stroke();
      break;
    case "older-than-lookback":
      context.fillRect(x - radius, y - 1, 2 * radius, 2);
      break;
    case "beyond-newest":
      context.arc(x, y, radius / 1.6, 0, 2 * Math.PI);
      context.fill();
      break;
    default:
      verdict satisfies never;
  }
  context.globalAlpha = 1;
}

const CROWD_BASELINE_PX = 9;

function drawCrowd(context: CanvasRenderingContext2D, { x, y, covered }: Crowd, palette: Palette): void {
  context.font = palette.font;
  context.textAlign = "center";
  context.fillStyle = palette.ink;
  context.fillText(`+${covered}`, x, y + CROWD_BASELINE_PX);
}

function drawBin(context: CanvasRenderingContext2D, { x, width, action, parts }: PlacedBin, palette: Palette): void {
  const side = Math.max(1, width - 1);
  context.fillStyle = palette[action];
  context.strokeStyle = palette[action];
  for (const { verdict, y, height } of parts) {
    context.globalAlpha = isFaint(verdict) ? FAINT : 1;
    if (isHollow(verdict)) {
      context.lineWidth = 1;
      context.strokeRect(x + 0.5, y + 0.5, Math.max(0.5, side - 1), Math.max(0.5, height - 1));
    } else {
      context.fillRect(x, y, side, height);
    }
  }
  context.globalAlpha = 1;
}

function isFaint(verdict: Verdict): boolean {
  return verdict === "older-than-lookback" || verdict === "beyond-newest";
}

function isHollow(verdict: Verdict): boolean {
  return verdict === "at-or-after-cutoff" || verdict === "partition-date";
}
