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
        PersistentMap<DatabaseIdentities> databases, PersistentMap<DatabaseIdentities> recycledDatabases) {
    public static final ObjectIdentities NONE = new ObjectIdentities(PersistentMap.empty(), PersistentMap.empty());

    /** The identities of a database and of its objects. */
    public record DatabaseIdentities(
            ObjectIdentity databaseIdentity,
            PersistentMap<ObjectIdentity> objects,
            PersistentMap<ObjectIdentity> recycledObjects) {
        private DatabaseIdentities withObjects(PersistentMap<ObjectIdentity> newObjects) {
            return new DatabaseIdentities(databaseIdentity, newObjects, recycledObjects);
        }

        private DatabaseIdentities add(String name, Supplier<ObjectIdentity> newIdentity) {
            return objects.contains(name) ? this : withObjects(objects.withEntry(name, newIdentity.get()));
        }

        private DatabaseIdentities remove(String name, boolean isRecoverable) {
            Optional<ObjectIdentity> removedIdentity = objects.get(name);
            if (removedIdentity.isEmpty()) {
                return this;
            }
            PersistentMap<ObjectIdentity> recoverableObjects =
                    isRecoverable ? recycledObjects.withEntry(name, removedIdentity.get()) : recycledObjects;
            return new DatabaseIdentities(databaseIdentity, objects.withoutKey(name), recoverableObjects);
        }

        private DatabaseIdentities recover(String name) {
            return recycledObjects
                    .get(name)
                    .map(identity -> new DatabaseIdentities(
                            databaseIdentity, objects.withEntry(name, identity), recycledObjects.withoutKey(name)))
                    .orElse(this);
        }

        private DatabaseIdentities rename(String oldName, String newName) {
            return objects.get(oldName)
                    .map(identity -> withObjects(objects.withoutKey(oldName).withEntry(newName, identity)))
                    .orElse(this);
        }

        private DatabaseIdentities swap(String firstName, String secondName) {
            Optional<ObjectIdentity> firstIdentity = objects.get(firstName);
            Optional<ObjectIdentity> secondIdentity = objects.get(secondName);
            if (firstIdentity.isEmpty() || secondIdentity.isEmpty()) {
                return this;
            }
            return withObjects(
                    objects.withEntry(firstName, secondIdentity.get()).withEntry(secondName, firstIdentity.get()));
        }
    }

    /** Returns the name of the object with this id; empty if it was dropped. */
    public Optional<StatementObject> findName(long id) {
        for (Map.Entry<String, DatabaseIdentities> database : databases) {
            for (Map.Entry<String, ObjectIdentity> object : database.getValue().objects()) {
                if (object.getValue().id() == id) {
                    return Optional.of(new StatementObject(database.getKey(), object.getKey()));
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the ids of the objects that exist or can be recovered. */
    public Set<Long> recoverableIds() {
        Set<Long> ids = new HashSet<>();
        for (PersistentMap<DatabaseIdentities> owners : List.of(databases, recycledDatabases)) {
            for (DatabaseIdentities owner : owners.values()) {
                owner.objects().values().forEach(identity -> ids.add(identity.id()));
                owner.recycledObjects().values().forEach(identity -> ids.add(identity.id()));
            }
        }
        return ids;
    }

    public Optional<ObjectIdentity> findDatabase(String name) {
        return databases.get(name).map(DatabaseIdentities::databaseIdentity);
    }

    public Optional<ObjectIdentity> findObject(String database, String name) {
        return databases.get(database).flatMap(owner -> owner.objects().get(name));
    }

    /**
     * Returns the identity of the dropped object with this name that RECOVER would restore, by itself or with its
     * database; empty if there is none.
     */
    public Optional<ObjectIdentity> findDroppedObject(String database, String name) {
        Optional<ObjectIdentity> droppedIdentity =
                databases.get(database).flatMap(owner -> owner.recycledObjects().get(name));
        return droppedIdentity.isPresent()
                ? droppedIdentity
                : recycledDatabases
                        .get(database)
                        .flatMap(owner -> owner.objects().get(name));
    }

    /** Returns the id of a database; 0 if it is unknown. */
    public long id(String database) {
        return findDatabase(database).map(ObjectIdentity::id).orElse(0L);
    }

    /** Returns the id of an object; 0 if it is unknown. */
    public long id(String database, String object) {
        return findObject(database, object).map(ObjectIdentity::id).orElse(0L);
    }

    /**
     * Returns identities to which a copy of a database and of its objects has been added, with new ids. If the source
     * does not exist, the copy has no objects.
     */
    ObjectIdentities copyDatabase(String source, String target, Supplier<ObjectIdentity> newIdentity) {
        DatabaseIdentities copy =
                new DatabaseIdentities(newIdentity.get(), PersistentMap.empty(), PersistentMap.empty());
        for (Map.Entry<String, ObjectIdentity> object :
                databases.get(source).map(DatabaseIdentities::objects).orElse(PersistentMap.empty())) {
            copy = copy.add(object.getKey(), newIdentity);
        }
        return withDatabase(target, copy);
    }

    /** Returns the ids of the copies of a database and of its objects, by the ids of the originals. */
    Map<Long, Long> mapCopies(String source, String target) {
        Map<Long, Long> copies = new LinkedHashMap<>();
        copies.put(id(source), id(target));
        for (Map.Entry<String, ObjectIdentity> object :
                databases.get(target).map(DatabaseIdentities::objects).orElse(PersistentMap.empty())) {
            copies.put(id(source, object.getKey()), object.getValue().id());
        }
        return copies;
    }

    ObjectIdentities addDatabase(String database, Supplier<ObjectIdentity> newIdentity) {
        if (databases.contains(database)) {
            return this;
        }
        return withDatabase(
                database, new DatabaseIdentities(newIdentity.get(), PersistentMap.empty(), PersistentMap.empty()));
    }

    /**
     * Returns identities without a database, which are kept for RECOVER if it is recoverable. Returns this object if
     * the database is unknown.
     */
    ObjectIdentities removeDatabase(String database, boolean isRecoverable) {
        Optional<DatabaseIdentities> removedDatabase = databases.get(database);
        if (removedDatabase.isEmpty()) {
            return this;
        }
        return new ObjectIdentities(
                databases.withoutKey(database),
                isRecoverable ? recycledDatabases.withEntry(database, removedDatabase.get()) : recycledDatabases);
    }

    ObjectIdentities recoverDatabase(String database) {
        return recycledDatabases
                .get(database)
                .map(recoveredDatabase -> new ObjectIdentities(
                        databases.withEntry(database, recoveredDatabase), recycledDatabases.withoutKey(database)))
                .orElse(this);
    }

    ObjectIdentities addObject(String database, String name, Supplier<ObjectIdentity> newIdentity) {
        return changeDatabase(database, owner -> owner.add(name, newIdentity));
    }

    ObjectIdentities removeObject(String database, String name, boolean isRecoverable) {
        return changeDatabase(database, owner -> owner.remove(name, isRecoverable));
    }

    ObjectIdentities recoverObject(String database, String name) {
        return changeDatabase(database, owner -> owner.recover(name));
    }

    ObjectIdentities rename(String database, String oldName, String newName) {
        return changeDatabase(database, owner -> owner.rename(oldName, newName));
    }

    ObjectIdentities swap(String database, String firstName, String secondName) {
        return changeDatabase(database, owner -> owner.swap(firstName, secondName));
    }

    /** Applies a change to the identities of a database; returns this object if the database is unknown. */
    private ObjectIdentities changeDatabase(String database, UnaryOperator<DatabaseIdentities> change) {
        return databases
                .get(database)
                .map(owner -> withDatabase(database, change.apply(owner)))
                .orElse(this);
    }

    private ObjectIdentities withDatabase(String name, DatabaseIdentities database) {
        return new ObjectIdentities(databases.withEntry(name, database), recycledDatabases);
    }
}
