package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.reflection.show.ShownObjectReader;
import dev.cairn.internal.reflection.show.ShownRollupText;
import dev.cairn.internal.reflection.show.WhitespaceRestorer;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Determines the rollups of tables, with or without a query. Only SHOW MATERIALIZED VIEWS lists them, and it shows only
 * one text for each rollup. If this text matches the expected rollup, the rollup counts as unchanged. The statement
 * lists the rollups of the first partition, so the rollups of a table without partitions are only known by the names of
 * their columns.
 */
final class RollupAssembler {
    private final ShownObjectReader shownObjectReader;
    private final DatabaseListing listing;
    private final PersistentMap<Table> expectedTables;
    private final ServerConnection connection;
    private final List<ReflectionGap> gaps;

    /** @param gaps receives the rollups that can't be read */
    RollupAssembler(
            ShownObjectReader shownObjectReader,
            DatabaseListing listing,
            Catalog expectedCatalog,
            ServerConnection connection,
            List<ReflectionGap> gaps) {
        this.shownObjectReader = shownObjectReader;
        this.connection = connection;
        this.listing = listing;
        this.expectedTables = expectedCatalog
                .findDatabase(listing.databaseName())
                .map(Database::tables)
                .orElse(PersistentMap.empty());
        this.gaps = gaps;
    }

    /** Returns the catalog with the rollups that the server shows for its tables. */
    Catalog withRollups(Catalog liveCatalog) {
        Catalog catalog = liveCatalog;
        for (MaterializedViewStatus status : listing.materializedViewStatuses()) {
            if (status.isSynchronous()) {
                catalog = withRollup(catalog, status);
            }
        }
        for (Table table :
                listTables(catalog.findDatabase(listing.databaseName()).orElseThrow())) {
            if (TablePartitions.of(table).isWithoutPartitions()) {
                catalog = withUnlistedRollups(catalog, table);
            }
        }
        return catalog;
    }

    private Catalog withUnlistedRollups(Catalog liveCatalog, Table table) {
        ObjectName tableName = new ObjectName(listing.databaseName(), table.name());
        Catalog catalog = liveCatalog;
        for (Map.Entry<String, List<String>> describedRollup :
                DescribedRollups.readColumnNames(connection, tableName).entrySet()) {
            String rollupName = describedRollup.getKey();
            if (!rollupName.equals(table.name()) && table.findRollup(rollupName).isEmpty()) {
                catalog = withDescribedRollup(catalog, tableName, rollupName, describedRollup.getValue());
            }
        }
        return catalog;
    }

    /**
     * Returns the catalog with a rollup of these columns. If the rollup is not the expected one, and has other columns
     * than its table, adds a gap instead, because the server does not show the query of the rollup.
     */
    private Catalog withDescribedRollup(
            Catalog liveCatalog, ObjectName tableName, String rollupName, List<String> columnNames) {
        Table table =
                liveCatalog.findTable(tableName.database(), tableName.name()).orElseThrow();
        Optional<Rollup> expectedRollup = findExpectedRollup(
                table,
                rollup -> rollup.name().equalsIgnoreCase(rollupName)
                        && rollup.columns().stream().map(Column::name).toList().equals(columnNames));
        if (expectedRollup.isPresent()) {
            return withRollup(liveCatalog, table, expectedRollup.get());
        }
        Database database = liveCatalog.findDatabase(listing.databaseName()).orElseThrow();
        if (columnNames.stream().allMatch(name -> table.findColumn(name).isPresent())) {
            return apply(liveCatalog, database, createRollupStatement(table, rollupName, columnNames));
        }
        gaps.add(new ReflectionGap(
                tableName,
                "its rollup " + rollupName
                        + " can't be reconstructed, because servers do not show the rollups of a table that has no"
                        + " partition"));
        return liveCatalog;
    }

    private Optional<Rollup> findExpectedRollup(Table table, Predicate<Rollup> condition) {
        return expectedTables.get(table.name()).stream()
                .flatMap(expectedTable -> expectedTable.rollups().stream())
                .filter(condition)
                .findFirst();
    }

    private Catalog withRollup(Catalog liveCatalog, Table table, Rollup rollup) {
        Database database = liveCatalog.findDatabase(listing.databaseName()).orElseThrow();
        List<Rollup> rollups = new ArrayList<>(table.rollups());
        rollups.add(rollup);
        return liveCatalog.withDatabase(database.withTable(table.withRollups(rollups)));
    }

