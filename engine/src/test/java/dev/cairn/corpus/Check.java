package dev.cairn.corpus;

/** The part of the engine that is compared with an answer. */
enum Check {
    /** An accepted statement of a known family is parsed, and not as opaque. */
    PARSED,
    /** A recorded text of SHOW CREATE TABLE is parsed and written back byte for byte. */
    TEXT,
    /** An accepted statement is applied. */
    ACCEPTED,
    /** After it, SHOW CREATE TABLE gives the recorded text. */
    SHOWN,
    /** A refused statement is refused. */
    REFUSED,
    /** … with the same error number. */
    ERRNO,
    /** … which is not 1064. */
    SPECIAL_ERRNO,
    /** The last SHOW CREATE TABLE of a history gives the recorded text. */
    HISTORY,
    /** An accepted statement about a view or materialized view is applied. */
    VIEW_ACCEPTED,
    /** After it, SHOW CREATE gives the recorded text; before 4.0, the recorded head and a query that says the same. */
    VIEW_SHOWN,
    /** A refused statement about a view or materialized view is refused. */
    VIEW_REFUSED,
    /** … with the same error number. */
    VIEW_ERRNO,
    /** … which is not 1064. */
    VIEW_SPECIAL_ERRNO,
    /** Whether a materialized view is active is as recorded. */
    ACTIVE,
    /** An inactive one is inactive, for the recorded reason. */
    INACTIVE,
    /** The columns of a view have the recorded names. */
    COLUMN_NAMES,
    /** A column of a view has the recorded type. */
    COLUMN_TYPES,
    /** It is recorded as nullable or not. */
    COLUMN_NULLABLE,
    /** Of those that are not. */
    COLUMN_NOT_NULL;

    /** The same for a statement about a view. */
    Check forViews() {
        return valueOf("VIEW_" + name());
    }
}
