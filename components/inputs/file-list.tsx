import { X } from "lucide-react";
import { useState } from "react";
import { byteSize } from "../../lib/byte-size";
import type { Role } from "../../lib/config";
import { Button } from "../ui/button";
import { Disclosure } from "../ui/disclosure";
import type { FileEntry } from "../workbench-state";
import styles from "./columns.module.css";
import { RoleSelect } from "./role-select";

/** Files drawn at a time. */
const PAGE = 50;

interface FileListProps {
  entries: readonly FileEntry[];
  onRole: (ids: readonly number[], role: Role | null) => void;
  onRemove: (ids: readonly number[]) => void;
}

/** The files that a card stands for. */
export function FileList({ entries, onRole, onRemove }: FileListProps) {
  const [open, setOpen] = useState(false);
  const [most, setMost] = useState(PAGE);
  const left = entries.length - most;
  return (
    <Disclosure words="Files" className={styles.fields} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      {open ? (
        <ul>
          {entries.slice(0, most).map(({ id, file, role }) => (
            <li key={id} className={styles.part}>
              <span className={styles.canonical} title={file.path}>
                {file.path}
              </span>
              <span className={styles.amount}>{byteSize(file.blob.size)}</span>
              <RoleSelect name={file.path} role={role} isKnown onRole={(chosen) => onRole([id], chosen)} />
              <Button kind="icon" onClick={() => onRemove([id])} aria-label={`Remove ${file.path}`} title="Remove">
                <X size={14} aria-hidden />
              </Button>
            </li>
          ))}
          {left > 0 ? (
            <li>
              <Button kind="quiet" onClick={() => setMost(most + 10 * PAGE)}>
                Show {Math.min(left, 10 * PAGE)} more
              </Button>
            </li>
          ) : null}
        </ul>
      ) : null}
    </Disclosure>
  );
}
