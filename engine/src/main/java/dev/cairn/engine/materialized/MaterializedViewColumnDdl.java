package dev.cairn.engine.materialized;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.StoredTypeConverter;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.engine.column.ColumnRule;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.expression.ExpressionNormalizer;
import dev.cairn.engine.query.DefiningQuery;
import dev.cairn.engine.query.RewrittenSelect;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange.AddViewColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Applies ADD COLUMN and DROP COLUMN to a materialized view over one table: an item is added to the query or
 * removed from it, and from then on the query is shown in the server's own spelling.
 */
final class MaterializedViewColumnDdl {
    private final ServerState server;
    private final Database database;
    private final MaterializedView view;

    private MaterializedViewColumnDdl(ServerState server, Database database, MaterializedView view) {
        this.server = server;
        this.database = database;
        this.view = view;
    }

    static StatementResult add(ServerState server, Database database, MaterializedView view, AddViewColumn change) {
        return new MaterializedViewColumnDdl(server, database, view).add(change);
    }

    static StatementResult drop(ServerState server, Database database, MaterializedView view, Name column) {
        return new MaterializedViewColumnDdl(server, database, view).drop(column);
    }

    /**
     * Returns the SELECT of the view.
     *
     * @throws Refusal if the query is not a valid SELECT over one table or materialized view, or has window functions
     */
    private Query.Select requireAlterableSelect(Span span) {
        Query query = view.definition().query().query();
        if (!(query.body() instanceof Query.Select select)
                || !query.commonTables().isEmpty()
                || !canAnalyzeQuery()) {
            throw Refusal.ofAnalysis(span, MaterializedViewRule.COLUMN_CHANGE_UNSUPPORTED, "a form other than SELECT");
        }
        if (select.from().size() != 1 || !(select.from().get(0) instanceof Relation.Named) || readsLogicalView()) {
            throw Refusal.ofAnalysis(span, MaterializedViewRule.COLUMN_CHANGE_UNSUPPORTED, "several tables");
        }
        Query.Grouping grouping = select.groupBy();
        if (grouping != null && grouping.kind() == Query.Grouping.Kind.GROUPING_SETS) {
            throw Refusal.ofAnalysis(
                    span,
                    MaterializedViewRule.COLUMN_CHANGE_UNSUPPORTED,
                    grouping.kind().text());
        }
        if (select.pivot() != null) {
            throw Refusal.ofAnalysis(span, MaterializedViewRule.COLUMN_CHANGE_UNSUPPORTED, "PIVOT");
        }
        boolean hasWindowFunctions = select.qualify() != null
                || select.items().stream()
                        .anyMatch(item -> item instanceof Query.SelectItem.Value value
                                && value.value() instanceof Expression.WindowCall);
        if (hasWindowFunctions) {
            throw Refusal.ofAnalysis(span, MaterializedViewRule.COLUMN_CHANGE_UNSUPPORTED, "window functions");
        }
        return select;
    }

    private boolean canAnalyzeQuery() {
        ViewDefinition definition = view.definition();
        SourceResolver sourceResolver = new CatalogSourceResolver(server.profile(), server.catalog());
        try {
            DefiningQuery.of(server, definition.query(), definition.defaultDatabaseName(), sourceResolver);
            return true;
        } catch (Refusal ignored) {
            return false;
        }
    }

    private boolean readsLogicalView() {
        return view.definition().baseRelations().stream()
                .filter(BaseRelation::isDirect)
                .anyMatch(base ->
                        server.catalog().findView(base.database(), base.name()).isPresent());
    }

