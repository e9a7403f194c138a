package dev.cairn.embedded.show;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.DatabaseNameResolver;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.embedded.account.UserAccess;
import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.ObjectIdentity;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of the server at one moment, as one session sees it. All rows of an answer to SHOW come from one snapshot,
 * so they are consistent regardless of changes by other sessions.
 *
 * @param catalog the catalog, including the temporary tables of the session
 * @param session the session itself, whose state may change later
 */
public record SessionSnapshot(
        ClusterState state, Catalog catalog, ServerProfile profile, ServerSession session, UserAccess access) {
    /** Creates the snapshot of a session. */
    public SessionSnapshot(ClusterState state, ServerProfile profile, ServerSession session) {
        this(
                state,
                session.createVisibleCatalog(state.catalog()),
                profile,
                session,
                UserAccess.of(state.access(), session.userName(), session.roleNames()));
    }

    /** Returns a listing with the columns, and with the constant rows, that are defined for its name. */
    Listing createListing(String name) {
        return listingFactory().createListing(name);
    }

    /** Returns the factory of the listings of this server. */
    ListingFactory listingFactory() {
        return new ListingFactory(profile);
    }

    /**
     * Formats the time at which an object was created; null if it has no identity. For a table of the system, this is
     * the time at which its database was created.
     */
    @Nullable
    String formatCreationTime(String database, DatabaseObject object) {
        return (object instanceof DatabaseObject.SystemTableObject
                        ? state.identities().findDatabase(database)
                        : findIdentity(database, object.name()))
                .map(ObjectIdentity::creationTime)
                .map(ListingFormat::formatTime)
                .orElse(null);
    }

    /**
     * Returns the comment of an object in listings. If it is empty, a shared-data server prints the kind of the object
     * instead, except for objects that do not store rows.
     */
    String resolveListedComment(DatabaseObject object) {
        if (!object.comment().isEmpty() || !profile.isSharedData() || !object.storesRows()) {
            return object.comment();
        }
        return object.kind() == SecuredKind.TABLE ? "OLAP" : "MATERIALIZED_VIEW";
    }

    /**
     * Returns the name of the database of a listing: the last part of the name, or the default database if the name is
     * null.
     *
     * @throws Refusal if the name is null, and no default database is selected
     */
    String resolveListedDatabaseName(@Nullable QualifiedName name) {
        return name == null ? requireDefaultDatabaseName() : name.lastPart().text();
    }

    /**
     * Returns the name of the default database.
     *
     * @throws Refusal if no default database is selected
     */
    String requireDefaultDatabaseName() {
        return DatabaseNameResolver.requireDatabaseName(session.databaseName(), Span.NONE);
    }

    /**
     * Returns the database of an object; the default database if the name is not qualified.
     *
     * @throws Refusal if the name contains an external catalog, or no database is named or selected
     */
    String resolveDatabaseName(QualifiedName object) {
        requireInternalCatalog(object);
        return DatabaseNameResolver.requireDatabase(object, session.databaseName());
    }

    private static void requireInternalCatalog(QualifiedName object) {
        if (InternalCatalog.externalCatalogName(object) != null) {
            throw Refusal.ofAnalysis(
                    object.span(),
                    ServerError.UNKNOWN_DATABASE,
                    object.qualifier().orElseThrow().text());
        }
    }

    Optional<Database> findDatabase(String name) {
        return catalog.findDatabase(name);
    }

    /** Returns a database; an unknown database is refused. */
    Database requireDatabase(String name) {
        return findDatabase(name).orElseThrow(() -> Refusal.ofAnalysis(Span.NONE, ServerError.UNKNOWN_DATABASE, name));
    }

    /** Returns an object that a view reads, by its current name; empty if the object was dropped. */
    Optional<DatabaseObject> findBase(BaseRelation base) {
        return base.isDropped()
                ? Optional.empty()
                : findDatabase(base.database()).flatMap(database -> DatabaseObject.find(database, base.name()));
    }

    /**
     * Returns an object, including the temporary tables of the session; empty if the database does not contain it.
     *
     * @throws Refusal if no database is named or selected, or the database does not exist
     */
    Optional<DatabaseObject> findObject(QualifiedName name) {
        return DatabaseObject.find(
                requireDatabase(resolveDatabaseName(name)), name.lastPart().text());
    }

    /** Returns an object that is not temporary. SHOW COLUMNS ignores the session's temporary tables. */
    Optional<DatabaseObject> findPermanentObject(QualifiedName name) {
        return DatabaseObject.find(
                requireDatabase(resolveDatabaseName(name)).withTemporaryTables(PersistentMap.empty()),
                name.lastPart().text());
    }

    Optional<ObjectIdentity> findIdentity(String database, String object) {
        return state.identities().findObject(database, object);
    }

    public long id(String database, String object) {
        return state.identities().id(database, object);
    }

    public long id(String database) {
        return state.identities().id(database);
    }

    /** Returns what the session may see, read and enter. */
    ObjectVisibility visibility() {
        return new ObjectVisibility(catalog, access);
    }
}
