package dev.cairn.embedded.account;

/**
 * What a grant is on, by identity: it goes with the object to another name.
 *
 * @param database {@link #ANY} for all databases, and for what stands in none
 * @param object {@link #ANY} for all of its kind
 */
public record GrantTarget(ObjectKind kind, long database, long object) {
    public static final long ANY = -1;

    public static GrantTarget of(ObjectKind kind, long database, long object) {
        return new GrantTarget(kind, database, object);
    }

    public static GrantTarget database(long database) {
        return new GrantTarget(ObjectKind.DATABASE, database, ANY);
    }

    public static final GrantTarget SYSTEM = new GrantTarget(ObjectKind.SYSTEM, ANY, ANY);
    public static final GrantTarget CATALOG = new GrantTarget(ObjectKind.CATALOG, ANY, ANY);

    /** Whether a grant on this is one on the other too. */
    boolean covers(GrantTarget other) {
        return kind == other.kind
                && (database == ANY || database == other.database)
                && (object == ANY || object == other.object);
    }
}
