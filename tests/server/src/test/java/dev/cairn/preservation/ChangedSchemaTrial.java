package dev.cairn.preservation;

import dev.cairn.Consent;
import dev.cairn.Drift;
import dev.cairn.HiddenSettings;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.PlannedChanges;
import dev.cairn.RecordedHistory;
import dev.cairn.SkippingTicker;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.ServerCatalog;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.plan.change.Rename;
import dev.cairn.preservation.PreservationServer.Outcome;
import dev.cairn.preservation.PreservationServer.Result;
import dev.cairn.profile.ServerProfile;
import dev.cairn.random.Dice;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.RecordedMigration;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Upgrades a schema of several tables and views, of which a user changes one by hand, or whose ledger is restored from a
 * backup. Either the upgrade stops, or nothing is lost but what the migration announces; in each case there is a way to
 * a schema without differences.
 */
final class ChangedSchemaTrial {
    private static final String REFUSAL_MESSAGE = "refused by the trial";
    private static final String RESERVED_PREFIX = "__cairn";
    private static final int MAX_STOP_NUMBER = 12;
    private static final int SAMPLE_ROW_COUNT = 5;
    private static final int ADDED_ROW_COUNT = 2;
    private static final int MAX_ATTEMPT_COUNT = 6;
    private static final int SHOWN_FRAME_COUNT = 12;
    private static final int MAX_REPAIR_COUNT = 3;

    private final EmbeddedStarRocks server;
    private final ServerProfile profile;
    private final String database;
    private final Dice dice;
    private final RecordedHistory history;
    private final Map<String, String> newTableNames = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private String stage = "";
    private int lastNumber;
    private int rowCount;

    ChangedSchemaTrial(EmbeddedStarRocks server, ServerProfile profile, String database, Dice dice) {
        this.server = server;
        this.profile = profile;
        this.database = database;
        this.dice = dice;
        this.history = new RecordedHistory(database, profile);
    }

    /** What happens to the schema besides its migrations. */
    enum Incident {
        CHANGE_BEFORE_UPGRADE,
        CHANGE_AFTER_STOP,
        OLDER_LEDGER,
        OLDER_LEDGER_AND_CHANGE,
        NEWER_LEDGER;

        boolean restoresOlderLedger() {
            return this == OLDER_LEDGER || this == OLDER_LEDGER_AND_CHANGE;
        }
    }

