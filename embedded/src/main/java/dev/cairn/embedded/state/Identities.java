package dev.cairn.embedded.state;

import dev.cairn.catalog.PersistentMap;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Maps names to the identities of objects. Grants belong to an object, and follow it through RENAME, SWAP and RECOVER.
 */
public record Identities(PersistentMap<OfDatabase> databases, PersistentMap<OfDatabase> recycled) {
    public static final Identities NONE = new Identities(PersistentMap.empty(), PersistentMap.empty());

    /** The identities of a database and of its objects. */
    public record OfDatabase(Identity self, PersistentMap<Identity> objects, PersistentMap<Identity> recycled) {
        private OfDatabase with(PersistentMap<Identity> newObjects) {
            return new OfDatabase(self, newObjects, recycled);
        }

        private OfDatabase appearing(String name, Supplier<Identity> fresh) {
            return objects.contains(name) ? this : with(objects.with(name, fresh.get()));
        }

        private OfDatabase disappearing(String name, boolean recoverable) {
            Optional<Identity> gone = objects.get(name);
            if (gone.isEmpty()) {
                return this;
            }
            PersistentMap<Identity> kept = recoverable ? recycled.with(name, gone.get()) : recycled;
            return new OfDatabase(self, objects.without(name), kept);
        }

        private OfDatabase recovering(String name) {
            return recycled.get(name)
                    .map(found -> new OfDatabase(self, objects.with(name, found), recycled.without(name)))
                    .orElse(this);
        }

        private OfDatabase renaming(String from, String to) {
            return objects.get(from)
                    .map(found -> with(objects.without(from).with(to, found)))
                    .orElse(this);
        }

        private OfDatabase swapping(String one, String other) {
            Optional<Identity> first = objects.get(one);
            Optional<Identity> second = objects.get(other);
            if (first.isEmpty() || second.isEmpty()) {
                return this;
            }
            return with(objects.with(one, second.get()).with(other, first.get()));
        }
    }

    public Optional<Identity> database(String name) {
        return databases.get(name).map(OfDatabase::self);
    }

    public Optional<Identity> object(String database, String name) {
        return databases.get(database).flatMap(found -> found.objects().get(name));
    }

    /** Returns the id of a database; 0 if it is unknown. */
    public long id(String database) {
        return database(database).map(Identity::id).orElse(0L);
    }

    /** Returns the id of an object; 0 if it is unknown. */
    public long id(String database, String object) {
        return object(database, object).map(Identity::id).orElse(0L);
    }

    Identities appearing(String database, Supplier<Identity> fresh) {
        if (databases.contains(database)) {
            return this;
        }
        return with(database, new OfDatabase(fresh.get(), PersistentMap.empty(), PersistentMap.empty()));
    }

    Identities disappearing(String database, boolean recoverable) {
        Optional<OfDatabase> gone = databases.get(database);
        if (gone.isEmpty()) {
            return this;
        }
        return new Identities(
                databases.without(database), recoverable ? recycled.with(database, gone.get()) : recycled);
    }

    Identities recovering(String database) {
        return recycled.get(database)
                .map(found -> new Identities(databases.with(database, found), recycled.without(database)))
                .orElse(this);
    }

    Identities appearing(String database, String name, Supplier<Identity> fresh) {
        return changing(database, found -> found.appearing(name, fresh));
    }

    Identities disappearing(String database, String name, boolean recoverable) {
        return changing(database, found -> found.disappearing(name, recoverable));
    }

    Identities recovering(String database, String name) {
        return changing(database, found -> found.recovering(name));
    }

    Identities renaming(String database, String from, String to) {
        return changing(database, found -> found.renaming(from, to));
    }

    Identities swapping(String database, String one, String other) {
        return changing(database, found -> found.swapping(one, other));
    }

    private Identities changing(String database, UnaryOperator<OfDatabase> change) {
        return databases
                .get(database)
                .map(found -> with(database, change.apply(found)))
                .orElse(this);
    }

    private Identities with(String name, OfDatabase database) {
        return new Identities(databases.with(name, database), recycled);
    }
}
