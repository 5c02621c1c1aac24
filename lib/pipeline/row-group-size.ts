/** List elements in a row group, about: some 12,000 rows of 1,000. It depends on the config alone. */
export const VALUES_A_ROW_GROUP = 12_288_000;
