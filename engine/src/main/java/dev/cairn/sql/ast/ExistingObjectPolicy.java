package dev.cairn.sql.ast;

/** The effect of CREATE on an existing object of the same name. */
public enum ExistingObjectPolicy {
    /** The statement is refused. */
    REFUSE,
    /** IF NOT EXISTS: the statement has no effect. */
    KEEP,
    /** OR REPLACE. */
    REPLACE
}
