import { FilePlus2, FolderPlus } from "lucide-react";
import { type DragEvent, type InputHTMLAttributes, useId, useState } from "react";
import { FileCard } from "../parts";
import { FileInput } from "../ui/file-input";
import { counted } from "../ui/format";
import { LoadedPart } from "../ui/loaded-part";
import type { WorkbenchModel } from "../use-workbench";
import { inputsOf, twinOf } from "../workbench-state";
import { DateOrder } from "./date-order";
import { chosenFiles, droppedFiles, type FoundFiles } from "./dropped-files";
import styles from "./inputs-panel.module.css";
import { groupsOf } from "./layouts";
import { sourceReports } from "./source-reports";

export function InputsPanel({ model }: { model: WorkbenchModel }) {
  const { files, build, config } = model;
  const [skipped, setSkipped] = useState<readonly string[]>([]);
  const add = (found: FoundFiles) => {
    setSkipped(found.skipped);
    if (found.files.length > 0) model.addFiles(found.files);
  };
  const { isOver, ...dropZone } = useDropZone(add);
  const reports = build.kind === "built" && build.inputs === inputsOf(files) ? sourceReports(files, build.built.report) : null;
  return (
    <section className={styles.panel} aria-labelledby="inputs" data-over={isOver} {...dropZone}>
      <header className={styles.head}>
        <h2 id="inputs">Inputs</h2>
        <span className={styles.count}>{files.length > 0 ? counted(files.length, "file") : null}</span>
        <AddButton label="Add folder" icon={<FolderPlus size={14} aria-hidden />} attributes={FOLDER} onFound={add} />
        <AddButton label="Add files" icon={<FilePlus2 size={14} aria-hidden />} attributes={FILES} onFound={add} />
      </header>
      {files.length === 0 ? <p className={styles.hint}>Or drop files and folders here: CSV, JSON, Parquet or Arrow.</p> : null}
      {skipped.length > 0 ? <Skipped paths={skipped} /> : null}
      <DateOrder files={files} config={config} onStandardize={(patch) => model.change("standardize", patch)} />
      <LoadedPart>
        <ul>
          {groupsOf(files).map((group) => (
            <FileCard
              key={group.id}
              group={group}
              files={files}
              twin={group.entries.length === 1 ? twinOf(files, group.entries[0]) : undefined}
              reports={group.entries.flatMap(({ id }) => reports?.get(id) ?? [])}
              announced={build.kind === "failed" && build.problem === group.entries[0].problem}
              config={config}
              reasons={model.reasons}
              onStandardize={(patch) => model.change("standardize", patch)}
              onRole={model.setRole}
              onRemove={model.removeFiles}
            />
          ))}
        </ul>
      </LoadedPart>
    </section>
  );
}

function Skipped({ paths }: { paths: readonly string[] }) {
  const [first] = paths;
  return (
    <p className={styles.hint} title={paths.slice(0, 20).join("\n")}>
      Skipped {paths.length === 1 ? first : `${counted(paths.length, "file")} that are no data, such as ${first}`}.
    </p>
  );
}

const FILES = { multiple: true };
/** React's types do not know the attribute, which all browsers do. */
const FOLDER = { webkitdirectory: "" } as InputHTMLAttributes<HTMLInputElement>;

interface AddButtonProps {
  label: string;
  icon: React.ReactNode;
  attributes: InputHTMLAttributes<HTMLInputElement>;
  onFound: (found: FoundFiles) => void;
}

function AddButton({ label, icon, attributes, onFound }: AddButtonProps) {
  const id = useId();
  return (
    <label className={styles.add} htmlFor={id}>
      {icon}
      {label}
      <FileInput
        id={id}
        {...attributes}
        data-control={label === "Add files" ? "add-files" : undefined}
        className={styles.input}
        onFiles={(files) => onFound(chosenFiles(files))}
      />
    </label>
  );
}

function useDropZone(onFound: (found: FoundFiles) => void) {
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
      onFound(await droppedFiles(event.dataTransfer));
    },
  };
}
