"use client";

import { useEffect } from "react";
import { problemOf } from "../lib/errors";
import { InputsPanel } from "./inputs/inputs-panel";
import { sampleFiles } from "./inputs/sample-data";
import { Inspect } from "./inspect/inspect";
import { fetchParts } from "./parts";
import { Recipe } from "./recipe/recipe";
import { StatusLine } from "./status-line";
import { TopBar } from "./top-bar";
import { useWorkbench } from "./use-workbench";
import styles from "./workbench.module.css";

/** The whole page: inputs, recipe and what came of them. */
export function Workbench() {
  const model = useWorkbench();
  useNoStrayDrops();
  const { warm } = model;
  useEffect(() => {
    fetchParts().then(warm);
  }, [warm]);
  const addSample = async () => {
    try {
      model.addFiles(await sampleFiles());
    } catch (thrown) {
      model.setNotice(problemOf(thrown));
    }
  };
  return (
    <div className={styles.workbench} data-build={model.build.kind}>
      <TopBar model={model} onSample={addSample} />
      <div className={styles.side}>
        <InputsPanel model={model} />
        <Recipe key={model.revision} model={model} />
      </div>
      <Inspect model={model} onSample={addSample} />
      <StatusLine model={model} />
    </div>
  );
}

/** A file dropped beside the inputs would replace the page. */
function useNoStrayDrops(): void {
  useEffect(() => {
    const refuse = (event: DragEvent) => event.preventDefault();
    addEventListener("dragover", refuse);
    addEventListener("drop", refuse);
    return () => {
      removeEventListener("dragover", refuse);
      removeEventListener("drop", refuse);
    };
  }, []);
}
