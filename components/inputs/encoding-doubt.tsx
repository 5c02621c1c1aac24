import type { Config, Role } from "../../lib/config";
import type { SniffedSource } from "../../lib/sources/types";
import { Button } from "../ui/button";
import { whole } from "../ui/format";
import styles from "./columns.module.css";
import { ENCODING_NAMES } from "./reading";

type Read = Config["standardize"]["read"];

interface EncodingDoubtProps {
  role: Role | null;
  /** Of all files of the card. */
  sources: readonly SniffedSource[];
  read: Read;
  onRead: (read: Read) => void;
}

/** Says that files are read in an encoding that was told and that their bytes contradict, and takes it back. */
export function EncodingDoubt({ role, sources, read, onRead }: EncodingDoubtProps) {
  const doubtful = sources.filter(({ seemsEncoding }) => seemsEncoding !== undefined);
  const [first] = doubtful;
  if (role === null || !first?.encoding || !first.seemsEncoding) return null;
  const findOut = () => {
    const { [role]: { encoding: _, ...told } = {}, ...others } = read;
    onRead(Object.keys(told).length === 0 ? others : { ...others, [role]: told });
  };
  const told = ENCODING_NAMES[first.encoding];
  const seems = ENCODING_NAMES[first.seemsEncoding];
  const text =
    sources.length === 1
      ? `It is read as ${told}, but its bytes are ${seems}.`
      : `${whole(doubtful.length)} of ${whole(sources.length)} files are read as ${told}, but their bytes are ${seems}.`;
  return (
    <p className={`${styles.guess} ${styles.doubt}`}>
      <span>{text}</span>
      <Button onClick={findOut}>Read as {seems}</Button>
    </p>
  );
}
