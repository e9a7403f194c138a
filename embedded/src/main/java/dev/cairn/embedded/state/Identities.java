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
 * Maps names to the identities of objects. Grants belong to an object, and follow it through RENAME, SWAP and RECOVER.
 */
public record Identities(PersistentMap<DatabaseIdentities> databases, PersistentMap<DatabaseIdentities> recycled) {
    public static final Identities NONE = new Identities(PersistentMap.empty(), PersistentMap.empty());

    /** The identities of a database and of its objects. */
    public record DatabaseIdentities(
            Identity databaseIdentity, PersistentMap<Identity> objects, PersistentMap<Identity> recycled) {
        private DatabaseIdentities with(PersistentMap<Identity> newObjects) {
            return new DatabaseIdentities(databaseIdentity, newObjects, recycled);
        }

        private DatabaseIdentities add(String name, Supplier<Identity> newIdentity) {
            return objects.contains(name) ? this : with(objects.with(name, newIdentity.get()));
        }

        private DatabaseIdentities remove(String name, boolean recoverable) {
            Optional<Identity> removed = objects.get(name);
            if (removed.isEmpty()) {
                return this;
            }
            PersistentMap<Identity> recoverableObjects = recoverable ? recycled.with(name, removed.get()) : recycled;
            return new DatabaseIdentities(databaseIdentity, objects.without(name), recoverableObjects);
        }

        private DatabaseIdentities recover(String name) {
            return recycled.get(name)
                    .map(identity -> new DatabaseIdentities(
                            databaseIdentity, objects.with(name, identity), recycled.without(name)))
                    .orElse(this);
        }

        private DatabaseIdentities rename(String oldName, String newName) {
            return objects.get(oldName)
                    .map(identity -> with(objects.without(oldName).with(newName, identity)))
                    .orElse(this);
        }

        private DatabaseIdentities swap(String one, String other) {
            Optional<Identity> first = objects.get(one);
            Optional<Identity> second = objects.get(other);
            if (first.isEmpty() || second.isEmpty()) {
                return this;
            }
            return with(objects.with(one, second.get()).with(other, first.get()));
        }
    }

    /** Returns the name of the object with this id; empty if it was dropped. */
    public Optional<StatementObject> findName(long id) {
        for (Map.Entry<String, DatabaseIdentities> database : databases) {
            for (Map.Entry<String, Identity> object : database.getValue().objects()) {
                if (object.getValue().id() == id) {
                    return Optional.of(new StatementObject(database.getKey(), object.getKey()));
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the ids of the objects that exist or can be recovered. */
    public Set<Long> recoverable() {
        Set<Long> ids = new HashSet<>();
        for (PersistentMap<DatabaseIdentities> owners : List.of(databases, recycled)) {
            for (DatabaseIdentities owner : owners.values()) {
                owner.objects().values().forEach(identity -> ids.add(identity.id()));
                owner.recycled().values().forEach(identity -> ids.add(identity.id()));
            }
        }
        return ids;
    }

    public Optional<Identity> database(String name) {
        return databases.get(name).map(DatabaseIdentities::databaseIdentity);
    }

    public Optional<Identity> object(String database, String name) {
        return databases.get(database).flatMap(owner -> owner.objects().get(name));
    }

    /** Returns the last dropped object with a name that can still be recovered, itself or with its database. */
    public Optional<Identity> droppedObject(String database, String name) {
        Optional<Identity> alone =
                databases.get(database).flatMap(owner -> owner.recycled().get(name));
        return alone.isPresent()
                ? alone
                : recycled.get(database).flatMap(owner -> owner.objects().get(name));
    }

    /** Returns the id of a database; 0 if it is unknown. */
    public long id(String database) {
        return database(database).map(Identity::id).orElse(0L);
    }

    /** Returns the id of an object; 0 if it is unknown. */
    public long id(String database, String object) {
        return object(database, object).map(Identity::id).orElse(0L);
    }

    /** Gives a copy of a database and its objects new identities. */
    Identities copyDatabase(String source, String target, Supplier<Identity> newIdentity) {
        DatabaseIdentities copy =
                new DatabaseIdentities(newIdentity.get(), PersistentMap.empty(), PersistentMap.empty());
        for (Map.Entry<String, Identity> object :
                databases.get(source).map(DatabaseIdentities::objects).orElse(PersistentMap.empty())) {
            copy = copy.add(object.getKey(), newIdentity);
        }
        return with(target, copy);
    }

    /** Returns the ids of a copied database and of its objects, each with the id of its copy. */
    Map<Long, Long> copies(String source, String target) {
        Map<Long, Long> copies = new LinkedHashMap<>();
        copies.put(id(source), id(target));
        for (Map.Entry<String, Identity> object :
                databases.get(target).map(DatabaseIdentities::objects).orElse(PersistentMap.empty())) {
            copies.put(id(source, object.getKey()), object.getValue().id());
        }
        return copies;
    }

    Identities add(String database, Supplier<Identity> newIdentity) {
        if (databases.contains(database)) {
            return this;
        }
        return with(database, new DatabaseIdentities(newIdentity.get(), PersistentMap.empty(), PersistentMap.empty()));
    }

    Identities remove(String database, boolean recoverable) {
        Optional<DatabaseIdentities> removed = databases.get(database);
        if (removed.isEmpty()) {
            return this;
        }
        return new Identities(
                databases.without(database), recoverable ? recycled.with(database, removed.get()) : recycled);
    }

    Identities recover(String database) {
        return recycled.get(database)
                .map(recovered -> new Identities(databases.with(database, recovered), recycled.without(database)))
                .orElse(this);
    }

    Identities add(String database, String name, Supplier<Identity> newIdentity) {
        return change(database, owner -> owner.add(name, newIdentity));
    }

    Identities remove(String database, String name, boolean recoverable) {
        return change(database, owner -> owner.remove(name, recoverable));
    }

    Identities recover(String database, String name) {
        return change(database, owner -> owner.recover(name));
    }

    Identities rename(String database, String oldName, String newName) {
        return change(database, owner -> owner.rename(oldName, newName));
    }

    Identities swap(String database, String one, String other) {
        return change(database, owner -> owner.swap(one, other));
    }

    private Identities change(String database, UnaryOperator<DatabaseIdentities> change) {
        return databases
                .get(database)
                .map(owner -> with(database, change.apply(owner)))
                .orElse(this);
    }

    private Identities with(String name, DatabaseIdentities database) {
        return new Identities(databases.with(name, database), recycled);
    }
}
