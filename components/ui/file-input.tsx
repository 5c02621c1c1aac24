import { type ComponentProps, type RefObject, useEffect, useEffectEvent, useRef } from "react";

interface FileInputProps extends Omit<ComponentProps<"input">, "type" | "onChange" | "ref"> {
  onFiles: (files: FileList) => void;
  /** To open its dialog from elsewhere. */
  inputRef?: RefObject<HTMLInputElement | null>;
}

/** Takes files; also those that were chosen while the page was there and its code was not. */
export function FileInput({ onFiles, inputRef, ...attributes }: FileInputProps) {
  const own = useRef<HTMLInputElement>(null);
  const ref = inputRef ?? own;
  const take = useEffectEvent((input: HTMLInputElement | null) => {
    if (!input?.files?.length) return;
    onFiles(input.files);
    // The same file may be chosen again.
    input.value = "";
  });
  useEffect(() => take(ref.current), [ref]);
  return <input {...attributes} type="file" ref={ref} onChange={(event) => take(event.target)} />;
}