    private Catalog withRollup(Catalog liveCatalog, MaterializedViewStatus status) {
        ShownRollupText rollupText = new ShownRollupText(status.definitionText());
        Database database = liveCatalog.findDatabase(listing.databaseName()).orElseThrow();
        for (Table table : database.tables().values()) {
            Optional<Rollup> expectedRollup = findExpectedRollup(
                    table,
                    rollup -> rollup.name().equalsIgnoreCase(status.name())
                            && rollupText.mayBeOfRollup(table.name(), rollup));
            if (expectedRollup.isPresent()) {
                return withRollup(liveCatalog, table, expectedRollup.get());
            }
        }
        return withUnexpectedRollup(liveCatalog, database, status, rollupText);
    }

    /**
     * Returns the catalog with an unexpected rollup of one of its tables. Returns the catalog unchanged if the rollup
     * belongs to another table. If the rollup can't be reconstructed, adds a gap, and also returns the catalog
     * unchanged.
     */
    private Catalog withUnexpectedRollup(
            Catalog liveCatalog, Database database, MaterializedViewStatus status, ShownRollupText rollupText) {
        Optional<Table> table = listTables(database).stream()
                .filter(candidate -> rollupText.mayBeOfTable(candidate.name()))
                .findFirst();
        if (table.isEmpty()) {
            return liveCatalog;
        }
        try {
            Statement statement = rollupText
                    .findColumnNames()
                    .filter(columnNames -> columnNames.stream()
                            .allMatch(columnName ->
                                    table.get().findColumn(columnName).isPresent()))
                    .<Statement>map(columnNames -> createRollupStatement(table.get(), status.name(), columnNames))
                    .orElseGet(() -> Sql.parse(restoreWhitespace(liveCatalog, database, table.get(), status)));
            return apply(liveCatalog, database, statement);
        } catch (SqlSyntaxException | Refusal ignored) {
            gaps.add(new ReflectionGap(
                    new ObjectName(database.name(), table.get().name()),
                    "its rollup " + status.name() + " can't be reconstructed from the text in SHOW MATERIALIZED VIEWS: "
                            + status.definitionText()));
            return liveCatalog;
        }
    }

    private Catalog apply(Catalog liveCatalog, Database database, Statement statement) {
        return shownObjectReader
                .engine()
                .apply(liveCatalog, new Session(database.name()), statement)
                .catalog();
    }

    /**
     * Returns the text with spaces between words that the server has joined. Of several possible readings, the first
     * one with the columns of the rollup is chosen.
     */
    private String restoreWhitespace(
            Catalog liveCatalog, Database database, Table table, MaterializedViewStatus status) {
        Set<String> knownNames = new HashSet<>();
        knownNames.add(status.name());
        knownNames.add(database.name());
        listTables(database).forEach(otherTable -> knownNames.add(otherTable.name()));
        table.columns().forEach(column -> knownNames.add(column.name()));
        List<String> describedColumnNames = DescribedRollups.readColumnNames(
                        connection, new ObjectName(database.name(), table.name()))
                .getOrDefault(status.name(), List.of());
        return new WhitespaceRestorer(status.definitionText(), knownNames)
                .chooseReading(statementText -> computeColumnNames(liveCatalog, database, table, status, statementText)
                        .filter(actualColumnNames ->
                                describedColumnNames.isEmpty() || describedColumnNames.equals(actualColumnNames))
                        .isPresent());
    }

    /** Returns the columns of the rollup that a text would create; empty if the engine can't run the text. */
    private Optional<List<String>> computeColumnNames(
            Catalog liveCatalog, Database database, Table table, MaterializedViewStatus status, String statementText) {
        try {
            return apply(liveCatalog, database, Sql.parse(statementText))
                    .findTable(database.name(), table.name())
                    .stream()
                    .flatMap(tableAfter -> tableAfter.rollups().stream())
                    .filter(rollup -> rollup.name().equals(status.name()))
                    .map(rollup -> rollup.columns().stream().map(Column::name).toList())
                    .findFirst();
        } catch (SqlSyntaxException | Refusal ignored) {
            return Optional.empty();
        }
    }

    private static List<Table> listTables(Database database) {
        List<Table> tables = new ArrayList<>();
        database.tables().values().forEach(tables::add);
        return tables;
    }

    private static Statement createRollupStatement(Table table, String rollupName, List<String> columnNames) {
        List<Name> names = columnNames.stream()
                .map(columnName ->
                        Name.of(table.findColumn(columnName).map(Column::name).orElse(columnName)))
                .toList();
        RollupDefinition rollup =
                new RollupDefinition(Name.of(rollupName), names, List.of(), null, List.of(), Span.NONE);
        return new Statement.AlterTable(
                QualifiedName.of(table.name()), List.of(new AlterClause.AddRollup(rollup, Span.NONE)), Span.NONE);
    }
}
