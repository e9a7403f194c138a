package dev.cairn.catalog;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for decimal types, and for changes of tables that have rollups or temporary partitions. */
public enum CatalogRule implements RefusalRule {
    DECIMAL_PRECISION_OUT_OF_RANGE("DECIMAL's precision should range from 1 to %s"),
    DECIMAL_SCALE_OUT_OF_RANGE("DECIMAL's scale should range from 0 to %s"),
    COLUMN_USED_BY_ROLLUP(
            "Can not drop/modify the column %s, because the column is used in the related rollup %s, please "
                    + "drop the rollup index first."),
    TEMPORARY_PARTITIONS_PRESENT("Can not alter table when there are temp partitions in table");

    private final String template;

    CatalogRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
