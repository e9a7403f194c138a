package dev.cairn.preservation;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.preservation.PreservationServer.ExampleResult;
import dev.cairn.preservation.PreservationServer.Outcome;
import dev.cairn.preservation.PreservationServer.Result;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.RecordedMigration;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Migrates a table with rows to the other table of its pair and back, and compares the rows before and after each
 * migration. Rows are inserted before the upgrade, after it and after the downgrade.
 */
final class PairMigration {
    private static final int ADDED_ROW_COUNT = 2;

    private final PairDatabase database;

    PairMigration(PairDatabase database) {
        this.database = database;
    }

    Result migrate() throws SQLException {
        try {
            database.recordMigrations();
        } catch (IllegalArgumentException ignored) {
            return Result.REFUSED;
        }
        RecordedMigration change = database.change();
        if (change.upgrade().isEmpty()) {
            return new Result(Outcome.MIGRATED, 0, false, List.of());
        }
        Table declaredBefore = database.declaredBefore();
        Table declaredAfter = database.declaredAfter();
        // The server creates the initial partitions of an automatic table with the table, and does not change them
        // later.
        boolean comparesPartitions =
                !PartitionRows.isAutomatic(declaredBefore) || !PartitionRows.isAutomatic(declaredAfter);
        Map<String, String> newNames = database.findNewNames(false);
        Map<String, String> oldNames = database.findNewNames(true);
        database.createFirstTable();
        database.compareDefinition("as first declared", declaredBefore, true);
        try (Connection connection = database.openConnection()) {
            database.insertSampleRows(connection);
            TableContent rowsBefore = database.readRows(connection);
            AnnouncedLosses upgradeLosses = AnnouncedLosses.of(change.upgrade());
            TableContent droppedRows = PairDatabase.readDroppedRows(connection, database.liveTable(), upgradeLosses);
            requireNoDroppedRowFits(connection, "upgrade", upgradeLosses, declaredAfter);
            boolean isDone = upgrade(rowsBefore, declaredBefore, declaredAfter);
            if (isDone) {
                TableContent rowsAfterUpgrade = database.readRows(connection);
                database.compareRows(
                        "upgrade",
                        new RowComparison(rowsBefore, rowsAfterUpgrade, newNames, upgradeLosses, droppedRows));
                database.compareDefinition("after the upgrade", declaredAfter, comparesPartitions);
                rowsAfterUpgrade = insertAndCompare(
                        connection,
                        rowsAfterUpgrade,
                        "upgrade",
                        declaredBefore,
                        PairDatabase.findTargetColumns(declaredAfter, declaredBefore, oldNames));
                AnnouncedLosses downgradeLosses = AnnouncedLosses.of(change.downgrade());
                droppedRows = PairDatabase.readDroppedRows(connection, database.liveTable(), downgradeLosses);
                requireNoDroppedRowFits(connection, "downgrade", downgradeLosses, declaredBefore);
                if (change.irreversible().isEmpty()) {
                    isDone = downgrade(rowsAfterUpgrade, declaredAfter, declaredBefore);
                }
                if (isDone && change.irreversible().isEmpty()) {
                    TableContent rowsAfterDowngrade = database.readRows(connection);
                    database.compareRows(
                            "downgrade",
                            new RowComparison(
                                    rowsAfterUpgrade, rowsAfterDowngrade, oldNames, downgradeLosses, droppedRows));
                    database.compareDefinition("after the downgrade", declaredBefore, comparesPartitions);
                    insertAndCompare(connection, rowsAfterDowngrade, "downgrade", declaredAfter, Map.of());
                }
            }
            return new Result(
                    isDone ? Outcome.MIGRATED : Outcome.STOPPED,
                    rowsBefore.rows().size(),
                    !upgradeLosses.isEmpty(),
                    database.problems());
        }
    }

    /** Migrates the rows of an example, and sends its query between the upgrade and the downgrade. */
    ExampleResult migrateExample(DocumentedChange change) throws SQLException {
        database.recordMigrations();
        RecordedMigration migration = database.change();
        database.createFirstTable();
        try (Connection connection = database.openConnection()) {
            for (String insert : change.inserts()) {
                PairDatabase.execute(connection, insert);
            }
            TableContent rowsBefore = database.readRows(connection);
            AnnouncedLosses upgradeLosses = AnnouncedLosses.of(migration.upgrade());
            TableContent droppedRows = PairDatabase.readDroppedRows(connection, database.liveTable(), upgradeLosses);
            try {
                database.upgrade();
            } catch (MigrationException ignored) {
                database.downgrade();
                database.compareUnchangedRows("after the upgrade that stopped was taken back", rowsBefore);
                return new ExampleResult(List.of(DocumentedChange.STOPPED), database.problems());
            }
            List<String> answer = queryRows(connection, change.query());
            if (database.findLiveTable().isPresent()) {
                TableContent rowsAfterUpgrade = database.readRows(connection);
                database.compareRows(
                        "upgrade",
                        new RowComparison(
                                rowsBefore,
                                rowsAfterUpgrade,
                                database.findNewNames(false),
                                upgradeLosses,
                                droppedRows));
                AnnouncedLosses downgradeLosses = AnnouncedLosses.of(migration.downgrade());
                droppedRows = PairDatabase.readDroppedRows(connection, database.liveTable(), downgradeLosses);
                if (downgrade(rowsAfterUpgrade, rowsAfterUpgrade.table(), rowsBefore.table())) {
                    TableContent rowsAfterDowngrade = database.readRows(connection);
                    database.compareRows(
                            "downgrade",
                            new RowComparison(
                                    rowsAfterUpgrade,
                                    rowsAfterDowngrade,
                                    database.findNewNames(true),
                                    downgradeLosses,
                                    droppedRows));
                }
            }
            return new ExampleResult(answer, database.problems());
        }
    }

