package dev.cairn;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.ServerCatalog;
import dev.cairn.embedded.job.Job;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationStep;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A server with one database, in which a schema is migrated. */
final class World implements AutoCloseable {
    static final String DATABASE = "shop";

    /** The options of a server on which jobs end at once. On a busy machine, a client may take long to log in. */
    static final Options SERVER_OPTIONS =
            Options.DEFAULT.jobs(Job.Pace.atOnce()).loginTimeout(Duration.ofMinutes(10));

    final EmbeddedStarRocks server;

    World() {
        this(SERVER_OPTIONS);
    }

    World(Options options) {
        server = EmbeddedStarRocks.start(options);
        server.createDatabase(DATABASE);
    }

    String url() {
        return server.jdbcUrl(DATABASE) + "?user=root&connectTimeout=10000";
    }

    Migrator createMigrator(SchemaDescriptor schema, MigratorOptions options) {
        return Migrator.of(schema, url(), options);
    }

    Migrator createMigrator(SchemaDescriptor schema) {
        return createMigrator(schema, options());
    }

    /** Returns options of a migrator whose waits end at once. */
    static MigratorOptions options() {
        return MigratorOptions.DEFAULT
                .author("tester")
                .withSettings(settings -> settings.withTicker(new SkippingTicker()));
    }

    /** The results of an upgrade: its objects without those of the ledger, its history, and the inserts by table. */
    record Effects(Map<String, String> objects, List<String> history, Map<String, Integer> insertCounts) {
        /** Returns the differences as text; empty if there are none. */
        String describeDifference(Effects expected) {
            List<String> differences = new ArrayList<>();
            Map<String, String> allNames = new TreeMap<>(expected.objects);
            allNames.putAll(objects);
            for (String objectName : allNames.keySet()) {
                String actualDefinition = objects.getOrDefault(objectName, "missing");
                String expectedDefinition = expected.objects.getOrDefault(objectName, "missing");
                if (!actualDefinition.equals(expectedDefinition)) {
                    differences.add(objectName + " is " + actualDefinition + " instead of " + expectedDefinition);
                }
            }
            if (!history.equals(expected.history)) {
                differences.add("history is " + history + " instead of " + expected.history);
            }
            if (!insertCounts.equals(expected.insertCounts)) {
                differences.add("inserts are " + insertCounts + " instead of " + expected.insertCounts);
            }
            return String.join("\n   ", differences);
        }
    }

    Effects readEffects(SchemaDescriptor schema) throws SQLException {
        List<String> history = new ArrayList<>();
        for (History.Row row : createMigrator(schema).history().rows()) {
            history.add(row.number() + " " + row.title() + " " + row.hash());
        }
        return new Effects(readObjects(), history, countInserts());
    }

    Map<String, String> readObjects() {
        return readObjects(ServerCatalog.of(server), DATABASE);
    }

    /** Returns the definitions of a database's objects by name, without those of the ledger. */
    static Map<String, String> readObjects(Catalog catalog, String databaseName) {
        Database database = catalog.findDatabase(databaseName).orElseThrow();
        List<String> names = new ArrayList<>();
        database.tables().forEach(entry -> names.add(entry.getKey()));
        database.views().forEach(entry -> names.add(entry.getKey()));
        database.materializedViews().forEach(entry -> names.add(entry.getKey()));
        Map<String, String> objects = new TreeMap<>();
        for (String objectName : names) {
            if (!objectName.startsWith("__cairn_")) {
                SchemaObject object = SchemaObject.find(catalog, new ObjectName(databaseName, objectName))
                        .orElseThrow();
                boolean isInactive = object instanceof SchemaObject.MaterializedViewObject view
                        && !view.view().isActive();
                objects.put(objectName, object.renderShowCreate(serverProfile()) + (isInactive ? " (inactive)" : ""));
            }
        }
        return objects;
    }

    private static dev.cairn.profile.ServerProfile serverProfile() {
        return Options.DEFAULT.profile();
    }

    /** Returns the number of INSERT statements for each table. */
    Map<String, Integer> countInserts() throws SQLException {
        Map<String, Integer> insertCounts = new TreeMap<>();
        try (Connection connection = openConnection();
                Statement statement = connection.createStatement();
                ResultSet loads = statement.executeQuery("SELECT TABLE_NAME, TYPE FROM information_schema.loads")) {
            while (loads.next()) {
                if (loads.getString(2).equals("INSERT")) {
                    // A staging table carries the sequence of a take-over in its name.
                    String table = loads.getString(1).replaceAll("__cairn_\\d+", "__cairn_new");
                    insertCounts.merge(table, 1, Integer::sum);
                }
            }
        }
        return insertCounts;
    }

    Connection openConnection() throws SQLException {
        return DriverManager.getConnection(url());
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = openConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns the rows of a result, each as its values with spaces between them; NULL is {@code null}. */
    List<String> queryRows(String query) throws SQLException {
        try (Connection connection = openConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    values.add(String.valueOf(result.getString(column)));
                }
                rows.add(String.join(" ", values));
            }
            return rows;
        }
    }

    /** Returns code of a migration that adds one to a counter each time it runs. */
    static Supplier<MigrationStep> createCountingCode() {
        return () -> new MigrationStep() {
            @Override
            public void afterUpgrade(Connection connection) throws SQLException {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("INSERT INTO counters VALUES (1, 1)");
                }
            }

            @Override
            public String toString() {
                return MigrationStep.Moment.AFTER_UPGRADE.name();
            }
        };
    }

    @Override
    public void close() {
        server.close();
    }
}
