package dev.cairn.embedded.translate;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeSettings;
import dev.cairn.embedded.translate.query.EmptyQueryCheck;
import dev.cairn.embedded.translate.query.PartitionExtremesFinder;
import dev.cairn.embedded.translate.query.RecursiveCommonTables;
import dev.cairn.embedded.translate.query.TranslatedCommonTable;
import dev.cairn.embedded.translate.query.TranslatedQuery;
import dev.cairn.embedded.translate.query.TranslationMode;
import dev.cairn.embedded.translate.value.CastTranslator;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.RelationRows;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.embedded.translate.value.UnsupportedFeatureRefusals;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * Translates whole queries: common table expressions, set operations, ORDER BY and LIMIT. One instance translates one
 * statement; the translations of its parts share a {@link TranslationState}.
 */
final class QueryTranslator {
    /** Qualifies the columns of an expression without a query. */
    private static final RelationName ROW_RELATION = RelationName.ofTable("");

    private final TranslationContext context;
    private final BoundValues boundValues;
    private final TranslationState state;

    /**
     * Begins the translation of a whole statement.
     *
     * @param bindings the meanings of the names in the query
     * @param recursiveCommonTables the recursive tables of the statement
     */
    QueryTranslator(
            TranslationContext context,
            Bindings bindings,
            RecursiveCommonTables recursiveCommonTables,
            TranslationMode mode) {
        this(context, new BoundValues(bindings), new TranslationState(mode, true, recursiveCommonTables));
    }

    /** Begins the translation of an expression for a statement that is not translated as a whole. */
    static QueryTranslator createForExpression(TranslationContext context, TranslationMode mode) {
        return new QueryTranslator(
                context,
                new BoundValues(new Bindings()),
                new TranslationState(mode, false, RecursiveCommonTables.NONE));
    }

    private QueryTranslator(TranslationContext context, BoundValues boundValues, TranslationState state) {
        this.context = context;
        this.boundValues = boundValues;
        this.state = state;
    }

    TranslationContext context() {
        return context;
    }

    BoundValues boundValues() {
        return boundValues;
    }

    Bindings bindings() {
        return boundValues.bindings();
    }

    TranslationState state() {
        return state;
    }

    /** Returns a translator for another query within this one, which was analyzed separately. */
    private QueryTranslator createForQuery(Bindings bindings) {
        return new QueryTranslator(context, new BoundValues(bindings), state);
    }

    TranslatedQuery translateBoundQuery(BoundQuery query) {
        return createForQuery(query.bindings()).translate(query.query());
    }

    /**
     * Translates an expression over some columns. The expression is not a part of the query, so it is analyzed here.
     *
     * @param qualifier the name of the relation that has the columns, followed by a dot; empty if it has no name
     */
    DuckDbExpression translateOverRow(
            Expression expression, List<RelationRows.SourceColumn> columns, String qualifier) {
        List<RelationField> fields = new ArrayList<>(columns.size());
        for (RelationRows.SourceColumn column : columns) {
            ExpressionType columnType = new ExpressionType(column.type(), true, column.state(), NullCause.UNKNOWN);
            fields.add(new RelationField(
                    column.name(), ROW_RELATION, columnType, RelationField.Visibility.VISIBLE, true, List.of()));
        }
        BoundRelation rowRelation = BoundRelation.ofColumns(new RelationFields(fields));
        Bindings bindings = new Bindings();
        context.queryAnalysis().determineType(expression, rowRelation.fields(), bindings);
        QueryTranslator rowTranslator = createForQuery(bindings);
        rowTranslator
                .boundValues
                .columnsByRelation()
                .put(rowRelation, index -> columns.get(index).value(qualifier));
        return new ExpressionTranslator(rowTranslator).translate(expression);
    }

    TranslatedQuery translate(Query query) {
        if (query.commonTables().isEmpty()) {
            return translateWithoutCommonTables(query);
        }
        List<String> definitions = new ArrayList<>();
        for (Query.CommonTable commonTable : query.commonTables()) {
            TranslatedCommonTable translatedTable = new CommonTableTranslator(this).translate(commonTable);
            definitions.add(translatedTable.definition());
            boundValues.translationByCommonTable().put(commonTable, translatedTable);
        }
        TranslatedQuery body = translateWithoutCommonTables(query);
        String withClause = query.isRecursive() ? "WITH RECURSIVE " : "WITH ";
        return new TranslatedQuery(withClause + String.join(", ", definitions) + " " + body.sql(), body.columns());
    }

    private TranslatedQuery translateWithoutCommonTables(Query query) {
        List<SortItem> orderBy = bindings().orderBy(query);
        TranslatedQuery body = query.body() instanceof Select select && !sortsDistinctOutputs(select, orderBy)
                ? translateSelect(select, orderBy)
                : translateOrderBy(translateBody(query.body()), orderBy);
        Query.Limit limit = bindings().limit(query);
        return limit == null ? body : new TranslatedQuery(body.sql() + translateLimit(limit), body.columns());
    }

    /**
     * Returns whether all sort keys of a SELECT DISTINCT are outputs. They are then applied to the whole query, because
     * the sort keys of a SELECT DISTINCT can't refer to its FROM clause in DuckDB.
     */
    private boolean sortsDistinctOutputs(Select select, List<SortItem> orderBy) {
        return select.quantifier() == Query.Quantifier.DISTINCT
                && orderBy.stream().allMatch(item -> isOutput(item.value()));
    }

