package dev.cairn.engine.query;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.FunctionTrait;
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
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.StatementForm;
import dev.cairn.sql.write.QueryWriter;
import dev.cairn.sql.write.SqlTextBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bound query of a view, a materialized view or a new table: its columns, its dependencies, and the checks of
 * queries whose text the server stores.
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

    /** Requires that a view that declares columns declares as many as the query returns. */
    public void requireColumnCount(int declaredCount, Span span) {
        int knownCount = columns().size();
        boolean isCountPossible = mayHaveMoreColumns() ? knownCount <= declaredCount : knownCount == declaredCount;
        if (declaredCount > 0 && !isCountPossible) {
            throw Refusal.ofAnalysis(span, ServerError.VIEW_COLUMN_COUNT_DIFFERS);
        }
    }

    public List<Dependency> dependencies() {
        return boundQuery.dependencies();
    }

    /**
     * Returns the bound form of a table, view or derived table in FROM; null for a join and for a relation in
     * parentheses.
     */
    public @Nullable BoundRelation findRelation(Relation relation) {
        return boundQuery.bindings().findBoundRelation(relation);
    }

    /** Returns the expression over columns of tables that computes the column at a position. */
    public ColumnOriginResolver.ColumnOrigin resolveColumnOrigin(int columnIndex) {
        return ColumnOriginResolver.resolveColumn(boundQuery, columnIndex);
    }

    /**
     * Returns the tables with the values of the column at a position. These are the tables from which the column is
     * read, and the tables with a column that a join condition compares with it.
     *
     * @param expression the column, or a call with the column as an argument
     */
    public Set<Source> findSources(int columnIndex, Expression expression) {
        return ComparedColumnFinder.findSources(boundQuery, columnIndex, expression);
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
        return new NondeterministicCallSearch(queryText.query()).firstCall;
    }

    /** Finds the first nondeterministic call that is not an argument of another call, by writing the query. */
    private static final class NondeterministicCallSearch extends QueryWriter {
        private Optional<Expression.Call> firstCall = Optional.empty();

        NondeterministicCallSearch(Query query) {
            super(new SqlTextBuilder(StatementForm.WRITTEN));
            write(query);
        }

        @Override
        public SqlTextBuilder visitCall(Expression.Call call) {
            if (firstCall.isEmpty() && BuiltinFunctions.resolveEntry(call).hasTrait(FunctionTrait.NONDETERMINISTIC)) {
                firstCall = Optional.of(call);
            }
            return writeFunctionName(call);
        }

        @Override
        public SqlTextBuilder visitAggregateCall(Expression.AggregateCall aggregateCall) {
            return writeFunctionName(aggregateCall.call());
        }

        /**
         * Writes only the name of a function, so its arguments are not visited. Something has to be written, because
         * the writer of a sign looks at the text after it.
         */
        private SqlTextBuilder writeFunctionName(Expression.Call call) {
            return out.append(call.function().lastPart().text());
        }
    }

    /**
     * Refuses names that make the stored text of the view unreadable for the server. The server writes an unnamed
     * expression as the name of its column between backquotes, without escaping backquotes in it, and writes the names
     * in PIVOT without backquotes.
     */
    public void requireReadableNames() {
        queryText.query().visit(new Query.QueryVisitor() {
            @Override
            public void visitSelect(Query.Select select) {
                if (select.pivot() != null) {
                    requirePlainNames(select.pivot());
                }
                select.items().forEach(DefiningQuery.this::requireReadableName);
            }
        });
    }

    /** Refuses a backquote in an unnamed expression; in an alias, the server escapes backquotes. */
    private void requireReadableName(Query.SelectItem item) {
        if (item instanceof Query.SelectItem.Value value
                && value.alias() == null
                && value.value()
                        .contains(subexpression -> subexpression instanceof Expression.Text literal
                                && literal.value().indexOf('`') >= 0)) {
            throw Refusal.ofExecution(queryText.span(), ViewRule.COLUMN_WITHOUT_NAME, Sql.render(value.value()));
        }
    }

    private void requirePlainNames(Query.Pivot pivot) {
        pivot.names()
                .filter(name -> !Name.needsNoBackquotes(name.text()))
                .findFirst()
                .ifPresent(name -> {
                    throw Refusal.ofExecution(queryText.span(), ViewRule.PIVOT_NAME_NOT_PLAIN, name.text());
                });
    }

    public ViewDefinition toDefinition() {
        List<BaseRelation> bases = new ArrayList<>(boundQuery.dependencies().size());
        for (Dependency dependency : boundQuery.dependencies()) {
            Source source = dependency.source();
            if (source.catalog() != null) {
                continue; // objects of other catalogs never change here
            }
            List<String> columnNames =
                    dependency.columns().stream().map(Source.Column::name).toList();
            bases.add(new BaseRelation(source.database(), source.name(), dependency.isDirect(), columnNames));
        }
        return new ViewDefinition(queryText, databaseName, bases);
    }
}
