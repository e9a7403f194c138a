package dev.cairn.plan.step;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Table;
import dev.cairn.engine.alter.AlterClauseKind;
import dev.cairn.engine.partition.PartitionCoverage;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ClusterStatement.AlterClusterObject;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.ClusterStatement.DropClusterObject;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.AlterTable;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.cluster.ClusterAlteration.AlterationEffect;
import dev.cairn.sql.cluster.ClusterClause;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
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
        return new ShortenedRetentionFinder(simulatedAction).describeDeletions();
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
            return new AccessLoss(simulatedAction, accessStatement).describe();
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
