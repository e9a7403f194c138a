package dev.cairn.internal.run;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.Table;
import dev.cairn.internal.run.preparation.RunLedger;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.RunStep.TransactionStep;
import dev.cairn.internal.run.preparation.SessionStatement;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.SessionErrors;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The steps of a run whose statements depend on one another through the session of their connection: transactions,
 * variables, and temporary tables. Steps that a run can't repeat after a lost connection are refused before the first
 * statement is sent.
 */
final class SessionSteps {
    private static final Set<String> SETTINGS_OUTSIDE_OF_TRANSACTIONS =
            Set.of("ROLE", "CATALOG", "WAREHOUSE", "PASSWORD", "PROPERTY", "GLOBAL");

    private final RunContext context;

    SessionSteps(RunContext context) {
        this.context = context;
    }

    /**
     * Returns the steps, with each transaction as one step.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if a transaction has no end, or contains a
     *     statement that the server refuses in it
     */
    List<RunStep> groupTransactions(List<RunStep> steps) {
        List<RunStep> groupedSteps = new ArrayList<>();
        List<StatementStep> transactionSteps = new ArrayList<>();
        for (RunStep step : steps) {
            if (transactionSteps.isEmpty() && !isBegin(step)) {
                groupedSteps.add(step);
                continue;
            }
            if (!transactionSteps.isEmpty() && !isAllowedInTransaction(step)) {
                throw new SessionErrors(context, step).forbiddenTransactionStatement(transactionSteps.get(0));
            }
            transactionSteps.add((StatementStep) step);
            if (isEnd(step)) {
                groupedSteps.add(new TransactionStep(transactionSteps));
                transactionSteps.clear();
            }
        }
        if (!transactionSteps.isEmpty()) {
            throw new SessionErrors(context, transactionSteps.get(0)).openTransaction();
        }
        return groupedSteps;
    }

    /**
     * Returns the steps that a run has to perform: those that are not done, and all those that change only the session.
     */
    List<RunStep> selectRemaining(List<RunStep> steps) {
        List<RunStep> remainingSteps = new ArrayList<>();
        for (RunStep step : steps) {
            if (!isDone(step)) {
                remainingSteps.add(step);
            } else if (step instanceof TransactionStep transactionStep) {
                remainingSteps.addAll(transactionStep.sessionSteps());
            }
        }
        return remainingSteps;
    }

    /** Returns whether an earlier run has completed a step. */
    boolean isDone(RunStep step) {
        return context.ledger().completedStepNumbers().contains(step.number());
    }

    /** Returns whether the statements of the steps must run over one connection, one after another. */
    static boolean isSessionShared(List<RunStep> steps) {
        return steps.stream()
                .anyMatch(step -> step instanceof TransactionStep
                        || SessionStatement.find(step).isPresent());
    }

    /**
     * Requires that the statements that change the session can be sent again over another connection, that no temporary
     * table hides another object, and that no statement selects an external catalog.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if a step does not meet these requirements
     */
    void checkSteps(List<RunStep> steps) {
        RunLedger ledger = context.ledger();
        TreeSet<Integer> startedStepNumbers = new TreeSet<>(ledger.completedStepNumbers());
        startedStepNumbers.addAll(ledger.interruptedStepNumbers());
        for (RunStep step : steps) {
            SessionErrors errors = new SessionErrors(context, step);
            findHiddenName(step).ifPresent(name -> {
                throw errors.hiddenTable(name);
            });
            SessionStatement.find(step).ifPresent(statement -> {
                statement
                        .findSelectedCatalog()
                        .filter(catalogName -> !InternalCatalog.isInternal(catalogName))
                        .ifPresent(catalogName -> {
                            throw errors.selectedCatalog(catalogName);
                        });
                Integer laterStepNumber = startedStepNumbers.higher(step.number());
                if (!statement.isReproducible() && laterStepNumber != null) {
                    throw errors.changedSessionValue(laterStepNumber);
                }
            });
        }
    }

    /**
     * Returns the name of a temporary table that hides another object after the step: a statement with this name would
     * change another object over another connection.
     */
    private static Optional<ObjectName> findHiddenName(RunStep step) {
        return step instanceof StatementStep statementStep
                ? findHiddenName(statementStep.catalogAfter())
                : Optional.empty();
    }

    private static Optional<ObjectName> findHiddenName(Catalog catalog) {
        for (Database database : catalog.databases().values()) {
            for (Map.Entry<String, Table> tableEntry : database.temporaryTables()) {
                String tableName = tableEntry.getKey();
                if (database.tables().contains(tableName)
                        || database.views().contains(tableName)
                        || database.materializedViews().contains(tableName)) {
                    return Optional.of(new ObjectName(database.name(), tableName));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isBegin(RunStep step) {
        return hasKeyword(step, "BEGIN") || hasKeyword(step, "START");
    }

    private static boolean isEnd(RunStep step) {
        return hasKeyword(step, "COMMIT") || hasKeyword(step, "ROLLBACK");
    }

    private static boolean hasKeyword(RunStep step, String keyword) {
        return step instanceof StatementStep statementStep && statementStep.hasFirstKeyword(keyword);
    }

    /**
     * Returns whether a transaction may contain a step. The server refuses most other statements; a change of a
     * temporary table is excluded because it would be lost with the connection.
     */
    private static boolean isAllowedInTransaction(RunStep step) {
        if (!(step instanceof StatementStep statementStep)) {
            return false;
        }
        if (isBegin(step) || isEnd(step) || statementStep.requireStatement() instanceof Statement.QueryStatement) {
            return true;
        }
        if (!(statementStep.requireStatement() instanceof Statement.OpaqueStatement opaqueStatement)) {
            return false;
        }
        return opaqueStatement.changesRows()
                ? !opaqueStatement.keywords().contains("OVERWRITE")
                        && SessionStatement.find(step).isEmpty()
                : opaqueStatement.firstKeyword().equals("SET")
                        && opaqueStatement.keywords().stream().noneMatch(SETTINGS_OUTSIDE_OF_TRANSACTIONS::contains);
    }
}
