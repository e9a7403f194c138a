package dev.cairn.preservation;

import dev.cairn.Consent;
import dev.cairn.HiddenSettings;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.RecordedHistory;
import dev.cairn.SkippingTicker;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.ServerCatalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.step.ValueLoss;
import dev.cairn.profile.ServerProfile;
import dev.cairn.random.Dice;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RecordedMigration;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The database in which the table of one pair is migrated; it collects the problems of these migrations. */
final class PairDatabase {
    private static final int SAMPLE_ROW_COUNT = 9;

    private final EmbeddedStarRocks server;
    private final ServerProfile profile;
    private final String name;
    private final TablePair pair;
    private final Dice dice;
    private final RecordedHistory history;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    PairDatabase(EmbeddedStarRocks server, ServerProfile profile, String name, TablePair pair, Dice dice) {
        this.server = server;
        this.profile = profile;
        this.name = name;
        this.pair = pair;
        this.dice = dice;
        this.history = new RecordedHistory(name, profile);
    }

    /**
     * Records a migration that creates the first table of the pair, and one from the first table to the second.
     *
     * @throws IllegalArgumentException if no statements lead to the second table
     */
    void recordMigrations() {
        history.version("before", pair.before().toArray(String[]::new));
        history.version("after", pair.renames(name), pair.after().toArray(String[]::new));
    }

    /** Returns the recorded migration from the first table to the second. */
    RecordedMigration change() {
        return history.migrations().get(1);
    }

    /** Creates the first table of the pair. */
    void createFirstTable() {
        createMigrator().upgradeTo(1);
    }

    void upgrade() {
        createMigrator().upgrade();
    }

    /** Upgrades without consent to losses that the migration does not announce. */
    void upgradeWithoutConsent() {
        createMigrator(Consent.REBUILD).upgrade();
    }

    void downgrade() {
        createMigrator().downgradeTo(1);
    }

    private Migrator createMigrator() {
        return createMigrator(Consent.values());
    }

    private Migrator createMigrator(Consent... consents) {
        MigratorOptions options = HiddenSettings.withTicker(
                MigratorOptions.DEFAULT.author("tester").consent(consents).listener(this::recordWarning),
                new SkippingTicker());
        return Migrator.of(history.schema(), server.jdbcUrl(name) + "?user=root", options);
    }

    private void recordWarning(Progress event) {
        if (event instanceof Progress.Warning warning) {
            warnings.add(warning.message());
        }
    }

    /** Returns whether a migration since the last call has warned that it loses what its statements do not announce. */
    boolean takeUnannouncedLossWarning() {
        boolean hasWarned =
                warnings.stream().anyMatch(warning -> warning.startsWith("With the consent to destructive"));
        warnings.clear();
        return hasWarned;
    }

