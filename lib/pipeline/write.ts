import { createSHA256 } from "hash-wasm";
import type { Codec, Column } from "../parquet/types";
import { createParquetWriter, createRowGroupEncoder, type EncodedRowGroup } from "../parquet/writer";
import type { OutputReport } from "../report";
import type { Store } from "../store/store";
import type { Dataset } from "./dataset";
import type { Lanes } from "./lanes";
import { dictionaryOf, idColumn, itemValues, outputColumns, RowGroupSource, rowGroups } from "./pad";
import { inOrder } from "./pool";
import { formatDay } from "./zones";

export interface WrittenFile extends OutputReport {
  blob: Blob;
  /** The output rows that the file holds: [first, end). */
  first: number;
  end: number;
}

/**
 * Writes the dataset: one file, or one a day. Row groups are encoded side by side, and written in order; no more than a few
 * are in memory.
 * @param metadata is waited for at the end of the first file
 */
export async function writeDataset(
  dataset: Dataset,
  lanes: Lanes,
  store: Store,
  createdBy: string,
  metadata: Promise<Record<string, string>>,
  onRows: (rows: number) => void,
): Promise<WrittenFile[]> {
  const columns = outputColumns(dataset.config, dataset.customerIds);
  const codec = dataset.config.output.compression;
  const items = itemValues(dataset);
  await lanes.callAll("beginEncoding", () => ({
    encoding: { columns, codec },
    dictionaries: columns.map((column) => dictionaryOf(column, items)),
  }));
  const files = filesOf(dataset).map((file) => ({ ...file, groups: rowGroups(file.first, file.end, dataset.config) }));
  const source = new RowGroupSource(dataset, items);
  const encoded = inOrder(
    files.flatMap(({ groups }) => groups),
    lanes.most,
    ([from, to]) => lanes.call("encode", { rows: to - from, data: source.columns(from, to) }),
  );
  const written: WrittenFile[] = [];
  try {
    for (const { file, first, end, groups } of files) {
      const contents = async function* () {
        for (const [, to] of groups) {
          yield (await encoded.next()).value as EncodedRowGroup;
          onRows(to);
        }
      };
      written.push({ ...(await writeFile(store, file, { columns, codec, createdBy, metadata }, contents())), first, end });
    }
  } finally {
    await encoded.return(undefined);
  }
  return written;
}

/** Writes the vocabulary: `id`, 1 to V, and `item_id`. */
export async function writeVocabulary(
  dataset: Dataset,
  store: Store,
  createdBy: string,
  metadata: Promise<Record<string, string>>,
): Promise<OutputReport & { blob: Blob }> {
  const { itemIds, config } = dataset;
  const columns: Column[] = [
    { name: "id", type: "int32", nullable: false },
    { name: "item_id", type: itemIds instanceof BigInt64Array ? "int64" : "text", nullable: false },
  ];
  const codec = config.output.compression;
  const encode = await createRowGroupEncoder({ columns, codec });
  const contents = async function* () {
    for (let first = 1; first < itemIds.length; first += VOCABULARY_ROW_GROUP) {
      const numbers = Int32Array.from({ length: Math.min(VOCABULARY_ROW_GROUP, itemIds.length - first) }, (_, k) => first + k);
      yield encode(numbers.length, [{ values: numbers }, idColumn(itemIds, numbers)]);
    }
  };
  return writeFile(store, "vocabulary.parquet", { columns, codec, createdBy, metadata }, contents());
}

const VOCABULARY_ROW_GROUP = 122_880;

function filesOf({ rows, config }: Dataset): { file: string; first: number; end: number }[] {
  if (config.output.partitionBy === "none") return [{ file: "dataset.parquet", first: 0, end: rows.count }];
  const files: { file: string; first: number; end: number }[] = [];
  for (let r = 0; r < rows.count; r += 1) {
    const last = files[files.length - 1];
    if (last && rows.days[r] === rows.days[last.first]) last.end = r + 1;
    else files.push({ file: `dt=${formatDay(rows.days[r] ?? 0)}/part-0.parquet`, first: r, end: r + 1 });
  }
  return files;
}

interface FileShape {
  columns: Column[];
  codec: Codec;
  createdBy: string;
  metadata: Promise<Record<string, string>>;
}

async function writeFile(
  store: Store,
  file: string,
  { columns, codec, createdBy, metadata }: FileShape,
  contents: AsyncIterable<EncodedRowGroup>,
): Promise<OutputReport & { blob: Blob }> {
  const target = await store.create(file);
  const hash = (await createSHA256()).init();
  const sink = {
    write(bytes: Uint8Array) {
      hash.update(bytes);
      return target.write(bytes);
    },
  };
  const writer = await createParquetWriter({ columns, codec, createdBy, sink });
  for await (const group of contents) await writer.append(group);
  const { rows, bytes } = await writer.finish(await metadata);
  return { file, rows, bytes, sha256: hash.digest("hex"), blob: await target.close() };
}
