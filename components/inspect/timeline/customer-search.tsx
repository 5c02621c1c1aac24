import { Autocomplete } from "@base-ui/react/autocomplete";
import { useMemo, useState } from "react";
import type { Ask, FoundCustomer } from "../../../lib/inspection";
import { counted } from "../../ui/format";
import { useAnswer } from "../use-answer";
import styles from "./customer-search.module.css";

const LIMIT = 12;

/** Finds a customer by a part of the id. */
export function CustomerSearch({ ask, onPick }: { ask: Ask; onPick: (customer: string) => void }) {
  const [search, setSearch] = useState("");
  const { answer } = useAnswer(
    ask,
    "customers",
    useMemo(() => ({ search, limit: LIMIT }), [search]),
  );
  // The answer may still be that of a shorter text.
  const found = (answer ?? []).filter(({ customer }) => customer.includes(search.trim()));
  return (
    <Autocomplete.Root
      items={found}
      value={search}
      filter={null}
      openOnInputClick
      autoHighlight
      itemToStringValue={(item: FoundCustomer) => item.customer}
      onValueChange={(value, { reason }) => {
        if (reason === "item-press") {
          onPick(value);
          setSearch("");
        } else {
          setSearch(value);
        }
      }}
    >
      <Autocomplete.Input aria-label="Find a customer" placeholder="Find a customer" className={styles.input} />
      <Autocomplete.Portal>
        <Autocomplete.Positioner className={styles.positioner} sideOffset={4} align="start">
          <Autocomplete.Popup className={styles.popup}>
            <Autocomplete.Empty className={styles.none}>
              {found.length === 0 && answer !== null ? `No customer's id contains “${search}”.` : null}
            </Autocomplete.Empty>
            <Autocomplete.List>
              {(item: FoundCustomer) => (
                <Autocomplete.Item key={item.customer} value={item} className={styles.item}>
                  <span className="number">{item.customer}</span>
                  <span className={styles.more}>
                    {counted(item.days, "day")}, {counted(item.actions, "action")}
                  </span>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}
