package dev.cairn.analysis;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.resolution.QueryResolver;
import dev.cairn.analysis.resolution.QueryRule;
import dev.cairn.analysis.resolution.ValuesResolver;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.ColumnOrigin;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.analysis.source.QueryUsageRecorder;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationField.UsedColumn;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeSettings;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Analyzes queries by the server's rules. The result of an analysis has the output columns of the query, its
 * dependencies, and what its names refer to. An analysis keeps no state, so it may be used for any number of queries.
 *
 * <pre>{@code
 * SourceResolver sourceResolver = new CatalogSourceResolver(profile, catalog);
 * BoundQuery boundQuery = new QueryAnalysis(profile, sourceResolver, "shop")
 *         .analyze(Sql.parseQuery("SELECT day, sum(price) FROM orders GROUP BY day"));
 * boundQuery.columns(); // day DATE, sum(price) DECIMAL(38,2)
 * }</pre>
 */
public final class QueryAnalysis {
    private final ServerProfile profile;
    private final SourceResolver sourceResolver;
    private final @Nullable String database;

    /**
     * Creates an analysis of queries by the rules of a server.
     *
     * @param database the database in use; null if the session has selected no database
     */
    public QueryAnalysis(ServerProfile profile, SourceResolver sourceResolver, @Nullable String database) {
        this.profile = profile;
        this.sourceResolver = sourceResolver;
        this.database = database;
    }

    /**
     * Returns the query with its columns, dependencies and bindings.
     *
     * @throws Refusal if the server would refuse the query
     */
    public BoundQuery analyze(Query query) {
        return analyze(query, new Bindings());
    }

    /**
     * Analyzes a query.
     *
     * @param bindings receives the types and resolved names of the parts of the query, even if the query is refused
     * @throws Refusal if the server would refuse the query
     */
    public BoundQuery analyze(Query query, Bindings bindings) {
        SyntaxVersionCheck.check(profile, query);
        bindings.recordQuery(query);
        QueryResolver queryResolver = createResolver(bindings);
        RelationFields fields = queryResolver.resolveTopQuery(query);
        List<OutputColumn> columns = new ArrayList<>(fields.size());
        for (RelationField field : fields.fields()) {
            if (!field.isWildcard()) {
                columns.add(toOutputColumn(field));
            }
        }
        return new BoundQuery(
                query,
                columns,
                !fields.mayHaveUnknownFields(),
                queryResolver.usage().dependencies(),
                bindings);
    }

    /**
     * Analyzes a query that is run, as {@link #analyzeExecutable(Query, Bindings)} does, with new bindings.
     *
     * @throws Refusal if the server would refuse the query
     */
    public BoundQuery analyzeExecutable(Query query) {
        return analyzeExecutable(query, new Bindings());
    }

    /**
     * Analyzes a query that is run, and not only stored as a view. The server refuses some queries only when it plans
     * them: it accepts a view with such a query, although the view can't be read.
     *
     * @param bindings receives the types and resolved names of the parts of the query, even if the query is refused
     * @throws Refusal if the server would refuse the query
     */
    public BoundQuery analyzeExecutable(Query query, Bindings bindings) {
        BoundQuery boundQuery = analyze(query, bindings);
        bindings.requirePlannable();
        return boundQuery;
    }

    /**
     * Requires that the statement of this analysis may continue.
     *
     * @throws Refusal if the statement has been cancelled
     */
    public void requireNotCancelled() {
        sourceResolver.requireNotCancelled();
    }

    /** Returns the session's variables on which types depend. */
    public TypeSettings settings() {
        return sourceResolver.settings();
    }

    /**
     * Returns the type of an expression that is not part of a query. The expression may refer to the given columns.
     *
     * @param bindings receives the types and resolved names of the parts of the expression
     * @throws Refusal if the server would refuse the expression
     */
    public ExpressionType determineType(Expression expression, RelationFields columns, Bindings bindings) {
        QueryResolver queryResolver = createResolver(bindings);
        return queryResolver
                .createTyping(queryResolver.createScope(columns, null), null)
                .determineType(expression);
    }

    /**
     * Returns the types of the values of {@code VALUES (1, now()), (2, DEFAULT)}, which can't refer to columns. Each
     * value has its own type, not the common type of its column; however, the values of a column must have a common
     * type. {@code null} stands for the word DEFAULT, whose type is unknown.
     *
     * @param span the position of a refusal because the rows have different lengths
     * @param bindings receives the types and resolved names of the parts of the values
     * @throws Refusal if the server would refuse the values
     */
    public List<List<ExpressionType>> determineValueTypes(
            List<List<@Nullable Expression>> rows, Span span, Bindings bindings) {
        QueryResolver queryResolver = createResolver(bindings);
        ExpressionTyping typing =
                queryResolver.createTyping(queryResolver.createScope(RelationFields.NONE, null), null);
        List<List<ExpressionType>> typesByRow = new ArrayList<>(rows.size());
        List<ExpressionType> commonTypes = List.of();
        for (List<@Nullable Expression> row : rows) {
            List<ExpressionType> types = new ArrayList<>(row.size());
            for (Expression value : row) {
                if (value != null) {
                    bindings.recordValue(value);
                    ValuesResolver.recordSubqueryRefusal(value, bindings);
                }
                types.add(value == null ? ExpressionType.UNKNOWN : typing.determineType(value));
            }
            if (typesByRow.isEmpty()) {
                commonTypes = types;
            } else if (types.size() != commonTypes.size()) {
                throw Refusal.ofAnalysis(span, QueryRule.ROW_LENGTHS_DIFFER);
            } else {
                commonTypes = ValuesResolver.combineRowTypes(commonTypes, types, row);
            }
            typesByRow.add(types);
        }
        return typesByRow;
    }

    private QueryResolver createResolver(Bindings bindings) {
        return new QueryResolver(profile, sourceResolver, database, new QueryUsageRecorder(bindings), true);
    }

    private static OutputColumn toOutputColumn(RelationField field) {
        List<ColumnOrigin> origins = new ArrayList<>(field.origins().size());
        for (UsedColumn usedColumn : field.origins()) {
            origins.add(usedColumn.sourceUsage().createOrigin(usedColumn.columnIndex()));
        }
        return new OutputColumn(field.name(), field.expressionType(), field.isNullableInView(), origins);
    }
}