    Connection openConnection() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(name), "root", "");
    }

    List<String> problems() {
        return problems;
    }

    void addProblem(String problem) {
        problems.add(problem);
    }

    /** Returns the table as it is declared before the change. */
    Table declaredBefore() {
        return createDeclaredTable(pair.before());
    }

    /** Returns the table as it is declared after the change. */
    Table declaredAfter() {
        return createDeclaredTable(pair.after());
    }

    private Table createDeclaredTable(List<String> statements) {
        return table(PreservationServer.createCatalog(new Engine(profile), new Session(name), statements));
    }

    Optional<Table> findLiveTable() {
        return ServerCatalog.of(server).findTable(name, TablePair.TABLE_NAME);
    }

    Table liveTable() {
        return table(ServerCatalog.of(server));
    }

    private Table table(Catalog catalog) {
        return catalog.findTable(name, TablePair.TABLE_NAME).orElseThrow();
    }

    TableContent readRows(Connection connection) throws SQLException {
        return TableContent.of(connection, liveTable());
    }

    TableContent readRows(Connection connection, String tableName) throws SQLException {
        return TableContent.of(
                connection, ServerCatalog.of(server).findTable(name, tableName).orElseThrow());
    }

    /** Returns the rows of the partitions of a table that are announced as lost. */
    static TableContent readDroppedRows(Connection connection, Table table, AnnouncedLosses losses)
            throws SQLException {
        List<String> conditions = PartitionRows.declaredPartitions(table).stream()
                .filter(partition -> losses.droppedPartitions().contains(PartitionRows.name(partition)))
                .map(partition -> "(" + PartitionRows.renderCondition(table, partition) + ")")
                .toList();
        return conditions.isEmpty()
                ? new TableContent(table, List.of())
                : TableContent.of(connection, table, String.join(" OR ", conditions));
    }

    private TableContent readRows() throws SQLException {
        try (Connection connection = openConnection()) {
            return readRows(connection);
        }
    }

    /** Returns the names of the renamed columns after an upgrade or a downgrade, by their names before it. */
    Map<String, String> findNewNames(boolean isDowngrade) {
        Map<String, String> newNames = new HashMap<>();
        for (String rename : pair.renames()) {
            String[] names = rename.split(" ", 2);
            newNames.put(names[isDowngrade ? 1 : 0], names[isDowngrade ? 0 : 1]);
        }
        return newNames;
    }

    /**
     * Returns the columns that the columns of a table become; dropped columns are missing.
     *
     * @param newNames the names of the renamed columns in the target, by their names in the source
     */
    static Map<String, Column> findTargetColumns(Table sourceTable, Table targetTable, Map<String, String> newNames) {
        Map<String, Column> targets = new HashMap<>();
        for (Column column : sourceTable.columns()) {
            targetTable
                    .findColumn(newNames.getOrDefault(column.name(), column.name()))
                    .ifPresent(target -> targets.put(column.name(), target));
        }
        return targets;
    }

    /** Inserts rows into the first table, which has to be created before. */
    void insertSampleRows(Connection connection) throws SQLException {
        Table declaredAfter = declaredAfter();
        Map<String, Column> targets = findTargetColumns(declaredBefore(), declaredAfter, findNewNames(false));
        Optional<String> insertSql = createSampleRows(liveTable(), declaredAfter, targets, dice.coin())
                .renderInsert(SAMPLE_ROW_COUNT);
        if (insertSql.isPresent()) {
            execute(connection, insertSql.get());
        }
    }

    SampleRows createSampleRows(Table table, Table otherTable, Map<String, Column> targets, boolean isFitting) {
        return new SampleRows(table, otherTable, targets, dice, isFitting);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new SQLException(failure.getMessage() + "\n" + sql, failure);
        }
    }

    /** Adds the problems of a comparison, each with the stage of the trial in which it was made. */
    void compareRows(String stage, RowComparison comparison) {
        addProblems(stage, comparison.problems());
    }

    private void addProblems(String stage, List<String> stageProblems) {
        stageProblems.forEach(problem -> problems.add(stage + ": " + problem));
    }

    /**
     * Adds the losses that a comparison finds, each with the stage of the trial. The migration may have made some of its
     * changes before, so it may announce more losses than happen.
     */
    void compareRemainingRows(String stage, RowComparison comparison) {
        addProblems(stage, comparison.findLosses());
    }

    /** Compares the rows with those before a migration that was reverted; they must be equal. */
    void compareUnchangedRows(String stage, TableContent rowsBefore) throws SQLException {
        compareUnchangedRows(stage, rowsBefore, readRows());
    }

    /** Compares the rows before and after a migration that must not change any. */
    void compareUnchangedRows(String stage, TableContent rowsBefore, TableContent rowsAfter) {
        AnnouncedLosses noLosses = AnnouncedLosses.of(List.of());
        TableContent noRows = new TableContent(rowsBefore.table(), List.of());
        compareRows(stage, new RowComparison(rowsBefore, rowsAfter, Map.of(), noLosses, noRows));
    }

    /**
     * Compares the texts of the live table and the declared one, because the planner takes some other texts for equal.
     */
    void compareDefinition(String stage, Table declared, boolean comparesPartitions) {
        Table live = liveTable();
        if (comparesPartitions && !hasDeclaredPartitions(live, declared)) {
            problems.add(stage + ": partitions are " + renderPartitionConditions(live) + ", and should be "
                    + renderPartitionConditions(declared));
        }
        List<String> columns = renderColumns(live);
        if (!columns.equals(renderColumns(declared))) {
            problems.add(stage + ": columns are " + columns + ", and should be " + renderColumns(declared));
        }
    }

    /** Returns whether a table has the declared partitions, and only these unless the server creates further ones. */
    private static boolean hasDeclaredPartitions(Table live, Table declared) {
        Map<String, String> liveConditions = renderPartitionConditions(live);
        Map<String, String> declaredConditions = renderPartitionConditions(declared);
        return (live.mayHaveUndeclaredPartitions() || declared.mayHaveUndeclaredPartitions())
                ? liveConditions.entrySet().containsAll(declaredConditions.entrySet())
                : liveConditions.equals(declaredConditions);
    }

    private static Map<String, String> renderPartitionConditions(Table table) {
        Map<String, String> conditions = new TreeMap<>();
        for (PartitionDefinition partition : PartitionRows.declaredPartitions(table)) {
            conditions.put(PartitionRows.name(partition), PartitionRows.renderCondition(table, partition));
        }
        return conditions;
    }

    private List<String> renderColumns(Table table) {
        return ShowCreate.shownStatement(profile, table).columns().stream()
                .map(Sql::render)
                .toList();
    }

    /** Adds a problem unless the migration stopped because no server could have run it on these rows. */
    void addProblemUnlessUnavoidable(String stage, MigrationException failure, Table sourceTable, Table targetTable) {
        String message = String.valueOf(failure.getMessage());
        boolean lacksValue =
                (message.contains("NULL value in non-nullable column") || message.contains("has no value for it"))
                        && targetTable.columns().stream().anyMatch(column -> !column.isNullable());
        boolean isOutsidePartitions = message.contains("out of partition ranges")
                && !sourceTable.partitioning().equals(targetTable.partitioning());
        boolean isUnfit = (message.contains("too long")
                        || message.contains("has a value of more than")
                        || message.contains("is out of range")
                        || message.contains("failed to convert data of the column"))
                && mayNotFit(sourceTable, targetTable);
        if (!lacksValue && !isOutsidePartitions && !isUnfit) {
            problems.add("the " + stage + " stopped: " + message);
        }
    }

    /**
     * Returns whether a value of a column may not fit the new type of the column. The copy fails at such a value, so it
     * is not announced as lost.
     */
    private static boolean mayNotFit(Table sourceTable, Table targetTable) {
        return sourceTable.columns().stream()
                .anyMatch(columnBefore -> targetTable.columns().stream()
                        .anyMatch(column -> ValueLoss.isPossible(columnBefore.type(), column.type())));
    }
}
