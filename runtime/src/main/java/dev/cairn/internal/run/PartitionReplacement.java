package dev.cairn.internal.run;

import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
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
            if (step.number() == replacingStep.number()) {
                selectedSteps.add(step);
                return selectedSteps;
            }
            if (!(step instanceof StatementStep statementStep) || !changesSameTable(statementStep)) {
                continue;
            }
            if (findCompletedBy(statementStep).isPresent()) {
                selectedSteps.clear();
            } else if (preparesPartitions(statementStep)) {
                selectedSteps.add(statementStep);
            }
        }
        return selectedSteps;
    }

    private boolean changesSameTable(StatementStep statementStep) {
        ObjectName tableName = statementStep.simulatedStep().object();
        return tableName != null
                && tableName.equals(replacingStep.simulatedStep().object());
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
