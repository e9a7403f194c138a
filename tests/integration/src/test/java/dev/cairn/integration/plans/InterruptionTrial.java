package dev.cairn.integration.plans;

import dev.cairn.Consent;
import dev.cairn.HiddenSettings;
import dev.cairn.Migrator;
import dev.cairn.Migrator.Leftover;
import dev.cairn.Migrator.Repair;
import dev.cairn.MigratorOptions;
import dev.cairn.Status.OpenStep;
import dev.cairn.integration.plans.FaultyProcess.Fault;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.RebuildOptions;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Interrupts the upgrade and the downgrade of a schema at their statements, and continues in both directions. */
final class InterruptionTrial {
    private static final int BASE_NUMBER = 1;
    private static final int MAX_FAILURE_COUNT = 3;

    /** The prefix of the names of the ledger's views. */
    private static final String LEDGER_PREFIX = "__cairn_";

    private static final Pattern LABEL_PATTERN = Pattern.compile("(?i) WITH LABEL `?[^ `]+`?");

    /** Matches statements that a continued run may send again, because a definition does not show their effect. */
    private static final Pattern INVISIBLE_CHANGE_PATTERN =
            Pattern.compile("(?i)ALTER MATERIALIZED VIEW \\S+ (?:IN)?ACTIVE");

    private final TrialServer server;
    private final String database;
    private final InterruptedSchema interruptedSchema;
    private final SwapMode swapMode;
    private final int stride;
    private final int seed;
    private final SchemaDescriptor schema;
    private final Map<Run, Expected> expectedByRun = new EnumMap<>(Run.class);
    private final List<String> problems = new ArrayList<>();
    private boolean isIntact = true;
    private int faultCount;
    private int interruptionCount;
    private int leftoverCount;
    private int repairCount;

    /**
     * @param stride the interval, in statements, at which runs are interrupted
     * @param seed determines the first of these statements and the order of the faults
     */
    InterruptionTrial(
            TrialServer server,
            String database,
            InterruptedSchema interruptedSchema,
            SwapMode swapMode,
            int stride,
            int seed) {
        this.server = server;
        this.database = database;
        this.interruptedSchema = interruptedSchema;
        this.swapMode = swapMode;
        this.stride = stride;
        this.seed = seed;
        this.schema = interruptedSchema.record(database, server.profile()).schema();
    }

    /**
     * @param leftoverCount the number of objects that interrupted runs left, and that the migrator listed and dropped
     * @param repairCount the number of steps about which the migrator asked whether they have run
     * @param problems descriptions of the differences from undisturbed runs; empty if there are none
     */
    record Result(int interruptionCount, int leftoverCount, int repairCount, List<String> problems) {}

    private enum Run {
        UPGRADE,
        DOWNGRADE;

        private void run(Migrator migrator) {
            if (this == UPGRADE) {
                migrator.upgrade();
            } else {
                migrator.downgradeTo(BASE_NUMBER);
            }
        }
    }

    /**
     * The results of an undisturbed run.
     *
     * @param changeCounts the numbers of equal statements that have changed something
     */
    private record Expected(Map<String, String> state, Map<String, Integer> changeCounts) {}

    /** @param changeNumber the number of the statement at which the run is interrupted, from 1, without queries */
    private record Interruption(Run run, int changeNumber, Fault fault, Run continuation) {}

    Result run() throws SQLException {
        server.createDatabase(database);
        try {
            createMigrator(createProcess()).upgradeTo(BASE_NUMBER);
            if (server.storesRows()) {
                for (String statement : interruptedSchema.insertStatements(database)) {
                    server.execute(database, statement);
                }
            }
            for (Run run : Run.values()) {
                FaultyProcess process = createProcess();
                run.run(createMigrator(process));
                expectedByRun.put(run, new Expected(describeState(), countChanges(process.runStatements())));
            }
            long ledgerViewCount = countLedgerViews();
            interruptAll();
            if (isIntact && countLedgerViews() != ledgerViewCount) {
                problems.add(interruptedSchema + ", " + swapMode + ": states of the ledger remain");
            }
        } catch (MigrationException failure) {
            problems.add(interruptedSchema + ", " + swapMode + ": an undisturbed run failed: " + failure.getMessage());
        } finally {
            server.dropDatabases(database);
            server.dropRoles(database);
        }
        return new Result(interruptionCount, leftoverCount, repairCount, problems);
    }

