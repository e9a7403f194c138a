package dev.cairn.embedded.account;

/**
 * What a grant is on, by identity: it goes with the object to another name.
 *
 * @param database {@link #ANY} for all databases, and for what stands in none
 * @param object {@link #ANY} for all of its kind
 */
public record Target(ObjectKind kind, long database, long object) {
    public static final long ANY = -1;

    public static Target of(ObjectKind kind, long database, long object) {
        return new Target(kind, database, object);
    }

    public static Target database(long database) {
        return new Target(ObjectKind.DATABASE, database, ANY);
    }

    public static final Target SYSTEM = new Target(ObjectKind.SYSTEM, ANY, ANY);
    public static final Target CATALOG = new Target(ObjectKind.CATALOG, ANY, ANY);

    /** Whether a grant on this is one on the other too. */
    boolean covers(Target other) {
        return kind == other.kind
                && (database == ANY || database == other.database)
                && (object == ANY || object == other.object);
    }
}
