import { type Config, ROLES } from "../../config";
import { lineIf, type Python, type PythonValue, py } from "../python";

/** How the job opens its inputs: the paths of a role to rows whose columns are `c0`, `c1` … */
export function reading(config: Config): Python[] {
  return [
    py`
@dataclass(frozen=True)
class Field:
    """A column of an input, with its type."""

    column: Column
    type: T.DataType`,
    py`
@dataclass(frozen=True)
class Source:
    """One input path. Its rows have the columns c0, c1, ..., MALFORMED and file."""

    role: str
    names: list[str]
    rows: DataFrame

    def find(self, canonical: str) -> int | None:
        """Where the column stands that a canonical one goes by."""
        places = [find(name, self.names) for name in COLUMNS.get(self.role, {}).get(canonical, [canonical])]
        return next((place for place in places if place is not None), None)

    def has(self, canonical: str) -> bool:
        return self.find(canonical) is not None

    def field(self, canonical: str) -> Field:
        """The column that a canonical one goes by; a column without values where the input has none."""
        place = self.find(canonical)
        if place is None:
            return Field(F.lit(None).cast("string"), T.StringType())
        return Field(F.col(f"c{place}"), self.rows.schema[f"c{place}"].dataType)

    def required(self, canonical: str) -> Field:
        if not self.has(canonical):
            raise SystemExit(f"{self.role}: no column {canonical} among {', '.join(self.names)}")
        return self.field(canonical)

    def text(self) -> Column:
        """A row as it is kept beside the dataset when it cannot be used."""
        values = [F.col(f"c{i}").alias(name) for i, name in enumerate(self.names)]
        return F.coalesce(F.col(MALFORMED), F.to_json(F.struct(*values)))`,
    py`
def find(name: str, names: list[str]) -> int | None:
    """By the exact name, or by one in other letter case if just one column has it."""
    if name in names:
        return names.index(name)
    similar = [i for i, other in enumerate(names) if other.strip().lower() == name.strip().lower()]
    return similar[0] if len(similar) == 1 else None`,
    readFunction(config),
    readText(config),
    py`
def first_line(spark: SparkSession, path: str) -> str:
    """The first line that is not blank; it tells a JSON array from JSON Lines, and the delimiter of CSV."""
    lines = spark.read.option("recursiveFileLookup", True).text(path)
    line = lines.where(F.trim("value") != "").first()
    if line is None:
        raise SystemExit(f"{path} is empty")
    return line["value"].lstrip("\ufeff \t")`,
  ];
}

function readFunction({ standardize }: Config): Python {
  const formats = Object.fromEntries(
    ROLES.flatMap((role) => {
      const format = standardize.read[role]?.format;
      return format ? [[role, format]] : [];
    }),
  );
  const told = Object.keys(formats).length > 0;
  return py`
def read(spark: SparkSession, role: str, path: str) -> Source:
    """Opens a file, a folder or a pattern. The ending tells the format; a folder without one holds Parquet."""
    name = path.rstrip("/").lower().removesuffix(".gz")${lineIf(told, 4, py`text_format = ${formats}.get(role)`)}
    if ${told ? py`text_format == "csv" or not text_format and ` : py``}name.endswith((".csv", ".tsv", ".txt")):
        rows = read_csv(spark, role, path)
    elif ${told ? py`text_format or ` : py``}name.endswith((".json", ".jsonl", ".ndjson")):
        rows = read_json(spark, role, path)
    else:
        rows = spark.read.option("recursiveFileLookup", True).parquet(path)
        rows = rows.withColumn(MALFORMED, F.lit(None).cast("string"))
    names = [column for column in rows.columns if column != MALFORMED]
    rows = rows.select("*", F.col("_metadata.file_path").alias("file"))
    return Source(role, names, rows.toDF(*[f"c{i}" for i in range(len(names))], MALFORMED, "file"))`;
}

function readText(config: Config): Python {
  const options: Record<string, PythonValue> = {};
  let headless = false;
  for (const role of ROLES) {
    const { delimiter, quote, encoding, header } = config.standardize.read[role] ?? {};
    if (header === false) headless = true;
    const told: Record<string, PythonValue> = {
      ...(delimiter !== undefined && { sep: delimiter }),
      ...(quote !== undefined && { quote: quote === "" ? "\0" : quote, escape: quote === "" ? "\0" : quote }),
      ...(encoding !== undefined && { encoding }),
      ...(header !== undefined && { header }),
    };
    if (Object.keys(told).length > 0) options[role] = told;
  }
  const told = Object.keys(options).length > 0;
  return py`
def read_csv(spark: SparkSession, role: str, path: str) -> DataFrame:
    """All columns as text. Records may have line ends inside quotes, so a file is read by one task."""
    line = first_line(spark, path)
    options: dict[str, bool | str] = {
        "header": True,
        "sep": max(",;\t|", key=line.count),
        "quote": '"',
        "escape": '"',
        "multiLine": True,
        "enforceSchema": False,
        "columnNameOfCorruptRecord": MALFORMED,
        "recursiveFileLookup": True,${lineIf(told, 8, py`**${options}.get(role, {}),`)}
    }
${
  headless
    ? py`    names = spark.read.options(**options).csv(path).columns
    if not options["header"]:
        names = [str(name) for name in spark.read.options(**options).csv(path).first()]`
    : py`    names = spark.read.options(**options).csv(path).columns`
}
    return spark.read.options(**options).schema(text_schema(names)).csv(path)


def read_json(spark: SparkSession, role: str, path: str) -> DataFrame:
    """All columns as text: a first pass finds the keys, a second one takes values as they are written."""
    options: dict[str, bool | str] = {
        "multiLine": first_line(spark, path).startswith("["),
        "primitivesAsString": True,
        "columnNameOfCorruptRecord": MALFORMED,
        "recursiveFileLookup": True,${lineIf(told, 8, py`**{k: v for k, v in ${options}.get(role, {}).items() if k == "encoding"},`)}
    }
    names = [name for name in spark.read.options(**options).json(path).columns if name != MALFORMED]
    return spark.read.options(**options).schema(text_schema(names)).json(path)


def text_schema(names: list[str]) -> T.StructType:
    return T.StructType([T.StructField(name, T.StringType()) for name in [*names, MALFORMED]])`;
}
