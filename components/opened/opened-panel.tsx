import { Undo2, X } from "lucide-react";
import { useId, useMemo, useState } from "react";
import { DEFAULT_CONFIG } from "../../lib/config";
import { changesOf } from "../../lib/difference";
import { Button } from "../ui/button";
import { Disclosure } from "../ui/disclosure";
import { counted } from "../ui/format";
import type { Opened } from "../use-config";
import type { WorkbenchModel } from "../use-workbench";
import { ChangesTable } from "./changes-table";
import { InputsCheck } from "./inputs-check";
import styles from "./opened.module.css";
import { openedTitle } from "./opened-title";

/** What replaced the settings on the page, until the user keeps or undoes it; or the question whether it should. */
export function OpenedPanel({ model }: { model: WorkbenchModel }) {
  if (model.question) return <Question model={model} />;
  return model.opened ? <OpenedSettings model={model} opened={model.opened} /> : null;
}

function OpenedSettings({ model, opened }: { model: WorkbenchModel; opened: Opened }) {
  const titleId = useId();
  const changes = useMemo(() => changesOf(opened.config, DEFAULT_CONFIG), [opened]);
  const { origin } = opened;
  const isNew = useIsNew(opened, model.build.kind === "built" && !model.stale);
  return (
    <section className={styles.panel} aria-labelledby={titleId}>
      <div className={styles.head}>
        <h2 id={titleId}>{openedTitle(opened)}</h2>
        <Button onClick={model.undoOpened}>
          <Undo2 size={14} aria-hidden />
          Undo
        </Button>
        <Button kind="icon" onClick={model.keepOpened} aria-label="Keep these settings" title="Keep these settings">
          <X size={14} aria-hidden />
        </Button>
      </div>
      {model.files.length === 0 ? <p className={styles.words}>Add the files to build from; nothing runs by itself.</p> : null}
      {changes.length === 0 ? (
        <p className={styles.words}>Every default holds.</p>
      ) : (
        <Disclosure words={`${counted(changes.length, "setting differs", "settings differ")} from the defaults`} open={isNew}>
          <ChangesTable changes={changes} />
        </Disclosure>
      )}
      {origin.kind === "recipe" && origin.recipe.inputs.length > 0 ? (
        <InputsCheck model={model} file={origin.file} recipe={origin.recipe} isNew={isNew} />
      ) : null}
    </section>
  );
}

/** Whether nothing was built yet since it was opened. Later it has been seen, and gives room to the result. */
function useIsNew(opened: Opened, isBuilt: boolean): boolean {
  const [seen, setSeen] = useState<Opened | null>(null);
  if (isBuilt && seen !== opened) setSeen(opened);
  return seen !== opened;
}

function Question({ model }: { model: WorkbenchModel }) {
  const titleId = useId();
  const files = model.question?.files ?? [];
  const [first] = files;
  const name = files.length === 1 && first ? first.path : counted(files.length, "file");
  return (
    <section className={styles.panel} aria-labelledby={titleId}>
      <h2 id={titleId}>{name}: recipe or input?</h2>
      <p className={styles.words}>Built by Lookback, and with the columns of an input. It is not used until you choose.</p>
      <div className={styles.answers}>
        <Button onClick={() => model.answerQuestion("recipe")}>Open the recipe</Button>
        <Button onClick={() => model.answerQuestion("input")}>Use as input</Button>
      </div>
    </section>
  );
}
