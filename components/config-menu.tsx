import { Menu } from "@base-ui/react/menu";
import { FileDown, FileUp, RotateCcw } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { DEFAULT_CONFIG } from "../lib/config";
import { ConfigLabel } from "./config-label";
import styles from "./config-menu.module.css";
import { chooseThreads, chosenThreads, THREAD_CHOICES, type Threads } from "./threads";
import { Button } from "./ui/button";
import { downloadJson } from "./ui/download";
import type { WorkbenchModel } from "./use-workbench";

/** How many threads a build uses. The dataset is the same with any number. */
function ThreadChoice() {
  const [chosen, setChosen] = useState(chosenThreads);
  const choose = (threads: Threads) => {
    chooseThreads(threads);
    setChosen(threads);
  };
  return (
    <Menu.Group className={styles.group}>
      <Menu.GroupLabel className={styles.label}>Threads of a build</Menu.GroupLabel>
      <Menu.RadioGroup className={styles.choices} value={chosen} onValueChange={choose}>
        {THREAD_CHOICES.map((threads) => (
          <Menu.RadioItem key={threads} className={styles.choice} value={threads}>
            {threads === "auto" ? "One a core" : threads}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </Menu.Group>
  );
}

/**
 * The config as a file: saved, opened, or back to where it began.
 * @param isOpen from the beginning
 * @param onOpen asks for the file to open
 */
export function ConfigMenu({ model, isOpen, onOpen }: { model: WorkbenchModel; isOpen: boolean; onOpen: () => void }) {
  const [open, setOpen] = useState(false);
  // Not before its place is there.
  useEffect(() => setOpen(isOpen), [isOpen]);
  /** Inside of the header: what stands in no landmark is hard to find by ear. */
  const place = useRef<HTMLDivElement>(null);
  return (
    <>
      <Menu.Root open={open} onOpenChange={setOpen}>
        <Menu.Trigger render={<Button kind="quiet" />}>
          <ConfigLabel />
        </Menu.Trigger>
        <Menu.Portal container={place}>
          <Menu.Positioner className={styles.positioner} sideOffset={4} align="start">
            <Menu.Popup className={styles.popup}>
              <Menu.Item className={styles.item} onClick={() => downloadJson("lookback-config.json", model.config)}>
                <FileDown size={14} aria-hidden />
                Save config as file
              </Menu.Item>
              <Menu.Item className={styles.item} onClick={onOpen}>
                <FileUp size={14} aria-hidden />
                Open config or recipe…
              </Menu.Item>
              <Menu.Item className={styles.item} onClick={() => model.openConfig(DEFAULT_CONFIG, { kind: "defaults" })}>
                <RotateCcw size={14} aria-hidden />
                Reset to the defaults
              </Menu.Item>
              <ThreadChoice />
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <div ref={place} className={styles.place} />
    </>
  );
}
