package dev.cairn.migration;

import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.Session;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.ReadingStatement;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.AlterTable;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Tracks which rows of the tables existed before a migration, while its statements are applied one after another. A
 * table that the migration creates has no such rows, and a swap exchanges the rows of two tables.
 */
public final class RowOriginTracker {
    private final Catalog catalogBefore;
    private final Map<ObjectName, Optional<ObjectName>> originTableByName = new HashMap<>();
    private final Map<ObjectName, List<TrackedCopy>> copiesByOriginTable = new HashMap<>();

    /** A copy, with the table that contained the rows of its target before the migration; empty if there were none. */
    private record TrackedCopy(TableCopy copy, Optional<ObjectName> targetOrigin) {}

    /** @param catalogBefore the catalog before the migration */
    public RowOriginTracker(Catalog catalogBefore) {
        this.catalogBefore = catalogBefore;
    }

    /** Returns the table that contained the rows of a table before the migration; empty if they did not exist then. */
    public Optional<ObjectName> findOrigin(ObjectName tableName) {
        return originTableByName.getOrDefault(
                tableName,
                catalogBefore.findTable(tableName.database(), tableName.name()).map(tableBefore -> tableName));
    }

    /** Returns whether the rows of a table had this column before the migration. */
    public boolean hadColumn(ObjectName tableName, String columnName) {
        return findOrigin(tableName)
                .flatMap(origin -> catalogBefore.findTable(origin.database(), origin.name()))
                .flatMap(tableBefore -> tableBefore.findColumn(columnName))
                .isPresent();
    }

    /** Returns whether the rows of a table had a column before the migration, possibly with another name. */
    private boolean hadColumnById(ObjectName tableName, Column column) {
        return findOrigin(tableName)
                .flatMap(origin -> catalogBefore.findTable(origin.database(), origin.name()))
                .filter(tableBefore -> tableBefore.columns().stream()
                        .anyMatch(columnBefore -> columnBefore.id().equals(column.id())))
                .isPresent();
    }

    private List<TrackedCopy> findCopies(ObjectName tableName) {
        return findOrigin(tableName)
                .map(origin -> copiesByOriginTable.getOrDefault(origin, List.of()))
                .orElse(List.of());
    }

    private List<TableCopy> findCopiesToOtherTables(ObjectName tableName) {
        Optional<ObjectName> origin = findOrigin(tableName);
        return findCopies(tableName).stream()
                .filter(trackedCopy -> !trackedCopy.targetOrigin().equals(origin))
                .map(TrackedCopy::copy)
                .toList();
    }

    private List<TableCopy> findCopiesWithinTable(ObjectName tableName) {
        Optional<ObjectName> origin = findOrigin(tableName);
        return findCopies(tableName).stream()
                .filter(trackedCopy -> trackedCopy.targetOrigin().equals(origin))
                .map(TrackedCopy::copy)
                .filter(copy -> copy.addedRows() != TableCopy.AddedRows.NONE)
                .toList();
    }

    /** Returns the columns of a table whose values no earlier statement of the migration copied elsewhere. */
    public List<String> findUncopiedColumnNames(ObjectName tableName, Table table) {
        return findUncopiedColumns(
                        table,
                        findCopies(tableName).stream().map(TrackedCopy::copy).toList())
                .stream()
                .map(Column::name)
                .toList();
    }

    private static List<Column> findUncopiedColumns(Table table, List<TableCopy> copies) {
        Set<String> copiedColumnIds = new HashSet<>();
        copies.forEach(copy -> copiedColumnIds.addAll(copy.copiedColumnIds()));
        return table.writableColumns().stream()
                .filter(column -> !copiedColumnIds.contains(column.id()))
                .toList();
    }

    /**
     * Returns what is lost with the rows of a table; an empty list if the table has no rows from before the migration,
     * or if earlier statements of the migration copied them to other tables.
     */
    public List<RowLoss> findRowLosses(ObjectName tableName, Table table) {
        Optional<ObjectName> origin = findOrigin(tableName);
        if (origin.isEmpty() || table.hasNoPartition()) {
            return List.of();
        }
        List<TableCopy> copies = findCopiesToOtherTables(tableName);
        String originalTableName = copies.isEmpty()
                ? origin.get().name()
                : TemporaryName.removePlannedSuffix(
                        copies.get(0).source().name().name());
        List<Column> uncopiedColumns = findUncopiedColumns(table, copies);
        if (uncopiedColumns.size() == table.writableColumns().size()) {
            return List.of(new RowLoss(RowLoss.Kind.TABLE, originalTableName, "drops " + originalTableName));
        }
        List<RowLoss> losses = new ArrayList<>(findColumnLosses(tableName, originalTableName, uncopiedColumns));
        List<TableCopy> completeCopies = copies.stream()
                .filter(copy -> copy.addedRows() == TableCopy.AddedRows.ALL)
                .toList();
        if (completeCopies.isEmpty()) {
            losses.add(new RowLoss(
                    RowLoss.Kind.ROWS,
                    originalTableName,
                    "drops rows of " + originalTableName + " that are not copied"));
        } else {
            findCommonLosses(
                            completeCopies,
                            copy -> copy.describeMergedRows().stream().toList())
                    .forEach(description ->
                            losses.add(new RowLoss(RowLoss.Kind.MERGED_ROWS, originalTableName, description)));
        }
        for (Column column : table.writableColumns()) {
            if (!uncopiedColumns.contains(column)) {
                List<TableCopy> columnCopies = copies.stream()
                        .filter(copy -> copy.copiedColumnIds().contains(column.id()))
                        .toList();
                findCommonLosses(columnCopies, copy -> copy.describeLostValues(column))
                        .forEach(description -> losses.add(new RowLoss(
                                RowLoss.Kind.VALUES, originalTableName + "." + column.name(), description)));
            }
        }
        return losses;
    }

