package dev.cairn.engine.query;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.engine.context.ServerState;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bound query of a view, a materialized view or a new table, with its columns and its dependencies.
 */
public final class DefiningQuery {
    private final QueryText queryText;
    private final @Nullable String databaseName;
    private final BoundQuery boundQuery;

    private DefiningQuery(QueryText queryText, @Nullable String databaseName, BoundQuery boundQuery) {
        this.queryText = queryText;
        this.databaseName = databaseName;
        this.boundQuery = boundQuery;
    }

    public static DefiningQuery of(ServerState server, QueryText queryText) {
        return of(
                server,
                queryText,
                server.session().databaseName(),
                new CatalogSourceResolver(server.profile(), server.catalog()));
    }

    /** Analyzes the query of CREATE TABLE AS SELECT, which the session runs itself, with the settings of the session. */
    public static DefiningQuery ofNewTable(ServerState server, QueryText queryText) {
        return of(
                server,
                queryText,
                server.session().databaseName(),
                new CatalogSourceResolver(
                        server.profile(), server.catalog(), server.session().typeSettings()));
    }

    /**
     * Analyzes a query.
     *
     * @param databaseName the database of names without a qualifier; null if the session has selected none
     * @throws Refusal if the server does not accept the query
     */
    public static DefiningQuery of(
            ServerState server, QueryText queryText, @Nullable String databaseName, SourceResolver sourceResolver) {
        BoundQuery boundQuery =
                new QueryAnalysis(server.profile(), sourceResolver, databaseName).analyze(queryText.query());
        return new DefiningQuery(queryText, databaseName, boundQuery);
    }

    /** Requires that the server can plan the query, which happens immediately for CREATE TABLE AS SELECT. */
    public void requirePlannable() {
        boundQuery.bindings().requirePlannable();
    }

    public List<OutputColumn> columns() {
        return boundQuery.columns();
    }

    /** Returns whether the query may return more columns than are known. */
    public boolean mayHaveMoreColumns() {
        return !boundQuery.hasAllColumns();
    }

    /** Refuses a list of view columns that is longer or shorter than the columns of the query. */
    public void requireColumnCount(int declaredCount, Span span) {
        int knownCount = columns().size();
        boolean mayHaveDeclaredCount = mayHaveMoreColumns() ? knownCount <= declaredCount : knownCount == declaredCount;
        if (declaredCount > 0 && !mayHaveDeclaredCount) {
            throw Refusal.ofAnalysis(span, ServerError.VIEW_COLUMN_COUNT_DIFFERS);
        }
    }

    public List<Dependency> dependencies() {
        return boundQuery.dependencies();
    }

    /**
     * Returns the bound form of a table, view or derived table in FROM; empty for a join and for a relation in
     * parentheses.
     */
    public Optional<BoundRelation> findRelation(Relation relation) {
        return Optional.ofNullable(boundQuery.bindings().findBoundRelation(relation));
    }

    /** Returns the expression over columns of tables that computes the column at a position. */
    public ColumnOriginResolver.OriginExpression resolveColumnOrigin(int columnIndex) {
        return ColumnOriginResolver.resolveColumn(boundQuery, columnIndex);
    }

    /**
     * Returns the tables with the values of the column at a position. These are the tables from which the column is
     * read, and the tables with a column that a join condition compares with it; a table is returned once for each
     * relation of the query.
     *
     * @param expression the column, or a call with the column as an argument
     */
    public List<Source> findTablesWithValuesOf(int columnIndex, Expression expression) {
        return ValueTableFinder.findTables(boundQuery, columnIndex, expression);
    }

    public boolean readsTemporaryTable() {
        return boundQuery.dependencies().stream()
                .anyMatch(dependency -> dependency.source().kind() == Source.Kind.TEMPORARY_TABLE);
    }

    /**
     * Returns the first call of a nondeterministic function. The server does not look for one in the arguments of other
     * functions, nor in the views that the query reads.
     */
    public Optional<Expression.Call> findNondeterministicCall() {
        return NondeterministicCallFinder.findFirst(queryText.query());
    }

    /** Returns the definition that the catalog stores, with the base relations in the server's own catalog. */
    public ViewDefinition toDefinition() {
        List<BaseRelation> bases = new ArrayList<>(boundQuery.dependencies().size());
        for (Dependency dependency : boundQuery.dependencies()) {
            Source source = dependency.source();
            if (source.catalog() != null) {
                continue; // the statements of this engine never change objects of other catalogs
            }
            List<String> columnNames =
                    dependency.columns().stream().map(Source.Column::name).toList();
            bases.add(new BaseRelation(source.database(), source.name(), dependency.isDirect(), columnNames));
        }
        return new ViewDefinition(queryText, databaseName, bases);
    }
}
