import { Field, Int32, Int64, makeData, RecordBatch, RecordBatchStreamWriter, Schema, Struct, Utf8 } from "apache-arrow";

const encoder = new TextEncoder();

export type IpcColumn = Int32Array | BigInt64Array | readonly (string | null)[];

/** Columns of one length as one whole Arrow IPC stream of one batch, for `Engine.addArrow`. */
export function toIpc(columns: Readonly<Record<string, IpcColumn>>): Uint8Array {
  const children = Object.values(columns).map(toData);
  const fields = Object.keys(columns).map((name, index) => new Field(name, (children[index] ?? missing()).type, true));
  const length = children[0]?.length ?? 0;
  const batch = new RecordBatch(new Schema(fields), makeData({ type: new Struct(fields), length, nullCount: 0, children }));
  const writer = new RecordBatchStreamWriter();
  writer.write(batch);
  writer.finish();
  return writer.toUint8Array(true);
}

function toData(values: IpcColumn) {
  if (values instanceof Int32Array) return makeData({ type: new Int32(), length: values.length, nullCount: 0, data: values });
  if (values instanceof BigInt64Array) return makeData({ type: new Int64(), length: values.length, nullCount: 0, data: values });
  return utf8(values);
}

/** Encodes all texts at once: for ASCII, offsets in characters are offsets in bytes. */
function utf8(values: readonly (string | null)[]) {
  const bytes = encoder.encode(values.join(""));
  const isAscii = bytes.length === values.reduce((sum, value) => sum + (value?.length ?? 0), 0);
  const offsets = new Int32Array(values.length + 1);
  const validity = new Uint8Array((values.length + 7) >> 3);
  let nullCount = 0;
  let end = 0;
  for (const [index, value] of values.entries()) {
    if (value === null) nullCount += 1;
    else {
      validity[index >> 3] = (validity[index >> 3] ?? 0) | (1 << (index & 7));
      end += isAscii ? value.length : encoder.encode(value).length;
    }
    offsets[index + 1] = end;
  }
  return makeData({
    type: new Utf8(),
    length: values.length,
    nullCount,
    nullBitmap: validity,
    valueOffsets: offsets,
    data: bytes,
  });
}

function missing(): never {
  throw new RangeError("a column is missing");
}