    /** Returns the losses of the first copy; an empty list if another copy loses nothing. */
    private static List<String> findCommonLosses(List<TableCopy> copies, Function<TableCopy, List<String>> lossFinder) {
        List<List<String>> lossesByCopy = copies.stream().map(lossFinder).toList();
        return lossesByCopy.stream().anyMatch(List::isEmpty) ? List.of() : lossesByCopy.get(0);
    }

    /**
     * Returns the columns whose values are lost when partitions of a table are replaced by others, into which earlier
     * statements of the migration copied their rows; an empty list if no statement copied rows within the table.
     */
    public List<RowLoss> findPartitionLosses(ObjectName tableName, Table table) {
        List<TableCopy> copies = findCopiesWithinTable(tableName);
        return copies.isEmpty()
                ? List.of()
                : findColumnLosses(tableName, table.name(), findUncopiedColumns(table, copies));
    }

    private List<RowLoss> findColumnLosses(
            ObjectName tableName, String originalTableName, List<Column> uncopiedColumns) {
        return uncopiedColumns.stream()
                .filter(column -> hadColumnById(tableName, column))
                .map(column -> originalTableName + "." + column.name())
                .map(subject -> new RowLoss(RowLoss.Kind.COLUMN, subject, "drops " + subject))
                .toList();
    }

    /**
     * Records in which tables the rows are after a statement, and which columns it copies. Call this for each statement
     * of the migration in order.
     *
     * @param catalogBeforeStatement the catalog right before the statement
     */
    public void applyStatement(
            Statement statement, Session session, Catalog catalogBeforeStatement, ServerProfile profile) {
        if (statement instanceof AlterTable alter) {
            ObjectName tableName = ObjectName.resolve(alter.table(), session);
            for (AlterClause clause : alter.clauses()) {
                if (clause instanceof AlterClause.SwapTable swap) {
                    ObjectName otherName =
                            tableName.withName(swap.otherTableName().text());
                    Optional<ObjectName> origin = findOrigin(tableName);
                    originTableByName.put(tableName, findOrigin(otherName));
                    originTableByName.put(otherName, origin);
                } else if (clause instanceof AlterClause.RenameTable rename) {
                    originTableByName.put(tableName.withName(rename.newName().text()), findOrigin(tableName));
                    originTableByName.put(tableName, Optional.empty());
                }
            }
        } else if (statement instanceof Statement.DropTable drop) {
            originTableByName.put(ObjectName.resolve(drop.table(), session), Optional.empty());
        } else {
            findReader(statement, session, catalogBeforeStatement, profile)
                    .ifPresent(reader -> TableCopy.findAll(statement, reader, session, catalogBeforeStatement)
                            .forEach(this::addCopy));
        }
    }

    /** Returns whether the result of a query certainly contains all rows of a table. */
    public static boolean readsAllRows(Query query, ObjectName tableName, Session session) {
        return query.findUnfilteredRelation()
                        .filter(relation ->
                                ObjectName.resolve(relation.name(), session).equals(tableName))
                        .isPresent()
                && query.body().firstSelect().expressions().stream().noneMatch(RestrictedExpression.AGGREGATE::isIn);
    }

    private static Optional<Reader> findReader(
            Statement statement, Session session, Catalog catalogBeforeStatement, ServerProfile profile) {
        try {
            return new ReadingStatement(Reader.Kind.MIGRATION, ObjectName.NONE, session, statement)
                    .analyze(profile, catalogBeforeStatement);
        } catch (Refusal | SqlSyntaxException ignored) {
            return Optional.empty(); // nothing is known to be copied
        }
    }

    private void addCopy(TableCopy copy) {
        findOrigin(copy.source().name())
                .ifPresent(origin -> copiesByOriginTable
                        .computeIfAbsent(origin, table -> new ArrayList<>())
                        .add(new TrackedCopy(copy, findOrigin(copy.targetName()))));
    }
}
