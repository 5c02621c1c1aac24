import { useRef, useState, useSyncExternalStore } from "react";
import { BuildControl } from "./build-control";
import { ConfigLabel } from "./config-label";
import { ConfigMenu } from "./parts";
import { ShareButton } from "./share-button";
import { ThemeSwitch } from "./theme-switch";
import styles from "./top-bar.module.css";
import { Button } from "./ui/button";
import { FileInput } from "./ui/file-input";
import { LoadedPart } from "./ui/loaded-part";
import type { WorkbenchModel } from "./use-workbench";

export function TopBar({ model, onSample }: { model: WorkbenchModel; onSample: () => void }) {
  const recipe = useRef<HTMLInputElement>(null);
  const [isWanted, setWanted] = useState(false);
  // A press on a menu whose code is still on its way would be lost, so until then a button takes it.
  const isReady = useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
  const configButton = <ConfigButton onClick={() => setWanted(true)} />;
  return (
    <header className={styles.bar}>
      <h1 className={styles.name}>
        <Mark />
        Lookback
      </h1>
      <div className={styles.tools}>
        <Button kind="quiet" onClick={onSample}>
          Try sample data
        </Button>
        <ShareButton config={model.config} onProblem={model.setNotice} />
        {isReady ? (
          <LoadedPart meanwhile={configButton}>
            <ConfigMenu model={model} isOpen={isWanted} onOpen={() => recipe.current?.click()} />
          </LoadedPart>
        ) : (
          configButton
        )}
        <FileInput
          inputRef={recipe}
          accept=".json,.parquet"
          hidden
          aria-label="Config or recipe"
          onFiles={([file]) => {
            if (file) model.openRecipeFile({ path: file.name, blob: file });
          }}
        />
      </div>
      <BuildControl model={model} />
      <ThemeSwitch />
    </header>
  );
}

function ConfigButton({ onClick }: { onClick: () => void }) {
  return (
    <Button kind="quiet" aria-haspopup="menu" onClick={onClick}>
      <ConfigLabel />
    </Button>
  );
}

/** Three actions and, after them, the cutoff. */
function Mark() {
  return (
    <svg className={styles.mark} viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d="M2 13h3v3H2zM6.5 10h3v6h-3zM11 6h3v10h-3z" fill="currentColor" />
      <path className={styles.cutoff} d="M16.5 2H18v16h-1.5z" />
    </svg>
  );
}
