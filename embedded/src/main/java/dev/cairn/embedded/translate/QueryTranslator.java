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
import dev.cairn.catalog.DatabaseNameResolver;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.translate.value.CastTranslator;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.NestingLimit;
import dev.cairn.embedded.translate.value.RelationRows;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.UnsupportedFeatureRefusals;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Translates whole queries: common table expressions, set operations, ORDER BY and LIMIT. One instance translates one
 * statement; the translations of its parts share a {@link TranslationState}.
 */
final class QueryTranslator {
    /** The session variable without which a server does not run recursive queries. */
    private static final String RECURSION_VARIABLE = "enable_recursive_cte";

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

    /**
     * A common table.
     *
     * @param duckDbName the name in DuckDB
     * @param definition the definition of the common table in the WITH clause
     */
    record TranslatedCommonTable(String duckDbName, List<TranslatedQuery.QueryColumn> columns, String definition) {}

    /**
     * The state that all parts of one translation share: counters for unique names, the called functions, and the
     * arguments and constants that have names.
     */
    static final class TranslationState {
        private final Set<String> functionNames = new LinkedHashSet<>();
        private final Map<String, DuckDbExpression> argumentByName = new HashMap<>();
        private final Map<String, String> constantNameBySql = new LinkedHashMap<>();
        private final TranslationMode mode;
        private final boolean isWholeStatement;
        private final RecursiveCommonTables recursiveCommonTables;
        private int lastNameNumber;
        private int lastOperandNumber;
        private int lambdaDepth;

        /** @param isWholeStatement whether constants of the statement can be calculated before it */
        TranslationState(TranslationMode mode, boolean isWholeStatement, RecursiveCommonTables recursiveCommonTables) {
            this.mode = mode;
            this.isWholeStatement = isWholeStatement;
            this.recursiveCommonTables = recursiveCommonTables;
        }

        TranslationMode mode() {
            return mode;
        }

        /** Returns whether a whole statement is translated, and not an expression for one. */
        boolean isWholeStatement() {
            return isWholeStatement;
        }

        /** Returns a unique name with this prefix. */
        String nextName(String prefix) {
            lastNameNumber++;
            return prefix + lastNameNumber;
        }

        /** Returns a unique number for an operand. The number does not occur in the final translation. */
        int nextOperandNumber() {
            lastOperandNumber++;
            return lastOperandNumber;
        }

        /** Runs a translation within a lambda; refuses lambdas that are nested too deeply. */
        <T> T translateWithinLambda(Span span, Supplier<T> translation) {
            lambdaDepth++;
            try {
                NestingLimit.requireSupported(lambdaDepth, span);
                return translation.get();
            } finally {
                lambdaDepth--;
            }
        }

        /** Returns a name for an argument that a translation calculates. */
        QualifiedName addArgument(DuckDbExpression value) {
            String name = nextName("argument ");
            argumentByName.put(name, value);
            return QualifiedName.of(name);
        }

        /** Returns the value of an argument that {@link #addArgument} has named. */
        DuckDbExpression requireArgument(QualifiedName name) {
            return Objects.requireNonNull(argumentByName.get(name.lastPart().text()), name::toString);
        }

        void addFunctionName(String functionName) {
            functionNames.add(functionName);
        }

        /**
         * Returns an expression for a value that does not depend on rows. If a whole statement is translated, DuckDB
         * calculates the value once, before the statement.
         */
        DuckDbExpression addConstant(DuckDbExpression value) {
            if (!isWholeStatement) {
                return value;
            }
            String name =
                    constantNameBySql.computeIfAbsent(value.sql(), sql -> "constant_" + (constantNameBySql.size() + 1));
            return new DuckDbExpression("getvariable('" + name + "')", value.type(), value.state());
        }

        /** Returns the names of the constants that are calculated before the statement, by their expressions. */
        Map<String, String> constantNameBySql() {
            return constantNameBySql;
        }

