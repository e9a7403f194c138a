package dev.cairn.internal.run.preparation;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.upgrade.MigrationStep;
import dev.cairn.upgrade.Progress.PlannedStep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One step of a run. The statements of a migration, and the markers that stand alone, are numbered from 1. Code that
 * runs before them has the number 0, and code that runs after them has the number after the last one.
 */
public sealed interface RunStep
        permits StatementStep, RunStep.TransactionStep, RunStep.GrantStep, RunStep.CounterStep, RunStep.CodeStep {
    /** Returns the steps that are statements. */
    static Stream<StatementStep> selectStatements(Collection<RunStep> steps) {
        return steps.stream().filter(StatementStep.class::isInstance).map(StatementStep.class::cast);
    }

    /** Describes the objects of a transfer, with their databases if these differ. */
    private static String describeTransfer(ObjectName sourceName, ObjectName targetName) {
        return sourceName.database().equals(targetName.database())
                ? "from " + sourceName.name() + " to " + targetName.name()
                : "from " + sourceName + " to " + targetName;
    }

    int number();

    /** Returns the step as plans and progress events describe it. */
    default PlannedStep plannedStep() {
        return new PlannedStep(number(), redactedText());
    }

    /** Returns the statement as it is sent, or a description if the step has no statement. */
    String text();

    /** Returns the text without secrets, for plans, progress events and messages. */
    default String redactedText() {
        return RedactedSql.of(text()).text();
    }

    /** Returns the object of the step, for messages; null if it is unknown. */
    @Nullable
    String subject();

    /** Returns whether the step may run again after an interruption, even if it has already run. */
    boolean isRepeatable();

    /** Returns the numbers that the ledger records as done after the step; empty if it does not record the step. */
    default List<Integer> recordedNumbers() {
        return List.of(number());
    }

    /**
     * A transaction, of which the server keeps all changes or none. The step has the number of its last statement.
     *
     * @param statementSteps the statements, from BEGIN to COMMIT or ROLLBACK
     */
    record TransactionStep(List<StatementStep> statementSteps) implements RunStep {
        public TransactionStep {
            statementSteps = List.copyOf(statementSteps);
        }

        /** Returns the statement that begins the transaction. */
        public StatementStep firstStep() {
            return statementSteps.get(0);
        }

        /** Returns the statements that change only the session, whether or not the transaction is committed. */
        public List<StatementStep> sessionSteps() {
            return statementSteps.subList(1, statementSteps.size() - 1).stream()
                    .filter(statementStep ->
                            SessionStatement.find(statementStep).isPresent())
                    .toList();
        }

        /** Returns the statement that ends the transaction. */
        public StatementStep lastStep() {
            return statementSteps.get(statementSteps.size() - 1);
        }

        @Override
        public int number() {
            return lastStep().number();
        }

        @Override
        public String text() {
            return statementSteps.stream().map(StatementStep::text).collect(Collectors.joining("; "));
        }

        @Override
        public @Nullable String subject() {
            return null;
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }

        @Override
        public List<Integer> recordedNumbers() {
            List<StatementStep> recordedSteps = new ArrayList<>(statementSteps);
            recordedSteps.removeAll(sessionSteps());
            return recordedSteps.stream().map(StatementStep::number).toList();
        }
    }

    /**
     * A transfer of grants from one object to another.
     *
     * @param targetKind the kind of the object that gets the grants
     * @param isLossAccepted whether the migration continues without the grants if they can't be read
     * @param completion the kind of the later statement before which the grants are given
     */
    record GrantStep(
            int number,
            ObjectName sourceName,
            ObjectName targetName,
            SecuredKind targetKind,
            boolean isLossAccepted,
            GrantCompletion completion)
            implements RunStep {
        /**
         * Returns whether a later statement replaces the object. If so, the grants that the object has right before
         * that statement are transferred.
         */
        public boolean isCompletedLater() {
            return completion != GrantCompletion.NONE;
        }

        public boolean isCompletedBySwap() {
            return completion == GrantCompletion.SWAP;
        }

        GrantStep withCompletion(GrantCompletion newCompletion) {
            return new GrantStep(number, sourceName, targetName, targetKind, isLossAccepted, newCompletion);
        }

        @Override
        public String text() {
            return "-- grants: " + describeTransfer(sourceName, targetName);
        }

        @Override
        public String subject() {
            return targetName.toString();
        }

        @Override
        public boolean isRepeatable() {
            return true;
        }
    }

    /**
     * Lets the AUTO_INCREMENT counter of a table continue where the counter of another table stopped.
     *
     * @param columnName the name of the AUTO_INCREMENT column of the target; empty if there is nothing to do
     * @param hasSourceCounter whether the source table has an AUTO_INCREMENT column, and therefore a counter
     */
    record CounterStep(
            int number, ObjectName sourceName, ObjectName targetName, String columnName, boolean hasSourceCounter)
            implements RunStep {
        @Override
        public String text() {
            return "-- counter: " + describeTransfer(sourceName, targetName);
        }

        @Override
        public String subject() {
            return targetName.toString();
        }

        @Override
        public boolean isRepeatable() {
            return true;
        }
    }

    /** The Java code that a migration runs at one of its moments. */
    record CodeStep(int number, MigrationStep.Moment moment, boolean isRepeatable) implements RunStep {
        @Override
        public String text() {
            return "-- code of the migration: " + moment;
        }

        @Override
        public @Nullable String subject() {
            return null;
        }
    }
}
