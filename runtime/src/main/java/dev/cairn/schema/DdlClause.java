package dev.cairn.schema;

/**
 * Optional clauses of a statement that creates or drops an object. They read best with a static import.
 *
 * <pre>{@code
 * ACTIVE_ACCOUNT.create(orReplace());
 * ACTIVE_ACCOUNT.drop(ifExists());
 * }</pre>
 */
public final class DdlClause {
    private DdlClause() {}

    /** Returns the clause {@code OR REPLACE}: an existing object with that name is redefined, and keeps its grants. */
    public static OrReplace orReplace() {
        return OrReplace.OR_REPLACE;
    }

    /** Returns the clause {@code IF NOT EXISTS}: an existing object with that name remains unchanged. */
    public static IfNotExists ifNotExists() {
        return IfNotExists.IF_NOT_EXISTS;
    }

    /** Returns the clause {@code IF EXISTS}: the statement is a no-op if there is no object with that name. */
    public static IfExists ifExists() {
        return IfExists.IF_EXISTS;
    }

    /** The clause {@code OR REPLACE}; see {@link DdlClause#orReplace}. */
    public enum OrReplace {
        /** The only value. */
        OR_REPLACE
    }

    /** The clause {@code IF NOT EXISTS}; see {@link DdlClause#ifNotExists}. */
    public enum IfNotExists {
        /** The only value. */
        IF_NOT_EXISTS
    }

    /** The clause {@code IF EXISTS}; see {@link DdlClause#ifExists}. */
    public enum IfExists {
        /** The only value. */
        IF_EXISTS
    }
}
