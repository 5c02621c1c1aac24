/** Stands where an action has no partition date, in days since 1970. It is before all days. */
export const NO_DAY = -(2 ** 31);
