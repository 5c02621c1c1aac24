import { deserializeTCompactProtocol } from "hyparquet/src/thrift.js";
import { expect, test } from "vitest";
import { ByteWriter } from "./byte-writer";
import { ThriftWriter } from "./thrift";

function write(fields: (thrift: ThriftWriter) => void): Uint8Array {
  const out = new ByteWriter();
  const thrift = new ThriftWriter(out);
  thrift.root(() => fields(thrift));
  return out.copy();
}

function read(bytes: Uint8Array) {
  return deserializeTCompactProtocol({ view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 });
}

test.each([0, 1, -1, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 32, 5 * 2 ** 32 + 3, 2 ** 52 + 1, -(2 ** 52)])(
  "writes the i64 %i",
  (value) => {
    expect(read(write((thrift) => thrift.i64(1, value)))).toEqual({ field_1: BigInt(value) });
  },
);

test.each([-128, -1, 0, 8, 127])("writes the i8 %i", (value) => {
  expect(read(write((thrift) => thrift.i8(3, value)))).toEqual({ field_3: value });
});

test("writes nested structs and goes on with the outer one's ids", () => {
  const bytes = write((thrift) => {
    thrift.i32(1, -5);
    thrift.struct(3, () => {
      thrift.bool(1, true);
      thrift.bool(2, false);
    });
    thrift.binary(4, "ä");
  });
  expect(bytes).toEqual(Uint8Array.of(0x15, 9, 0x2c, 0x11, 0x12, 0, 0x18, 2, 0xc3, 0xa4, 0));
});

test("writes lists with a short and with a long header", () => {
  const items = Array.from({ length: 20 }, (_, i) => i - 10);
  const bytes = write((thrift) => {
    thrift.i32s(1, items);
    thrift.strings(2, ["a", "b"]);
    thrift.structs(3, [1, 2], (item) => thrift.i32(1, item));
  });
  expect(read(bytes)).toEqual({
    field_1: items,
    field_2: [expect.anything(), expect.anything()],
    field_3: [{ field_1: 1 }, { field_1: 2 }],
  });
});
