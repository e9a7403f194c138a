package dev.cairn.corpus;

/** The part of the engine that is compared with an answer. */
enum Check {
    /** An accepted statement of a known family is parsed into a statement that is not opaque. */
    PARSED,
    /** A recorded text of SHOW CREATE TABLE is parsed and written back byte for byte. */
    TEXT,
    /** An accepted statement is applied. */
    ACCEPTED,
    /** After an accepted statement, SHOW CREATE TABLE returns the recorded text. */
    SHOWN,
    /** A refused statement is refused. */
    REFUSED,
    /** A refused statement is refused with the recorded error number. */
    ERRNO,
    /** The recorded error number is not the general 1064, and the statement is refused with it. */
    SPECIAL_ERRNO,
    /** The last SHOW CREATE TABLE of a history returns the recorded text. */
    HISTORY,
    /** An accepted statement about a view or materialized view is applied. */
    VIEW_ACCEPTED,
    /** SHOW CREATE of a view returns the recorded text; before 4.0, the recorded head and an equivalent query. */
    VIEW_SHOWN,
    /** A refused statement about a view or materialized view is refused. */
    VIEW_REFUSED,
    /** A refused statement about a view is refused with the recorded error number. */
    VIEW_ERRNO,
    /** A refused statement about a view has the recorded error number, which is not the general 1064. */
    VIEW_SPECIAL_ERRNO,
    /** A materialized view is active if it was recorded as active, and inactive otherwise. */
    ACTIVE,
    /** An inactive materialized view is inactive for the recorded reason. */
    INACTIVE,
    /** The columns of a view have the recorded names. */
    COLUMN_NAMES,
    /** A column of a view has the recorded type. */
    COLUMN_TYPES,
    /** A column of a view is nullable if it was recorded as nullable, and not nullable otherwise. */
    COLUMN_NULLABLE,
    /** A column of a view that was recorded as not nullable is not nullable. */
    COLUMN_NOT_NULL;

    /** Returns the same check for a statement about a view. */
    Check forViews() {
        return valueOf("VIEW_" + name());
    }
}
