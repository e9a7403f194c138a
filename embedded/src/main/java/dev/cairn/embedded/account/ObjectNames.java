package dev.cairn.embedded.account;

import java.util.Optional;

/** Which objects names mean at the moment, and the other way round. */
public interface ObjectNames {
    Optional<Long> database(String name);

    /** Empty where there is none, or one of another kind. */
    Optional<Long> object(ObjectKind kind, String database, String name);

    Optional<String> databaseName(long id);

    Optional<String> objectName(long database, long id);

    Optional<ObjectKind> kind(String database, String name);

    /** The database in use. */
    Optional<String> databaseInUse();
}
