import { Tabs } from "@base-ui/react/tabs";
import { Download } from "lucide-react";
import { useEffect, useState } from "react";
import type { Config } from "../../lib/config";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { download } from "../ui/download";
import type { FileEntry } from "../workbench-state";
import tabs from "./inspect.module.css";
import { type Program, programsFor } from "./programs";
import styles from "./sections.module.css";

/** The same rows elsewhere: a loader for PyTorch, a job for Spark, a script for DuckDB. */
export function Programs({ config, files }: { config: Config; files: FileEntry[] }) {
  const programs = usePrograms(config, files);
  if (programs.length === 0) return null;
  return (
    <section>
      <h3>Take it along</h3>
      <Tabs.Root defaultValue="lookback_dataset.py">
        <Tabs.List className={tabs.list} aria-label="Programs">
          {programs.map(({ file, engine }) => (
            <Tabs.Tab key={file} className={tabs.tab} value={file}>
              {engine}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {programs.map((program) => (
          <Tabs.Panel key={program.file} value={program.file}>
            <ProgramText program={program} />
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </section>
  );
}

function ProgramText({ program: { file, purpose, text, refusal } }: { program: Program }) {
  if (text === null) return <p className={styles.quiet}>{refusal}</p>;
  return (
    <>
      <div className={styles.head}>
        <p className={styles.quiet}>{purpose}</p>
        <CopyButton label="Copy code" text={() => text} />
        <Button kind="quiet" onClick={() => download(file, new Blob([text], { type: "text/plain" }))}>
          <Download size={14} aria-hidden />
          Download {file}
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key */}
      <pre className={styles.program} tabIndex={0}>
        {text}
      </pre>
    </>
  );
}

function usePrograms(config: Config, files: FileEntry[]): Program[] {
  const [programs, setPrograms] = useState<Program[]>([]);
  useEffect(() => {
    let isCurrent = true;
    programsFor(config, files).then((made) => isCurrent && setPrograms(made));
    return () => {
      isCurrent = false;
    };
  }, [config, files]);
  return programs;
}
