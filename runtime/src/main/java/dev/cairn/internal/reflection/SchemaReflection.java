package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Table;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.reflection.show.ShownObject;
import dev.cairn.internal.reflection.show.ShownObjectReader;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reads the objects of a live server into a catalog.
 *
 * <pre>{@code
 * SchemaReflection reflection = new SchemaReflection(connectionFactory, profile);
 * ShownObject orders = reflection.readObject(connection, new ObjectName("shop", "orders"), catalog); // one statement
 * LiveSchema liveSchema = reflection.readAll(connection, catalog); // one statement for each object, and a few others
 * }</pre>
 *
 * <p>The frontend answers all of these statements without a backend. On a follower frontend, a connection sees its own
 * changes; to see the changes of others, send {@code SYNC} first.
 */
public final class SchemaReflection {
    private static final int DEFAULT_CONNECTIONS = 4;

    private final ConnectionFactory connectionFactory;
    private final ShownObjectReader shownObjectReader;
    private final int maxConnections;

    public SchemaReflection(ConnectionFactory connectionFactory, ServerProfile profile) {
        this(connectionFactory, new ShownObjectReader(profile), DEFAULT_CONNECTIONS);
    }

    private SchemaReflection(
            ConnectionFactory connectionFactory, ShownObjectReader shownObjectReader, int maxConnections) {
        this.connectionFactory = connectionFactory;
        this.shownObjectReader = shownObjectReader;
        this.maxConnections = maxConnections;
    }

    /**
     * Returns a reflection with this maximum number of parallel connections, including that of the caller. Default: 4.
     *
     * @throws IllegalArgumentException if the number is not positive
     */
    public SchemaReflection withMaxConnections(int newMaxConnections) {
        if (newMaxConnections < 1) {
            throw new IllegalArgumentException("The number of connections must be positive: " + newMaxConnections);
        }
        return new SchemaReflection(connectionFactory, shownObjectReader, newMaxConnections);
    }

    /**
     * Reads one object, with one statement. The rollups of a table and the activity of a materialized view remain
     * unknown, because the server does not print them.
     *
     * @param contextCatalog the catalog in which views find their base relations; an object of the same name in it is
     *     ignored
     * @throws ConnectionLostException if the connection is lost
     */
    public ShownObject readObject(ServerConnection connection, ObjectName name, Catalog contextCatalog) {
        return interpret(ShowCreateAnswer.fetch(connection, name), name, contextCatalog);
    }

    /** Reads a table as {@link #readObject} does; empty if there is no table with this name, or if it can't be read. */
    public Optional<Table> readTable(ServerConnection connection, ObjectName name, Catalog contextCatalog) {
        return readObject(connection, name, contextCatalog) instanceof ShownObject.Present presentObject
                        && presentObject.object() instanceof SchemaObject.TableObject tableObject
                ? Optional.of(tableObject.table())
                : Optional.empty();
    }

    /**
     * Reads a cluster object; empty if it does not exist, or the user may not see it.
     *
     * @param object the object by its name; the definition may be empty
     */
    public Optional<ClusterObject> readClusterObject(ServerConnection connection, ClusterObject object) {
        try {
            return ClusterReflection.read(connection, object.kind(), List.of(object)).stream()
                    .findFirst();
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            return Optional.empty();
        }
    }

    /** Like {@link #readObject}, but interprets an answer that the server has already given. */
    public ShownObject interpret(ShowCreateAnswer answer, ObjectName name, Catalog contextCatalog) {
        if (answer instanceof ShowCreateAnswer.Text shownText) {
            return shownObjectReader.read(shownText.text(), name, contextCatalog);
        }
        return answer instanceof ShowCreateAnswer.NotShown notShown
                ? new ShownObject.Unreadable(notShown.reason(), "")
                : new ShownObject.Absent();
    }

