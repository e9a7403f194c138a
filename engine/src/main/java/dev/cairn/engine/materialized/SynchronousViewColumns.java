package dev.cairn.engine.materialized;

import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.StoredTypeConverter;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.column.ColumnRule;
import dev.cairn.engine.column.ShortKey;
import dev.cairn.engine.context.ServerState;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.RefusalRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Determines the columns of a synchronous materialized view. A plain column keeps its name; every other item becomes a
 * column with a generated name. The defining expression of a column is the argument of an aggregate function, or else
 * the item itself.
 *
 * <p>{@link #defineColumns} must be called once, before all other methods.
 */
final class SynchronousViewColumns {
    private static final String NAME_PREFIX = "mv_";
    /** The prefix of generated names for {@code count}; the server recognizes the function by the column's name. */
    private static final String COUNT_NAME_PREFIX = NAME_PREFIX + "count_";

    private static final Set<String> SKETCH_FUNCTIONS = Set.of("to_bitmap", "hll_hash", "percentile_hash");
    static final Type BIGINT = new Type.Scalar(Type.Scalar.Kind.BIGINT);
    private static final Expression NULL_EXPRESSION = new Expression.NullLiteral(Span.NONE);
    /** Stands for the type of an expression whose type is unknown. */
    private static final Type UNKNOWN_TYPE = new Type.Scalar(Type.Scalar.Kind.NULL);

    /**
     * A column and its defining expression.
     *
     * @param column the column; whether it is a key is decided when all columns are known
     */
    record SynchronousColumn(Column column, Expression definition, Span span) {
        /** Returns whether the column is an unchanged column of the table. */
        boolean isUnchangedTableColumn() {
            return column.aggregation() == null && definition instanceof Expression.Reference;
        }
    }

    private final ServerState server;
    private final Query.Select select;
    private final List<SynchronousColumn> definedColumns = new ArrayList<>();
    private boolean hasAggregates;

    SynchronousViewColumns(ServerState server, Query.Select select) {
        this.server = server;
        this.select = select;
    }

    /** Returns whether one of the columns is aggregated. */
    boolean hasAggregates() {
        return hasAggregates;
    }

    /** Returns whether the view has one row for each group of rows of its table. */
    boolean isGrouped() {
        return hasAggregates || select.groupBy() != null || select.quantifier() == Query.Quantifier.DISTINCT;
    }

    List<SynchronousColumn> definedColumns() {
        return List.copyOf(definedColumns);
    }

    /** Determines and keeps the columns of the select list; refuses an item that the server does not support. */
    void defineColumns() {
        if (select.items().stream().anyMatch(SelectItem.Star.class::isInstance)) {
            throw createUnsupportedQueryRefusal(MaterializedViewRule.SYNCHRONOUS_STAR);
        }
        List<ExpressionType> types = analyzeTypes();
        Set<String> columnNames = new HashSet<>();
        for (SelectItem item : select.items()) {
            SelectItem.Value valueItem = (SelectItem.Value) item;
            if (valueItem.value().collectReferenceNames().isEmpty()) {
                throw createUnsupportedQueryRefusal(MaterializedViewRule.SYNCHRONOUS_CONSTANT);
            }
            int columnIndex = definedColumns.size();
            SynchronousColumn newColumn = defineColumn(
                    valueItem, columnIndex < types.size() ? types.get(columnIndex) : ExpressionType.UNKNOWN);
            if (!columnNames.add(newColumn.column().name())) {
                throw Refusal.ofAnalysis(
                        item.span(),
                        ServerError.DUPLICATE_COLUMN,
                        newColumn.column().name());
            }
            definedColumns.add(newColumn);
        }
        if (!definedColumns.isEmpty() && definedColumns.get(0).column().aggregation() != null) {
            throw createUnsupportedQueryRefusal(MaterializedViewRule.SYNCHRONOUS_GROUPING);
        }
    }

    /** Returns the types of the defining expressions, analyzed in a query without grouping and filters. */
    private List<ExpressionType> analyzeTypes() {
        List<SelectItem> items = select.items().stream()
                .map(SelectItem.Value.class::cast)
                .map(this::stripAggregate)
                .<SelectItem>map(SynchronousViewColumns::replaceGroupingFunctions)
                .toList();
        Query typingQuery = Query.of(Query.Select.of(items, select.from(), null, select.span()));
        QueryAnalysis queryAnalysis = server.createQueryAnalysis();
        return queryAnalysis.analyze(typingQuery).columns().stream()
                .map(OutputColumn::expressionType)
                .toList();
    }

    /**
     * Replaces grouping functions, which are invalid without a GROUP BY, by a value of the same type. The functions
     * were checked with the whole query before.
     */
    private static SelectItem.Value replaceGroupingFunctions(SelectItem.Value item) {
        Expression typingExpression = item.value()
                .rewrite(subexpression -> RestrictedExpression.GROUPING.matches(subexpression)
                        ? new Expression.Cast("CAST", NULL_EXPRESSION, BIGINT, subexpression.span())
                        : subexpression);
        return new SelectItem.Value(typingExpression, item.alias(), item.hasAsKeyword(), item.span());
    }

    /**
     * Returns the item with the argument in place of an aggregate function, or an item without such a function
     * unchanged. {@code count(*)} has no argument, and is refused as a constant later.
     */
    private SelectItem.Value stripAggregate(SelectItem.Value item) {
        Call call = findAggregateCall(item.value());
        if (call == null && SynchronousViewCreator.containsAggregate(item.value())) {
            throw createUnsupportedQueryRefusal("an aggregate function of another function");
        }
        if (call == null) {
            return item;
        }
        Expression argument =
                call.arguments().isEmpty() ? NULL_EXPRESSION : call.arguments().get(0);
        return new SelectItem.Value(argument, null, false, item.span());
    }

    private static @Nullable Call findAggregateCall(Expression expression) {
        if (!RestrictedExpression.AGGREGATE.matches(expression)) {
            return null;
        }
        return expression instanceof Expression.AggregateCall aggregateCall ? aggregateCall.call() : (Call) expression;
    }

    private SynchronousColumn defineColumn(SelectItem.Value item, ExpressionType expressionType) {
        Expression expression = item.value();
        Type type = expressionType.type() == null ? UNKNOWN_TYPE : expressionType.type();
        Call call = findAggregateCall(expression);
        if (call != null) {
            hasAggregates = true;
            return defineAggregate(item, call, expressionType, type);
        }
        if (hasAggregates) {
            throw createUnsupportedQueryRefusal(MaterializedViewRule.SYNCHRONOUS_GROUPING);
        }
        Column column = expression instanceof Expression.Reference reference
                ? Column.of(reference.name().lastPart().text(), type, null, expressionType.isNullable())
                : Column.of(
                        requireColumnName(item, expression),
                        StoredTypeConverter.convertForQueryResult(type),
                        null,
                        expressionType.isNullable());
        return new SynchronousColumn(column, expression, item.span());
    }

    /** Returns the generated name of a computed column; refuses an item without an alias. */
    private static String requireColumnName(SelectItem.Value item, Expression expression) {
        Name alias = item.alias();
        if (alias == null) {
            throw Refusal.ofAnalysis(
                    item.span(), MaterializedViewRule.SYNCHRONOUS_WITHOUT_ALIAS, Sql.render(expression));
        }
        return NAME_PREFIX + alias.text();
    }

    /**
     * Defines the column of an aggregate function. Its name contains the function and the column that the function
     * reads, directly or as a sketch; for any other argument, it contains the alias, which is then required.
     */
    private SynchronousColumn defineAggregate(
            SelectItem.Value item, Call call, ExpressionType expressionType, Type type) {
        SynchronousViewFunction function = SynchronousViewFunction.findByName(CallRewrites.lowerCaseName(call))
                .orElse(null);
        // The server ignores DISTINCT in MIN and MAX.
        if (call.isDistinct() && function != SynchronousViewFunction.MIN && function != SynchronousViewFunction.MAX) {
            throw createUnsupportedQueryRefusal("the distinct function " + Sql.render(call));
        }
        if (function == null) {
            return defineStateUnion(item, call, expressionType, type);
        }
        Expression argument = call.arguments().get(0);
        if (call.arguments().size() != 1 || !function.accepts(argument, PrimitiveType.of(type))) {
            throw createUnsupportedQueryRefusal(
                    "a form of " + function.lowerCaseName() + " other than " + function.recommendedForm());
        }
        boolean isColumnOrSketchOfColumn = argument instanceof Expression.Reference
                || (argument instanceof Call sketchCall
                        && SKETCH_FUNCTIONS.contains(CallRewrites.lowerCaseName(sketchCall))
                        && sketchCall.arguments().size() == 1
                        && sketchCall.arguments().get(0) instanceof Expression.Reference);
        String name = isColumnOrSketchOfColumn
                ? NAME_PREFIX + function.columnNamePart() + "_"
                        + argument.collectReferenceNames().get(0)
                : requireColumnName(item, call);
        Type storedType = function.storedType(type);
        if (!type.equals(UNKNOWN_TYPE) && !PrimitiveType.of(storedType).supports(function.storedAggregation)) {
            throw Refusal.ofAnalysis(
                    item.span(),
                    ColumnRule.AGGREGATE_FUNCTION_INVALID,
                    function.storedAggregation,
                    TypeFormat.formatForMessages(storedType));
        }
        boolean isNullable = function != SynchronousViewFunction.COUNT;
        return new SynchronousColumn(
                Column.of(name, storedType, function.storedAggregation, isNullable), argument, item.span());
    }

    /** Defines the column of a {@code …_union} function of aggregate states; refuses any other function. */
    private SynchronousColumn defineStateUnion(
            SelectItem.Value item, Call call, ExpressionType expressionType, Type type) {
        String name = requireColumnName(item, call);
        Aggregation.State state = expressionType.state();
        if (state == null || !CallRewrites.lowerCaseName(call).equals(state.function() + "_union")) {
            throw createUnsupportedQueryRefusal("the function " + CallRewrites.lowerCaseName(call));
        }
        Column column = Column.of(name, StoredTypeConverter.convertForQueryResult(type), state, true);
        return new SynchronousColumn(column, call.arguments().get(0), item.span());
    }

    /**
     * Returns the columns with their keys: the columns in ORDER BY if it has as many items as GROUP BY, otherwise the
     * columns that the server chooses by default. Refuses a key of a type that can't be a key.
     */
    List<Column> assignKeys(List<SortItem> orderBy) {
        int groupItemCount =
                select.groupBy() == null ? 0 : select.groupBy().plainItems().size();
        boolean hasDeclaredKey = !orderBy.isEmpty() && orderBy.size() == groupItemCount;
        List<Column> columns;
        if (hasDeclaredKey) {
            columns = assignDeclaredKeys(orderBy);
        } else {
            columns = isGrouped() ? assignGroupKeys() : assignShortKey();
        }
        for (Column column : columns) {
            if (column.isKey() && !PrimitiveType.of(column.type()).canBeKey()) {
                throw createUnsupportedQueryRefusal("the key column " + column.name() + " of the type "
                        + TypeFormat.formatForMessages(column.type()));
            }
        }
        return columns;
    }

    /**
     * Returns the columns with the key of ORDER BY, which must name all key columns in the order of the select list.
     */
    private List<Column> assignDeclaredKeys(List<SortItem> orderBy) {
        if (orderBy.size() > definedColumns.size()) {
            throw createUnsupportedQueryRefusal(MaterializedViewRule.SYNCHRONOUS_ORDER);
        }
        long unaggregatedCount = definedColumns.stream()
                .filter(definedColumn -> definedColumn.column().aggregation() == null)
                .count();
        if (hasAggregates && orderBy.size() != unaggregatedCount) {
            throw createUnsupportedQueryRefusal(MaterializedViewRule.SYNCHRONOUS_ORDER);
        }
        for (int i = 0; i < orderBy.size(); i++) {
            Expression expression = orderBy.get(i).value();
            boolean isInOrder = expression instanceof Expression.Reference reference
                    && definedColumns
                            .get(i)
                            .column()
                            .isNamed(reference.name().lastPart().text());
            if (!isInOrder) {
                throw createUnsupportedQueryRefusal(MaterializedViewRule.SYNCHRONOUS_ORDER);
            }
        }
        List<Column> columns = new ArrayList<>();
        for (SynchronousColumn definedColumn : definedColumns) {
            columns.add(definedColumn.column().withKey(columns.size() < orderBy.size()));
        }
        return columns;
    }

    /** Returns the columns with the key of a grouped view: all columns without an aggregation. */
    private List<Column> assignGroupKeys() {
        List<Column> columns = new ArrayList<>();
        for (SynchronousColumn definedColumn : definedColumns) {
            Column column = definedColumn.column();
            if (column.aggregation() == null && column.type().isNested()) {
                throw Refusal.ofAnalysis(
                        definedColumn.span(),
                        MaterializedViewRule.SYNCHRONOUS_QUERY,
                        "the key column " + column.name() + " of a nested type");
            }
            columns.add(column.withKey(column.aggregation() == null));
        }
        return columns;
    }

    /**
     * Returns the columns with the default key of an ungrouped view: as many of the first columns as fit into an index
     * entry.
     */
    private List<Column> assignShortKey() {
        List<Type> types = definedColumns.stream()
                .map(definedColumn -> definedColumn.column().type())
                .toList();
        int keyCount =
                ShortKey.prefixColumnCount(types, type -> PrimitiveType.of(type).canBeKey(), false);
        List<Column> keyedColumns = new ArrayList<>(definedColumns.size());
        for (SynchronousColumn definedColumn : definedColumns) {
            keyedColumns.add(definedColumn.column().withKey(keyedColumns.size() < keyCount));
        }
        if (!keyedColumns.get(0).isKey()) {
            throw Refusal.ofAnalysis(
                    select.span(),
                    ColumnRule.FIRST_COLUMN_NOT_INDEXABLE,
                    TypeFormat.formatForMessages(keyedColumns.get(0).type()));
        }
        return keyedColumns;
    }

    /** Refuses a column of {@code count}, as the server does for a table that merges rows. */
    void requireNoCountColumns() {
        if (definedColumns.stream()
                .anyMatch(definedColumn -> definedColumn.column().name().startsWith(COUNT_NAME_PREFIX))) {
            throw createUnsupportedQueryRefusal("count() of a table with AGGREGATE KEY");
        }
    }

    private Refusal createUnsupportedQueryRefusal(String feature) {
        return createUnsupportedQueryRefusal(MaterializedViewRule.SYNCHRONOUS_QUERY, feature);
    }

    private Refusal createUnsupportedQueryRefusal(RefusalRule rule, Object... arguments) {
        return SynchronousViewCreator.createUnsupportedQueryRefusal(select.span(), rule, arguments);
    }
}
