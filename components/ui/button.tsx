import type { ComponentProps } from "react";
import styles from "./button.module.css";

type Kind = "primary" | "plain" | "quiet" | "icon";

export function Button({ kind = "plain", className, ...props }: ComponentProps<"button"> & { kind?: Kind }) {
  return <button type="button" className={[styles.button, styles[kind], className].filter(Boolean).join(" ")} {...props} />;
}
