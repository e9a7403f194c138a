package dev.cairn.internal.run;

import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The replacement of partitions: the steps that fill temporary partitions, and the last step, which replaces other
 * partitions with them.
 */
record PartitionReplacement(StatementStep replacingStep) {
    /** Returns the replacement that a step completes; empty if the step replaces no partitions. */
    static Optional<PartitionReplacement> findCompletedBy(RunStep step) {
        return step instanceof StatementStep statementStep
                        && statementStep.simulatedStep().action().statement() instanceof Statement.AlterTable alter
                        && alter.clauses().get(0) instanceof AlterClause.ReplacePartitions
                ? Optional.of(new PartitionReplacement(statementStep))
                : Optional.empty();
    }

    /**
     * Returns the steps that belong to the replacement, in their order. Steps before an earlier replacement of the same
     * table belong to the earlier one.
     */
    List<RunStep> selectOwnSteps(List<RunStep> steps) {
        List<RunStep> selectedSteps = new ArrayList<>();
        for (RunStep step : steps) {
            boolean changesSameTable = step instanceof StatementStep statementStep
                    && statementStep.simulatedStep().object() != null
                    && statementStep
                            .simulatedStep()
                            .object()
                            .equals(replacingStep.simulatedStep().object());
            if (step.number() == replacingStep.number()) {
                selectedSteps.add(step);
                return selectedSteps;
            } else if (changesSameTable && findCompletedBy(step).isPresent()) {
                selectedSteps.clear();
            } else if (changesSameTable && preparesPartitions((StatementStep) step)) {
                selectedSteps.add(step);
            }
        }
        return selectedSteps;
    }

    private static boolean preparesPartitions(StatementStep statementStep) {
        Statement statement = statementStep.requireStatement();
        if (statement instanceof Statement.OpaqueStatement opaque && opaque.changesRows()) {
            return Sql.parseDml(opaque) instanceof DmlStatement.Insert insert
                    && insert.destination().partitions() != null
                    && insert.destination().partitions().isTemporary();
        }
        return statement instanceof Statement.AlterTable alter
                && alter.clauses().stream()
                        .allMatch(clause ->
                                clause instanceof AlterClause.AddPartition addition && addition.isTemporary());
    }
}