    /**
     * Reads the current state of all objects of a catalog, with one statement for each object, and two for each
     * database; if the catalog has roles, with one statement for each of them, and two more.
     *
     * @throws ServerRefusalException if the user has no access to a database
     * @throws ConnectionLostException if the connection is lost
     */
    public LiveSchema readAll(ServerConnection connection, Catalog expectedCatalog) {
        return readAll(
                connection, new ExpectedObjects(shownObjectReader.engine().profile(), expectedCatalog));
    }

    /** Like {@link #readAll(ServerConnection, Catalog)}, with texts that were rendered for an earlier call. */
    public LiveSchema readAll(ServerConnection connection, ExpectedObjects expectedObjects) {
        try (ShowCreateFetcher pendingRead = beginRead(expectedObjects)) {
            return readAll(connection, pendingRead);
        }
    }

    /** Reads the remaining objects of a read that {@link #beginRead} has started. */
    public LiveSchema readAll(ServerConnection connection, ShowCreateFetcher pendingRead) {
        Catalog catalog = pendingRead.expectedObjects().catalog();
        List<DatabaseListing> listings = new ArrayList<>();
        catalog.databases()
                .forEach(databaseEntry -> listings.add(DatabaseListing.read(connection, databaseEntry.getKey())));
        LiveSchema databaseSchema = new CatalogAssembler(connection, shownObjectReader, catalog)
                .assemble(pendingRead.awaitDefinitions(connection), listings);
        return withGlobalObjects(connection, databaseSchema, catalog);
    }

    /**
     * Returns the schema with its roles and cluster objects, which are read separately from the objects of databases.
     */
    private static LiveSchema withGlobalObjects(
            ServerConnection connection, LiveSchema databaseSchema, Catalog expectedCatalog) {
        LiveSchema liveSchema = expectedCatalog.roles().isEmpty()
                ? databaseSchema
                : RoleReflection.readRoles(connection, databaseSchema, expectedCatalog);
        return expectedCatalog.clusterObjects().objects().isEmpty()
                ? liveSchema
                : ClusterReflection.readClusterObjects(connection, liveSchema, expectedCatalog);
    }

    /**
     * Starts to read all objects of a catalog over additional connections; the connection of the caller need not be
     * open yet. The caller must close the result.
     */
    public ShowCreateFetcher beginRead(ExpectedObjects expectedObjects) {
        return ShowCreateFetcher.start(
                connectionFactory,
                maxConnections,
                SchemaObject.collectNames(expectedObjects.catalog()),
                expectedObjects);
    }

    /**
     * Lists the tables of a database with one statement. Returns an empty list if the database does not exist.
     *
     * @throws ServerRefusalException if the user has no access to the database
     * @throws ConnectionLostException if the connection is lost
     */
    public static List<ObjectName> listTables(ServerConnection connection, String databaseName) {
        return DatabaseListing.readTableNames(connection, databaseName);
    }

    /**
     * Lists the tables and views of a database with one statement. Returns an empty list if the database does not
     * exist.
     *
     * @throws ServerRefusalException if the user has no access to the database
     * @throws ConnectionLostException if the connection is lost
     */
    public static List<ObjectName> listObjects(ServerConnection connection, String databaseName) {
        return DatabaseListing.readNames(connection, databaseName);
    }

    /**
     * Lists the staging and retired objects that still exist in some databases, with two statements for each database.
     *
     * @throws ServerRefusalException if the user has no access to a database
     * @throws ConnectionLostException if the connection is lost
     */
    public static List<ListedObject> listTemporaryObjects(
            ServerConnection connection, Collection<String> databaseNames) {
        return databaseNames.stream()
                .flatMap(databaseName -> DatabaseListing.read(connection, databaseName).temporaryObjects().stream())
                .toList();
    }

    /**
     * Reads all objects of some databases except Cairn's own, with one statement for each object, and two for each
     * database.
     *
     * @throws ServerRefusalException if the user has no access to a database
     * @throws ConnectionLostException if the connection is lost
     */
    public LiveSchema readDatabases(ServerConnection connection, Collection<String> databaseNames) {
        return readDatabases(connection, databaseNames, Catalog.EMPTY);
    }

