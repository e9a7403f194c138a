package dev.cairn.internal.run;

import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps that fill temporary partitions, and replace others by them. */
record PartitionReplacement(RunStep.StatementStep replacement) {
    /** Returns the replacement that a step completes; empty if it replaces no partitions. */
    static Optional<PartitionReplacement> find(RunStep step) {
        return step instanceof RunStep.StatementStep statement
                        && statement.step().action().statement() instanceof Statement.AlterTable alter
                        && alter.clauses().get(0) instanceof AlterClause.ReplacePartitions
                ? Optional.of(new PartitionReplacement(statement))
                : Optional.empty();
    }

    /** Returns those of the steps that belong to the replacement, which completes them. */
    List<RunStep> select(List<RunStep> steps) {
        List<RunStep> selectedSteps = new ArrayList<>();
        for (RunStep step : steps) {
            boolean isOfTable = step instanceof RunStep.StatementStep statement
                    && statement.step().object() != null
                    && statement.step().object().equals(replacement.step().object());
            if (step.number() == replacement.number()) {
                selectedSteps.add(step);
                return selectedSteps;
            } else if (isOfTable && find(step).isPresent()) {
                selectedSteps.clear();
            } else if (isOfTable && preparesPartitions((RunStep.StatementStep) step)) {
                selectedSteps.add(step);
            }
        }
        return selectedSteps;
    }

    private static boolean preparesPartitions(RunStep.StatementStep step) {
        Statement statement = step.requireStatement();
        if (statement instanceof Statement.OpaqueStatement opaque && opaque.changesRows()) {
            return Sql.parseDml(opaque) instanceof DmlStatement.Insert insert
                    && insert.insertTarget().partitions() != null
                    && insert.insertTarget().partitions().isTemporary();
        }
        return statement instanceof Statement.AlterTable alter
                && alter.clauses().stream()
                        .allMatch(clause ->
                                clause instanceof AlterClause.AddPartition addition && addition.isTemporary());
    }
}
