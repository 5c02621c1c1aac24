import type { ThriftWriter } from "./thrift";
import type { Column } from "./types";

/** parquet.thrift, Type. */
export const PHYSICAL = { boolean: 0, int32: 1, int64: 2, text: 6 } as const;
export type Physical = keyof typeof PHYSICAL;

const REPETITION = { required: 0, optional: 1, repeated: 2 } as const;

type Annotation = "string" | "list" | "date" | "timestamp" | "int8";

/** parquet.thrift, SchemaElement: a leaf has a type, a group has children. */
interface SchemaNode {
  name: string;
  repetition?: keyof typeof REPETITION;
  physical?: Physical;
  children?: number;
  annotation?: Annotation;
}

/** Where a column's values are stored, and how deep. */
export interface Leaf {
  path: string[];
  physical: Physical;
  /** Levels of parquet-format's "Nested Encoding": 0 where no node on the path repeats, or can be missing. */
  maxRepetition: number;
  maxDefinition: number;
}

export function leafOf(column: Column): Leaf {
  const physical = physicalOf(column.type === "list" || column.type === "sequence" ? column.element : column.type);
  switch (column.type) {
    case "sequence":
      return { path: [column.name, "list", "element"], physical, maxRepetition: 1, maxDefinition: 1 };
    case "list":
      return {
        path: [column.name, "list", "element"],
        physical,
        maxRepetition: 1,
        maxDefinition: column.nullableElements ? 2 : 1,
      };
    default:
      return { path: [column.name], physical, maxRepetition: 0, maxDefinition: column.nullable ? 1 : 0 };
  }
}

/** The schema as parquet.thrift wants it: depth first, the root first. */
export function schemaOf(columns: readonly Column[]): SchemaNode[] {
  return [{ name: "schema", children: columns.length }, ...columns.flatMap(nodesOf)];
}

export function writeSchemaNode(thrift: ThriftWriter, node: SchemaNode): void {
  if (node.physical) thrift.i32(1, PHYSICAL[node.physical]);
  if (node.repetition) thrift.i32(3, REPETITION[node.repetition]);
  thrift.binary(4, node.name);
  if (node.children !== undefined) thrift.i32(5, node.children);
  if (node.annotation) writeAnnotation(thrift, node.annotation);
}

/** Lists have the three levels of LogicalTypes.md, "Lists". */
function nodesOf(column: Column): SchemaNode[] {
  if (column.type !== "list" && column.type !== "sequence") {
    return [{ name: column.name, repetition: column.nullable ? "optional" : "required", ...leafType(column.type) }];
  }
  const nullable = column.type === "list" && column.nullableElements;
  return [
    { name: column.name, repetition: "required", children: 1, annotation: "list" },
    { name: "list", repetition: "repeated", children: 1 },
    { name: "element", repetition: nullable ? "optional" : "required", ...leafType(column.element) },
  ];
}

type LeafType = Exclude<Column["type"], "list" | "sequence"> | "int8";

function physicalOf(type: LeafType): Physical {
  if (type === "date" || type === "int8") return "int32";
  return type === "timestamp" ? "int64" : type;
}

function leafType(type: LeafType): Pick<SchemaNode, "physical" | "annotation"> {
  const physical = physicalOf(type);
  if (type === "text") return { physical, annotation: "string" };
  return type === "date" || type === "timestamp" || type === "int8" ? { physical, annotation: type } : { physical };
}

/** LogicalTypes.md: the ConvertedType that old readers know, and the member of the union LogicalType that stands for the same. */
const ANNOTATIONS: Record<Annotation, { converted: number; logical: number }> = {
  string: { converted: 0, logical: 1 },
  list: { converted: 3, logical: 3 },
  date: { converted: 6, logical: 6 },
  timestamp: { converted: 10, logical: 8 },
  int8: { converted: 15, logical: 10 },
};

function writeAnnotation(thrift: ThriftWriter, annotation: Annotation): void {
  const { converted, logical } = ANNOTATIONS[annotation];
  thrift.i32(6, converted);
  thrift.struct(10, () =>
    thrift.struct(logical, () => {
      if (annotation === "timestamp") writeMicrosecondsUtc(thrift);
      if (annotation === "int8") writeSigned8(thrift);
    }),
  );
}

/** TimestampType: isAdjustedToUTC, then the unit's union, MICROS being its second member. */
function writeMicrosecondsUtc(thrift: ThriftWriter): void {
  thrift.bool(1, true);
  thrift.struct(2, () => thrift.struct(2, () => {}));
}

function writeSigned8(thrift: ThriftWriter): void {
  thrift.i8(1, 8);
  thrift.bool(2, true);
}