    private StatementResult add(AddViewColumn change) {
        Span span = change.name().span();
        Expression addedExpression = change.aggregate();
        if (ExpressionNormalizer.isLiteral(addedExpression)) {
            throw Refusal.ofAnalysis(
                    span, MaterializedViewRule.COLUMN_CHANGE_UNSUPPORTED, "an aggregate of a constant");
        }
        Query.Select select = requireAlterableSelect(span);
        if (view.findColumn(change.name().text()).isPresent()) {
            throw Refusal.ofAnalysis(span, CommonRule.ALREADY_EXISTS, RuleSubject.COLUMN, change.name());
        }
        if (view.definition().baseRelations().stream()
                        .filter(BaseRelation::isDirect)
                        .count()
                != 1) {
            throw Refusal.ofAnalysis(span, MaterializedViewRule.COLUMN_CHANGE_UNSUPPORTED, "several tables");
        }
        RewrittenSelect rewrittenSelect = createRewrittenSelect(select);
        rewrittenSelect.addItem(
                addedExpression, change.name(), RestrictedExpression.AGGREGATE.matches(addedExpression));
        DefiningQuery query = rewrittenSelect.analyze(server);
        if (addedExpression.collectReferenceNames().size() != 1) {
            throw Refusal.ofAnalysis(
                    span,
                    MaterializedViewRule.COLUMN_CHANGE_UNSUPPORTED,
                    "no aggregation, so that only a column of its table can be added");
        }
        view.definition().baseRelations().stream()
                .filter(base -> base.isDirect() && isMaterializedView(base))
                .findFirst()
                .ifPresent(base -> {
                    throw Refusal.ofAnalysis(
                            span, MaterializedViewRule.COLUMN_CHANGE_UNSUPPORTED, "the view " + base.name());
                });
        requireConstantDefault(change);
        List<ViewColumn> columns = new ArrayList<>(view.columns());
        columns.add(createColumn(change, query.columns().get(query.columns().size() - 1)));
        return server.createResult(database.withMaterializedView(view.withQuery(columns, query.toDefinition())));
    }

    private static void requireConstantDefault(AddViewColumn change) {
        Span span = change.name().span();
        if (change.defaultValue() instanceof ColumnDefault.FunctionDefault functionDefault) {
            throw Refusal.ofExecution(span, ColumnRule.DEFAULT_EXPRESSION_UNSUPPORTED, functionDefault.name());
        }
        if (change.defaultValue() instanceof ColumnDefault.ComputedDefault computedDefault) {
            throw Refusal.ofExecution(
                    span, ColumnRule.DEFAULT_EXPRESSION_UNSUPPORTED, Sql.render(computedDefault.expression()));
        }
    }

    private boolean isMaterializedView(BaseRelation base) {
        return server.catalog()
                .findMaterializedView(base.database(), base.name())
                .isPresent();
    }

    private static ViewColumn createColumn(AddViewColumn change, OutputColumn outputColumn) {
        String comment = change.comment() == null ? "" : change.comment();
        return new ViewColumn(
                change.name().text(),
                outputColumn.type() == null ? null : StoredTypeConverter.convertForQueryResult(outputColumn.type()),
                true,
                comment);
    }

    private RewrittenSelect createRewrittenSelect(Query.Select select) {
        Relation.Named relation = (Relation.Named) select.from().get(0);
        Session session = new Session(view.definition().defaultDatabaseName());
        ResolvedTableName resolvedName =
                ResolvedTableName.of(new ServerState(server.profile(), server.catalog(), session), relation.name());
        return new RewrittenSelect(
                server.profile(),
                resolvedName,
                relation.alias(),
                view.definition().query().query());
    }

    private StatementResult drop(Name columnName) {
        ViewColumn column = view.findColumn(columnName.text())
                .orElseThrow(() ->
                        Refusal.ofAnalysis(columnName.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, columnName));
        Query.Select select = requireAlterableSelect(columnName.span());
        int columnIndex = view.columns().indexOf(column);
        RewrittenSelect rewrittenSelect = createRewrittenSelect(select);
        if (columnIndex >= rewrittenSelect.itemCount()) {
            throw Refusal.ofAnalysis(
                    columnName.span(), MaterializedViewRule.COLUMN_CHANGE_UNSUPPORTED, "a form other than SELECT");
        }
        if (rewrittenSelect.isGroupedBy(columnIndex)) {
            throw Refusal.ofAnalysis(
                    columnName.span(), MaterializedViewRule.COLUMN_CHANGE_UNSUPPORTED, columnName + " in GROUP BY");
        }
        if (rewrittenSelect.itemCount() == 1) {
            throw Refusal.ofExecution(columnName.span(), ColumnRule.NO_KEY_COLUMNS, "The materialized view");
        }
        rewrittenSelect.removeItem(columnIndex);
        DefiningQuery query = rewrittenSelect.analyze(server);
        List<ViewColumn> columns = new ArrayList<>(view.columns());
        columns.remove(columnIndex);
        MaterializedView newView = view.withQuery(columns, query.toDefinition());
        return server.createResult(
                DependentMaterializedViews.of(server.catalog().withDatabase(database.withMaterializedView(newView)))
                        .deactivateColumnReaders(database.name(), view.name(), Set.of(columnName.text())));
    }
}
