package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.ledger.LedgerNames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a database, as the server lists them by name. Their definitions are not read, so the number of
 * statements does not depend on the number of objects.
 *
 * @param exists whether the database exists
 */
record DatabaseListing(
        String databaseName,
        boolean exists,
        List<ListedObject> objects,
        List<MaterializedViewStatus> materializedViewStatuses) {
    private static final String BASE_TABLE_TYPE = "BASE TABLE";

    /** Lists a database. This takes two statements. */
    static DatabaseListing read(ServerConnection connection, String databaseName) {
        Optional<List<List<@Nullable String>>> nameRows = findNameAndTypeRows(connection, databaseName);
        if (nameRows.isEmpty()) {
            return new DatabaseListing(databaseName, false, List.of(), List.of());
        }
        List<List<@Nullable String>> nameAndTypeRows = nameRows.get();
        List<MaterializedViewStatus> statuses =
                connection.fetchNamedRows("SHOW MATERIALIZED VIEWS FROM " + SqlQuoting.quoteName(databaseName)).stream()
                        .map(MaterializedViewStatus::of)
                        .toList();
        List<ListedObject> listedObjects = new ArrayList<>();
        for (List<@Nullable String> row : nameAndTypeRows) {
            String name = Objects.requireNonNull(row.get(0));
            listedObjects.add(
                    new ListedObject(new ObjectName(databaseName, name), determineKind(name, row.get(1), statuses)));
        }
        return new DatabaseListing(databaseName, true, listedObjects, statuses);
    }

    /** Lists the objects of a database with one statement. Returns an empty list if the database does not exist. */
    static List<ObjectName> readNames(ServerConnection connection, String databaseName) {
        return findNameAndTypeRows(connection, databaseName).stream()
                .flatMap(List::stream)
                .map(row -> new ObjectName(databaseName, Objects.requireNonNull(row.get(0))))
                .toList();
    }

    /** Lists the tables of a database with one statement. Returns an empty list if the database does not exist. */
    static List<ObjectName> readTableNames(ServerConnection connection, String databaseName) {
        return findNameAndTypeRows(connection, databaseName).stream()
                .flatMap(List::stream)
                .filter(row -> BASE_TABLE_TYPE.equals(row.get(1)))
                .map(row -> new ObjectName(databaseName, Objects.requireNonNull(row.get(0))))
                .toList();
    }

    /** Returns the names and types of all objects; empty if the database does not exist. */
    private static Optional<List<List<@Nullable String>>> findNameAndTypeRows(
            ServerConnection connection, String databaseName) {
        try {
            return Optional.of(connection.fetchRows("SHOW FULL TABLES FROM " + SqlQuoting.quoteName(databaseName)));
        } catch (ServerRefusalException refusal) {
            if (refusal.isUnknownDatabase()) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    /** Returns the kind of an object. The server lists materialized views as views. */
    private static String determineKind(
            String name, @Nullable String listedType, List<MaterializedViewStatus> statuses) {
        if (BASE_TABLE_TYPE.equals(listedType)) {
            return "table";
        }
        boolean isMaterialized = statuses.stream()
                .anyMatch(status -> !status.isSynchronous() && status.name().equals(name));
        return isMaterialized ? "materialized view" : "view";
    }

    /** Returns the objects, except the views of ledgers and the staging and retired objects. */
    List<ListedObject> userObjects() {
        return objects.stream()
                .filter(listedObject ->
                        !LedgerNames.isLedgerName(listedObject.name().name())
                                && !isTemporaryName(listedObject.name().name()))
                .toList();
    }

    /** Returns the staging and retired objects. */
    List<ListedObject> temporaryObjects() {
        return objects.stream()
                .filter(listedObject -> isTemporaryName(listedObject.name().name()))
                .toList();
    }

    /** Returns the statuses of the asynchronous materialized views, by name. */
    Map<String, MaterializedViewStatus> statusByName() {
        Map<String, MaterializedViewStatus> statusByName = new LinkedHashMap<>();
        materializedViewStatuses.stream()
                .filter(status -> !status.isSynchronous())
                .forEach(status -> statusByName.put(status.name(), status));
        return statusByName;
    }

    /**
     * Returns whether this is the name of a staging or retired object, which a dead migrator may have left behind. Such
     * an object belongs to no schema, and only its name distinguishes it.
     */
    private static boolean isTemporaryName(String name) {
        return TemporaryName.isReserved(name) && !LedgerNames.hasCommonPrefix(name);
    }
}
