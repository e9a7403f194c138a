package dev.cairn.internal.run.rebuild;

import dev.cairn.engine.partition.ReplacePartitionsDdl;
import dev.cairn.internal.run.preparation.PlannedPartitionName;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The replacement of partitions: the steps that fill temporary partitions, and the last step, which replaces other
 * partitions with them.
 */
public record PartitionReplacement(StatementStep replacingStep) {
    /** Returns the replacement that a step completes; empty if the step replaces no partitions. */
    public static Optional<PartitionReplacement> findCompletedBy(RunStep step) {
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
    public List<RunStep> selectOwnSteps(List<RunStep> steps) {
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

    /** Returns the steps that create and fill the temporary partitions, in their order. */
    List<StatementStep> selectPreparingSteps(List<RunStep> steps) {
        return RunStep.selectStatements(selectOwnSteps(steps))
                .filter(step -> step.number() != replacingStep.number())
                .toList();
    }

    ObjectName tableName() {
        return Objects.requireNonNull(replacingStep.simulatedStep().object());
    }

    /** Returns the names of the temporary partitions that replace others. */
    Set<String> newPartitionNames() {
        return collectNames(clause().newPartitions());
    }

    /**
     * Returns the names that the temporary partitions have in a run that fills them again, by their recorded names. The
     * names remain if the partitions keep them after the replacement.
     */
    Map<String, String> numberNewPartitions(long number) {
        boolean keepsOldNames = ReplacePartitionsDdl.keepsOldNames(
                clause(),
                clause().oldPartitions().names().size(),
                clause().newPartitions().names().size());
        Map<String, String> sentNameByRecordedName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : newPartitionNames()) {
            PlannedPartitionName plannedName = new PlannedPartitionName(name);
            boolean isRenamed = plannedName.isTemporary() && keepsOldNames;
            sentNameByRecordedName.put(name, isRenamed ? plannedName.withNumber(number) : name);
        }
        return sentNameByRecordedName;
    }

    /**
     * Returns the names of the partitions whose rows a change must not touch between the copy and the replacement:
     * those that are replaced, and those from which loads copy.
     */
    Set<String> collectWatchedPartitionNames(List<StatementStep> loadSteps) {
        Set<String> partitionNames = collectNames(clause().oldPartitions());
        loadSteps.stream()
                .flatMap(loadStep -> findCopiedPartitions(loadStep).stream())
                .forEach(partitions -> partitionNames.addAll(collectNames(partitions)));
        return partitionNames;
    }

    /** Returns whether these steps create each of the temporary partitions. */
    boolean hasAllAdditions(List<StatementStep> additionSteps) {
        Set<String> addedPartitionNames = createNameSet();
        additionSteps.stream()
                .map(StatementStep::requireStatement)
                .flatMap(statement -> ((Statement.AlterTable) statement).clauses().stream())
                .forEach(clause -> addedPartitionNames.add(
                        ((AlterClause.AddPartition) clause).partition().name().text()));
        return addedPartitionNames.containsAll(newPartitionNames());
    }

    /** Returns the partitions from which a load copies rows; empty if it reads more than partitions of the table. */
    Optional<Statement.PartitionNames> findCopiedPartitions(StatementStep loadStep) {
        return loadStep.requireStatement() instanceof Statement.OpaqueStatement opaque
                        && Sql.parseDml(opaque) instanceof DmlStatement.Insert insert
                        && insert.rowSource() instanceof DmlStatement.RowSource.QueriedRows queriedRows
                        && queriedRows.queryText().query().commonTables().isEmpty()
                        && queriedRows.queryText().query().body() instanceof Query.Select select
                        && select.from().size() == 1
                        && select.from().get(0) instanceof Relation.Named relation
                        && ObjectName.resolve(relation.name(), loadStep.session())
                                .equals(tableName())
                ? Optional.ofNullable(relation.partitions()).filter(partitions -> !partitions.isTemporary())
                : Optional.empty();
    }

    private AlterClause.ReplacePartitions clause() {
        Statement.AlterTable alter = (Statement.AlterTable) replacingStep.requireStatement();
        return (AlterClause.ReplacePartitions) alter.clauses().get(0);
    }

    private static Set<String> collectNames(Statement.PartitionNames partitions) {
        Set<String> names = createNameSet();
        partitions.names().forEach(name -> names.add(name.text()));
        return names;
    }

    private static Set<String> createNameSet() {
        return new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
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
