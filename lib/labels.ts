/** Labels of items shown, as typed arrays have them. */
export const LABEL_FALSE = 0;
export const LABEL_TRUE = 1;
export const LABEL_MISSING = 2;
