package dev.cairn.integration.plans;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.cluster.RandomClusterObject;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.random.Dice;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterObjectKind.Feature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Creates random cluster objects of all kinds. Their names in the cluster begin with the name of the database. An
 * object that follows its table keeps its name when the table is renamed.
 */
final class RandomClusterObjects {
    private static final int MAX_ATTEMPTS = 20;

    private final Dice dice;
    private final Engine engine;
    private final Session session;
    private final String database;
    private final TrialServer server;
    private Map<String, String> namesByTable = new HashMap<>();
    private int lastTableNumber;

    RandomClusterObjects(Dice dice, Engine engine, String database, TrialServer server) {
        this.dice = dice;
        this.engine = engine;
        this.session = new Session(database);
        this.database = database;
        this.server = server;
    }

    /**
     * Returns statements that create some objects; the server accepts all of them.
     *
     * @param catalog the catalog with the tables
     * @param renames the renames since the last call
     */
    List<String> createStatements(Catalog catalog, List<Rename> renames) {
        Map<String, String> newTableNames = new HashMap<>();
        for (Rename rename : renames) {
            if (rename instanceof Rename.ObjectRename objectRename) {
                newTableNames.put(objectRename.oldName(), objectRename.object().name());
            }
        }
        Map<String, String> newNames = new HashMap<>();
        namesByTable.forEach((table, name) -> newNames.put(newTableNames.getOrDefault(table, table), name));
        namesByTable = newNames;
        List<String> statements = new ArrayList<>();
        for (ClusterObjectKind kind : ClusterObjectKind.values()) {
            if (!server.mayHave(kind)) {
                continue;
            }
            if (kind.hasTable() || kind.hasStatement()) {
                catalog.findDatabase(database)
                        .orElseThrow()
                        .tables()
                        .values()
                        .forEach(table -> addStatementForTable(table, kind, catalog, statements));
            } else {
                String prefix = kind.isNamedInExternalDatabase()
                        ? server.lakeCatalog().orElseThrow() + "." + database + "."
                        : database + "_";
                for (String name : List.of("one", "two")) {
                    if (dice.coin()) {
                        addStatement(kind, prefix + name, "", List.of(), catalog, statements);
                    }
                }
            }
        }
        return statements;
    }

    /**
     * Returns renames of the columns that cluster objects name; a rename applies only if the old name becomes the new
     * one.
     */
    List<Rename> listRenames(Catalog catalog) {
        List<Rename> renames = new ArrayList<>();
        catalog.clusterObjects().objects().values().forEach(object -> {
            if (object.kind().findColumnClause().isPresent()) {
                RandomClusterObject.COLUMN_RENAMES.forEach((oldName, newName) ->
                        renames.add(new Rename.ColumnRename(ObjectName.of(object), oldName, newName)));
            }
        });
        return renames;
    }

    private void addStatementForTable(Table table, ClusterObjectKind kind, Catalog catalog, List<String> statements) {
        List<String> valueColumns = table.columns().stream()
                .map(Column::name)
                .filter(column ->
                        !column.equals(TableSketch.KEY_COLUMN) && mayBeDictionaryValue(catalog, table, column))
                .toList();
        if (dice.coin() && !valueColumns.isEmpty()) {
            boolean isBound = kind.hasFeature(Feature.BOUND_TO_TABLE);
            String suffix = isBound
                    ? namesByTable.computeIfAbsent(table.name(), any -> String.valueOf(lastTableNumber++))
                    : table.name();
            String name = kind.isNamedInDatabase() ? "of_" + suffix : database + "_" + suffix;
            addStatement(kind, name, table.name(), valueColumns, catalog, statements);
        }
    }

    private boolean mayBeDictionaryValue(Catalog catalog, Table table, String column) {
        return isAccepted(
                "CREATE DICTIONARY probe USING `" + table.name() + "` (k KEY, `" + column + "` VALUE)", catalog);
    }

    /** Adds the first of some random statements that servers of this version accept; an old server may accept none. */
    private void addStatement(
            ClusterObjectKind kind,
            String name,
            String table,
            List<String> valueColumns,
            Catalog catalog,
            List<String> statements) {
        Stream.generate(() -> createRandomObject(table, valueColumns).createStatement(kind, name))
                .limit(MAX_ATTEMPTS)
                .filter(statement -> isAccepted(statement, catalog))
                .findFirst()
                .ifPresent(statements::add);
    }

    private boolean isAccepted(String statement, Catalog catalog) {
        try {
            engine.apply(catalog, session, Sql.parse(statement));
            return true;
        } catch (Refusal refusal) {
            return false;
        }
    }

    private RandomClusterObject createRandomObject(String table, List<String> valueColumns) {
        return new RandomClusterObject(new Random(dice.below(Integer.MAX_VALUE)), table, valueColumns);
    }
}
