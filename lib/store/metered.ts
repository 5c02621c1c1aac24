import type { Store } from "./store";

/** The same store, and how many bytes were written into it. */
export function createMeteredStore(store: Store): { store: Store; written: () => number } {
  let written = 0;
  const create: Store["create"] = async (name) => {
    const file = await store.create(name);
    return {
      ...file,
      async write(bytes) {
        await file.write(bytes);
        written += bytes.length;
      },
    };
  };
  return { store: { ...store, create }, written: () => written };
}
