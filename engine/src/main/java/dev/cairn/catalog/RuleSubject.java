package dev.cairn.catalog;

import java.util.Locale;

/** What a {@link CommonRule} is about; its text is the word for it. */
public enum RuleSubject {
    CATALOG,
    CLAUSE,
    COLUMN,
    CONSTRAINT,
    DATABASE,
    ENGINE,
    FIELD,
    INDEX,
    MATERIALIZED_VIEW,
    PARTITION,
    PROPERTY,
    RESOURCE_GROUP,
    ROLE,
    ROLLUP,
    STORAGE_VOLUME,
    SYSTEM_TABLE,
    TABLE,
    TABLET,
    TRANSACTION,
    USER,
    VIEW;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
