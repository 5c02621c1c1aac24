/**
 * Names by which each column can be told from the others. A column without a name is called by its position; names that
 * several columns have are numbered: `id (1)`, `id (2)`. None of them is `id` then, so that nobody takes one for the other.
 */
export function uniqueNames(names: readonly string[]): string[] {
  const named = names.map((name, index) => (name.trim() === "" ? `column_${index + 1}` : name));
  const repeats = new Map<string, number>();
  for (const name of named) repeats.set(name, (repeats.get(name) ?? 0) + 1);
  const taken = new Set(named);
  const last = new Map<string, number>();
  return named.map((name) => {
    if (repeats.get(name) === 1) return name;
    let number = last.get(name) ?? 0;
    let unique: string;
    do unique = `${name} (${++number})`;
    while (taken.has(unique));
    last.set(name, number);
    return unique;
  });
}
