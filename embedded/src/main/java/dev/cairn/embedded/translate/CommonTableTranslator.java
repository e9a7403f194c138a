package dev.cairn.embedded.translate;

import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.DatabaseNameResolver;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.translate.query.TranslatedCommonTable;
import dev.cairn.embedded.translate.query.TranslatedQuery;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Translates the common tables of WITH clauses, including recursive ones. */
record CommonTableTranslator(QueryTranslator queryTranslator) {
    /** The session variable without which a server does not run recursive queries. */
    private static final String RECURSION_VARIABLE = "enable_recursive_cte";

    TranslatedCommonTable translate(Query.CommonTable commonTable) {
        String duckDbName = queryTranslator.state().nextName("w");
        if (queryTranslator.bindings().isRecursive(commonTable)) {
            if (!queryTranslator.context().sessionVariable(RECURSION_VARIABLE).equals("1")) {
                throw Refusal.ofAnalysis(commonTable.span(), EmbeddedRule.RECURSION_DISABLED);
            }
            RelationFields columns =
                    queryTranslator.state().recursiveCommonTables().requireColumns(commonTable);
            TemporaryTableCheck.requireCreatable(
                    queryTranslator.context().profile(), requireSessionDatabaseName(commonTable), commonTable, columns);
            return translateRecursiveTable(
                    commonTable, duckDbName, (SetOperation) commonTable.query().body());
        }
        TranslatedQuery translatedQuery = queryTranslator.translate(commonTable.query());
        String joinedColumnNames = joinColumnNames(translatedQuery);
        String definition = duckDbName + "(" + joinedColumnNames + ") AS (" + translatedQuery.sql() + ")";
        return new TranslatedCommonTable(duckDbName, translatedQuery.columns(), definition);
    }

    /** Returns the database of the session, in which a frontend creates the temporary table of a recursive table. */
    private String requireSessionDatabaseName(Query.CommonTable recursiveTable) {
        Expression.Call call = Expression.Call.of("database", List.of(), recursiveTable.span());
        String databaseName = queryTranslator
                .context()
                .sessionExpressionEvaluator()
                .apply(call)
                .text();
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
        TranslatedQuery anchor = queryTranslator.translateBody(operands.get(0));
        queryTranslator
                .boundValues()
                .translationByCommonTable()
                .put(recursiveTable, new TranslatedCommonTable(duckDbName, anchor.columns(), ""));
        String stepSql = operands.subList(1, operands.size()).stream()
                .map(operand -> "SELECT * FROM "
                        + queryTranslator.translateBody(operand).renderConvertedRelation(anchor.columns()))
                .collect(Collectors.joining(" UNION ALL ", "(", ")"));
        boolean isDistinct = !union.keepsDuplicates();
        String joinedColumnNames = joinColumnNames(anchor);
        String depthLimit =
                "CAST(" + translateSessionVariable("recursive_cte_max_depth", TypeConstants.INT) + " AS BIGINT)";
        String refusalCall = "sr_refuse('Recursive query aborted after: ' || " + depthLimit + " || ' iterations.')";
        String nextStep =
                "CASE WHEN " + translateSessionVariable("recursive_cte_throw_limit_exception", TypeConstants.BOOLEAN)
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
        return queryTranslator.context().translateSessionValue(variable, type).sql();
    }
}
