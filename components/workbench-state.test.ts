import { describe, expect, it } from "vitest";
import type { OpenedSource } from "../lib/sources/open";
import { sniff } from "../lib/sources/sniff";
import {
  type BuildState,
  EMPTY_STATE,
  type FileEntry,
  inputsOf,
  reduce,
  type WorkbenchEvent,
  type WorkbenchState,
} from "./workbench-state";

const CLICKS = {
  path: "clicks.csv",
  blob: new Blob(["dt,customer_id,item_id,click_time\n2024-05-14,1,2,2024-05-14T10:00:00Z\n"]),
};

async function opened(change: Partial<OpenedSource["source"]> = {}): Promise<OpenedSource> {
  return { source: { ...(await sniff(CLICKS)), ...change }, role: "clicks" };
}

function read(state: WorkbenchState, outcome: OpenedSource): WorkbenchState {
  return reduce(state, { type: "read", outcomes: new Map([[1, outcome]]) });
}

const entry: FileEntry = { id: 1, file: CLICKS, source: null, role: null, problem: null, reading: 0 };

describe("what a build reads", () => {
  const added = reduce(EMPTY_STATE, { type: "added", entries: [entry] });

  it("is the same where a file is read again and comes to the same", async () => {
    const first = read(added, await opened());
    const again = read(first, await opened());
    expect(inputsOf(again.files)).toBe(inputsOf(first.files));
    expect(again.files[0]?.source).toBe(first.files[0]?.source);
  });

  it("is another where the file comes to something else", async () => {
    const first = read(added, await opened());
    expect(inputsOf(read(first, await opened({ encoding: "windows-1252" })).files)).not.toBe(inputsOf(first.files));
  });
});

describe("a build that came to nothing", () => {
  const unreadable = { problem: { code: "empty-file", file: CLICKS.path } } as const;
  const changes: Record<string, WorkbenchEvent> = {
    "another file": { type: "added", entries: [{ ...entry, id: 2 }] },
    "another role": { type: "role", ids: [1], role: "clicks" },
    "a file less": { type: "removed", ids: [1] },
    "a file that cannot be read any more": { type: "read", outcomes: new Map([[1, unreadable]]) },
    "other settings": { type: "settings-changed" },
  };
  const ends: BuildState[] = [{ kind: "failed", problem: { code: "no-impressions" } }, { kind: "cancelled" }];

  for (const build of ends) {
    it.each(Object.entries(changes))(`is no longer told (${build.kind}) after %s`, (_, change) => {
      expect(reduce({ files: [entry], build }, change).build).toEqual({ kind: "idle" });
    });

    it(`is told (${build.kind}) as long as a build would read the same`, () => {
      const state = { files: [{ ...entry, role: "clicks" as const }], build };
      expect(reduce(state, { type: "role", ids: [1], role: "clicks" }).build).toBe(build);
    });
  }

  it("says whether a dataset was given up for it", () => {
    const files = [entry];
    const endOf = (build: BuildState, end: BuildState) => {
      const started = reduce({ files, build }, { type: "build-started", at: 0 });
      return reduce(started, { type: "build-ended", build: end }).build;
    };
    const built = { kind: "built" } as BuildState;
    for (const end of ends) {
      expect(endOf(built, end)).toEqual({ ...end, lost: true });
      expect(endOf({ kind: "idle" }, end)).toEqual(end);
      expect(reduce({ files, build: built }, { type: "build-ended", build: end }).build).toEqual({ ...end, lost: true });
    }
    expect(endOf(built, built)).toEqual(built);
  });

  it("leaves what was built where it did not begin", () => {
    const built = { kind: "built", savedAs: null } as BuildState;
    const problem = { code: "no-impressions" } as const;
    const refused = reduce({ files: [entry], build: built }, { type: "build-refused", problem });
    expect(refused.build).toEqual({ ...built, refused: problem });
    for (const change of Object.values(changes)) expect(reduce(refused, change).build).toEqual(built);
    expect(reduce(EMPTY_STATE, { type: "build-refused", problem }).build).toEqual({ kind: "failed", problem });
  });

  it("is something else than one under way", () => {
    const building = reduce({ ...EMPTY_STATE, files: [entry] }, { type: "build-started", at: 0 });
    for (const change of Object.values(changes)) expect(reduce(building, change).build).toBe(building.build);
  });
});

describe("a file that is added again", () => {
  const unread = { source: null, role: null, problem: null, reading: 0 };
  const other: FileEntry = { ...unread, id: 2, file: { path: "other.csv", blob: new Blob([]) }, role: "events" };
  const again: FileEntry = { ...unread, id: 3, file: { ...CLICKS } };
  const places = ({ files }: WorkbenchState) => files.map(({ id, role, problem }) => [id, role, problem]);
  const addAgain = (state: WorkbenchState) => places(reduce(state, { type: "added", entries: [again] }));
  const idle: BuildState = { kind: "idle" };

  it("takes the place and the role of one that cannot be read", () => {
    const dead: FileEntry = { ...entry, role: "clicks", problem: { code: "file-changed", file: CLICKS.path, how: "changed" } };
    const expected = [
      [3, "clicks", null],
      [2, "events", null],
    ];
    expect(addAgain({ files: [dead, other], build: idle })).toEqual(expected);
  });

  it("takes the place of one that the last build could not read", () => {
    const build: BuildState = { kind: "failed", problem: { code: "unreadable-file", file: CLICKS.path, message: "damaged" } };
    const alike: FileEntry = { ...entry, role: "clicks" };
    const after = reduce({ files: [alike, other], build }, { type: "added", entries: [again] });
    expect(places(after)).toEqual([
      [3, "clicks", null],
      [2, "events", null],
    ]);
    expect(after.build).toEqual(idle);
    expect(addAgain({ files: [alike, { ...alike, id: 4 }], build }), "which of two it was is not known").toHaveLength(3);
  });

  it("stands beside one that can be read", () => {
    expect(addAgain({ files: [{ ...entry, role: "clicks" }, other], build: idle })).toHaveLength(3);
  });
});
