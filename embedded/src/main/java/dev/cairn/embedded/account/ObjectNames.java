package dev.cairn.embedded.account;

import java.util.Optional;

/** Resolves names to the identities of objects, and identities to names. */
public interface ObjectNames {
    Optional<Long> databaseId(String name);

    /** Returns the id of an object; empty if the object does not exist or has another kind. */
    Optional<Long> objectId(ObjectKind kind, String database, String name);

    Optional<String> databaseName(long id);

    Optional<String> objectName(long database, long id);

    Optional<ObjectKind> kind(String database, String name);

    /** Returns the default database. */
    Optional<String> defaultDatabase();
}