    private boolean isOutput(Expression sortKey) {
        return sortKey instanceof Expression.OrderByAll
                || sortKey.integerValue() != null
                || (sortKey.unwrap() instanceof Expression.Reference reference
                        && bindings().findResolvedName(reference) instanceof ResolvedName.ResolvedOutput);
    }

    private TranslatedQuery translateOrderBy(TranslatedQuery body, List<SortItem> orderBy) {
        if (orderBy.isEmpty()) {
            return body;
        }
        List<DuckDbExpression> outputs = new ArrayList<>();
        for (TranslatedQuery.QueryColumn column : body.columns()) {
            outputs.add(
                    new DuckDbExpression(TranslatedQuery.columnName(outputs.size()), column.type(), column.state()));
        }
        ExpressionTranslator expressionTranslator = new ExpressionTranslator(this).withOutputs(outputs);
        String orderByClause = new OrderByTranslator(expressionTranslator)
                .translate(
                        orderBy,
                        outputs.size(),
                        expression -> expressionTranslator.translate(expression).sql());
        return new TranslatedQuery("SELECT * FROM (" + body.sql() + ")" + orderByClause, body.columns());
    }

    private String translateLimit(Query.Limit limit) {
        String limitClause = " LIMIT " + requireNotNegative(limit.count(), "LIMIT");
        return limit.offset() == null
                ? limitClause
                : limitClause + " OFFSET " + requireNotNegative(limit.offset(), "OFFSET");
    }

    private static long requireNotNegative(Expression integer, String clause) {
        long value = Objects.requireNonNull(integer.integerValue());
        if (value < 0) {
            // A server accepts a variable with a negative value, but defines no result for it.
            throw UnsupportedFeatureRefusals.createQueryRefusal("a negative " + clause, integer.span());
        }
        return value;
    }

    private TranslatedQuery translateSelect(Select select, List<SortItem> orderBy) {
        IdentityHashMap<Expression, DuckDbExpression> aggregateValues =
                new PartitionExtremesFinder(bindings(), context()).findAggregateValues(select, orderBy);
        if (aggregateValues.isEmpty()) {
            return new SelectTranslator(this, select).translate(orderBy);
        }
        boundValues.valueByExpression().putAll(aggregateValues);
        // The result is a single row, which needs no order.
        return new SelectTranslator(this, select.withoutFrom()).translate(List.of());
    }

    TranslatedQuery translateBody(Body body) {
        if (body instanceof Select select) {
            return translateSelect(select, List.of());
        }
        if (body instanceof Query.NestedQuery nestedQuery) {
            TranslatedQuery innerQuery = translate(nestedQuery.query());
            return new TranslatedQuery("(" + innerQuery.sql() + ")", innerQuery.columns());
        }
        return translateSetOperation((SetOperation) body);
    }

    /**
     * Returns a query whose structs have their fields in the order of the fields with the same names in other columns.
     */
    private static TranslatedQuery arrangeFields(
            TranslatedQuery query, List<TranslatedQuery.QueryColumn> targetColumns, TypeSettings settings) {
        List<TranslatedQuery.QueryColumn> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < query.columns().size(); i++) {
            TranslatedQuery.QueryColumn column = query.columns().get(i);
            Type type =
                    settings.arrangeFields(column.type(), targetColumns.get(i).type());
            columns.add(column.withType(type));
            String name = TranslatedQuery.columnName(i);
            values.add(CastTranslator.convertByFieldNames(name, column.type(), type) + " AS " + name);
        }
        return new TranslatedQuery("SELECT " + String.join(", ", values) + " FROM (" + query.sql() + ")", columns);
    }

    /**
     * Translates a set operation. The columns of both sides are converted to their common type, or to the type on the
     * left if there is no common type.
     */
    private TranslatedQuery translateSetOperation(SetOperation operation) {
        TranslatedQuery left = translateBody(operation.left());
        TranslatedQuery right = translateBody(operation.right());
        TypeSettings settings = context.queryAnalysis().settings();
        if (settings.matchesFieldsByName()) {
            right = arrangeFields(right, left.columns(), settings);
        }
        List<TranslatedQuery.QueryColumn> columns = new ArrayList<>();
        for (int i = 0; i < left.columns().size(); i++) {
            Type type = left.columns().get(i).type();
            Type commonType =
                    CommonTypes.findCommonType(type, right.columns().get(i).type());
            columns.add(left.columns().get(i).withType(commonType == null ? type : commonType));
        }
        String leftSql = left.renderConvertedRelation(columns);
        if (operation.canonicalKind() == SetOperation.Kind.EXCEPT
                && new EmptyQueryCheck(bindings(), context()).isEmpty(operation.right())) {
            // A frontend removes the operation, with the effect that duplicates remain.
            return new TranslatedQuery(leftSql, columns);
        }
        String operator = switch (operation.kind()) {
            case UNION -> " UNION ";
            case INTERSECT -> " INTERSECT ";
            case EXCEPT, MINUS -> " EXCEPT ";
        };
        String allKeyword = operation.quantifier() == Quantifier.ALL ? "ALL " : "";
        return new TranslatedQuery(leftSql + operator + allKeyword + right.renderConvertedRelation(columns), columns);
    }
}
