package dev.cairn.schema;

/**
 * What a statement that creates or drops something may add. It reads best behind a static import.
 *
 * <pre>{@code
 * ACTIVE_ACCOUNT.create(orReplace());
 * ACTIVE_ACCOUNT.drop(ifExists());
 * }</pre>
 */
public final class Clause {
    private Clause() {}

    /** {@code CREATE OR REPLACE}: what is there under the name is redefined, and keeps its grants. */
    public static OrReplace orReplace() {
        return OrReplace.OR_REPLACE;
    }

    /** {@code IF NOT EXISTS}: what is there under the name stays as it is. */
    public static IfNotExists ifNotExists() {
        return IfNotExists.IF_NOT_EXISTS;
    }

    /** {@code IF EXISTS}: nothing happens where there is nothing under the name. */
    public static IfExists ifExists() {
        return IfExists.IF_EXISTS;
    }

    /** {@link Clause#orReplace}. */
    public enum OrReplace {
        OR_REPLACE
    }

    /** {@link Clause#ifNotExists}. */
    public enum IfNotExists {
        IF_NOT_EXISTS
    }

    /** {@link Clause#ifExists}. */
    public enum IfExists {
        IF_EXISTS
    }
}
