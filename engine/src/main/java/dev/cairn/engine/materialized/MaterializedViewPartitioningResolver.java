package dev.cairn.engine.materialized;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.source.ColumnOrigin;
import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.MaterializedView.PartitioningKind;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.engine.query.ColumnOriginResolver;
import dev.cairn.engine.query.DefiningQuery;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks PARTITION BY of a new materialized view: each item must be derived from the partitioning of a base table,
 * because a refresh recalculates only the partitions of the view whose base partitions have changed.
 */
final class MaterializedViewPartitioningResolver {

    private final ServerState server;
    private final CreateMaterializedView statement;
    private final DefiningQuery query;
    private final List<ViewColumn> columns;

    MaterializedViewPartitioningResolver(
            ServerState server, CreateMaterializedView statement, DefiningQuery query, List<ViewColumn> columns) {
        this.server = server;
        this.statement = statement;
        this.query = query;
        this.columns = columns;
    }

    /**
     * The partitioning of the view as the server stores it.
     *
     * @param items the items of PARTITION BY, as SHOW CREATE prints them
     * @param partitionBaseTableNames the names of the partitioned tables that determine the partitions of the view;
     *     empty if one of these tables is external
     */
    record ResolvedPartitioning(
            PartitioningKind partitioningKind, List<Expression> items, Set<String> partitionBaseTableNames) {
        ResolvedPartitioning {
            items = List.copyOf(items);
            partitionBaseTableNames = Set.copyOf(partitionBaseTableNames);
        }
    }

    /** Returns the partitioning of the view; refuses an item that the server does not support. */
    ResolvedPartitioning resolve() {
        List<Expression> declaredItems = statement.partitionBy();
        if (declaredItems.isEmpty()) {
            return new ResolvedPartitioning(PartitioningKind.UNPARTITIONED, List.of(), Set.of());
        }
        List<ViewColumn> partitionColumns =
                declaredItems.stream().map(this::resolveColumn).toList();
        List<ViewPartitionItem> items = new ArrayList<>(declaredItems.size());
        for (int i = 0; i < declaredItems.size(); i++) {
            items.add(resolveItem(declaredItems.get(i), partitionColumns.get(i)));
        }
        requireNamesOfBaseColumns(items);
        items.forEach(ViewPartitionExpressionCheck::checkDeclaredExpression);
        items.forEach(ViewPartitionExpressionCheck::checkTruncation);
        items.forEach(MaterializedViewPartitioningResolver::checkBasePartitioning);
        items.forEach(MaterializedViewPartitioningResolver::requireWindowsWithinPartitions);
        items.forEach(this::checkColumnName);
        requireSameTables(items);
        PartitioningKind partitioningKind = determineKind(items);
        return new ResolvedPartitioning(
                partitioningKind,
                items.stream().map(item -> toShownItem(partitioningKind, item)).toList(),
                findPartitionBaseTableNames(items));
    }

    /** Requires that the values of each item are in as many tables as the values of the first item. */
    private void requireSameTables(List<ViewPartitionItem> items) {
        int tableCount = findTablesWithValues(items.get(0)).size();
        for (ViewPartitionItem item : items) {
            int otherTableCount = findTablesWithValues(item).size();
            if (otherTableCount != tableCount) {
                throw item.createRefusal(
                        MaterializedViewRule.PARTITION_TABLES_DIFFER,
                        item.column().name(),
                        otherTableCount,
                        tableCount);
            }
        }
    }

    private List<Source> findTablesWithValues(ViewPartitionItem item) {
        return query.findTablesWithValuesOf(columns.indexOf(item.column()), item.declaredExpression());
    }

    private Set<String> findPartitionBaseTableNames(List<ViewPartitionItem> items) {
        Set<String> tableNames = new TreeSet<>();
        for (ViewPartitionItem item : items) {
            for (Source source : findTablesWithValues(item)) {
                BaseTablePartitioning partitioning = BaseTablePartitioning.of(server, source);
                if (!partitioning.isKnown()) {
                    return Set.of();
                }
                if (partitioning.kind() != PartitioningKind.UNPARTITIONED) {
                    tableNames.add(source.name());
                }
            }
        }
        return tableNames;
    }

