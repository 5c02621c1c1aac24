import { Minus, Plus } from "lucide-react";
import { Button } from "../../ui/button";
import { FITS, type Fit } from "./range";
import styles from "./timeline.module.css";

const NAMES: Record<Fit, string> = { all: "All", sequence: "Sequence", cutoff: "Cutoff" };
const TITLES: Record<Fit, string> = {
  all: "All actions and impression days (0)",
  sequence: "From the oldest action kept to the cutoff",
  cutoff: "A day and a half on either side of the cutoff",
};

interface ZoomToolsProps {
  /** The fit that is shown; null when the range was moved by hand. */
  fit: Fit | null;
  onFit: (fit: Fit) => void;
  onZoom: (factor: number) => void;
}

export function ZoomTools({ fit, onFit, onZoom }: ZoomToolsProps) {
  return (
    <fieldset className={styles.zoom}>
      <legend className="visually-hidden">Range of time</legend>
      {FITS.map((name) => (
        <Button key={name} kind="quiet" aria-pressed={fit === name} title={TITLES[name]} onClick={() => onFit(name)}>
          {NAMES[name]}
        </Button>
      ))}
      <Button kind="icon" aria-label="Zoom out" title="Zoom out (−)" onClick={() => onZoom(2)}>
        <Minus size={16} aria-hidden />
      </Button>
      <Button kind="icon" aria-label="Zoom in" title="Zoom in (+)" onClick={() => onZoom(0.5)}>
        <Plus size={16} aria-hidden />
      </Button>
    </fieldset>
  );
}
