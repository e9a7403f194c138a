package dev.cairn.embedded.account;

/**
 * The target of a grant. It refers to objects by identity, so that renaming an object keeps its grants.
 *
 * @param database the id of the database; {@link #ANY} for all databases, and for a target outside of databases
 * @param object the id of the object; {@link #ANY} for all objects of the kind
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

    /** Returns whether a grant on this target includes the other target. */
    boolean covers(GrantTarget other) {
        return kind == other.kind
                && (database == ANY || database == other.database)
                && (object == ANY || object == other.object);
    }
}
