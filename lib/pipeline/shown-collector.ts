import type { Engine } from "../engine/engine";
import type { ParquetPart } from "../sources/parquet";
import type { RowsText } from "../sources/source-text";
import type { SourceFile } from "../sources/types";
import type { Sql } from "../sql";
import { CarouselRuns } from "./carousel-runs";
import type { ColumnarCarouselPlan } from "./columnar-carousels";
import { createIdCodes } from "./id-codes";
import type { IdCodes, Ids } from "./ids";
import type { ReadCarouselPart, ReadCarousels } from "./lane";
import type { Lanes } from "./lanes";
import type { CarouselPlan } from "./plain-carousels";
import type { Piece } from "./shown";
import { readShown } from "./shown-rows";
import type { IdKinds } from "./values";

/** Collects the carousels shown, from lanes and engines alike, each with the codebook of its reader. */
export class ShownCollector {
  protected readonly carousels: CarouselRuns;
  protected readonly customers: IdCodes;
  /** Of what comes from engines; the items of the lanes have codes of theirs. */
  protected readonly items: IdCodes;

  constructor(
    protected readonly lanes: Lanes,
    protected readonly idKinds: IdKinds,
  ) {
    this.customers = createIdCodes(idKinds.customer);
    this.carousels = new CarouselRuns(this.customers);
    this.items = createIdCodes(idKinds.item);
  }

  /** To be called before anything is read. */
  async start(): Promise<void> {
    await this.lanes.callAll("beginReading", (codebook) => ({ codebook, itemIds: this.idKinds.item }));
  }

  /** Reads a text in a lane, and takes its carousels. */
  async readCarousels(text: RowsText, plan: CarouselPlan, piece: Piece): Promise<ReadCarousels> {
    const read = await this.lanes.call("readCarousels", { text, plan });
    this.carousels.add(read.codebook, read.run, piece);
    return read;
  }

  /** The same for a part of a Parquet file. */
  async readCarouselPart(
    file: SourceFile,
    part: ParquetPart,
    plan: ColumnarCarouselPlan,
    piece: Piece,
  ): Promise<ReadCarouselPart> {
    const read = await this.lanes.call("readCarouselPart", { file, part, plan });
    this.carousels.add(read.codebook, read.run, piece);
    return read;
  }

  async show(engine: Engine, rows: Sql, piece: Piece, places: Int32Array | null): Promise<void> {
    this.carousels.add(this.ownBook, await readShown(engine, rows, places, this.idKinds, this.items), piece);
  }

  /** The number of the codebook of what comes from engines: it comes after those of the lanes. */
  protected get ownBook(): number {
    return this.lanes.most;
  }

  /** The items of all codebooks. */
  protected async itemBooks(): Promise<Ids[]> {
    return [...(await this.lanes.callAll("items", () => null)), this.items.all()];
  }
}
