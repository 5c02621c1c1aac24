import { LookbackError } from "../../lib/errors";
import type { SourceFile } from "../../lib/sources/types";

const FOLDER = "./sample/";

/** The sample files that come with the page; `index.json` there lists their names. */
export async function sampleFiles(): Promise<SourceFile[]> {
  const names: string[] = await (await get("index.json")).json();
  return Promise.all(names.map(async (name) => ({ path: name, blob: new File([await (await get(name)).blob()], name) })));
}

async function get(name: string): Promise<Response> {
  const response = await fetch(FOLDER + name);
  if (response.ok) return response;
  throw new LookbackError({ code: "unreadable-file", file: `sample/${name}`, message: `the server answered ${response.status}` });
}
