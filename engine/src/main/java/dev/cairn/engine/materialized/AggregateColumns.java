package dev.cairn.engine.materialized;

import dev.cairn.analysis.function.AggregateCalls;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.column.QueryColumnType;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.expression.ExpressionNormalization;
import dev.cairn.engine.query.DefiningQuery;
import dev.cairn.engine.query.RewrittenSelect;
import dev.cairn.engine.value.ColumnReferences;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange.AddColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * ADD COLUMN and DROP COLUMN of a materialized view over one table: the query gets or loses an item, and is from then on
 * shown as the server writes it.
 */
final class AggregateColumns {
    private final ServerState server;
    private final Database database;
    private final MaterializedView view;

    private AggregateColumns(ServerState server, Database database, MaterializedView view) {
        this.server = server;
        this.database = database;
        this.view = view;
    }

    static StatementResult add(ServerState server, Database database, MaterializedView view, AddColumn change) {
        return new AggregateColumns(server, database, view).add(change);
    }

    static StatementResult drop(ServerState server, Database database, MaterializedView view, Name column) {
        return new AggregateColumns(server, database, view).drop(column);
    }

    private Query.Select select(Span at) {
        if (!(view.definition().query().query().body() instanceof Query.Select select)) {
            throw Refusal.analysis(at, "Materialized view definition is invalid: only support SELECT statement");
        }
        if (select.from().size() != 1 || !(select.from().get(0) instanceof Relation.Named)) {
            throw Refusal.analysis(at, "Materialized view based on multiple tables is not supported");
        }
        boolean windows = select.items().stream()
                .anyMatch(
                        item -> item instanceof Query.Item.Value value && value.value() instanceof Expression.Windowed);
        if (windows) {
            throw Refusal.analysis(at, "Materialized view with analytic functions is not supported");
        }
        return select;
    }

    private StatementResult add(AddColumn change) {
        Span at = change.name().span();
        Expression added = change.aggregate();
        if (ExpressionNormalization.isLiteral(added)) {
            throw Refusal.analysis(at, "Aggregate expression cannot be a constant");
        }
        Query.Select select = select(at);
        if (view.column(change.name().text()).isPresent()) {
            throw Refusal.analysis(at, "Column '" + change.name() + "' already exists in materialized view");
        }
        if (view.definition().bases().stream().filter(BaseRelation::direct).count() != 1) {
            throw Refusal.analysis(at, "Add column to materialized view only supports single base table");
        }
        RewrittenSelect rewritten = rewritten(select);
        rewritten.add(added, change.name(), isAggregate(added));
        DefiningQuery query = rewritten.analysed(server);
        if (ColumnReferences.in(added).size() != 1) {
            throw Refusal.analysis(
                    at,
                    "Materialized view definition is invalid, the added column expression must be a simple column"
                            + " reference");
        }
        List<ViewColumn> columns = new ArrayList<>(view.columns());
        columns.add(column(change, query.columns().get(query.columns().size() - 1)));
        return server.changed(database.with(view.defined(columns, query.definition())));
    }

    private static ViewColumn column(AddColumn change, OutputColumn output) {
        String comment = change.comment() == null ? "" : change.comment();
        return new ViewColumn(
                change.name().text(),
                output.type() == null ? null : QueryColumnType.stored(output.type(), false),
                true,
                comment);
    }

    private RewrittenSelect rewritten(Query.Select select) {
        Relation.Named table = (Relation.Named) select.from().get(0);
        ResolvedTableName place =
                ResolvedTableName.of(new ServerState(server.profile(), server.catalog(), inUse()), table.name());
        return new RewrittenSelect(place, table.alias(), select);
    }

    private Session inUse() {
        return new Session(view.definition().database());
    }

    private static boolean isAggregate(Expression expression) {
        return AggregateCalls.isAggregate(expression);
    }

    private StatementResult drop(Name name) {
        ViewColumn column = view.column(name.text())
                .orElseThrow(() ->
                        Refusal.analysis(name.span(), "Column '" + name + "' does not exist in materialized view"));
        Query.Select select = select(name.span());
        int position = view.columns().indexOf(column);
        RewrittenSelect rewritten = rewritten(select);
        if (position >= rewritten.size()) {
            throw Refusal.analysis(name.span(), "Materialized view definition is invalid");
        }
        if (rewritten.isGroupedBy(position)) {
            throw Refusal.analysis(
                    name.span(), "Cannot drop column '" + name + "' because it is used in GROUP BY clause");
        }
        rewritten.remove(position);
        DefiningQuery query = rewritten.analysed(server);
        List<ViewColumn> columns = new ArrayList<>(view.columns());
        columns.remove(position);
        MaterializedView after = view.defined(columns, query.definition());
        return server.changed(DependentMaterializedViews.of(server.catalog().with(database.with(after)))
                .inactivatedBy(database.name(), view.name(), Set.of(name.text())));
    }
}
