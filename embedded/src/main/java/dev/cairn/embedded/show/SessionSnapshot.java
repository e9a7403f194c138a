package dev.cairn.embedded.show;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.DatabaseNameResolver;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.embedded.account.UserAccess;
import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.ObjectIdentity;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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

    private static final DateTimeFormatter TIME_FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    /** Returns a listing with the columns, and with the constant rows, that are defined for its name. */
    Listing createListing(String name) {
        return listingFactory().createListing(name);
    }

    /** Returns the factory of the listings of this server. */
    ListingFactory listingFactory() {
        return new ListingFactory(profile);
    }

    /** Formats a time as the server prints it. The embedded server uses UTC. */
    static String formatTime(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC).format(TIME_FORMAT);
    }

    /** Formats a time as {@link #formatTime} does; null if it is null. */
    static @Nullable String formatNullableTime(@Nullable Instant instant) {
        return instant == null ? null : formatTime(instant);
    }

    /** Escapes a comment for SHOW FULL COLUMNS and SHOW TABLE STATUS; information_schema prints it unchanged. */
    static String escapeComment(String comment) {
        return comment.replace("\\", "\\\\").replace("\"", "\\\"");
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
                .map(SessionSnapshot::formatTime)
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

    /** Returns whether the session may see an object: it has a privilege on it, or the object is a temporary table. */
    boolean maySee(String database, DatabaseObject object) {
        return access.isRoot() || object.isTemporary() || access.maySee(toSecuredObject(database, object));
    }

    private SecuredObject toSecuredObject(String database, DatabaseObject object) {
        return new SecuredObject(object.kind(), catalog.databaseNameInGrants(database), object.name());
    }

    /**
     * Requires any privilege on an object; the session's temporary tables require none.
     *
     * @throws Refusal if the session has no privilege on the object
     */
    void requireAnyPrivilege(String database, DatabaseObject object) {
        if (!object.isTemporary()) {
            access.requirePrivileges(List.of(RequiredPrivilege.of(toSecuredObject(database, object))));
        }
    }

    /** Returns whether the session may read the rows of an object. */
    boolean mayRead(String database, DatabaseObject object) {
        return access.isRoot()
                || object.isTemporary()
                || access.hasPrivilege(Privilege.SELECT, toSecuredObject(database, object));
    }

    boolean mayEnterDatabase(String name) {
        return access.mayEnterDatabase(name);
    }

    /** Returns the objects of a database that the session may see. */
    List<DatabaseObject> visibleObjects(Database database) {
        return visibleObjects(database, name -> true);
    }

    /** Returns the objects of a database with these names that the session may see. */
    List<DatabaseObject> visibleObjects(Database database, Predicate<String> namePredicate) {
        return DatabaseObject.listMatchingObjects(database, namePredicate).stream()
                .filter(object -> maySee(database.name(), object))
                .toList();
    }

    /** An object that the session may see, with the name of its database. */
    record VisibleObject(String database, DatabaseObject object) {}

    /** Returns the objects of all databases that the session may see. */
    Stream<VisibleObject> allVisibleObjects() {
        return databases()
                .flatMap(database ->
                        visibleObjects(database).stream().map(object -> new VisibleObject(database.name(), object)));
    }

    /** Returns all databases, including those of the system, in alphabetical order. */
    Stream<Database> databases() {
        return Stream.of(catalog.databases(), catalog.systemDatabases())
                .flatMap(
                        databaseMap -> StreamSupport.stream(databaseMap.values().spliterator(), false))
                .sorted(Comparator.comparing(Database::name));
    }

    /** Returns the names of the databases that the session may enter, in alphabetical order. */
    Stream<String> visibleDatabaseNames() {
        return databases().map(Database::name).filter(this::mayEnterDatabase);
    }
}
