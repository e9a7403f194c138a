package dev.cairn.engine.materialized;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.FunctionRule;
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
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.token.RefusalRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks PARTITION BY of a new materialized view: each item must be derived from the partitioning of a base table,
 * because a refresh recalculates only the partitions of the view whose base partitions have changed.
 */
final class MaterializedViewPartitioningResolver {
    /** The functions that an item of PARTITION BY can call. */
    private static final Set<String> PARTITION_FUNCTIONS = Set.of(RangeExpression.DATE_TRUNC, RangeExpression.STR2DATE);

    private static final Set<String> UNITS_FINER_THAN_DAYS =
            Set.of("hour", "minute", "second", "millisecond", "microsecond");
    /** The units of time slices, and of partitions that may contain slices. Weeks are neither. */
    private static final List<String> UNITS_FINEST_FIRST =
            List.of("second", "minute", "hour", "day", "month", "quarter", "year");
    /** The functions whose values a function of PARTITION BY can truncate. */
    private static final Set<String> TRUNCATABLE_FUNCTIONS =
            Set.of(RangeExpression.TIME_SLICE, RangeExpression.STR2DATE);

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

    /**
     * An item of PARTITION BY.
     *
     * @param declaredExpression the item as it is written
     * @param column the view's column that the item is or truncates
     * @param origin the expression over base tables from which the column is computed
     * @param source the table or view that has the base column
     * @param basePartitioning the partitioning of this table
     * @param baseColumnName the only column of a table that the origin reads
     */
    private record PartitionItem(
            Expression declaredExpression,
            ViewColumn column,
            ColumnOriginResolver.OriginExpression origin,
            Source source,
            BaseTablePartitioning basePartitioning,
            String baseColumnName) {
        /** Returns the item as an expression over the base table's columns. */
        Expression toBaseExpression() {
            if (!(declaredExpression instanceof Call call)) {
                return origin.expression();
            }
            List<Expression> arguments = call.arguments().stream()
                    .map(argument -> argument instanceof Expression.Reference ? origin.expression() : argument)
                    .toList();
            return call.withArguments(arguments);
        }

        /**
         * Returns whether PARTITION BY repeats an expression by which the base table is partitioned by list. The server
         * compares the item as it is written: neither an expression of the query nor another name of its column counts.
         */
        boolean isBasePartitionExpression() {
            return basePartitioning.hasListExpression(declaredExpression)
                    && basePartitioning.hasListExpression(toBaseExpression());
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
        List<PartitionItem> items = new ArrayList<>(declaredItems.size());
        for (int i = 0; i < declaredItems.size(); i++) {
            items.add(resolveItem(declaredItems.get(i), partitionColumns.get(i)));
        }
        requireNamesOfBaseColumns(items);
        items.forEach(MaterializedViewPartitioningResolver::checkDeclaredExpression);
        items.forEach(MaterializedViewPartitioningResolver::checkTruncation);
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
    private void requireSameTables(List<PartitionItem> items) {
        int tableCount = findTablesWithValues(items.get(0)).size();
        for (PartitionItem item : items) {
            int otherTableCount = findTablesWithValues(item).size();
            if (otherTableCount != tableCount) {
                throw createRefusal(
                        item,
                        MaterializedViewRule.PARTITION_TABLES_DIFFER,
                        item.column().name(),
                        otherTableCount,
                        tableCount);
            }
        }
    }

    private List<Source> findTablesWithValues(PartitionItem item) {
        return query.findTablesWithValuesOf(columns.indexOf(item.column()), item.declaredExpression());
    }

    private Set<String> findPartitionBaseTableNames(List<PartitionItem> items) {
        Set<String> tableNames = new TreeSet<>();
        for (PartitionItem item : items) {
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
        Expression.Reference reference = requireReference(item);
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

    /** Returns the column in an item: the parser accepts only a column, or a call with a column as an argument. */
    private static Expression.Reference requireReference(Expression item) {
        if (item instanceof Expression.Reference reference) {
            return reference;
        }
        return ((Call) item)
                .arguments().stream()
                        .filter(Expression.Reference.class::isInstance)
                        .map(Expression.Reference.class::cast)
                        .findFirst()
                        .orElseThrow();
    }

    /** Returns the item with its base column; refuses a column that is not computed from exactly one base column. */
    private PartitionItem resolveItem(Expression declaredExpression, ViewColumn column) {
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
        return new PartitionItem(
                declaredExpression, column, origin, source, BaseTablePartitioning.of(server, source), baseColumnName);
    }

    /**
     * Requires that the items name columns of the first item's base table if this table has generated columns. The
     * server then looks up all items in the table, in order to find the generated column of each.
     */
    private static void requireNamesOfBaseColumns(List<PartitionItem> items) {
        BaseTablePartitioning basePartitioning = items.get(0).basePartitioning();
        if (!basePartitioning.hasGeneratedColumns()) {
            return;
        }
        for (PartitionItem item : items) {
            String name = requireReference(item.declaredExpression())
                    .name()
                    .lastPart()
                    .text();
            if (!basePartitioning.hasColumn(name)) {
                throw createRefusal(
                        item, MaterializedViewRule.PARTITION_NAME_NOT_OF_BASE, name, basePartitioning.tableName());
            }
        }
    }

    /**
     * Checks the item as it is written. A call must be a supported function of a base column, of a time slice or of a
     * parsed date. The column of an item without a call must be a base column or the result of a call.
     */
    private static void checkDeclaredExpression(PartitionItem item) {
        Expression originExpression = item.origin().expression();
        if (!(item.declaredExpression() instanceof Call call)) {
            if (!(originExpression instanceof Call) && !(originExpression instanceof Expression.Reference)) {
                throw createRefusalAt(
                        item.declaredExpression(),
                        MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED,
                        Sql.render(ExpressionPrintStyle.QUOTED.show(item.declaredExpression())));
            }
            return;
        }
        if (!PARTITION_FUNCTIONS.contains(CallRewrites.lowerCaseName(call))) {
            throw createRefusalAt(
                    call, MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED, CallRewrites.lowerCaseName(call));
        }
        boolean isSupportedOrigin = originExpression instanceof Expression.Reference
                || (originExpression instanceof Call innerCall
                        && TRUNCATABLE_FUNCTIONS.contains(CallRewrites.lowerCaseName(innerCall))
                        && innerCall.arguments().get(0) instanceof Expression.Reference);
        if (!isSupportedOrigin) {
            throw createRefusalAt(
                    call, MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED, CallRewrites.lowerCaseName(call));
        }
    }

    /**
     * Checks the item as an expression over the base table. Its function must be supported, and accept the type of the
     * base column if this type is known.
     */
    private static void checkTruncation(PartitionItem item) {
        if (!(item.toBaseExpression() instanceof Call call)) {
            return;
        }
        if (!PARTITION_FUNCTIONS.contains(CallRewrites.lowerCaseName(call))) {
            throw createRefusalAt(
                    call,
                    MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED,
                    Sql.render(ExpressionPrintStyle.QUOTED.show(call)));
        }
        Type type =
                item.basePartitioning().findColumnType(item.baseColumnName()).orElse(null);
        requireDateUnit(item, call, type);
        if (type != null && !isSupportedTruncation(call, PrimitiveType.of(type))) {
            throw createRefusalAt(
                    call,
                    MaterializedViewRule.PARTITION_EXPRESSION_UNSUPPORTED,
                    Sql.render(ExpressionPrintStyle.QUOTED.show(call)));
        }
    }

    /** Requires that a DATE is not truncated to a unit that is finer than a day. */
    private static void requireDateUnit(PartitionItem item, Call call, @Nullable Type type) {
        boolean truncatesToTimeUnit = CallRewrites.lowerCaseName(call).equals(RangeExpression.DATE_TRUNC)
                && call.arguments().get(0) instanceof Expression.StringLiteral unit
                && UNITS_FINER_THAN_DAYS.contains(unit.value().toLowerCase(Locale.ROOT));
        if (truncatesToTimeUnit && type != null && PrimitiveType.of(type) == PrimitiveType.DATE) {
            throw createRefusalAt(
                    item.origin().expression(),
                    FunctionRule.INVALID_DATE_TRUNC_UNIT,
                    PrimitiveType.DATE,
                    "year, quarter, month, week or day");
        }
    }

    /**
     * Returns whether a call is {@code str2date} of a text column with a strict format, or {@code date_trunc} of a
     * column of times, of a time slice or of another supported call.
     */
    private static boolean isSupportedTruncation(Call call, PrimitiveType type) {
        if (CallRewrites.lowerCaseName(call).equals(RangeExpression.STR2DATE)) {
            return call.arguments().size() == 2
                    && call.arguments().get(0) instanceof Expression.Reference
                    && type.isCharacterType()
                    && call.arguments().get(1) instanceof Expression.StringLiteral format
                    && RangeExpression.isStrictDateFormat(format.value());
        }
        Expression truncatedExpression =
                call.arguments().size() < 2 ? call : call.arguments().get(1);
        if (!(call.arguments().get(0) instanceof Expression.StringLiteral unit)) {
            return false;
        }
        if (truncatedExpression instanceof Expression.Reference) {
            return type.isDateOrDatetime();
        }
        return truncatedExpression instanceof Call innerCall
                && (CallRewrites.lowerCaseName(innerCall).equals(RangeExpression.TIME_SLICE)
                        ? isSupportedTimeSlice(unit.value(), innerCall, type)
                        : isSupportedTruncation(innerCall, type));
    }

    /**
     * Returns whether a time slice is of a date or time, rounds down, and is shorter than the unit of the partitions.
     */
    private static boolean isSupportedTimeSlice(String partitionUnit, Call slice, PrimitiveType type) {
        if (!(CallRewrites.rewrite(slice) instanceof Call rewrittenSlice)
                || rewrittenSlice.arguments().size() != 4
                || !(rewrittenSlice.arguments().get(2) instanceof Expression.StringLiteral sliceUnit)
                || !(rewrittenSlice.arguments().get(3) instanceof Expression.StringLiteral boundary)) {
            return false;
        }
        int sliceUnitIndex = UNITS_FINEST_FIRST.indexOf(sliceUnit.value().toLowerCase(Locale.ROOT));
        return type.isDateOrDatetime()
                && boundary.value().equalsIgnoreCase("floor")
                && sliceUnitIndex >= 0
                && sliceUnitIndex < UNITS_FINEST_FIRST.indexOf(partitionUnit.toLowerCase(Locale.ROOT));
    }

    /** Requires that an item follows the partitioning of its base table; accepts any item of an external table. */
    private static void checkBasePartitioning(PartitionItem item) {
        BaseTablePartitioning basePartitioning = item.basePartitioning();
        if (!basePartitioning.isKnown()) {
            return;
        }
        if (basePartitioning.kind() == PartitioningKind.UNPARTITIONED) {
            throw createRefusal(item, MaterializedViewRule.PARTITION_NOT_OF_BASE_PARTITION);
        }
        if (basePartitioning.kind() == PartitioningKind.LIST) {
            if (item.isBasePartitionExpression()) {
                return;
            }
            if (!basePartitioning.columnNames().contains(item.baseColumnName())) {
                throw createRefusal(item, MaterializedViewRule.PARTITION_NOT_OF_BASE_PARTITION);
            }
            if (item.toBaseExpression() instanceof Call) {
                throw createRefusal(
                        item,
                        MaterializedViewRule.PARTITION_TRANSFORMED,
                        Sql.render(ExpressionPrintStyle.QUOTED.show(item.toBaseExpression())));
            }
            return;
        }
        if (basePartitioning.columnNames().size() != 1) {
            throw createRefusal(item, MaterializedViewRule.BASE_TABLE_WITH_SEVERAL_PARTITION_COLUMNS);
        }
        if (!basePartitioning.columnNames().get(0).equalsIgnoreCase(item.baseColumnName())) {
            throw createRefusal(item, MaterializedViewRule.PARTITION_NOT_OF_BASE_PARTITION);
        }
        basePartitioning
                .findRangeFunctionName()
                .filter(function -> !PARTITION_FUNCTIONS.contains(function))
                .ifPresent(function -> {
                    throw createRefusal(item, MaterializedViewRule.PARTITION_TRANSFORMED, function);
                });
    }

    /**
     * Requires that every window function is partitioned by the partition column: its windows must not cross
     * partitions.
     */
    private static void requireWindowsWithinPartitions(PartitionItem item) {
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
                throw createRefusal(
                        item,
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
    private void checkColumnName(PartitionItem item) {
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
            throw createRefusal(item, MaterializedViewRule.PARTITION_COLUMN_HIDDEN, name);
        }
        // The name may also denote a column of another table, joined with the partition column, or a column of a view.
        boolean isJoinedColumn = outputColumns.isEmpty()
                && sources.stream()
                        .anyMatch(source ->
                                !source.sourceName().equals(item.source().sourceName())
                                        || isBaseColumn(item, source, name));
        if (!isBaseColumnOutput && !isJoinedColumn) {
            throw createRefusal(item, MaterializedViewRule.PARTITION_COLUMN_HIDDEN, name);
        }
    }

    private static boolean isBaseColumn(PartitionItem item, Source source, String columnName) {
        return source.sourceName().equals(item.source().sourceName())
                && columnName.equalsIgnoreCase(item.baseColumnName());
    }

    /**
     * Returns whether the view is partitioned by range or by list. A single item takes the kind of its base table. If
     * this table is external, a text column partitions the view by list, and any other item by range. Several items
     * require base tables that are partitioned by list, or external.
     */
    private static PartitioningKind determineKind(List<PartitionItem> items) {
        if (items.size() > 1) {
            for (PartitionItem item : items) {
                if (item.basePartitioning().isKnown() && item.basePartitioning().kind() != PartitioningKind.LIST) {
                    throw createRefusalAt(item.declaredExpression(), MaterializedViewRule.BASE_TABLE_NOT_BY_LIST);
                }
            }
            return PartitioningKind.LIST;
        }
        PartitionItem item = items.get(0);
        Type type = item.column().type();
        boolean isTextColumn = item.declaredExpression() instanceof Expression.Reference
                && type != null
                && PrimitiveType.of(type).isCharacterType();
        if (item.basePartitioning().kind() == PartitioningKind.RANGE && isTextColumn) {
            throw createRefusal(
                    item,
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
    private Expression toShownItem(PartitioningKind partitioningKind, PartitionItem item) {
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

    private static Refusal createRefusalAt(Expression expression, RefusalRule rule, Object... arguments) {
        Span span = expression.span();
        return Refusal.ofAnalysisAt(span, span, rule, arguments);
    }

    private static Refusal createRefusal(PartitionItem item, RefusalRule rule, Object... arguments) {
        return Refusal.ofAnalysis(item.declaredExpression().span(), rule, arguments);
    }
}