    /** @param renames the tables that the second version renames */
    Result run(List<String> before, List<String> after, List<Rename> renames) throws SQLException {
        Incident incident = dice.pick(Incident.values());
        stage = incident.toString();
        try {
            history.version("before", before.toArray(String[]::new));
            if (incident.restoresOlderLedger() && dice.coin()) {
                addInserts();
            }
            history.version("after", renames, after.toArray(String[]::new));
        } catch (IllegalArgumentException ignored) {
            return Result.REFUSED; // No statements lead to the second version.
        }
        lastNumber = history.migrations().size();
        for (Rename rename : renames) {
            if (rename instanceof Rename.ObjectRename objectRename) {
                newTableNames.put(objectRename.oldName(), objectRename.object().name());
            }
        }
        createMigrator(Consent.values()).upgradeTo(1);
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(database), "root", "")) {
            insertRows(connection, SAMPLE_ROW_COUNT);
            return cause(incident, connection) ? upgradeAndCompare(connection, incident) : Result.REFUSED;
        }
    }

    /** Adds a migration that inserts a row into each table that has a place for it. */
    private void addInserts() {
        List<String> inserts = new ArrayList<>();
        history.lastCatalog().findDatabase(database).orElseThrow().tables().forEach(entry -> {
            Table table = entry.getValue();
            if (!PartitionRows.refusesAllRows(table)) {
                new SampleRows(table, table, Map.of(), dice, true)
                        .renderInsert(1)
                        .ifPresent(inserts::add);
            }
        });
        history.statements("rows", inserts.toArray(String[]::new));
    }

    private Migrator createMigrator(Consent... consents) {
        MigratorOptions options = HiddenSettings.withTicker(
                MigratorOptions.DEFAULT.author("tester").consent(consents), new SkippingTicker());
        return Migrator.of(history.schema(), server.jdbcUrl(database) + "?user=root", options);
    }

    /** Returns whether the incident was possible. */
    private boolean cause(Incident incident, Connection connection) throws SQLException {
        switch (incident) {
            case CHANGE_BEFORE_UPGRADE -> {
                return changeByHand(connection);
            }
            case CHANGE_AFTER_STOP -> {
                return stopUpgrade() && changeByHand(connection);
            }
            case NEWER_LEDGER -> {
                createMigrator().stamp(lastNumber);
                return true;
            }
            default -> {
                SavedLedger ledger = SavedLedger.of(connection);
                if (tryRun(() -> createMigrator(Consent.REBUILD).upgrade()).isPresent()) {
                    return false;
                }
                insertRows(connection, ADDED_ROW_COUNT);
                if (incident == Incident.OLDER_LEDGER_AND_CHANGE && !changeByHand(connection)) {
                    return false;
                }
                ledger.restore(connection);
                return true;
            }
        }
    }

    private boolean stopUpgrade() {
        server.faults()
                .add(
                        Trigger.matching("(?i)(?:alter|insert|create (?:table|view|materialized)|drop|refresh)\\b(?!.*"
                                        + RESERVED_PREFIX + "_" + database + "_).*")
                                .nth(1 + dice.below(MAX_STOP_NUMBER)),
                        Fault.reject(1064, "42000", REFUSAL_MESSAGE));
        Optional<RuntimeException> failure =
                tryRun(() -> createMigrator(Consent.REBUILD).upgrade());
        server.faults().clear();
        stage += failure.map(stop -> ", stopped: " + stop.getMessage()).orElse("");
        return failure.isPresent();
    }

    private boolean changeByHand(Connection connection) throws SQLException {
        boolean hasChanged = false;
        for (int attempt = 0; attempt < MAX_ATTEMPT_COUNT && (!hasChanged || dice.coin()); attempt++) {
            hasChanged |= tryChange(connection);
        }
        return hasChanged;
    }

    private boolean tryChange(Connection connection) throws SQLException {
        List<String> statements;
        if (dice.coin()) {
            List<Table> tables = listTables();
            if (tables.isEmpty()) {
                return false;
            }
            Table table = tables.get(dice.below(tables.size()));
            statements =
                    new RandomChangesByHand(dice, profile).choose(table, dice.pick(RandomChangesByHand.Kind.values()));
        } else {
            statements = new RandomViewChanges(dice).choose(liveDatabase(), dice.pick(RandomViewChanges.Kind.values()));
        }
        try {
            for (String statement : statements) {
                PairDatabase.execute(connection, statement);
                stage += ", by hand " + statement;
            }
        } catch (SQLException refusal) {
            return false; // The server does not accept the change.
        }
        insertRows(connection, ADDED_ROW_COUNT);
        return !statements.isEmpty();
    }

    private Database liveDatabase() {
        return ServerCatalog.of(server).findDatabase(database).orElseThrow();
    }

    private List<Table> listTables() {
        List<Table> tables = new ArrayList<>();
        liveDatabase().tables().forEach(entry -> {
            if (!entry.getKey().startsWith(RESERVED_PREFIX) && !entry.getKey().contains("__cairn")) {
                tables.add(entry.getValue());
            }
        });
        return tables;
    }

    private void insertRows(Connection connection, int count) {
        for (Table table : listTables()) {
            Optional<String> insert = new SampleRows(table, table, Map.of(), dice, true).renderInsert(count);
            try {
                if (insert.isPresent()) {
                    PairDatabase.execute(connection, insert.get());
                }
            } catch (SQLException ignored) {
                // The table has no partition for some of the rows.
            }
        }
    }

    private Map<String, TableContent> readRows(Connection connection) throws SQLException {
        Map<String, TableContent> contents = new TreeMap<>();
        for (Table table : listTables()) {
            contents.put(table.name(), TableContent.of(connection, table));
        }
        return contents;
    }

    private Result upgradeAndCompare(Connection connection, Incident incident) throws SQLException {
        Map<String, TableContent> rowsBefore = readRows(connection);
        rowsBefore.values().forEach(content -> rowCount += content.rows().size());
        List<String> upgrade = new ArrayList<>();
        List<String> downgrade = new ArrayList<>();
        for (RecordedMigration migration : history.migrations().subList(1, lastNumber)) {
            upgrade.addAll(migration.upgrade());
            downgrade.addAll(migration.downgrade());
        }
        if (incident == Incident.NEWER_LEDGER) {
            repair(connection, rowsBefore);
            return createResult(Outcome.MIGRATED);
        }
        Optional<RuntimeException> failure =
                tryRun(() -> createMigrator(Consent.REBUILD).upgrade());
        compare("upgrade", upgrade, connection, rowsBefore);
        Map<String, TableContent> rowsAfter = readRows(connection);
        if (failure.isEmpty()) {
            if (!createMigrator().plan().isEmpty()) {
                problems.add(stage + ": a second upgrade would run "
                        + createMigrator().plan());
            }
            repair(connection, rowsAfter);
            revert(connection, downgrade);
            return createResult(Outcome.MIGRATED);
        }
        stage += "; upgrade stops: " + failure.get().getMessage();
        Optional<RuntimeException> secondFailure =
                tryRun(() -> createMigrator(Consent.REBUILD).upgrade());
        compare("second upgrade", upgrade, connection, rowsAfter);
        stage += secondFailure.map(stop -> "; again: " + stop.getMessage()).orElse("; second upgrade ends");
        if (secondFailure.isPresent()) {
            if (dice.coin()
                    && revert(
                            connection,
                            Stream.concat(upgrade.stream(), downgrade.stream()).toList())) {
                repair(connection, readRows(connection));
                return createResult(Outcome.STOPPED);
            }
            Optional<RuntimeException> abandonment =
                    tryRun(() -> createMigrator().abandonRunAndStamp(lastNumber));
            abandonment.ifPresent(stop -> problems.add(stage + ": no stamp: " + stop));
        }
        repair(connection, readRows(connection));
        return createResult(Outcome.STOPPED);
    }

    /** Downgrades to the first version, and returns whether that succeeded. */
    private boolean revert(Connection connection, List<String> statements) throws SQLException {
        if (history.migrations().get(lastNumber - 1).irreversible().isPresent()) {
            return false;
        }
        Map<String, TableContent> rowsBefore = readRows(connection);
        Optional<RuntimeException> failure =
                tryRun(() -> createMigrator(Consent.values()).downgradeTo(1));
        stage += failure.map(stop -> "; downgrade stops: " + stop.getMessage()).orElse("; downgrade");
        compare("downgrade", statements, connection, rowsBefore);
        return failure.isEmpty();
    }

    private Result createResult(Outcome outcome) {
        return new Result(outcome, rowCount, false, problems);
    }

    /** Runs the statements of {@code check} until there is no difference. */
    private void repair(Connection connection, Map<String, TableContent> rows) throws SQLException {
        Map<String, TableContent> rowsBefore = rows;
        for (int count = 0; count <= MAX_REPAIR_COUNT; count++) {
            Drift drift;
            try {
                drift = createMigrator().check();
            } catch (MigrationException failure) {
                problems.add(stage + ": check stops: " + failure.getMessage());
                return;
            } catch (RuntimeException failure) {
                addInternalError("check", failure);
                return;
            }
            PlannedChanges changes = drift.remediation();
            if (drift.differences().isEmpty()) {
                if (!changes.steps().isEmpty()) {
                    problems.add(stage + ": statements without a difference: " + changes);
                }
                return;
            }
            if (!changes.impossible().isEmpty() || !drift.gaps().isEmpty()) {
                return;
            }
            if (changes.steps().isEmpty() || count == MAX_REPAIR_COUNT) {
                problems.add(stage + ": differences remain: " + drift.differences() + "\nwith " + changes.steps());
                return;
            }
            List<String> texts =
                    changes.steps().stream().map(PlannedChanges.Step::text).toList();
            try {
                for (PlannedChanges.Step step : changes.steps()) {
                    PairDatabase.execute(connection, step.sql());
                }
            } catch (SQLException failure) {
                stage += "; repair refused: " + failure.getMessage();
                if (!isUnavoidable(failure.getMessage())) {
                    problems.add(stage + "\nof " + texts);
                }
                return;
            }
            compare("repair by " + texts, texts, connection, rowsBefore);
            rowsBefore = readRows(connection);
        }
    }

    private String findOldName(String name) {
        return newTableNames.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(name);
    }

    /**
     * Returns whether the server refuses a statement because of the rows, or of the first name of a column that was
     * renamed by hand, which the server remembers and does not show.
     */
    private static boolean isUnavoidable(String message) {
        return message.contains("NULL value in non-nullable column")
                || message.contains("out of partition ranges")
                || message.contains("too long")
                || message.contains("out of range")
                || message.contains("The embedded server")
                || message.contains("failed to convert data")
                || message.contains("was created with this name");
    }

    private Optional<RuntimeException> tryRun(Runnable run) {
        try {
            run.run();
            return Optional.empty();
        } catch (MigrationException failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof RuntimeException
                        && cause.getClass().getName().startsWith("java.")) {
                    addInternalError("a run", failure);
                }
            }
            return Optional.of(failure);
        } catch (RuntimeException failure) {
            addInternalError("a run", failure);
            return Optional.of(failure);
        }
    }

    private void addInternalError(String operation, RuntimeException failure) {
        problems.add(stage + ": internal error of " + operation + ": " + failure + "\n  at "
                + Stream.of(failure.getStackTrace())
                        .limit(SHOWN_FRAME_COUNT)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining("\n  at ")));
    }

    private void compare(
            String operation, List<String> statements, Connection connection, Map<String, TableContent> rowsBefore)
            throws SQLException {
        Map<String, TableContent> rowsAfter = readRows(connection);
        rowsBefore.forEach((name, contentBefore) -> {
            String newName = newTableNames.getOrDefault(name, name);
            Set<String> names = new TreeSet<>(List.of(name, newName, findOldName(name)));
            AnnouncedLosses losses = AnnouncedLosses.of(statements, names);
            String oldName = findOldName(name);
            TableContent contentAfter = rowsAfter.containsKey(name)
                    ? rowsAfter.get(name)
                    : rowsAfter.getOrDefault(newName, rowsAfter.get(oldName));
            if (losses.hasTableLoss() || losses.mayAffectAnyRow()) {
                return;
            }
            if (contentAfter == null) {
                problems.add(stage + ": " + operation + ": the table " + name + " with "
                        + contentBefore.rows().size() + " rows is gone");
                return;
            }
            if (!losses.droppedPartitions().isEmpty() || contentAfter.rows().equals(contentBefore.rows())) {
                return;
            }
            TableContent noRows = new TableContent(contentBefore.table(), List.of());
            new RowComparison(contentBefore, Objects.requireNonNull(contentAfter), Map.of(), losses, noRows)
                    .findLosses()
                    .forEach(loss -> problems.add(stage + ": " + operation + ": " + name + ": " + loss));
        });
    }
}
