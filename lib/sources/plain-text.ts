const [TAB, LF, CR, BLANK, LIST, OBJECT] = [9, 10, 13, 32, 91, 123];

/** Whether a text in UTF-8 is an id as it stands: it is not empty, has no blanks around it, and is no list or object of JSON. */
export function isPlainTextId(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start];
  return end > start && !isBlank(first) && !isBlank(bytes[end - 1]) && first !== LIST && first !== OBJECT;
}

function isBlank(byte: number | undefined): boolean {
  return byte === BLANK || byte === TAB || byte === CR || byte === LF;
}
