package dev.cairn.refusal;

import java.util.Locale;

/** The kind of object or clause that a {@link CommonRule} refers to; messages contain it in words. */
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

    /** Returns the kind in words, such as {@code materialized view}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
