package dev.cairn.plan.step;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.partition.PartitionCoverage;
import dev.cairn.engine.partition.PartitionGranularity;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.RetentionLimit;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.MaterializedViewObject;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.AlterTable;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds the rows that a server deletes some time after a statement, because the statement shortens a retention. */
record ShortenedRetentionFinder(SimulatedAction simulatedAction) {
    /**
     * Describes, for each object, the rows that the server deletes some time after the statement, because the object
     * then keeps fewer partitions.
     */
    SortedMap<ObjectName, String> describeDeletions() {
        SortedMap<ObjectName, String> deletions = new TreeMap<>();
        Statement statement = simulatedAction.action().statement();
        if (statement instanceof AlterTable || statement instanceof AlterMaterializedView) {
            for (ObjectName name :
                    ObjectName.findChangedNames(simulatedAction.catalogBefore(), simulatedAction.catalogAfter())) {
                String deletion = findShortenedRetentions(name).stream()
                        .map(retention -> retention.describeDeletion(name.name()))
                        .collect(Collectors.joining(", "));
                if (!deletion.isEmpty()) {
                    deletions.put(name, deletion);
                }
            }
        }
        return deletions;
    }

    private List<RetentionLimit> findShortenedRetentions(ObjectName name) {
        Optional<SchemaObject> objectBefore = SchemaObject.find(simulatedAction.catalogBefore(), name);
        Optional<SchemaObject> objectAfter = SchemaObject.find(simulatedAction.catalogAfter(), name);
        if (objectBefore.isEmpty() || objectAfter.isEmpty() || TemporaryName.isStaging(name.name())) {
            return List.of();
        }
        if (objectBefore.get() instanceof TableObject tableObjectBefore
                && objectAfter.get() instanceof TableObject tableObjectAfter) {
            return RetentionLimit.findShortenedLimits(
                    tableObjectBefore
                            .table()
                            .withProperties(followRename(tableObjectBefore.table(), tableObjectAfter.table())),
                    tableObjectAfter.table(),
                    keepsPartitioning() || keepsRowsTogether(tableObjectBefore.table(), tableObjectAfter.table()));
        }
        return objectBefore.get() instanceof MaterializedViewObject viewObjectBefore
                        && objectAfter.get() instanceof MaterializedViewObject viewObjectAfter
                ? RetentionLimit.findShortenedLimits(
                        OwnerKind.MATERIALIZED_VIEW,
                        viewObjectBefore.view().properties(),
                        viewObjectAfter.view().properties(),
                        keepsPartitioning()
                                || keepsRowsTogether(
                                        viewObjectBefore.view().partitionBy(),
                                        viewObjectAfter.view().partitionBy()))
                : List.of();
    }

    /**
     * Returns the properties before the statement, with the condition after it if both mean the same. A server keeps
     * the text of {@code partition_retention_condition} when it renames a column, so that another statement has to write
     * the new name into it.
     */
    private static StoredProperties followRename(Table tableBefore, Table tableAfter) {
        StoredProperties properties = tableBefore.properties();
        Optional<String> conditionBefore = findCondition(tableBefore);
        Optional<String> conditionAfter = findCondition(tableAfter);
        boolean isSameCondition = tableBefore
                        .partitioning()
                        .sourceColumns()
                        .equals(tableAfter.partitioning().sourceColumns())
                && conditionBefore
                        .flatMap(condition -> parseWithCurrentNames(condition, tableBefore))
                        .filter(expression -> conditionAfter
                                .flatMap(condition -> parseWithCurrentNames(condition, tableAfter))
                                .equals(Optional.of(expression)))
                        .isPresent();
        return isSameCondition
                ? properties.withProperty(
                        KnownProperty.PARTITION_RETENTION_CONDITION.propertyName(), conditionAfter.orElseThrow())
                : properties;
    }

    private static Optional<String> findCondition(Table table) {
        return KnownProperty.PARTITION_RETENTION_CONDITION
                .findValueIn(table.properties())
                .filter(condition -> !condition.isEmpty() && !Placeholder.isPlaceholder(condition));
    }

