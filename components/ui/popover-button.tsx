import { Popover } from "@base-ui/react/popover";
import type { ReactNode } from "react";
import button from "./button.module.css";
import styles from "./popover-button.module.css";

interface PopoverButtonProps {
  label: string;
  icon: ReactNode;
  /** Whether what the popover holds is in effect. */
  active: boolean;
  children: ReactNode;
}

/** A button that opens a small panel of settings beside itself. */
export function PopoverButton({ label, icon, active, children }: PopoverButtonProps) {
  return (
    <Popover.Root>
      <Popover.Trigger className={`${button.button} ${button.plain} ${styles.trigger}`} data-active={active}>
        {icon}
        {label}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} sideOffset={4} align="start" collisionPadding={8}>
          <Popover.Popup className={styles.popup}>
            <Popover.Title className="visually-hidden">{label}</Popover.Title>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