    private void interruptAll() throws SQLException {
        boolean isInterrupted = true;
        for (int number = 1 + seed % stride; isInterrupted && isIntact; number += stride) {
            isInterrupted = interrupt(Run.UPGRADE, number, Run.UPGRADE);
            isInterrupted |= interrupt(Run.DOWNGRADE, number, Run.DOWNGRADE);
            isInterrupted |= interrupt(Run.UPGRADE, number, Run.DOWNGRADE);
            runUndisturbed(Run.UPGRADE);
            isInterrupted |= interrupt(Run.DOWNGRADE, number, Run.UPGRADE);
            runUndisturbed(Run.DOWNGRADE);
        }
    }

    private void runUndisturbed(Run run) {
        if (isIntact) {
            run.run(createMigrator(createProcess()));
        }
    }

    /** Returns whether the run had a statement of this number. After a wrong result, nothing runs. */
    private boolean interrupt(Run run, int changeNumber, Run continuation) throws SQLException {
        if (!isIntact) {
            return false;
        }
        Interruption interruption = new Interruption(run, changeNumber, chooseFault(), continuation);
        FaultyProcess process = FaultyProcess.withFault(server, database, interruption.fault(), changeNumber);
        List<String> failures = new ArrayList<>();
        try {
            run.run(createMigrator(process));
        } catch (MigrationException failure) {
            failures.add(failure.getMessage());
        }
        List<String> runStatements = new ArrayList<>(process.runStatements());
        boolean isDone = failures.isEmpty() && run == continuation;
        if (!isDone) {
            continueRun(interruption, runStatements, failures);
        }
        List<String> differences = findDifferences(interruption, runStatements);
        if (!differences.isEmpty()) {
            isIntact = false;
            problems.add(interruptedSchema + ", " + swapMode + ", " + interruption + ", " + process.faultyStatement()
                    + ":\n  " + String.join("\n  ", differences) + "\n  failures:\n  " + String.join("\n  ", failures)
                    + "\n  statements:\n  " + String.join("\n  ", runStatements));
        }
        boolean isInterrupted = !process.faultyStatement().isEmpty();
        interruptionCount += isInterrupted ? 1 : 0;
        return isInterrupted;
    }

    /** Returns another fault for each run at a statement, and for the same run at the next one. */
    private Fault chooseFault() {
        List<Fault> faultKinds = List.of(Fault.values());
        int index = seed + faultCount + faultCount / faultKinds.size();
        faultCount++;
        return faultKinds.get(index % faultKinds.size());
    }

    /** Lets other processes run until one of them succeeds, and adds their statements and failures to the lists. */
    private void continueRun(Interruption interruption, List<String> runStatements, List<String> failures) {
        boolean isDone = false;
        while (!isDone && failures.size() <= MAX_FAILURE_COUNT) {
            FaultyProcess process = createProcess();
            Migrator migrator = createMigrator(process);
            boolean isUncertain = false;
            try {
                interruption.continuation().run(migrator);
                isDone = true;
            } catch (UncertainStepException failure) {
                isUncertain = true;
                failures.add(failure.getMessage());
            } catch (MigrationException failure) {
                failures.add(failure.getMessage());
                if (failures.get(failures.size() - 1).contains("between its DROP and its CREATE")) {
                    interruption.run().run(migrator);
                }
            }
            runStatements.addAll(process.runStatements());
            if (isUncertain) {
                repair(runStatements);
            }
        }
    }

