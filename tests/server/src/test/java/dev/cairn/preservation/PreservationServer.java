package dev.cairn.preservation;

import dev.cairn.Consent;
import dev.cairn.HiddenSettings;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.RecordedHistory;
import dev.cairn.SkippingTicker;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.ServerCatalog;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.job.Job;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.ValueLoss;
import dev.cairn.profile.ServerProfile;
import dev.cairn.random.Dice;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.RecordedMigration;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A server on which tables with rows are migrated: from the one of a pair to the other and back, by recorded
 * migrations, with rows inserted before, between and behind.
 */
final class PreservationServer implements AutoCloseable {
    private static final int ROWS = 9;
    private static final String REFUSAL = "refused by the trial";
    private static final Pattern STEP = Pattern.compile(" step (\\d+)");

    private final ServerProfile profile =
            ServerProfile.DEFAULT.withReplicas(1, 3).withExperimental(true);
    private final EmbeddedStarRocks server =
            EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()).profile(profile));
    private final Logger log = Logger.getLogger("dev.cairn");
    private int databases;

    PreservationServer() {
        log.setLevel(Level.OFF); // each step of each migration
    }

    /** How a migration ended. */
    enum Outcome {
        /** No statements lead to the target. */
        REFUSED,
        /** The rows can't satisfy the target, and the server refused a statement for that reason. */
        STOPPED,
        MIGRATED
    }

    /**
     * What became of a pair.
     *
     * @param rows how many there were
     * @param problems empty if all is well
     * @param isAnnounced whether the plan required consent to a loss
     */
    record Result(Outcome outcome, int rows, boolean isAnnounced, List<String> problems) {}

    Result migrated(TablePair pair, long seed) {
        String database = "p" + ++databases;
        server.createDatabase(database);
        try {
            return new Run(database, pair, new Dice(seed)).result();
        } catch (SQLException e) {
            return new Result(Outcome.STOPPED, 0, false, List.of("the server refused: " + e.getMessage()));
        } finally {
            server.dropDatabase(database);
        }
    }

    /** Stops the migration at each of its statements, and takes it back; then the same with the downgrade. */
    Result reverted(TablePair pair, long seed) {
        String database = "p" + ++databases;
        server.createDatabase(database);
        try {
            return new Run(database, pair, new Dice(seed)).revertAtEachStatement();
        } catch (SQLException e) {
            return new Result(Outcome.STOPPED, 0, false, List.of("the server refused: " + e.getMessage()));
        } finally {
            server.faults().clear();
            server.dropDatabase(database);
        }
    }

    /** Returns the plan from one of a pair to the other. */
    Plan plan(TablePair pair) {
        String database = "planned";
        Engine engine = new Engine(profile);
        Session session = new Session(database);
        Catalog before = catalog(engine, session, pair.before());
        Catalog after = catalog(engine, session, pair.after());
        return new Planner(engine, session).plan(before, after, new Renames(pair.renames(database)));
    }

    private static Catalog catalog(Engine engine, Session session, List<String> statements) {
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of(Objects.requireNonNull(session.database())));
        for (String statement : statements) {
            catalog = engine.apply(catalog, session, Sql.parse(statement)).catalog();
        }
        return catalog;
    }

    /**
     * What became of an example.
     *
     * @param answer of its query, after the upgrade
     */
    record Documented(List<String> answer, List<String> problems) {}

    /** An example with its own rows, migrated and taken back. */
    Documented documented(DocumentedChange change) throws SQLException {
        String database = "p" + ++databases;
        server.createDatabase(database);
        try {
            return new Run(database, change.pair(), new Dice(databases)).checkDocumented(change);
        } finally {
            server.dropDatabase(database);
        }
    }

    @Override
    public void close() {
        log.setLevel(null);
        server.close();
    }

    /** One pair in its own database. */
    private final class Run {
        private final String database;
        private final TablePair pair;
        private final Dice dice;
        private final List<String> problems = new ArrayList<>();
        private final RecordedHistory history;
        private int stops;

        Run(String database, TablePair pair, Dice dice) {
            this.database = database;
            this.pair = pair;
            this.dice = dice;
            this.history = new RecordedHistory(database, profile);
        }

        private Migrator migrator() {
            MigratorOptions options = HiddenSettings.with(
                    MigratorOptions.DEFAULT.author("tester").consent(Consent.values()), new SkippingTicker());
            return Migrator.of(history.schema(), server.jdbcUrl(database) + "?user=root", options);
        }

        private Connection connect() throws SQLException {
            return DriverManager.getConnection(server.jdbcUrl(database), "root", "");
        }

        private Table table(Catalog catalog) {
            return catalog.table(database, TablePair.TABLE).orElseThrow();
        }

        Result result() throws SQLException {
            history.version("before", pair.before().toArray(String[]::new));
            Table declaredBefore = declared(pair.before());
            try {
                history.version("after", pair.renames(database), pair.after().toArray(String[]::new));
            } catch (IllegalArgumentException ignored) {
                return new Result(Outcome.REFUSED, 0, false, List.of());
            }
            Table declaredAfter = declared(pair.after());
            if (history.migrations().get(1).upgrade().isEmpty()) {
                return new Result(Outcome.MIGRATED, 0, false, List.of());
            }
            // Those that an automatic table is given in advance are made with the table, and not changed later.
            boolean comparesPartitions =
                    !PartitionRows.isAutomatic(declaredBefore) || !PartitionRows.isAutomatic(declaredAfter);
            Map<String, String> newNames = columnNames(false);
            Map<String, String> oldNames = columnNames(true);
            RecordedMigration change = history.migrations().get(1);
            migrator().upgradeTo(1);
            compareDefinition("as first declared", declaredBefore, true);
            try (Connection connection = connect()) {
                insertSampleRows(connection, declaredAfter, targetColumns(declaredBefore, declaredAfter, newNames));
                TableContent rowsBefore = TableContent.of(connection, table(ServerCatalog.of(server)));
                AnnouncedLosses upgradeLosses = AnnouncedLosses.of(change.upgrade());
                TableContent dropped = dropped(connection, upgradeLosses);
                requirePlaceless(connection, "upgrade", upgradeLosses, declaredAfter);
                boolean isDone = upgrade(rowsBefore, declaredBefore, declaredAfter);
                if (isDone) {
                    TableContent rowsAfterUpgrade = TableContent.of(connection, table(ServerCatalog.of(server)));
                    compare(
                            "upgrade",
                            new RowComparison(rowsBefore, rowsAfterUpgrade, newNames, upgradeLosses, dropped));
                    compareDefinition("after the upgrade", declaredAfter, comparesPartitions);
                    rowsAfterUpgrade = insertAndCompare(
                            connection,
                            rowsAfterUpgrade,
                            "upgrade",
                            declaredBefore,
                            targetColumns(declaredAfter, declaredBefore, oldNames));
                    AnnouncedLosses downgradeLosses = AnnouncedLosses.of(change.downgrade());
                    dropped = dropped(connection, downgradeLosses);
                    requirePlaceless(connection, "downgrade", downgradeLosses, declaredBefore);
                    isDone = downgrade(rowsAfterUpgrade, declaredAfter, declaredBefore);
                    if (isDone) {
                        TableContent rowsAfterDowngrade = TableContent.of(connection, table(ServerCatalog.of(server)));
                        compare(
                                "downgrade",
                                new RowComparison(
                                        rowsAfterUpgrade, rowsAfterDowngrade, oldNames, downgradeLosses, dropped));
                        compareDefinition("after the downgrade", declaredBefore, comparesPartitions);
                        insertAndCompare(connection, rowsAfterDowngrade, "downgrade", declaredAfter, Map.of());
                    }
                }
                return new Result(
                        isDone ? Outcome.MIGRATED : Outcome.STOPPED,
                        rowsBefore.rows().size(),
                        !upgradeLosses.isEmpty(),
                        problems);
            }
        }

        Result revertAtEachStatement() throws SQLException {
            history.version("before", pair.before().toArray(String[]::new));
            Table declaredBefore = declared(pair.before());
            try {
                history.version("after", pair.renames(database), pair.after().toArray(String[]::new));
            } catch (IllegalArgumentException ignored) {
                return new Result(Outcome.REFUSED, 0, false, List.of());
            }
            Table declaredAfter = declared(pair.after());
            RecordedMigration change = history.migrations().get(1);
            migrator().upgradeTo(1);
            try (Connection connection = connect()) {
                insertSampleRows(
                        connection, declaredAfter, targetColumns(declaredBefore, declaredAfter, columnNames(false)));
                TableContent rows = TableContent.of(connection, table(ServerCatalog.of(server)));
                boolean isDone = revert(change, true, declaredBefore, declaredAfter)
                        && revert(change, false, declaredAfter, declaredBefore);
                return new Result(
                        isDone ? Outcome.MIGRATED : Outcome.STOPPED,
                        rows.rows().size(),
                        !AnnouncedLosses.of(change.upgrade()).isEmpty(),
                        problems);
            }
        }

        /**
         * Stops a migration at each of its statements, and takes it back.
         *
         * @param start the table before it
         * @return whether the migration came to its end when no statement was refused any more
         */
        private boolean revert(RecordedMigration migration, boolean isUpgrade, Table start, Table end)
                throws SQLException {
            List<String> statements = isUpgrade ? migration.upgrade() : migration.downgrade();
            while (problems.isEmpty()) {
                TableContent rows = readRows();
                int number = ++stops;
                server.faults()
                        .add(
                                Trigger.matching("(?i)(?:alter|insert|create table|drop table)\\b.*")
                                        .nth(number),
                                Fault.refuse(1064, "42000", REFUSAL));
                Optional<MigrationException> stop = move(isUpgrade);
                server.faults().clear();
                String message = String.valueOf(stop.map(Throwable::getMessage).orElse(""));
                if (!message.contains(REFUSAL)) {
                    stops = 0;
                    return stop.isEmpty(); // or the rows prevent the migration
                }
                String when = "after the " + (isUpgrade ? "upgrade" : "downgrade") + " stopped (" + message + ")";
                if (isBetweenReplacements(statements, message)) {
                    continue; // the partitions have temporary names, so there is only a way forward
                }
                Optional<MigrationException> refusal = move(!isUpgrade);
                if (refusal.isPresent()) {
                    explain("way back " + when, refusal.get(), end, start);
                    return false;
                }
                if (AnnouncedLosses.of(findDone(statements, message)).isEmpty()) {
                    compareUnchanged(when, rows);
                }
                compareDefinition(when, start, false);
            }
            return false;
        }

        private static boolean isBetweenReplacements(List<String> statements, String message) {
            Pattern replacement = Pattern.compile("\\bREPLACE PARTITIONS? ");
            List<String> done = findDone(statements, message);
            return done.stream().anyMatch(replacement.asPredicate())
                    && statements.subList(done.size(), statements.size()).stream()
                            .anyMatch(replacement.asPredicate());
        }

        /** Returns the statements before the one that was refused, with the DROP that says what a swap has lost. */
        private static List<String> findDone(List<String> statements, String message) {
            Matcher step = STEP.matcher(message);
            int refused = step.find() ? Integer.parseInt(step.group(1)) : statements.size();
            List<String> done = statements.subList(0, refused - 1);
            boolean isSwapped = done.stream().anyMatch(text -> text.contains(" SWAP WITH "));
            return isSwapped ? statements : done;
        }

        private TableContent readRows() throws SQLException {
            try (Connection connection = connect()) {
                return TableContent.of(connection, table(ServerCatalog.of(server)));
            }
        }

        private Optional<MigrationException> move(boolean isUpgrade) {
            try {
                if (isUpgrade) {
                    migrator().upgrade();
                } else {
                    migrator().downgradeTo(1);
                }
                return Optional.empty();
            } catch (MigrationException stop) {
                return Optional.of(stop);
            }
        }

        Documented checkDocumented(DocumentedChange change) throws SQLException {
            history.version("before", pair.before().toArray(String[]::new));
            history.version("after", pair.renames(database), pair.after().toArray(String[]::new));
            RecordedMigration migration = history.migrations().get(1);
            migrator().upgradeTo(1);
            try (Connection connection = connect()) {
                for (String insert : change.inserts()) {
                    execute(connection, insert);
                }
                TableContent rowsBefore = TableContent.of(connection, table(ServerCatalog.of(server)));
                AnnouncedLosses upgradeLosses = AnnouncedLosses.of(migration.upgrade());
                TableContent dropped = dropped(connection, upgradeLosses);
                try {
                    migrator().upgrade();
                } catch (MigrationException ignored) {
                    migrator().downgradeTo(1);
                    compareUnchanged("after the upgrade that stopped was taken back", rowsBefore);
                    return new Documented(List.of(DocumentedChange.STOPPED), problems);
                }
                List<String> answer = answer(connection, change.query());
                if (ServerCatalog.of(server).table(database, TablePair.TABLE).isPresent()) {
                    TableContent rowsAfterUpgrade = TableContent.of(connection, table(ServerCatalog.of(server)));
                    compare(
                            "upgrade",
                            new RowComparison(
                                    rowsBefore, rowsAfterUpgrade, columnNames(false), upgradeLosses, dropped));
                    AnnouncedLosses downgradeLosses = AnnouncedLosses.of(migration.downgrade());
                    dropped = dropped(connection, downgradeLosses);
                    if (downgrade(rowsAfterUpgrade, rowsAfterUpgrade.table(), rowsBefore.table())) {
                        TableContent rowsAfterDowngrade = TableContent.of(connection, table(ServerCatalog.of(server)));
                        compare(
                                "downgrade",
                                new RowComparison(
                                        rowsAfterUpgrade,
                                        rowsAfterDowngrade,
                                        columnNames(true),
                                        downgradeLosses,
                                        dropped));
                    }
                }
                return new Documented(answer, problems);
            }
        }

        private static List<String> answer(Connection connection, String query) throws SQLException {
            List<String> answer = new ArrayList<>();
            if (query.isEmpty()) {
                return answer;
            }
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        values.add(String.valueOf(rows.getString(i)));
                    }
                    answer.add(String.join(" | ", values));
                }
            }
            return answer;
        }

        /** The names of the columns on the other side. */
        private Map<String, String> columnNames(boolean isDowngrade) {
            Map<String, String> names = new HashMap<>();
            for (String rename : pair.renames()) {
                String[] words = rename.split(" ", 2);
                names.put(words[isDowngrade ? 1 : 0], words[isDowngrade ? 0 : 1]);
            }
            return names;
        }

        private static Map<String, Column> targetColumns(
                Table sourceTable, Table targetTable, Map<String, String> names) {
            Map<String, Column> targets = new HashMap<>();
            for (Column column : sourceTable.columns()) {
                targetTable
                        .column(names.getOrDefault(column.name(), column.name()))
                        .ifPresent(target -> targets.put(column.name(), target));
            }
            return targets;
        }

        private void insertSampleRows(Connection connection, Table other, Map<String, Column> targets)
                throws SQLException {
            SampleRows rows = new SampleRows(table(ServerCatalog.of(server)), other, targets, dice, dice.coin());
            Optional<String> insert = rows.insert(ROWS);
            if (insert.isPresent()) {
                execute(connection, insert.get());
            }
        }

        private static void execute(Connection connection, String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new SQLException(e.getMessage() + "\n" + sql, e);
            }
        }

        private void compare(String when, RowComparison comparison) {
            comparison.problems().forEach(problem -> problems.add(when + ": " + problem));
        }

        /** Returns the table that the statements declare, without the recorded history. */
        private Table declared(List<String> statements) {
            return table(catalog(new Engine(profile), new Session(database), statements));
        }

        /** Compares the live table with the declared one literally, and not by the planner's rules of equality. */
        private void compareDefinition(String when, Table declared, boolean includesPartitions) {
            Table live = table(ServerCatalog.of(server));
            if (includesPartitions && !havePartitions(live, declared)) {
                problems.add(when + ": partitions are " + partitions(live) + ", and should be " + partitions(declared));
            }
            List<String> columns = columns(live);
            if (!columns.equals(columns(declared))) {
                problems.add(when + ": columns are " + columns + ", and should be " + columns(declared));
            }
        }

        /** Whether a table has the declared partitions, and only these unless rows create further ones. */
        private static boolean havePartitions(Table live, Table declared) {
            Map<String, String> found = partitions(live);
            Map<String, String> expected = partitions(declared);
            return PartitionRows.isAutomatic(declared)
                    ? found.entrySet().containsAll(expected.entrySet())
                    : found.equals(expected);
        }

        private static Map<String, String> partitions(Table table) {
            Map<String, String> partitions = new TreeMap<>();
            for (PartitionDefinition partition : PartitionRows.declaredPartitions(table)) {
                partitions.put(PartitionRows.name(partition), PartitionRows.condition(table, partition));
            }
            return partitions;
        }

        private List<String> columns(Table table) {
            return ShowCreate.shownStatement(profile, table).columns().stream()
                    .map(Sql::render)
                    .toList();
        }

        /** Rows that are announced as lost although the target has a place for them. */
        private void requirePlaceless(Connection connection, String when, AnnouncedLosses announced, Table to)
                throws SQLException {
            Table table = table(ServerCatalog.of(server));
            if (PartitionRows.isAutomatic(to)
                    || PartitionRows.declaredPartitions(to).isEmpty()) {
                return;
            }
            String place = PartitionRows.declaredPartitions(to).stream()
                    .map(partition -> "(" + PartitionRows.condition(to, partition) + ")")
                    .collect(Collectors.joining(" OR "));
            for (PartitionDefinition partition : PartitionRows.declaredPartitions(table)) {
                if (announced.droppedPartitions().contains(PartitionRows.name(partition))) {
                    String here = PartitionRows.condition(table, partition);
                    int fitting = TableContent.of(connection, table, "(" + here + ") AND (" + place + ")")
                            .rows()
                            .size();
                    if (fitting > 0) {
                        problems.add("the " + when + " drops " + fitting + " rows of partition "
                                + PartitionRows.name(partition) + ", which other partitions hold");
                    }
                }
            }
        }

        /** The rows that are announced as lost. */
        private TableContent dropped(Connection connection, AnnouncedLosses announced) throws SQLException {
            Table table = table(ServerCatalog.of(server));
            List<String> conditions = PartitionRows.declaredPartitions(table).stream()
                    .filter(partition -> announced.droppedPartitions().contains(PartitionRows.name(partition)))
                    .map(partition -> "(" + PartitionRows.condition(table, partition) + ")")
                    .toList();
            return conditions.isEmpty()
                    ? new TableContent(table, List.of())
                    : TableContent.of(connection, table, String.join(" OR ", conditions));
        }

        private boolean upgrade(TableContent rows, Table from, Table to) throws SQLException {
            try {
                migrator().upgrade();
                return true;
            } catch (MigrationException stopped) {
                explain("upgrade", stopped, from, to);
                try {
                    migrator().downgradeTo(1);
                } catch (MigrationException lost) {
                    problems.add("there is no way back from the upgrade that stopped: " + lost.getMessage());
                    return false;
                }
                compareUnchanged("after the upgrade that stopped was taken back", rows);
                return false;
            }
        }

        private boolean downgrade(TableContent rows, Table from, Table to) throws SQLException {
            try {
                migrator().downgradeTo(1);
                return true;
            } catch (MigrationException stopped) {
                explain("downgrade", stopped, from, to);
                compareUnchanged("after the downgrade stopped", rows);
                try {
                    migrator().upgrade();
                } catch (MigrationException lost) {
                    problems.add("there is no way forward from the downgrade that stopped: " + lost.getMessage());
                    return false;
                }
                compareUnchanged("after the downgrade that stopped was taken forward", rows);
                compareDefinition("after the downgrade that stopped was taken forward", from, false);
                return false;
            }
        }

        private void compareUnchanged(String when, TableContent rows) throws SQLException {
            AnnouncedLosses nothing = AnnouncedLosses.of(List.of());
            TableContent none = new TableContent(rows.table(), List.of());
            compare(when, new RowComparison(rows, readRows(), Map.of(), nothing, none));
        }

        /** Requires that the migration stopped because no server could have run it on these rows. */
        private void explain(String when, MigrationException stopped, Table from, Table to) {
            String message = String.valueOf(stopped.getMessage());
            boolean isEmpty =
                    (message.contains("NULL value in non-nullable column") || message.contains("has no value for it"))
                            && to.columns().stream().anyMatch(column -> !column.isNullable());
            boolean isOutsidePartitions = message.contains("out of partition ranges")
                    && !from.partitioning().equals(to.partitioning());
            boolean tooLong = (message.contains("too long")
                            || message.contains("has a value of more than")
                            || message.contains("is out of range"))
                    && narrows(from, to);
            if (!isEmpty && !isOutsidePartitions && !tooLong) {
                problems.add("the " + when + " stopped: " + message);
            }
        }

        /**
         * Whether a value of a column may not fit its new type, at which the copy fails. Such a value is not announced
         * as lost.
         */
        private boolean narrows(Table from, Table to) {
            return from.columns().stream()
                    .anyMatch(old ->
                            to.columns().stream().anyMatch(column -> ValueLoss.isPossible(old.type(), column.type())));
        }

        /** Rows that come now leave all others as they are. */
        private TableContent insertAndCompare(
                Connection connection, TableContent before, String when, Table other, Map<String, Column> targets)
                throws SQLException {
            Table table = table(ServerCatalog.of(server));
            Optional<String> insert = new SampleRows(table, other, targets, dice, true).insert(2);
            if (insert.isEmpty() || meets(table) || PartitionRows.refusesAllRows(table)) {
                return before;
            }
            try {
                execute(connection, insert.get());
            } catch (SQLException e) {
                problems.add("after the " + when + " the server takes no row: " + e.getMessage());
                return before;
            }
            TableContent after = TableContent.of(connection, table);
            List<List<String>> missing = new ArrayList<>(before.rows());
            List<List<String>> now = new ArrayList<>(after.rows());
            missing.removeIf(now::remove);
            if (!missing.isEmpty()) {
                problems.add(
                        "after the " + when + " new rows took the place of " + missing + "; there is " + after.rows());
            }
            table.columns().stream().filter(Column::isAutoIncrement).forEach(column -> {
                List<String> numbers = new ArrayList<>(after.values(column));
                before.values(column).forEach(numbers::remove);
                boolean repeatsNumber = numbers.stream().anyMatch(before.values(column)::contains);
                if (repeatsNumber || numbers.stream().distinct().count() < numbers.size()) {
                    problems.add("after the " + when + " " + column.name() + " gives " + numbers + ", and there were "
                            + before.values(column));
                }
            });
            return after;
        }

        /** Whether new rows may have keys that are there. */
        private static boolean meets(Table table) {
            return table.model() != KeyModel.DUPLICATE
                    && table.columns().stream().noneMatch(column -> column.isKey() && column.isAutoIncrement());
        }
    }
}
