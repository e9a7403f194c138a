package dev.cairn.plan.step;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.engine.alter.AlterClauseKind;
import dev.cairn.engine.partition.PartitionCoverage;
import dev.cairn.engine.partition.PartitionGranularity;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.RetentionLimit;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.MaterializedViewObject;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ClusterAlteration.AlterationEffect;
import dev.cairn.sql.ast.ClusterClause;
import dev.cairn.sql.ast.ClusterStatement.AlterClusterObject;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.ClusterStatement.DropClusterObject;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.AlterTable;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The data that a statement destroys, and the access that it takes from roles, derived from the catalogs before and
 * after it. Such a statement needs a marker, which states the user's consent, so a loss that this class overlooks would
 * happen without consent.
 */
public record Destruction(SimulatedAction simulatedAction) {
    /** Describes all losses, now and later, in the one text that the marker contains; empty if there are none. */
    public Optional<String> describeLoss() {
        return joinDescriptions(describeLosses());
    }

    /** Describes each loss, now or later, in a text of its own; an empty list if there are none. */
    public List<String> describeLosses() {
        List<String> descriptions = new ArrayList<>(describeImmediateLosses());
        descriptions.addAll(describeLaterDeletions().values());
        return descriptions;
    }

    private static Optional<String> joinDescriptions(List<String> descriptions) {
        return descriptions.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", descriptions));
    }

