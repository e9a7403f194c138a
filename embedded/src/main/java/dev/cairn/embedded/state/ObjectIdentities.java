package dev.cairn.embedded.state;

import dev.cairn.catalog.PersistentMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Maps names to the identities of objects. An object keeps its identity, and with it the grants on it, through RENAME,
 * SWAP and RECOVER.
 */
public record ObjectIdentities(
        PersistentMap<DatabaseIdentities> identitiesByDatabaseName,
        PersistentMap<DatabaseIdentities> recycledIdentitiesByDatabaseName) {
    public static final ObjectIdentities EMPTY = new ObjectIdentities(PersistentMap.empty(), PersistentMap.empty());

    /** The identities of a database and of its objects. */
    public record DatabaseIdentities(
            ObjectIdentity databaseIdentity,
            PersistentMap<ObjectIdentity> identityByObjectName,
            PersistentMap<ObjectIdentity> recycledIdentityByObjectName) {
        private DatabaseIdentities withIdentities(PersistentMap<ObjectIdentity> newIdentityByObjectName) {
            return new DatabaseIdentities(databaseIdentity, newIdentityByObjectName, recycledIdentityByObjectName);
        }

        private DatabaseIdentities withNewObject(String name, Supplier<ObjectIdentity> identityFactory) {
            return identityByObjectName.contains(name)
                    ? this
                    : withIdentities(identityByObjectName.withEntry(name, identityFactory.get()));
        }

        private DatabaseIdentities withoutObject(String name, boolean isRecoverable) {
            Optional<ObjectIdentity> removedIdentity = identityByObjectName.get(name);
            if (removedIdentity.isEmpty()) {
                return this;
            }
            PersistentMap<ObjectIdentity> newRecycledIdentityByObjectName = isRecoverable
                    ? recycledIdentityByObjectName.withEntry(name, removedIdentity.get())
                    : recycledIdentityByObjectName;
            return new DatabaseIdentities(
                    databaseIdentity, identityByObjectName.withoutKey(name), newRecycledIdentityByObjectName);
        }

        private DatabaseIdentities withRecoveredObject(String name) {
            return recycledIdentityByObjectName
                    .get(name)
                    .map(identity -> new DatabaseIdentities(
                            databaseIdentity,
                            identityByObjectName.withEntry(name, identity),
                            recycledIdentityByObjectName.withoutKey(name)))
                    .orElse(this);
        }

        private DatabaseIdentities withRenamedObject(String oldName, String newName) {
            return identityByObjectName
                    .get(oldName)
                    .map(identity -> withIdentities(
                            identityByObjectName.withoutKey(oldName).withEntry(newName, identity)))
                    .orElse(this);
        }

        private DatabaseIdentities withSwappedObjects(String firstName, String secondName) {
            Optional<ObjectIdentity> firstIdentity = identityByObjectName.get(firstName);
            Optional<ObjectIdentity> secondIdentity = identityByObjectName.get(secondName);
            if (firstIdentity.isEmpty() || secondIdentity.isEmpty()) {
                return this;
            }
            return withIdentities(identityByObjectName
                    .withEntry(firstName, secondIdentity.get())
                    .withEntry(secondName, firstIdentity.get()));
        }
    }

    /** Returns the name of the object with this id; empty if it was dropped. */
    public Optional<DatabaseObjectName> findName(long objectId) {
        for (Map.Entry<String, DatabaseIdentities> databaseEntry : identitiesByDatabaseName) {
            for (Map.Entry<String, ObjectIdentity> objectEntry :
                    databaseEntry.getValue().identityByObjectName()) {
                if (objectEntry.getValue().id() == objectId) {
                    return Optional.of(new DatabaseObjectName(databaseEntry.getKey(), objectEntry.getKey()));
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the ids of the objects that exist or can be recovered. */
    public Set<Long> recoverableIds() {
        Set<Long> ids = new HashSet<>();
        for (PersistentMap<DatabaseIdentities> identitiesByDatabase :
                List.of(identitiesByDatabaseName, recycledIdentitiesByDatabaseName)) {
            for (DatabaseIdentities databaseIdentities : identitiesByDatabase.values()) {
                databaseIdentities.identityByObjectName().values().forEach(identity -> ids.add(identity.id()));
                databaseIdentities.recycledIdentityByObjectName().values().forEach(identity -> ids.add(identity.id()));
            }
        }
        return ids;
    }

    public Optional<ObjectIdentity> findDatabase(String name) {
        return identitiesByDatabaseName.get(name).map(DatabaseIdentities::databaseIdentity);
    }

    public Optional<ObjectIdentity> findObject(String databaseName, String name) {
        return identitiesByDatabaseName
                .get(databaseName)
                .flatMap(databaseIdentities ->
                        databaseIdentities.identityByObjectName().get(name));
    }

    /**
     * Returns the identity of the dropped object with this name that RECOVER would restore, by itself or with its
     * database; empty if there is none.
     */
    public Optional<ObjectIdentity> findRecycledObject(String databaseName, String name) {
        Optional<ObjectIdentity> recycledIdentity = identitiesByDatabaseName
                .get(databaseName)
                .flatMap(databaseIdentities ->
                        databaseIdentities.recycledIdentityByObjectName().get(name));
        return recycledIdentity.isPresent()
                ? recycledIdentity
                : recycledIdentitiesByDatabaseName
                        .get(databaseName)
                        .flatMap(databaseIdentities ->
                                databaseIdentities.identityByObjectName().get(name));
    }

    /** Returns the id of a database; 0 if it is unknown. */
    public long id(String databaseName) {
        return findDatabase(databaseName).map(ObjectIdentity::id).orElse(0L);
    }

    /** Returns the id of an object; 0 if it is unknown. */
    public long id(String databaseName, String objectName) {
        return findObject(databaseName, objectName).map(ObjectIdentity::id).orElse(0L);
    }

    /**
     * Returns identities to which a copy of a database and of its objects has been added, with new ids. If the source
     * does not exist, the copy has no objects.
     */
    ObjectIdentities withDatabaseCopy(
            String sourceDatabaseName, String targetDatabaseName, Supplier<ObjectIdentity> identityFactory) {
        DatabaseIdentities copy =
                new DatabaseIdentities(identityFactory.get(), PersistentMap.empty(), PersistentMap.empty());
        for (Map.Entry<String, ObjectIdentity> objectEntry : identitiesByDatabaseName
                .get(sourceDatabaseName)
                .map(DatabaseIdentities::identityByObjectName)
                .orElse(PersistentMap.empty())) {
            copy = copy.withNewObject(objectEntry.getKey(), identityFactory);
        }
        return withDatabase(targetDatabaseName, copy);
    }

    /** Returns the ids of the copies of a database and of its objects, by the ids of the originals. */
    Map<Long, Long> mapCopyIds(String sourceDatabaseName, String targetDatabaseName) {
        Map<Long, Long> copyIdByObjectId = new LinkedHashMap<>();
        copyIdByObjectId.put(id(sourceDatabaseName), id(targetDatabaseName));
        for (Map.Entry<String, ObjectIdentity> objectEntry : identitiesByDatabaseName
                .get(targetDatabaseName)
                .map(DatabaseIdentities::identityByObjectName)
                .orElse(PersistentMap.empty())) {
            copyIdByObjectId.put(
                    id(sourceDatabaseName, objectEntry.getKey()),
                    objectEntry.getValue().id());
        }
        return copyIdByObjectId;
    }

    ObjectIdentities withNewDatabase(String databaseName, Supplier<ObjectIdentity> identityFactory) {
        if (identitiesByDatabaseName.contains(databaseName)) {
            return this;
        }
        return withDatabase(
                databaseName,
                new DatabaseIdentities(identityFactory.get(), PersistentMap.empty(), PersistentMap.empty()));
    }

    /**
     * Returns a copy without the identities of a database. If the database is recoverable, they are kept for RECOVER.
     * Returns this object if the database is unknown.
     */
    ObjectIdentities withoutDatabase(String databaseName, boolean isRecoverable) {
        Optional<DatabaseIdentities> removedDatabase = identitiesByDatabaseName.get(databaseName);
        if (removedDatabase.isEmpty()) {
            return this;
        }
        return new ObjectIdentities(
                identitiesByDatabaseName.withoutKey(databaseName),
                isRecoverable
                        ? recycledIdentitiesByDatabaseName.withEntry(databaseName, removedDatabase.get())
                        : recycledIdentitiesByDatabaseName);
    }

    ObjectIdentities withRecoveredDatabase(String databaseName) {
        return recycledIdentitiesByDatabaseName
                .get(databaseName)
                .map(recoveredDatabase -> new ObjectIdentities(
                        identitiesByDatabaseName.withEntry(databaseName, recoveredDatabase),
                        recycledIdentitiesByDatabaseName.withoutKey(databaseName)))
                .orElse(this);
    }

    ObjectIdentities withNewObject(String databaseName, String name, Supplier<ObjectIdentity> identityFactory) {
        return withChangedDatabase(
                databaseName, databaseIdentities -> databaseIdentities.withNewObject(name, identityFactory));
    }

    ObjectIdentities withoutObject(String databaseName, String name, boolean isRecoverable) {
        return withChangedDatabase(
                databaseName, databaseIdentities -> databaseIdentities.withoutObject(name, isRecoverable));
    }

    ObjectIdentities withRecoveredObject(String databaseName, String name) {
        return withChangedDatabase(databaseName, databaseIdentities -> databaseIdentities.withRecoveredObject(name));
    }

    ObjectIdentities withRenamedObject(String databaseName, String oldName, String newName) {
        return withChangedDatabase(
                databaseName, databaseIdentities -> databaseIdentities.withRenamedObject(oldName, newName));
    }

    ObjectIdentities withSwappedObjects(String databaseName, String firstName, String secondName) {
        return withChangedDatabase(
                databaseName, databaseIdentities -> databaseIdentities.withSwappedObjects(firstName, secondName));
    }

    /** Applies a change to the identities of a database; returns this object if the database is unknown. */
    private ObjectIdentities withChangedDatabase(String databaseName, UnaryOperator<DatabaseIdentities> change) {
        return identitiesByDatabaseName
                .get(databaseName)
                .map(databaseIdentities -> withDatabase(databaseName, change.apply(databaseIdentities)))
                .orElse(this);
    }

    private ObjectIdentities withDatabase(String databaseName, DatabaseIdentities databaseIdentities) {
        return new ObjectIdentities(
                identitiesByDatabaseName.withEntry(databaseName, databaseIdentities), recycledIdentitiesByDatabaseName);
    }
}
