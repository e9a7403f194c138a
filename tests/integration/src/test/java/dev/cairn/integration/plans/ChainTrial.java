package dev.cairn.integration.plans;

import dev.cairn.Consent;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.RecordedHistory;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.integration.plans.RandomSchemaDrafts.ChangedSchema;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.random.Dice;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.RecordedMigration;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Records a random chain of migrations, and reverts and repeats each of them on a server. */
final class ChainTrial {
    private static final int CHANGE_COUNT = 4;
    private static final Catalog EMPTY_CATALOG = Catalog.EMPTY.withClusterObjects(ClusterObjects.MANAGED_EMPTY);

    private final TrialServer server;
    private final String database;
    private final Engine engine;
    private final Session session;
    private final RandomSchemaDrafts drafts;
    private final RandomGrants grants;
    private final RandomClusterObjects clusterObjects;
    private final RecordedHistory history;
    private final List<String> problems = new ArrayList<>();
    private int downgradeCount;

    ChainTrial(TrialServer server, String database, long seed) {
        this.server = server;
        this.database = database;
        this.engine = new Engine(server.profile());
        this.session = new Session(database);
        this.drafts = new RandomSchemaDrafts(new Dice(seed));
        Dice otherDice = new Dice(~seed);
        this.grants = new RandomGrants(otherDice, database);
        this.clusterObjects = new RandomClusterObjects(otherDice, engine, database, server);
        this.history = new RecordedHistory(database, server.profile())
                .managingCluster()
                .keepingWiderTypes();
    }

    /** @param problems descriptions of the first failure and of the differences before it; empty if there are none */
    record Result(int downgradeCount, List<String> problems) {}

    Result run() throws SQLException {
        record();
        if (problems.isEmpty()) {
            server.createDatabase(database);
            server.createLakeDatabase(database);
            try {
                revertAndRepeat();
            } finally {
                server.dropClusterObjects(database);
                server.dropLakeDatabase(database);
                server.dropDatabases(database);
                server.dropRoles(database);
            }
        }
        String chain = describeChain();
        return new Result(
                downgradeCount,
                problems.stream().map(problem -> problem + "\n" + chain).toList());
    }

    /** Records the changes, up to the first one that can't be planned or reverted. */
    private void record() {
        SchemaSketch sketch = drafts.createSchema();
        history.version("first", createStatements(sketch, List.of()));
        for (int i = 1; i <= CHANGE_COUNT; i++) {
            ChangedSchema change = drafts.changeSchema(sketch);
            sketch = change.schema();
            List<Rename> renames = change.listRenames(database);
            String[] statements = createStatements(sketch, renames);
            List<Rename> allRenames = new ArrayList<>(renames);
            allRenames.addAll(clusterObjects.listRenames(computeCatalog(List.of(statements))));
            int count = history.migrations().size();
            try {
                history.version("change " + i, allRenames, statements);
            } catch (IllegalArgumentException impossibleChange) {
                if (!String.valueOf(impossibleChange.getMessage()).contains("@RenamedFrom")) {
                    problems.add("impossible: " + impossibleChange.getMessage());
                }
                return;
            }
            String reason = history.migrations().get(count).irreversible().orElse("");
            if (!reason.isEmpty()) {
                if (!reason.contains("@RenamedFrom")) {
                    problems.add("irreversible: " + reason);
                }
                return;
            }
        }
    }

    /** Returns the statements of a schema, with random roles and cluster objects, that the engine accepts. */
    private String[] createStatements(SchemaSketch sketch, List<Rename> renames) {
        List<String> statements = new ArrayList<>();
        Catalog catalog = EMPTY_CATALOG.withDatabase(Database.of(database));
        for (String draftStatement : sketch.statements()) {
            String statement = draftStatement.replace(SchemaSketch.DATABASE, database);
            try {
                catalog = engine.apply(catalog, session, Sql.parse(statement)).catalog();
                statements.add(statement);
            } catch (Refusal ignored) {
                // A schema does not contain objects that no server accepts.
            }
        }
        statements.addAll(grants.createStatements(catalog));
        statements.addAll(clusterObjects.createStatements(computeCatalog(statements), renames));
        return statements.toArray(String[]::new);
    }

    private Catalog computeCatalog(List<String> statements) {
        Catalog catalog = EMPTY_CATALOG.withDatabase(Database.of(database));
        for (String statement : statements) {
            catalog = engine.apply(catalog, session, Sql.parse(statement)).catalog();
        }
        return catalog;
    }

    private void revertAndRepeat() throws SQLException {
        Migrator migrator = Migrator.of(
                history.schema(),
                server.url(database),
                MigratorOptions.DEFAULT.author("tester").consent(Consent.values()));
        Map<Integer, Map<String, String>> definitionsByNumber = new TreeMap<>();
        int count = history.migrations().size();
        String position = "";
        try {
            for (int number = 1; number <= count; number++) {
                position = "the first upgrade to " + number;
                migrator.upgradeTo(number);
                definitionsByNumber.put(number, describeObjects());
            }
            for (int number = count - 1; number > 0 && problems.isEmpty(); number--) {
                position = "the downgrade to " + number;
                migrator.downgradeTo(number);
                downgradeCount++;
                compareObjects(position, definitionsByNumber.get(number));
                position = "the upgrade from " + number;
                migrator.upgrade();
                compareObjects(position, definitionsByNumber.get(count));
            }
        } catch (MigrationException failure) {
            problems.add(position + ": " + failure.getMessage());
        }
    }

    /** Returns the definitions of the objects, their inactive views and the grants of the roles, by their names. */
    private Map<String, String> describeObjects() throws SQLException {
        Map<String, String> definitions = new TreeMap<>(server.readDefinitions(database));
        definitions.keySet().removeIf(TemporaryName::isReserved);
        definitions.put("inactive views", server.findInactiveViews(database).toString());
        for (String role : server.findRoles(database)) {
            definitions.put("role " + role, server.describeGrants(role));
        }
        return definitions;
    }

    private void compareObjects(String position, Map<String, String> expectedDefinitions) throws SQLException {
        Map<String, String> definitions = describeObjects();
        Set<String> names = new TreeSet<>(definitions.keySet());
        names.addAll(expectedDefinitions.keySet());
        for (String name : names) {
            String expectedDefinition = expectedDefinitions.getOrDefault(name, "missing");
            String definition = definitions.getOrDefault(name, "missing");
            if (!definition.equals(expectedDefinition)) {
                problems.add(
                        position + ": " + name + " is\n" + definition + "\n  and should be\n" + expectedDefinition);
            }
        }
    }

    private String describeChain() {
        List<String> lines = new ArrayList<>();
        for (RecordedMigration migration : history.migrations()) {
            lines.add(migration.name() + ", upgrade:");
            lines.addAll(migration.upgrade());
            lines.add("downgrade:");
            lines.addAll(migration.downgrade());
        }
        return String.join("\n", lines);
    }
}
