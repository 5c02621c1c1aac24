import { ByteWriter } from "../parquet/byte-writer";
import { PHYSICAL } from "../parquet/schema";
import { ThriftWriter } from "../parquet/thrift";

const REQUIRED = 0;
const OPTIONAL = 1;
const REPEATED = 2;
/** parquet.thrift, ConvertedType. */
const LIST = 3;
const DATE = 6;
const PLAIN = 0;
const RLE = 3;

interface Node {
  name: string;
  repetition?: number;
  type?: keyof typeof PHYSICAL;
  converted?: number;
  children?: Node[];
}

/** A leaf with its entries: repetition level, definition level, and a value where the second is the highest. */
interface Leaf {
  path: string[];
  type: "int32" | "int64";
  levels: [repetition: number, definition: number];
  entries: [repetition: number, definition: number, value?: number][];
}

/** How the lists of four rows were written before lists had three levels: [501, 502], [], nothing, [503]. */
export type OldList = "values" | "structs" | "tuples" | "repeated";

/**
 * A Parquet file with the columns `dt`, `customer_id` (1 to 4) and `impressions`, whose lists have two levels, or one.
 * https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#backward-compatibility-rules
 */
export function oldListsParquet(kind: OldList): Uint8Array {
  const list: Node = { name: "impressions", repetition: OPTIONAL, converted: LIST };
  const item: Node = { name: "item_id", repetition: REQUIRED, type: "int64" };
  const values: Node = { ...list, children: [{ name: "array", repetition: REPEATED, type: "int64" }] };
  const structs: Node = {
    ...list,
    children: [{ name: "array", repetition: REPEATED, children: [item, { ...item, name: "position" }] }],
  };
  const tuples: Node = { ...list, children: [{ name: "impressions_tuple", repetition: REPEATED, children: [item] }] };
  const repeated: Node = { name: "impressions", repetition: REPEATED, type: "int64" };
  const shapes = { values, structs, tuples, repeated };
  const paths = {
    values: [["impressions", "array"]],
    structs: ["item_id", "position"].map((field) => ["impressions", "array", field]),
    tuples: [["impressions", "impressions_tuple", "item_id"]],
    repeated: [["impressions"]],
  };
  // A list without an annotation cannot be missing, so the third row has an empty one.
  const deepest = kind === "repeated" ? 1 : 2;
  const entries: Leaf["entries"] = [
    [0, deepest, 501],
    [1, deepest, 502],
    [0, deepest - 1],
    [0, 0],
    [0, deepest, 503],
  ];
  return parquet(
    [
      { name: "dt", repetition: REQUIRED, type: "int32", converted: DATE },
      { name: "customer_id", repetition: REQUIRED, type: "int64" },
      shapes[kind],
    ],
    [
      { path: ["dt"], type: "int32", levels: [0, 0], entries: [1, 2, 3, 4].map(() => [0, 0, 19_858]) },
      { path: ["customer_id"], type: "int64", levels: [0, 0], entries: [1, 2, 3, 4].map((value) => [0, 0, value]) },
      ...paths[kind].map((path): Leaf => ({ path, type: "int64", levels: [1, deepest], entries })),
    ],
    4,
  );
}

/** One row group with one plain page a leaf, nothing packed. */
function parquet(columns: Node[], leaves: readonly Leaf[], rows: number): Uint8Array {
  const out = new ByteWriter();
  out.append(new TextEncoder().encode("PAR1"));
  const chunks = leaves.map((leaf) => {
    const offset = out.length;
    writePage(out, leaf);
    return { leaf, offset, bytes: out.length - offset };
  });
  const start = out.length;
  const thrift = new ThriftWriter(out);
  thrift.root(() => {
    thrift.i32(1, 1);
    thrift.structs(2, flat({ name: "schema", children: columns }), (node) => writeNode(thrift, node));
    thrift.i64(3, rows);
    thrift.structs(4, [chunks], (group) => {
      thrift.structs(1, group, ({ leaf, offset, bytes }) => {
        thrift.i64(2, 0);
        thrift.struct(3, () => {
          thrift.i32(1, PHYSICAL[leaf.type]);
          thrift.i32s(2, [PLAIN, RLE]);
          thrift.strings(3, leaf.path);
          thrift.i32(4, 0);
          thrift.i64(5, leaf.entries.length);
          thrift.i64(6, bytes);
          thrift.i64(7, bytes);
          thrift.i64(9, offset);
        });
      });
      thrift.i64(2, start);
      thrift.i64(3, rows);
    });
  });
  out.uint32(out.length - start);
  out.append(new TextEncoder().encode("PAR1"));
  return out.copy();
}

function writePage(out: ByteWriter, { type, levels, entries }: Leaf): void {
  const page = new ByteWriter();
  for (const [level, most] of levels.entries()) if (most > 0) writeLevels(page, entries, level as 0 | 1);
  for (const [, , value] of entries) if (value !== undefined) writeValue(page, type, value);
  const thrift = new ThriftWriter(out);
  thrift.root(() => {
    thrift.i32(1, 0);
    thrift.i32(2, page.length);
    thrift.i32(3, page.length);
    thrift.struct(5, () => {
      thrift.i32(1, entries.length);
      for (const [id, encoding] of [PLAIN, RLE, RLE].entries()) thrift.i32(id + 2, encoding);
    });
  });
  out.append(page.written());
}

/** Runs of one level each, behind their length. */
function writeLevels(page: ByteWriter, entries: Leaf["entries"], level: 0 | 1): void {
  page.uint32(entries.length * 2);
  for (const entry of entries) {
    page.varint(2);
    page.byte(entry[level]);
  }
}

function writeValue(page: ByteWriter, type: Leaf["type"], value: number): void {
  page.uint32(value);
  if (type === "int64") page.uint32(0);
}

function writeNode(thrift: ThriftWriter, { name, repetition, type, converted, children }: Node): void {
  if (type) thrift.i32(1, PHYSICAL[type]);
  if (repetition !== undefined) thrift.i32(3, repetition);
  thrift.binary(4, name);
  if (children) thrift.i32(5, children.length);
  if (converted !== undefined) thrift.i32(6, converted);
}

function flat(node: Node): Node[] {
  return [node, ...(node.children ?? []).flatMap(flat)];
}
