import { FilePlus2 } from "lucide-react";
import { type DragEvent, useState } from "react";
import type { SourceFile } from "../../lib/sources/types";
import { counted } from "../ui/format";
import type { WorkbenchModel } from "../use-workbench";
import { inputsOf, twinOf } from "../workbench-state";
import { chosenFiles, droppedFiles } from "./dropped-files";
import { FileCard } from "./file-card";
import styles from "./inputs-panel.module.css";
import { sourceReports } from "./source-reports";

export function InputsPanel({ model }: { model: WorkbenchModel }) {
  const { files, build } = model;
  const { isOver, ...dropZone } = useDropZone(model.addFiles);
  const reports = build.kind === "built" && build.inputs === inputsOf(files) ? sourceReports(files, build.built.report) : null;
  return (
    <section className={styles.panel} aria-labelledby="inputs" data-over={isOver} {...dropZone}>
      <header className={styles.head}>
        <h2 id="inputs">Inputs</h2>
        <span className={styles.count}>{files.length > 0 ? counted(files.length, "file") : null}</span>
        <AddFiles onFiles={model.addFiles} />
      </header>
      {files.length === 0 ? <p className={styles.hint}>Or drop files and folders here: CSV, JSON, Parquet or Arrow.</p> : null}
      <ul>
        {files.map((entry) => (
          <FileCard
            key={entry.id}
            entry={entry}
            twin={twinOf(files, entry)}
            report={reports?.get(entry.id)}
            announced={build.kind === "failed" && build.problem === entry.problem}
            config={model.config}
            onColumns={(columns) => model.change("standardize", { columns })}
            onRole={(role) => model.setRole(entry.id, role)}
            onRemove={() => model.removeFile(entry.id)}
          />
        ))}
      </ul>
    </section>
  );
}

function AddFiles({ onFiles }: { onFiles: (files: SourceFile[]) => void }) {
  return (
    <label className={styles.add}>
      <FilePlus2 size={14} aria-hidden />
      Add files
      <input
        type="file"
        multiple
        className={styles.input}
        onChange={(event) => {
          onFiles(chosenFiles(event.target.files ?? []));
          // The same file may be chosen again.
          event.target.value = "";
        }}
      />
    </label>
  );
}

function useDropZone(onFiles: (files: SourceFile[]) => void) {
  const [isOver, setOver] = useState(false);
  return {
    isOver,
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop: async (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      onFiles(await droppedFiles(event.dataTransfer));
    },
  };
}