    /** Returns the rows of a query, each with bars between its values; none for an empty query. */
    private static List<String> queryRows(Connection connection, String query) throws SQLException {
        List<String> renderedRows = new ArrayList<>();
        if (query.isEmpty()) {
            return renderedRows;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    values.add(String.valueOf(rows.getString(column)));
                }
                renderedRows.add(String.join(" | ", values));
            }
        }
        return renderedRows;
    }

    /** Adds a problem for each dropped partition with rows that a partition of the target could hold. */
    private void requireNoDroppedRowFits(Connection connection, String direction, AnnouncedLosses losses, Table target)
            throws SQLException {
        if (PartitionRows.isAutomatic(target)
                || PartitionRows.declaredPartitions(target).isEmpty()) {
            return;
        }
        String targetCondition = PartitionRows.declaredPartitions(target).stream()
                .map(partition -> "(" + PartitionRows.renderCondition(target, partition) + ")")
                .collect(Collectors.joining(" OR "));
        Table table = database.liveTable();
        for (PartitionDefinition partition : PartitionRows.declaredPartitions(table)) {
            if (losses.droppedPartitions().contains(PartitionRows.name(partition))) {
                String condition = PartitionRows.renderCondition(table, partition);
                int fittingRowCount = TableContent.of(
                                connection, table, "(" + condition + ") AND (" + targetCondition + ")")
                        .rows()
                        .size();
                if (fittingRowCount > 0) {
                    database.addProblem("the " + direction + " drops " + fittingRowCount + " rows of partition "
                            + PartitionRows.name(partition) + ", which other partitions hold");
                }
            }
        }
    }

    /** Upgrades, and returns whether that succeeded; if not, it is reverted. */
    private boolean upgrade(TableContent rows, Table tableBefore, Table tableAfter) throws SQLException {
        try {
            database.upgrade();
            return true;
        } catch (MigrationException failure) {
            database.addProblemUnlessUnavoidable("upgrade", failure, tableBefore, tableAfter);
            try {
                database.downgrade();
            } catch (MigrationException secondFailure) {
                database.addProblem(
                        "there is no way back from the upgrade that stopped: " + secondFailure.getMessage());
                return false;
            }
            database.compareUnchangedRows("after the upgrade that stopped was taken back", rows);
            return false;
        }
    }

    /** Downgrades, and returns whether that succeeded; if not, an upgrade reverts it. */
    private boolean downgrade(TableContent rows, Table tableBefore, Table tableAfter) throws SQLException {
        try {
            database.downgrade();
            return true;
        } catch (MigrationException failure) {
            database.addProblemUnlessUnavoidable("downgrade", failure, tableBefore, tableAfter);
            database.compareUnchangedRows("after the downgrade stopped", rows);
            try {
                database.upgrade();
            } catch (MigrationException secondFailure) {
                database.addProblem(
                        "there is no way forward from the downgrade that stopped: " + secondFailure.getMessage());
                return false;
            }
            database.compareUnchangedRows("after the downgrade that stopped was taken forward", rows);
            database.compareDefinition("after the downgrade that stopped was taken forward", tableBefore, false);
            return false;
        }
    }

    /**
     * Inserts rows, and adds a problem if other rows change or a generated id repeats.
     *
     * @param otherTable the table of the pair that the live table becomes, or has been
     * @return the rows afterwards; the rows before if none was inserted
     */
    private TableContent insertAndCompare(
            Connection connection,
            TableContent rowsBefore,
            String direction,
            Table otherTable,
            Map<String, Column> targets)
            throws SQLException {
        Table table = database.liveTable();
        Optional<String> insert =
                database.createSampleRows(table, otherTable, targets, true).renderInsert(ADDED_ROW_COUNT);
        if (insert.isEmpty() || mayRepeatKeys(table) || PartitionRows.refusesAllRows(table)) {
            return rowsBefore;
        }
        try {
            PairDatabase.execute(connection, insert.get());
        } catch (SQLException failure) {
            database.addProblem("after the " + direction + " the server takes no row: " + failure.getMessage());
            return rowsBefore;
        }
        TableContent rowsAfter = TableContent.of(connection, table);
        List<List<String>> missingRows = new ArrayList<>(rowsBefore.rows());
        List<List<String>> remainingRows = new ArrayList<>(rowsAfter.rows());
        missingRows.removeIf(remainingRows::remove);
        if (!missingRows.isEmpty()) {
            database.addProblem("after the " + direction + " new rows took the place of " + missingRows + "; there is "
                    + rowsAfter.rows());
        }
        table.columns().stream().filter(Column::isAutoIncrement).forEach(column -> {
            List<String> newNumbers = new ArrayList<>(rowsAfter.values(column));
            rowsBefore.values(column).forEach(newNumbers::remove);
            boolean repeatsNumber = newNumbers.stream().anyMatch(rowsBefore.values(column)::contains);
            if (repeatsNumber || newNumbers.stream().distinct().count() < newNumbers.size()) {
                database.addProblem("after the " + direction + " " + column.name() + " gives " + newNumbers
                        + ", and there were " + rowsBefore.values(column));
            }
        });
        return rowsAfter;
    }

    /** Returns whether new rows may replace rows with the same key. */
    private static boolean mayRepeatKeys(Table table) {
        return table.model() != KeyModel.DUPLICATE
                && table.columns().stream().noneMatch(column -> column.isKey() && column.isAutoIncrement());
    }
}