        /** Returns the called functions: each before the functions that its arguments call. */
        List<String> functionNames() {
            return List.copyOf(functionNames);
        }
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
            TranslatedCommonTable translatedTable = translateCommonTable(commonTable);
            definitions.add(translatedTable.definition());
            boundValues.translationByCommonTable().put(commonTable, translatedTable);
        }
        TranslatedQuery body = translateWithoutCommonTables(query);
        String withClause = query.isRecursive() ? "WITH RECURSIVE " : "WITH ";
        return new TranslatedQuery(withClause + String.join(", ", definitions) + " " + body.sql(), body.columns());
    }

    private TranslatedCommonTable translateCommonTable(Query.CommonTable commonTable) {
        String duckDbName = state.nextName("w");
        if (bindings().isRecursive(commonTable)) {
            if (!context.sessionVariable(RECURSION_VARIABLE).equals("1")) {
                throw Refusal.ofAnalysis(commonTable.span(), EmbeddedRule.RECURSION_DISABLED);
            }
            RelationFields columns = state.recursiveCommonTables.requireColumns(commonTable);
            TemporaryTableCheck.requireCreatable(
                    context.profile(), requireSessionDatabaseName(commonTable), commonTable, columns);
            return translateRecursiveTable(
                    commonTable, duckDbName, (SetOperation) commonTable.query().body());
        }
        TranslatedQuery translatedQuery = translate(commonTable.query());
        String joinedColumnNames = joinColumnNames(translatedQuery);
        String definition = duckDbName + "(" + joinedColumnNames + ") AS (" + translatedQuery.sql() + ")";
        return new TranslatedCommonTable(duckDbName, translatedQuery.columns(), definition);
    }

    /** Returns the database of the session, in which a frontend creates the temporary table of a recursive table. */
    private String requireSessionDatabaseName(Query.CommonTable recursiveTable) {
        Expression.Call call = Expression.Call.of("database", List.of(), recursiveTable.span());
        String databaseName = context.sessionExpressionEvaluator().apply(call).text();
        return DatabaseNameResolver.requireDatabaseName(
                databaseName == null || databaseName.isEmpty() ? null : databaseName, recursiveTable.span());
    }

    /** Returns the names of the columns in DuckDB, separated by commas. */
    private static String joinColumnNames(TranslatedQuery query) {
        return IntStream.range(0, query.columns().size())
                .mapToObj(TranslatedQuery::columnName)
                .collect(Collectors.joining(", "));
    }

    /**
     * Translates a recursive table. The first query determines the columns. Each row has the number of its step, which
     * a session variable limits. As on the server, UNION removes only equal rows within one step.
     */
    private TranslatedCommonTable translateRecursiveTable(
            Query.CommonTable recursiveTable, String duckDbName, SetOperation union) {
        List<Body> operands = union.operands();
        TranslatedQuery anchor = translateBody(operands.get(0));
        boundValues
                .translationByCommonTable()
                .put(recursiveTable, new TranslatedCommonTable(duckDbName, anchor.columns(), ""));
        String stepSql = operands.subList(1, operands.size()).stream()
                .map(operand -> "SELECT * FROM " + translateBody(operand).renderConvertedRelation(anchor.columns()))
                .collect(Collectors.joining(" UNION ALL ", "(", ")"));
        boolean isDistinct = !union.keepsDuplicates();
        String joinedColumnNames = joinColumnNames(anchor);
        String depthLimit =
                "CAST(" + translateSessionVariable("recursive_cte_max_depth", TranslationTypes.INT) + " AS BIGINT)";
        String refusalCall = "sr_refuse('Recursive query aborted after: ' || " + depthLimit + " || ' iterations.')";
        String nextStep =
                "CASE WHEN " + translateSessionVariable("recursive_cte_throw_limit_exception", TranslationTypes.BOOLEAN)
                        + " AND d.step + 1 >= " + depthLimit + " THEN " + refusalCall + " ELSE d.step + 1 END";
        String definition = duckDbName + "(" + joinedColumnNames + ", step) AS (SELECT *, CAST(1 AS BIGINT) FROM ("
                + anchor.sql() + ") UNION ALL SELECT s.*, " + nextStep + " FROM (SELECT "
                + (isDistinct ? "DISTINCT " : "")
                + joinedColumnNames + " FROM " + stepSql + ") AS s CROSS JOIN (SELECT max(step) AS step FROM "
                + duckDbName
                + ") AS d WHERE d.step < " + depthLimit + ")";
        return new TranslatedCommonTable(duckDbName, anchor.columns(), definition);
    }

    private String translateSessionVariable(String name, Type type) {
        Expression.SystemVariable variable = Expression.SystemVariable.of(name);
        return context.translateSessionValue(variable, type).sql();
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
     * Returns whether a SELECT DISTINCT has no sort keys but its outputs. DuckDB does not let the sort keys of such a
     * query refer to its FROM clause.
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
                new PartitionExtremesFinder(this).findAggregateValues(select, orderBy);
        if (aggregateValues.isEmpty()) {
            return new SelectTranslator(this, select).translate(orderBy);
        }
        boundValues.valueByExpression().putAll(aggregateValues);
        // The result is a single row, which needs no order.
        return new SelectTranslator(this, select.withoutFrom()).translate(List.of());
    }

    private TranslatedQuery translateBody(Body body) {
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
        String operator = switch (operation.kind()) {
            case UNION -> " UNION ";
            case INTERSECT -> " INTERSECT ";
            case EXCEPT, MINUS -> " EXCEPT ";
        };
        String allKeyword = operation.quantifier() == Quantifier.ALL ? "ALL " : "";
        return new TranslatedQuery(
                left.renderConvertedRelation(columns) + operator + allKeyword + right.renderConvertedRelation(columns),
                columns);
    }
}