    /** Answers for each open step whether the server has run its statement. */
    private void repair(List<String> runStatements) {
        Migrator migrator = createMigrator(createProcess());
        for (OpenStep step : migrator.openSteps()) {
            boolean hasRun = runStatements.stream().anyMatch(sql -> sql.contains(step.text()));
            migrator.repair(step.step(), hasRun ? Repair.DONE : Repair.AGAIN);
            repairCount++;
        }
    }

    private List<String> findDifferences(Interruption interruption, List<String> runStatements) throws SQLException {
        List<String> differences = new ArrayList<>();
        Migrator migrator = createMigrator(createProcess());
        if (migrator.status().isHeld()) {
            if (interruption.run() == interruption.continuation()) {
                differences.add("the ledger is held");
            }
            // A run in the opposite direction with nothing to revert does not wait for the lease of the dead process.
            migrator.unlock();
        }
        dropLeftovers(migrator);
        Expected expected = expectedByRun.get(interruption.continuation());
        addDifferences(describeState(), expected.state(), differences);
        if (interruption.run() == interruption.continuation()) {
            addDifferences(countChanges(runStatements), expected.changeCounts(), differences);
        }
        return differences;
    }

    /** Drops the objects that an interruption may leave, if the migrator lists them. */
    private void dropLeftovers(Migrator migrator) {
        List<String> names = migrator.leftovers().stream().map(Leftover::object).toList();
        if (!names.isEmpty()) {
            leftoverCount += migrator.cleanup(names).size();
        }
    }

    private static <T> void addDifferences(Map<String, T> actual, Map<String, T> expected, List<String> differences) {
        Map<String, T> allNames = new TreeMap<>(expected);
        allNames.putAll(actual);
        for (String name : allNames.keySet()) {
            String actualText = String.valueOf(actual.get(name));
            String expectedText = String.valueOf(expected.get(name));
            if (!actualText.equals(expectedText)) {
                differences.add(name + " is " + actualText + " instead of " + expectedText);
            }
        }
    }

    private FaultyProcess createProcess() {
        return FaultyProcess.withoutFault(server, database);
    }

    /** Returns a migrator that runs one step at a time, so that a number always means the same statement. */
    private Migrator createMigrator(FaultyProcess process) {
        MigratorOptions options = MigratorOptions.DEFAULT
                .author("tester")
                .connections(1)
                .consent(Consent.values())
                .rebuild(RebuildOptions.DEFAULT.swapMode(swapMode));
        return Migrator.of(
                schema, process.createDataSource(), HiddenSettings.withTicker(options, process.createTicker()));
    }

    /** Returns the definitions of all objects, the rows, inactive views and grants. */
    private Map<String, String> describeState() throws SQLException {
        Map<String, String> state = new HashMap<>(server.readDefinitions(database));
        state.keySet().removeIf(name -> name.startsWith(LEDGER_PREFIX));
        if (server.storesRows()) {
            state.putAll(server.countRows(database));
        }
        state.put("inactive views", server.findInactiveViews(database).toString());
        for (String role : server.findRoles(database)) {
            state.put("role " + role, server.describeGrants(role));
        }
        return state;
    }

    /** Counts the views of the ledger. A dead process may leave its last state to the next process that writes one. */
    private long countLedgerViews() throws SQLException {
        return server.readDefinitions(database).keySet().stream()
                .filter(name -> name.startsWith(LEDGER_PREFIX))
                .count();
    }

    /**
     * Counts statements that change objects which are neither temporary nor part of the ledger. Statements with
     * temporary objects may be repeated: their effects are seen in the result.
     */
    private static Map<String, Integer> countChanges(List<String> statements) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String sql : statements) {
            if (!sql.contains(LEDGER_PREFIX)
                    && FaultyProcess.isChange(sql)
                    && !INVISIBLE_CHANGE_PATTERN.matcher(sql).matches()) {
                counts.merge(LABEL_PATTERN.matcher(sql).replaceAll(""), 1, Integer::sum);
            }
        }
        return counts;
    }
}
