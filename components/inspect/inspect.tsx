import { Tabs } from "@base-ui/react/tabs";
import { useState } from "react";
import { CheckPanel } from "../check/check-panel";
import { OpenedPanel } from "../opened/opened-panel";
import { whole } from "../ui/format";
import { ProblemAlert } from "../ui/problem-alert";
import type { WorkbenchModel } from "../use-workbench";
import type { BuildState } from "../workbench-state";
import { AuditPanel } from "./audit/audit-panel";
import { Building } from "./building";
import { Distributions } from "./distributions";
import styles from "./inspect.module.css";
import { Output } from "./output";
import { Overview } from "./overview";
import { RejectedRows, rejectedByReason } from "./rejected-rows";
import { Sequences } from "./sequences";
import { TimelineDialog, type TimelineTarget } from "./timeline/timeline-dialog";
import { Welcome } from "./welcome";
import { WhatIfPanel } from "./what-if/what-if-panel";

export function Inspect({ model, onSample }: { model: WorkbenchModel; onSample: () => void }) {
  const { build, notice } = model;
  const problem = build.kind === "failed" ? build.problem : notice;
  return (
    <main className={styles.inspect} aria-label="Inspect" tabIndex={build.kind === "built" ? undefined : 0}>
      <OpenedPanel model={model} />
      {problem ? <ProblemAlert problem={problem} /> : null}
      {build.kind === "built" && model.stale ? <CheckPanel check={model.check} compact /> : null}
      {build.kind === "built" ? <Result model={model} build={build} /> : null}
      {build.kind === "building" ? <Building build={build} /> : null}
      {build.kind === "built" || build.kind === "building" ? null : <Welcome model={model} onSample={onSample} />}
    </main>
  );
}

function Result({ model, build }: { model: WorkbenchModel; build: Extract<BuildState, { kind: "built" }> }) {
  const { built, config } = build;
  const [target, setTarget] = useState<TimelineTarget | null>(null);
  const rejected = rejectedByReason(built.report).reduce((sum, [, count]) => sum + count, 0);
  return (
    <>
      <Overview built={built} stale={model.stale} />
      <Tabs.Root className={styles.tabs} defaultValue="sequences">
        <Tabs.List className={styles.list} aria-label="Inspect">
          <Tab value="sequences">Sequences</Tab>
          <Tab value="distributions">Distributions</Tab>
          <Tab value="audit">Audit</Tab>
          <Tab value="what-if">What if</Tab>
          <Tab value="rejected">
            Rejected rows <span className={styles.count}>{whole(rejected)}</span>
          </Tab>
          <Tab value="output">Output</Tab>
        </Tabs.List>
        <Tabs.Panel className={styles.panel} value="sequences">
          <Sequences built={built} config={config} sample={model.sample} onOpen={setTarget} />
        </Tabs.Panel>
        <Tabs.Panel className={styles.panel} value="distributions">
          <Distributions report={built.report} />
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
          <Output built={built} />
        </Tabs.Panel>
      </Tabs.Root>
      <TimelineDialog target={target} ask={model.ask} config={config} onTarget={setTarget} />
    </>
  );
}

function Tab({ value, children }: { value: string; children: React.ReactNode }) {
  return (
    <Tabs.Tab className={styles.tab} value={value}>
      {children}
    </Tabs.Tab>
  );
}