    /** Returns a condition with the current names of its columns; empty if it can't be parsed. */
    private static Optional<Expression> parseWithCurrentNames(String condition, Table table) {
        try {
            return Optional.of(Sql.parseExpression(condition)
                    .withColumnNames(name -> findCurrentName(name.text(), table)
                            .map(currentName -> Name.of(currentName, name.span()))
                            .orElse(name)));
        } catch (SqlSyntaxException ignored) {
            return Optional.empty(); // a server accepts more than this parser
        }
    }

    /**
     * Returns the current name of a partition column that a condition names. An unknown name is the first name of the
     * column; in a table that is partitioned by one column, it can also be a later one.
     */
    private static Optional<String> findCurrentName(String name, Table table) {
        List<String> partitionColumnNames = table.partitioning().sourceColumns();
        return table.findColumn(name)
                .map(Column::name)
                .or(() -> table.columns().stream()
                        .filter(column ->
                                column.id().equalsIgnoreCase(name) && partitionColumnNames.contains(column.name()))
                        .findFirst()
                        .map(Column::name))
                .or(() ->
                        partitionColumnNames.size() == 1 ? Optional.of(partitionColumnNames.get(0)) : Optional.empty());
    }

    /** Returns whether the statement changes the partitioning at most by renaming its columns. */
    private boolean keepsPartitioning() {
        if (simulatedAction.action().statement() instanceof AlterTable alter) {
            return alter.clauses().stream()
                    .noneMatch(clause -> clause instanceof AlterClause.SwapTable
                            || clause instanceof AlterClause.Optimize
                            || clause instanceof AlterClause.ReplacePartitions);
        }
        return !(simulatedAction.action().statement() instanceof AlterMaterializedView alter
                && alter.change() instanceof MaterializedViewChange.SwapView);
    }

    /** Returns whether all rows of a partition before the statement are in one partition after it. */
    private static boolean keepsRowsTogether(Table tableBefore, Table tableAfter) {
        Partitioning partitioningBefore = tableBefore.partitioning();
        Partitioning partitioningAfter = tableAfter.partitioning();
        if (partitioningBefore.withPartitions(List.of()).equals(partitioningAfter.withPartitions(List.of()))) {
            return partitioningBefore.equals(partitioningAfter)
                    || partitioningBefore instanceof Partitioning.ExpressionList
                    || (TablePartitions.of(tableBefore).isComparableWith(TablePartitions.of(tableAfter))
                            && !splitsPartitions(tableBefore, tableAfter));
        }
        return partitioningBefore instanceof Partitioning.ExpressionRange rangesBefore
                && partitioningAfter instanceof Partitioning.ExpressionRange rangesAfter
                && rangesBefore.isAutomatic()
                && rangesAfter.isAutomatic()
                && PartitionGranularity.refines(rangesBefore.expression(), rangesAfter.expression());
    }

    /** Returns whether a partition after the statement contains some, but not all, of the rows of one before it. */
    private static boolean splitsPartitions(Table tableBefore, Table tableAfter) {
        List<PartitionCoverage> newCoverages = collectUnsharedCoverages(tableAfter, tableBefore);
        return collectUnsharedCoverages(tableBefore, tableAfter).stream()
                .anyMatch(oldCoverage -> newCoverages.stream()
                        .anyMatch(newCoverage -> oldCoverage.overlaps(newCoverage)
                                && !oldCoverage.subtract(newCoverage).isEmpty()));
    }

    /** Returns the rows of each partition that the other table does not have. */
    private static List<PartitionCoverage> collectUnsharedCoverages(Table table, Table otherTable) {
        Set<PartitionDefinition> otherPartitions =
                new HashSet<>(otherTable.partitioning().partitions());
        return table.partitioning().partitions().stream()
                .filter(partition -> !otherPartitions.contains(partition))
                .map(partition -> PartitionCoverage.of(table, List.of(partition)))
                .toList();
    }

    private static boolean keepsRowsTogether(List<Expression> expressionsBefore, List<Expression> expressionsAfter) {
        return expressionsBefore.equals(expressionsAfter)
                || (expressionsBefore.size() == 1
                        && expressionsAfter.size() == 1
                        && PartitionGranularity.refines(expressionsBefore.get(0), expressionsAfter.get(0)));
    }
}
