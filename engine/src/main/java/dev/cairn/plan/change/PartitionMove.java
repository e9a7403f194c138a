package dev.cairn.plan.change;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.partition.PartitionCoverage;
import dev.cairn.engine.partition.ReplacePartitionsDdl;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.DropPartitions;
import dev.cairn.sql.ast.AlterClause.DropPartitions.PartitionSelection;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.PartitionNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Moves rows to partitions with other values. Temporary partitions with the new values are filled with the rows, and
 * then replace the old ones in one step. A temporary partition that an aborted attempt left behind is dropped first.
 *
 * @param oldPartitions the partitions whose values change, or that are dropped
 * @param newPartitions the partitions that receive the rows of the old ones
 */
record PartitionMove(
        TableDifference difference, List<PartitionDefinition> oldPartitions, List<PartitionDefinition> newPartitions) {
    private static final String TEMPORARY_SUFFIX = TemporaryName.MARKER + "tmp";

    PartitionMove {
        oldPartitions = List.copyOf(oldPartitions);
        newPartitions = List.copyOf(newPartitions);
    }

    private Table currentTable() {
        return difference.currentTable();
    }

    /** Returns the values of the old partitions that no new partition covers. */
    private PartitionCoverage uncoveredValues() {
        return PartitionCoverage.of(currentTable(), oldPartitions)
                .subtract(PartitionCoverage.of(currentTable(), newPartitions));
    }

    /**
     * Returns the statements in their order: drop leftovers, add temporary partitions, copy the rows, replace the old
     * partitions.
     */
    List<MigrationAction> createActions() {
        List<MigrationAction> actions = new ArrayList<>();
        List<Name> temporaryNames =
                newPartitions.stream().map(this::temporaryName).map(Name::of).toList();
        AlterClause dropClause =
                new DropPartitions(true, true, PartitionSelection.of(temporaryNames), false, Span.NONE);
        actions.add(MigrationAction.of(createAlterStatement(dropClause)));
        for (int i = 0; i < newPartitions.size(); i++) {
            PartitionDefinition definition = createTemporaryDefinition(newPartitions.get(i), temporaryNames.get(i));
            actions.add(MigrationAction.of(createAlterStatement(AlterClause.AddPartition.ofTemporary(definition))));
        }
        actions.add(MigrationAction.of(createCopyStatement(temporaryNames)));
        actions.add(createReplaceAction(temporaryNames));
        return actions;
    }

    /**
     * Returns the name under which a temporary partition is added: its final name if no partition has it, or otherwise
     * a name that it has until the replacement.
     */
    private String temporaryName(PartitionDefinition partition) {
        String finalName = partition.name().text();
        if (!hasSameNames() && !isNameInUse(finalName)) {
            return finalName;
        }
        return finalName.substring(
                        0,
                        Math.min(finalName.length(), NameValidation.MAX_COMMON_NAME_LENGTH - TEMPORARY_SUFFIX.length()))
                + TEMPORARY_SUFFIX;
    }

    /** Returns whether the new partitions have the names of the old ones, so each can take over one of these names. */
    private boolean hasSameNames() {
        return oldPartitions.size() == newPartitions.size()
                && oldPartitions.stream()
                        .allMatch(oldPartition -> findNewPartition(oldPartition).isPresent());
    }

    private Optional<PartitionDefinition> findNewPartition(PartitionDefinition partition) {
        return newPartitions.stream()
                .filter(newPartition -> newPartition
                        .name()
                        .text()
                        .equalsIgnoreCase(partition.name().text()))
                .findFirst();
    }

    private boolean isNameInUse(String partitionName) {
        return currentTable().partitioning().partitions().stream()
                .anyMatch(existingPartition -> existingPartition.name().text().equalsIgnoreCase(partitionName));
    }

    private static PartitionDefinition createTemporaryDefinition(PartitionDefinition partition, Name name) {
        return partition instanceof RangePartition range
                ? new RangePartition(
                        true, name, range.lowerBounds(), range.upperBounds(), range.properties(), Span.NONE)
                : createTemporaryDefinition((ListPartition) partition, name);
    }

    private static PartitionDefinition createTemporaryDefinition(ListPartition partition, Name name) {
        return new ListPartition(
                true, name, partition.values(), partition.hasParenthesizedValues(), partition.properties(), Span.NONE);
    }

    private Statement createAlterStatement(AlterClause clause) {
        return difference.simulation().definitionStatements().buildAlter(difference.name(), clause);
    }

    private Statement createCopyStatement(List<Name> temporaryNames) {
        String columnList = currentTable().writableColumns().stream()
                .map(Column::name)
                .map(column -> Sql.render(QualifiedName.of(column)))
                .collect(Collectors.joining(", "));
        String tableSql = Sql.render(difference.toSqlName(difference.name()));
        String whereClause = uncoveredValues().isEmpty()
                ? ""
                : "\nWHERE "
                        + PartitionCoverage.of(currentTable(), newPartitions).renderCondition();
        return Sql.parse("INSERT INTO " + tableSql + " TEMPORARY PARTITION (" + joinNames(temporaryNames) + ") ("
                + columnList
                + ")\nSELECT " + columnList + "\nFROM " + tableSql + " PARTITION (" + joinNames(oldNames()) + ")"
                + whereClause);
    }

    private List<Name> oldNames() {
        return oldPartitions.stream()
                .map(partition -> Name.of(partition.name().text()))
                .toList();
    }

    private static String joinNames(List<Name> names) {
        return names.stream()
                .map(name -> Sql.render(new QualifiedName(List.of(name))))
                .collect(Collectors.joining(", "));
    }

    /**
     * Returns the replacement of the old partitions. If the new partitions take over the names, the server gives each
     * of them the name of the old partition at the same position, so they are listed in the order of the old ones.
     */
    private MigrationAction createReplaceAction(List<Name> temporaryNames) {
        List<Name> replacementNames = temporaryNames;
        if (hasSameNames()) {
            replacementNames = oldPartitions.stream()
                    .map(oldPartition ->
                            Name.of(temporaryName(findNewPartition(oldPartition).orElseThrow())))
                    .toList();
        }
        Statement replaceStatement = createAlterStatement(new AlterClause.ReplacePartitions(
                new PartitionNames(false, oldNames(), Span.NONE),
                new PartitionNames(true, replacementNames, Span.NONE),
                List.of(
                        Property.of(ReplacePartitionsDdl.STRICT_RANGE_PROPERTY, "false"),
                        Property.of(
                                ReplacePartitionsDdl.USE_TEMPORARY_NAMES_PROPERTY, Boolean.toString(!hasSameNames()))),
                Span.NONE));
        return MigrationAction.of(replaceStatement, new Marker.Rebuild(describeRebuild()));
    }

    private String describeRebuild() {
        String partitionList =
                oldPartitions.stream().map(partition -> partition.name().text()).collect(Collectors.joining(", "));
        String subject = oldPartitions.size() == 1 ? " partition " : " partitions ";
        return currentTable().name() + subject + partitionList
                + ": rows are copied to partitions of the new values; rows written in the meantime are lost";
    }
}
