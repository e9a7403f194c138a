package dev.cairn.embedded.look;

import dev.cairn.catalog.Database;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.account.ObjectNames;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.Identities;
import dev.cairn.embedded.state.Identity;
import java.util.Map;
import java.util.Optional;

/** Resolves the names of objects in a snapshot. */
public final class SnapshotNames implements ObjectNames {
    private final SessionSnapshot snapshot;

    public SnapshotNames(SessionSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    private Identities identities() {
        return snapshot.state().identities();
    }

    @Override
    public Optional<Long> database(String name) {
        return identities().database(name).map(Identity::id);
    }

    @Override
    public Optional<Long> object(ObjectKind kind, String database, String name) {
        return kind(database, name)
                .filter(kind::equals)
                .flatMap(actualKind -> identities().object(database, name))
                .map(Identity::id);
    }

    @Override
    public Optional<ObjectKind> kind(String database, String name) {
        Optional<Database> owner = snapshot.state().catalog().database(database);
        return owner.flatMap(existing -> DatabaseObject.of(existing, name)).map(DatabaseObject::kind);
    }

    @Override
    public Optional<String> databaseName(long id) {
        for (Map.Entry<String, Identities.OfDatabase> entry : identities().databases()) {
            if (entry.getValue().self().id() == id) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> objectName(long database, long id) {
        for (Map.Entry<String, Identities.OfDatabase> entry : identities().databases()) {
            if (entry.getValue().self().id() == database) {
                return name(entry.getValue(), id);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> name(Identities.OfDatabase database, long id) {
        for (Map.Entry<String, Identity> entry : database.objects()) {
            if (entry.getValue().id() == id) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> databaseInUse() {
        return Optional.ofNullable(snapshot.session().database());
    }
}
