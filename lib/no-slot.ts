/** Stands where a row tells no slot of its item. It is above all slots, as SQL puts what is missing behind all values. */
export const NO_SLOT = 2 ** 31 - 1;
