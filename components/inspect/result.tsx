import { Tabs } from "@base-ui/react/tabs";
import { useRef, useState } from "react";
import type { SampleFilter } from "../../lib/sample";
import { whole } from "../ui/format";
import { LoadedPart } from "../ui/loaded-part";
import type { WorkbenchModel } from "../use-workbench";
import type { BuildState } from "../workbench-state";
import { AuditPanel } from "./audit/audit-panel";
import { Distributions } from "./distributions/distributions";
import styles from "./inspect.module.css";
import { Output } from "./output";
import { Overview } from "./overview";
import { RejectedRows, rejectedByReason } from "./rejected-rows";
import { Sequences } from "./sequences";
import type { TimelineTarget } from "./timeline/timeline-dialog";
import { TimelineDialog } from "./timeline/timeline-part";
import { useSampleView } from "./use-sample-view";
import { WhatIfPanel } from "./what-if/what-if-panel";

interface ResultProps {
  model: WorkbenchModel;
  build: Extract<BuildState, { kind: "built" }>;
}

/** What came of a build, and everything that can be asked about it. */
export function Result({ model, build }: ResultProps) {
  const { built, config, savedAs } = build;
  const [target, setTarget] = useState<TimelineTarget | null>(null);
  const [tab, setTab] = useState("sequences");
  const sequencesTab = useRef<HTMLElement>(null);
  const samples = useSampleView();
  const showRows = (filter: Partial<SampleFilter>) => {
    samples.showOnly(filter);
    setTab("sequences");
    sequencesTab.current?.focus();
  };
  const rejected = rejectedByReason(built.report).reduce((sum, [, count]) => sum + count, 0);
  return (
    <>
      <Overview built={built} files={model.files} savedAs={savedAs} stale={model.stale} />
      <Tabs.Root className={styles.tabs} value={tab} onValueChange={setTab}>
        <Tabs.List className={styles.list} aria-label="Inspect">
          <Tab value="sequences" ref={sequencesTab}>
            Sequences
          </Tab>
          <Tab value="distributions">Distributions</Tab>
          <Tab value="audit">Audit</Tab>
          <Tab value="what-if">What if</Tab>
          <Tab value="rejected">
            Rejected rows <span className={styles.count}>{whole(rejected)}</span>
          </Tab>
          <Tab value="output">Output</Tab>
        </Tabs.List>
        <Tabs.Panel className={styles.panel} value="sequences">
          <Sequences built={built} config={config} sample={model.sample} samples={samples} onOpen={setTarget} />
        </Tabs.Panel>
        <Tabs.Panel className={styles.panel} value="distributions">
          <Distributions report={built.report} ask={model.ask} onFilter={showRows} />
        </Tabs.Panel>
        <Tabs.Panel className={styles.panel} value="audit">
          <AuditPanel report={built.report} ask={model.ask} onOpen={setTarget} />
        </Tabs.Panel>
        <Tabs.Panel className={styles.panel} value="what-if">
          <WhatIfPanel ask={model.ask} built={config} recipe={model.config} onApply={model.applyAlternative} />
        </Tabs.Panel>
        <Tabs.Panel className={styles.panel} value="rejected">
          <RejectedRows built={built} />
        </Tabs.Panel>
        <Tabs.Panel className={styles.panel} value="output">
          <Output built={built} files={model.files} />
        </Tabs.Panel>
      </Tabs.Root>
      <LoadedPart>
        <TimelineDialog target={target} ask={model.ask} config={config} onTarget={setTarget} />
      </LoadedPart>
    </>
  );
}

interface TabProps {
  value: string;
  ref?: React.Ref<HTMLElement>;
  children: React.ReactNode;
}

function Tab({ value, ref, children }: TabProps) {
  return (
    <Tabs.Tab className={styles.tab} value={value} ref={ref}>
      {children}
    </Tabs.Tab>
  );
}