    /**
     * Describes, for each object, the rows that the server deletes some time after the statement, because the object
     * then keeps fewer partitions.
     */
    public SortedMap<ObjectName, String> describeLaterDeletions() {
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
                    OwnerKind.TABLE,
                    tableObjectBefore.table().properties(),
                    tableObjectAfter.table().properties(),
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

    /** Describes the losses at the moment when the statement runs, in one text; empty if there are none. */
    public Optional<String> describeImmediateLoss() {
        return joinDescriptions(describeImmediateLosses());
    }

    private List<String> describeImmediateLosses() {
        Statement statement = simulatedAction.action().statement();
        return statement instanceof AlterTable alter
                ? describeAlterTableLosses(alter)
                : describeLossOutsideAlterTable(statement).stream().toList();
    }

    /** Describes the data that a statement other than ALTER TABLE destroys. */
    private Optional<String> describeLossOutsideAlterTable(@Nullable Statement statement) {
        if (statement instanceof Statement.DropTable drop) {
            ObjectName name = ObjectName.resolve(drop.table(), simulatedAction.sessionBefore());
            // The rows in a staging table are copies that a rebuild made.
            boolean holdsRows = !drop.isTemporary()
                    && SchemaObject.find(simulatedAction.catalogBefore(), name).isPresent()
                    && !TemporaryName.isStaging(name.name());
            return holdsRows
                    ? Optional.of("drops " + TemporaryName.removePlannedSuffix(name.name()))
                    : Optional.empty();
        }
        if (statement instanceof Statement.TruncateTable truncate) {
            return Optional.of("empties " + truncate.table());
        }
        if (statement instanceof Statement.DropDatabase drop) {
            return Optional.of("drops database " + drop.name());
        }
        if (statement instanceof AccessStatement accessStatement) {
            return describeLostAccess(accessStatement);
        }
        if (statement instanceof AlterClusterObject alter) {
            return describeLostColumns(alter);
        }
        if (statement instanceof DropClusterObject drop) {
            ClusterObjects objectsBefore = simulatedAction.catalogBefore().clusterObjects();
            boolean hasNoEffect = objectsBefore.isManaged()
                    && objectsBefore.equals(simulatedAction.catalogAfter().clusterObjects());
            boolean keepsData = hasNoEffect || simulatedAction.action().isMarked(Marker.Continuation.class);
            return drop.kind()
                    .dropLoss()
                    .filter(loss -> !keepsData)
                    .map(loss -> "drops " + simulatedAction.target() + " with " + loss);
        }
        return findDeletedRows().map(DeletedRows::description);
    }

    /** Describes the columns that a statement drops from a table of an external catalog; empty if it drops none. */
    private Optional<String> describeLostColumns(AlterClusterObject alter) {
        String columnClause =
                alter.kind().findColumnClause().map(ClusterClause::name).orElse("");
        boolean existsBefore = simulatedAction
                .catalogBefore()
                .clusterObjects()
                .find(ClusterObject.key(alter, simulatedAction.sessionBefore().databaseName()))
                .isPresent();
        List<String> descriptions = alter.changes().stream()
                .filter(change -> change.alteration().effect() == AlterationEffect.REMOVE
                        && change.alteration().clause().equals(columnClause))
                .flatMap(change -> change.items().stream())
                .map(item -> "drops " + alter.name() + "." + item.part().name())
                .toList();
        return existsBefore ? joinDescriptions(descriptions) : Optional.empty();
    }

    /** Returns whether a condition in the statement decides which rows it deletes. */
    public boolean isConditional() {
        return findDeletedRows().filter(rows -> !rows.includesAllRows()).isPresent();
    }

    /** Returns the object whose data is lost with the statement; null if it is not an object of a database. */
    public @Nullable ObjectName subject() {
        return findDeletedRows()
                .map(rows -> ObjectName.resolve(rows.tableName(), simulatedAction.sessionBefore()))
                .orElseGet(simulatedAction::target);
    }

    private Optional<DeletedRows> findDeletedRows() {
        Statement statement = simulatedAction.action().statement();
        Statement executedStatement = statement instanceof CreateClusterObject create
                ? Sql.parseSubmittedStatement(create).orElse(create)
                : statement;
        return executedStatement instanceof Statement.OpaqueStatement opaqueStatement
                ? DeletedRows.find(opaqueStatement, this::findTable, simulatedAction.sessionBefore())
                : Optional.empty();
    }

    private Optional<Table> findTable(QualifiedName writtenName) {
        ObjectName name = ObjectName.resolve(writtenName, simulatedAction.sessionBefore());
        return simulatedAction.catalogBefore().findTable(name.database(), name.name());
    }

    /** Describes the access that the roles of the schema lose; empty if they do not lose access. */
    private Optional<String> describeLostAccess(AccessStatement accessStatement) {
        boolean changesRoles = !simulatedAction
                .catalogBefore()
                .roles()
                .equals(simulatedAction.catalogAfter().roles());
        if (!changesRoles) {
            return Optional.empty();
        }
        if (accessStatement instanceof AccessStatement.DropRole drop) {
            return Optional.of(
                    "drops the role " + drop.roles().stream().map(Name::text).collect(Collectors.joining(", ")));
        }
        if (accessStatement instanceof ChangePrivileges change && change.direction() == Direction.REVOKE) {
            String privilegeList =
                    change.privileges().stream().map(Privilege::sql).collect(Collectors.joining(", "));
            return Optional.of("revokes " + privilegeList + " ON " + removeBackquotes(Sql.render(change.target()))
                    + " from the role " + change.grantee().toString().substring("ROLE ".length()));
        }
        return accessStatement instanceof ChangeRoles change && change.direction() == Direction.REVOKE
                ? Optional.of("revokes the role "
                        + change.roles().stream().map(Name::text).collect(Collectors.joining(", ")) + " from "
                        + change.grantee())
                : Optional.empty();
    }

    private static String removeBackquotes(String sql) {
        return sql.replace("`", "");
    }

    /**
     * Describes the data that the clauses destroy. If partitions are replaced at the end of a rebuild, only the rows
     * are lost that the rebuild can't have copied.
     */
    private List<String> describeAlterTableLosses(AlterTable alter) {
        ObjectName name = ObjectName.resolve(alter.table(), simulatedAction.sessionBefore());
        Optional<Table> table = findTable(alter.table());
        List<String> descriptions = new ArrayList<>();
        boolean isRebuild = simulatedAction.action().isMarked(Marker.Rebuild.class);
        for (AlterClause clause : alter.clauses()) {
            if (isRebuild && clause instanceof AlterClause.ReplacePartitions replacePartitions) {
                table.flatMap(tableBefore -> describeUncoveredRows(tableBefore, replacePartitions))
                        .ifPresent(descriptions::add);
            } else {
                table.flatMap(tableBefore -> AlterClauseKind.of(clause).describeDestroyedData(tableBefore, clause))
                        .ifPresent(descriptions::add);
            }
            if (clause instanceof AlterClause.ModifyColumn modify) {
                table.flatMap(tableBefore -> describeLostValues(name, tableBefore, modify))
                        .ifPresent(descriptions::add);
            }
        }
        return descriptions;
    }

    /** Describes the rows that a rebuild can't have copied, because they belong to none of the new partitions. */
    private static Optional<String> describeUncoveredRows(
            Table table, AlterClause.ReplacePartitions replacePartitions) {
        PartitionCoverage uncoveredRows = PartitionCoverage.of(
                        table, selectPartitions(table.partitioning().partitions(), replacePartitions.oldPartitions()))
                .subtract(PartitionCoverage.of(
                        table, selectPartitions(table.temporaryPartitions(), replacePartitions.newPartitions())));
        return uncoveredRows.isEmpty()
                ? Optional.empty()
                : Optional.of("drops rows of " + table.name() + " with " + uncoveredRows);
    }

    private static List<? extends PartitionDefinition> selectPartitions(
            List<? extends PartitionDefinition> partitions, PartitionNames selectedNames) {
        return partitions.stream()
                .filter(partition -> selectedNames.names().stream()
                        .anyMatch(name ->
                                name.text().equalsIgnoreCase(partition.name().text())))
                .toList();
    }

    private Optional<String> describeLostValues(ObjectName name, Table table, AlterClause.ModifyColumn modify) {
        Type newType = modify.column().type();
        return table.findColumn(modify.column().name().text())
                .filter(column -> column.generatedValue() == null)
                .filter(column -> newType != null
                        && ValueLoss.isPossibleInAlteration(column.type(), newType, simulatedAction.cost()))
                .map(column -> new ValueLoss(
                                table.name() + "." + column.name(),
                                column.type(),
                                Objects.requireNonNull(newType),
                                ValueLoss.Outcome.CONVERTED)
                        .describeWithCount(
                                name.toSqlName(simulatedAction.sessionBefore()), ValueLoss.columnValue(column)));
    }
}
