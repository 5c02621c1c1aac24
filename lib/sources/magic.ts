/** What a file is by its first bytes, as far as it is not text. */
export type Kind = "parquet" | "arrow-file" | "arrow-stream" | "gzip" | { foreign: string };

const MAGIC: readonly (readonly [string, Kind])[] = [
  ["PAR1", "parquet"],
  ["ARROW1", "arrow-file"],
  ["\xff\xff\xff\xff", "arrow-stream"],
  ["\x1f\x8b", "gzip"],
  ["PARE", { foreign: "an encrypted Parquet file" }],
  ["FEA1", { foreign: "a Feather file of version 1; write it again as version 2" }],
  ["PK\x03\x04", { foreign: "a ZIP archive" }],
  ["PK\x05\x06", { foreign: "an empty ZIP archive" }],
  ["%PDF", { foreign: "a PDF document" }],
  ["\xd0\xcf\x11\xe0", { foreign: "an old Excel or Word document" }],
  ["{\\rtf", { foreign: "an RTF document" }],
  ["7z\xbc\xaf\x27\x1c", { foreign: "a 7z archive" }],
  ["Rar!\x1a", { foreign: "a RAR archive" }],
  ["\x28\xb5\x2f\xfd", { foreign: "a file packed with zstd; unpack it first" }],
  ["BZh", { foreign: "a file packed with bzip2; unpack it first" }],
  ["\xfd7zXZ", { foreign: "a file packed with xz; unpack it first" }],
  ["\x04\x22\x4d\x18", { foreign: "a file packed with LZ4; unpack it first" }],
  ["\xff\x06\x00\x00sNaPpY", { foreign: "a file packed with Snappy; unpack it first" }],
  ["SQLite format 3", { foreign: "an SQLite database" }],
  ["Obj\x01", { foreign: "an Avro file" }],
  ["ORC", { foreign: "an ORC file" }],
  ["\x89HDF", { foreign: "an HDF5 file" }],
  ["\x93NUMPY", { foreign: "a NumPy file" }],
  ["\x89PNG", { foreign: "a PNG image" }],
  ["\xff\xd8\xff", { foreign: "a JPEG image" }],
  ["GIF8", { foreign: "a GIF image" }],
];

export function kindOf(head: Uint8Array): Kind | null {
  for (const [magic, kind] of MAGIC) {
    if (magic === "ORC" || magic === "BZh") {
      // Printable magic might begin a header: these formats go on with bytes that text has not.
      if (!head.subarray(0, 64).some((byte) => byte < 9 || byte > 0xf0)) continue;
    }
    if (!startsWith(head, magic)) continue;
    if (magic.startsWith("PK\x03") && includes(head, "xl/")) return { foreign: "an Excel workbook; save the sheet as CSV" };
    return kind;
  }
  return null;
}

/** What a text is that is neither CSV nor JSON. */
export function foreignText(text: string): string | null {
  const start = text.trimStart().slice(0, 100).toLowerCase();
  if (start.startsWith("<!doctype html") || start.startsWith("<html")) return "a web page; perhaps a download that failed";
  return start.startsWith("<?xml") ? "an XML document" : null;
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[i] !== text.charCodeAt(i)) return false;
  return true;
}

function includes(bytes: Uint8Array, text: string): boolean {
  return new TextDecoder("latin1").decode(bytes).includes(text);
}