    /**
     * Reads all objects of some databases except Cairn's own. An object with the same text as an expected object is
     * taken from the expected catalog.
     *
     * @throws ServerRefusalException if the user has no access to a database
     * @throws ConnectionLostException if the connection is lost
     */
    public LiveSchema readDatabases(
            ServerConnection connection, Collection<String> databaseNames, Catalog expectedCatalog) {
        return readDatabases(connection, databaseNames, expectedCatalog, false);
    }

    /**
     * Reads all objects of some databases with their staging objects, and some objects outside of databases.
     *
     * @param globalObjects the objects outside of databases, by their names. The definitions of the cluster objects may
     *     be empty; whether they are paused is taken from here
     * @throws ServerRefusalException if the user has no access to a database
     * @throws ConnectionLostException if the connection is lost
     */
    public LiveSchema readDatabases(
            ServerConnection connection, Collection<String> databaseNames, Catalog.GlobalObjects globalObjects) {
        return readDatabases(connection, databaseNames, Catalog.EMPTY.withGlobalObjects(globalObjects), true);
    }

    private LiveSchema readDatabases(
            ServerConnection connection,
            Collection<String> databaseNames,
            Catalog expectedCatalog,
            boolean includesTemporaryObjects) {
        List<DatabaseListing> listings = new ArrayList<>();
        SortedSet<ObjectName> objectNames = new TreeSet<>();
        for (String databaseName : databaseNames) {
            DatabaseListing listing = DatabaseListing.read(connection, databaseName);
            listings.add(listing);
            listing.userObjects().forEach(object -> objectNames.add(object.name()));
            if (includesTemporaryObjects) {
                listing.temporaryObjects().forEach(object -> objectNames.add(object.name()));
            }
        }
        ExpectedObjects expectedObjects =
                new ExpectedObjects(shownObjectReader.engine().profile(), expectedCatalog);
        try (ShowCreateFetcher pendingRead =
                ShowCreateFetcher.start(connectionFactory, maxConnections, objectNames, expectedObjects)) {
            LiveSchema liveSchema = new CatalogAssembler(connection, shownObjectReader, expectedCatalog)
                    .assemble(pendingRead.awaitDefinitions(connection), listings);
            return withGlobalObjects(connection, liveSchema, expectedCatalog);
        }
    }

    /** The definition of an object according to the answer to SHOW CREATE. */
    sealed interface Definition {
        /** There is no object with this name. */
        record MissingDefinition() implements Definition {}

        /** The object can't be read. */
        record UnreadableDefinition(String reason) implements Definition {}

        /** The server shows exactly the text of the expected object. */
        record ExpectedDefinition(SchemaObject object, String text) implements Definition {}

        /** The server shows another text. */
        record ParsedDefinition(Statement statement, String text) implements Definition {}

        /** Returns the definition in an answer. The text is parsed only if it is not the text of an expected object. */
        static Definition of(ShowCreateAnswer answer, ObjectName name, ExpectedObjects expectedObjects) {
            if (answer instanceof ShowCreateAnswer.Text shownText) {
                return expectedObjects
                        .findShownAs(name, shownText.text())
                        .<Definition>map(object -> new ExpectedDefinition(object, shownText.text()))
                        .orElseGet(() -> parse(shownText.text()));
            }
            return answer instanceof ShowCreateAnswer.NotShown notShown
                    ? new UnreadableDefinition(notShown.reason())
                    : new MissingDefinition();
        }

        static Definition parse(String definitionText) {
            try {
                return new ParsedDefinition(Sql.parseShowCreateOutput(definitionText), definitionText);
            } catch (SqlSyntaxException failure) {
                return new UnreadableDefinition(ShownObjectReader.describeFailure(failure));
            }
        }
    }
}