    /** Returns the view's column that an item names; refuses a name that is qualified or unknown. */
    private ViewColumn resolveColumn(Expression item) {
        Expression.Reference reference = ViewPartitionItem.requireReference(item);
        if (reference.name().qualifier().isPresent()) {
            throw Refusal.ofAnalysisAt(
                    item.span(),
                    item.span(),
                    MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED,
                    Sql.render(ExpressionPrintStyle.QUOTED.show(reference)));
        }
        Name name = reference.name().lastPart();
        return columns.stream()
                .filter(column -> column.isNamed(name.text()))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.ofAnalysis(name.span(), MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED, name));
    }

    /** Returns the item with its base column; refuses a column that is not computed from exactly one base column. */
    private ViewPartitionItem resolveItem(Expression declaredExpression, ViewColumn column) {
        int columnIndex = columns.indexOf(column);
        OutputColumn outputColumn = query.columns().get(columnIndex);
        ColumnOriginResolver.OriginExpression origin = query.resolveColumnOrigin(columnIndex);
        List<String> referencedNames = origin.expression().collectReferenceNames();
        if (referencedNames.size() != 1) {
            throw Refusal.ofAnalysis(
                    declaredExpression.span(),
                    MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED,
                    Sql.render(ExpressionPrintStyle.QUOTED.show(declaredExpression)));
        }
        String baseColumnName = referencedNames.get(0);
        Optional<ColumnOrigin> baseColumnOrigin = outputColumn.origins().stream()
                .filter(candidate -> candidate.column().name().equalsIgnoreCase(baseColumnName))
                .findFirst();
        if (baseColumnOrigin.isEmpty()) {
            throw Refusal.ofAnalysis(
                    declaredExpression.span(), MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED, baseColumnName);
        }
        Source source = baseColumnOrigin.get().source();
        return new ViewPartitionItem(
                declaredExpression, column, origin, source, BaseTablePartitioning.of(server, source), baseColumnName);
    }

    /**
     * Requires that the items name columns of the first item's base table if this table has generated columns. The
     * server then looks up all items in the table, in order to find the generated column of each.
     */
    private static void requireNamesOfBaseColumns(List<ViewPartitionItem> items) {
        BaseTablePartitioning basePartitioning = items.get(0).basePartitioning();
        if (!basePartitioning.hasGeneratedColumns()) {
            return;
        }
        for (ViewPartitionItem item : items) {
            String name = item.reference().name().lastPart().text();
            if (!basePartitioning.hasColumn(name)) {
                throw item.createRefusal(
                        MaterializedViewRule.PARTITION_NAME_NOT_OF_BASE, name, basePartitioning.tableName());
            }
        }
    }

    /** Requires that an item follows the partitioning of its base table; accepts any item of an external table. */
    private static void checkBasePartitioning(ViewPartitionItem item) {
        BaseTablePartitioning basePartitioning = item.basePartitioning();
        if (!basePartitioning.isKnown()) {
            return;
        }
        if (basePartitioning.kind() == PartitioningKind.UNPARTITIONED) {
            throw item.createRefusal(MaterializedViewRule.PARTITION_NOT_OF_BASE_PARTITION);
        }
        if (basePartitioning.kind() == PartitioningKind.LIST) {
            if (item.isBasePartitionExpression()) {
                return;
            }
            if (!basePartitioning.columnNames().contains(item.baseColumnName())) {
                throw item.createRefusal(MaterializedViewRule.PARTITION_NOT_OF_BASE_PARTITION);
            }
            if (item.toBaseExpression() instanceof Call) {
                throw item.createRefusal(
                        MaterializedViewRule.PARTITION_TRANSFORMED,
                        Sql.render(ExpressionPrintStyle.QUOTED.show(item.toBaseExpression())));
            }
            return;
        }
        if (basePartitioning.columnNames().size() != 1) {
            throw item.createRefusal(MaterializedViewRule.BASE_TABLE_WITH_SEVERAL_PARTITION_COLUMNS);
        }
        if (!basePartitioning.columnNames().get(0).equalsIgnoreCase(item.baseColumnName())) {
            throw item.createRefusal(MaterializedViewRule.PARTITION_NOT_OF_BASE_PARTITION);
        }
        basePartitioning
                .findRangeFunctionName()
                .filter(function -> !ViewPartitionExpressionCheck.PARTITION_FUNCTIONS.contains(function))
                .ifPresent(function -> {
                    throw item.createRefusal(MaterializedViewRule.PARTITION_TRANSFORMED, function);
                });
    }

    /**
     * Requires that every window function is partitioned by the partition column: its windows must not cross
     * partitions.
     */
    private static void requireWindowsWithinPartitions(ViewPartitionItem item) {
        Expression partitionExpression = item.toBaseExpression();
        for (Expression.WindowCall window : item.origin().windowCalls()) {
            boolean staysInPartition = window.partitionBy().stream()
                    .anyMatch(windowItem ->
                            windowItem.collectReferenceNames().equals(partitionExpression.collectReferenceNames())
                                    && windowItem.getClass() == partitionExpression.getClass());
            if (!staysInPartition && window.function() instanceof Call function) {
                String partitionText = partitionExpression instanceof Expression.Reference
                        ? item.baseColumnName()
                        : Sql.render(ExpressionPrintStyle.QUOTED.show(partitionExpression));
                throw item.createRefusal(
                        MaterializedViewRule.WINDOW_WITHOUT_PARTITION_COLUMN,
                        CallRewrites.lowerCaseName(function),
                        partitionText);
            }
        }
    }

    /**
     * Checks the name of the partition column. The server looks up the view's name of the column in the query, where
     * the name may denote another column or nothing.
     */
    private void checkColumnName(ViewPartitionItem item) {
        String name = item.column().name();
        List<OutputColumn> outputColumns = query.columns().stream()
                .filter(output -> output.name().equalsIgnoreCase(name))
                .toList();
        boolean isBaseColumnOutput = outputColumns.stream()
                .flatMap(output -> output.origins().stream())
                .anyMatch(origin ->
                        isBaseColumn(item, origin.source(), origin.column().name()));
        List<Source> sources = query.dependencies().stream()
                .filter(Dependency::isDirect)
                .map(Dependency::source)
                .filter(source -> !source.hasAllColumns()
                        || source.columns().stream()
                                .anyMatch(column -> column.name().equalsIgnoreCase(name)))
                .toList();
        if (outputColumns.isEmpty() && sources.isEmpty()) {
            throw item.createRefusal(MaterializedViewRule.PARTITION_COLUMN_HIDDEN, name);
        }
        // The name may also denote a column of another table, joined with the partition column, or a column of a view.
        boolean isJoinedColumn = outputColumns.isEmpty()
                && sources.stream()
                        .anyMatch(source ->
                                !source.sourceName().equals(item.source().sourceName())
                                        || isBaseColumn(item, source, name));
        if (!isBaseColumnOutput && !isJoinedColumn) {
            throw item.createRefusal(MaterializedViewRule.PARTITION_COLUMN_HIDDEN, name);
        }
    }

    private static boolean isBaseColumn(ViewPartitionItem item, Source source, String columnName) {
        return source.sourceName().equals(item.source().sourceName())
                && columnName.equalsIgnoreCase(item.baseColumnName());
    }

    /**
     * Returns whether the view is partitioned by range or by list. A single item takes the kind of its base table. If
     * this table is external, a text column partitions the view by list, and any other item by range. Several items
     * require base tables that are partitioned by list, or external.
     */
    private static PartitioningKind determineKind(List<ViewPartitionItem> items) {
        if (items.size() > 1) {
            for (ViewPartitionItem item : items) {
                if (item.basePartitioning().isKnown() && item.basePartitioning().kind() != PartitioningKind.LIST) {
                    throw ViewPartitionItem.createRefusalAt(
                            item.declaredExpression(), MaterializedViewRule.BASE_TABLE_NOT_BY_LIST);
                }
            }
            return PartitioningKind.LIST;
        }
        ViewPartitionItem item = items.get(0);
        Type type = item.column().type();
        boolean isTextColumn = item.declaredExpression() instanceof Expression.Reference
                && type != null
                && PrimitiveType.of(type).isCharacterType();
        if (item.basePartitioning().kind() == PartitioningKind.RANGE && isTextColumn) {
            throw item.createRefusal(
                    MaterializedViewRule.TEXT_PARTITION_OF_RANGES,
                    item.baseColumnName(),
                    item.basePartitioning().tableName());
        }
        if (item.basePartitioning().isKnown()) {
            return item.basePartitioning().kind();
        }
        return isTextColumn ? PartitioningKind.LIST : PartitioningKind.RANGE;
    }

    /**
     * Returns the item as SHOW CREATE prints it. The server stores the expressions of a partitioning by list as it does
     * for tables.
     */
    private Expression toShownItem(PartitioningKind partitioningKind, ViewPartitionItem item) {
        Expression declaredExpression = item.declaredExpression();
        if (!(declaredExpression instanceof Call)) {
            return ExpressionPrintStyle.QUOTED.show(declaredExpression);
        }
        Expression storedExpression = ExpressionPrintStyle.SERIALIZED.toStored(server.profile(), declaredExpression);
        return partitioningKind == PartitioningKind.LIST
                ? storedExpression.withColumnNames(name -> Name.ofUnquoted(name.text(), name.span()))
                : ExpressionPrintStyle.QUOTED.show(
                        storedExpression.rewrite(MaterializedViewPartitioningResolver::withLowerCaseUnit));
    }

    private static Expression withLowerCaseUnit(Expression subexpression) {
        return subexpression instanceof Call call
                        && CallRewrites.lowerCaseName(call).equals(RangeExpression.DATE_TRUNC)
                        && call.arguments().get(0) instanceof Expression.StringLiteral unit
                ? call.withArguments(List.of(
                        new Expression.StringLiteral(unit.value().toLowerCase(Locale.ROOT), '\'', unit.span()),
                        call.arguments().get(1)))
                : subexpression;
    }
}
