package dev.cairn;

/**
 * A kind of change that needs the consent of a person.
 *
 * <pre>{@code
 * MigratorOptions.DEFAULT.consent(Consent.DESTRUCTIVE, Consent.REBUILD)
 * }</pre>
 *
 * @see MigratorOptions#consent
 */
public enum Consent {
    /** Data is destroyed: a downgrade drops a column, for example. */
    DESTRUCTIVE,
    /** A table that can't be altered is recreated, and its data is copied. */
    REBUILD
}
