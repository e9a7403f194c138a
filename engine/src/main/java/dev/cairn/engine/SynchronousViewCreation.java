package dev.cairn.engine;

import dev.cairn.analysis.Aggregates;
import dev.cairn.analysis.Dependency;
import dev.cairn.analysis.Source;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.sql.Aggregation;
import dev.cairn.sql.Expression;
import dev.cairn.sql.KeyModel;
import dev.cairn.sql.Query;
import dev.cairn.sql.Relation;
import dev.cairn.sql.Span;
import dev.cairn.sql.Sql;
import dev.cairn.sql.Statement.QueryText;
import dev.cairn.sql.Substitution;
import dev.cairn.sql.ViewStatement.CreateMaterializedView;
import java.util.ArrayList;
import java.util.List;

/** CREATE MATERIALIZED VIEW of a synchronous one: a rollup whose columns may be calculated. */
final class SynchronousViewCreation {
    private final Server server;
    private final CreateMaterializedView statement;
    private final Place place;

    private SynchronousViewCreation(Server server, CreateMaterializedView statement) {
        this.server = server;
        this.statement = statement;
        this.place = Place.of(server, statement.name());
    }

    static Applied create(Server server, CreateMaterializedView statement) {
        return new SynchronousViewCreation(server, statement).create();
    }

    private Applied create() {
        QueryText text = statement.query();
        DefiningQuery query = DefiningQuery.of(server, text);
        if (query.readsTemporaryTable()) {
            throw refusal("Materialized view can't base on temporary table");
        }
        if (!(text.query().body() instanceof Query.Select select)) {
            throw refusal("Materialized view query statement only supports a single query blocks");
        }
        Source source = source(query, select);
        SynchronousColumns columns = new SynchronousColumns(query, select);
        List<Column> found = columns.columns();
        checkClauses(text.query(), select);
        boolean aggregates =
                select.quantifier() == Query.Quantifier.DISTINCT || select.groupBy() != null || columns.aggregates();
        columns.checkNames(table(source), aggregates);
        return carriedOut(source, text, found, aggregates);
    }

    /** The one table that the query reads. */
    private Source source(DefiningQuery query, Query.Select select) {
        List<Source> direct = query.dependencies().stream()
                .filter(Dependency::direct)
                .map(Dependency::source)
                .toList();
        boolean one = direct.size() == 1
                && select.from().size() == 1
                && !(select.from().get(0) instanceof Relation.Join);
        if (!one) {
            throw unsupported("The materialized view only supports one table in from clause.");
        }
        Source source = direct.get(0);
        if (!place.database().equalsIgnoreCase(source.database())) {
            throw unsupported("Creating materialized view does not support: MV's db " + place.database()
                    + " is different from table's db " + source.database());
        }
        if (source.kind() == Source.Kind.VIEW) {
            throw refusal("Do not support alter non-OLAP table[" + source.name() + "]");
        }
        if (source.kind() == Source.Kind.SYSTEM || source.kind() == Source.Kind.EXTERNAL) {
            throw unsupported("The materialized view only support olap table.");
        }
        if (!(select.from().get(0) instanceof Relation.Named)) {
            throw unsupported("Materialized view query statement only support direct query from table.");
        }
        return source;
    }

    private Table table(Source source) {
        return server.catalog()
                .table(source.database(), source.name())
                .orElseThrow(() -> execution("Do not support create synchronous materialized view(rollup) on "
                        + "MATERIALIZED_VIEW table[" + source.name() + "]"));
    }

    private void checkClauses(Query query, Query.Select select) {
        Expression having = select.having();
        if (having != null) {
            throw unsupported(
                    "The having clause is not supported in add materialized view clause, expr:" + Sql.render(having));
        }
        Query.Limit limit = query.limit();
        if (limit != null) {
            throw unsupported("The limit clause is not supported in add materialized view clause, expr: limit "
                    + Sql.render(limit.count()));
        }
    }

    private Applied carriedOut(Source source, QueryText text, List<Column> columns, boolean aggregates) {
        Database database = place.database(server)
                .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_DATABASE, place.database()));
        Table table = table(source);
        if (table.model() == KeyModel.PRIMARY) {
            throw execution("Do not support create materialized view on primary key table[" + table.name() + "]");
        }
        AlterTables.requireIdle(table, place.span());
        TemporaryPartitions.requireNone(table, statement.span());
        requireFree(database, table);
        checkMerging(table, aggregates);
        ShortKey.of(columns, columns.stream().filter(Column::key).toList(), statement.span());
        List<Rollup> rollups = new ArrayList<>(table.rollups());
        boolean merged = aggregates || table.model() != KeyModel.DUPLICATE;
        rollups.add(new Rollup(place.table(), merged, columns, text));
        return server.changed(database.with(table.withRollups(rollups)), Cost.ROLLUP_JOB);
    }

    private void requireFree(Database database, Table table) {
        String name = place.table();
        if (name.equals(table.name()) || has(table, name)) {
            throw execution("Materialized view[" + name + "] already exists in the table " + table.name());
        }
        if (database.holds(name)) {
            throw execution("Table [" + name + "] already exists in the db " + database.name());
        }
        for (Table other : database.tables().values()) {
            if (has(other, name)) {
                throw execution("Materialized view[" + name + "] already exists in table " + other.name());
            }
        }
    }

    private static boolean has(Table table, String rollup) {
        return table.rollups().stream().anyMatch(each -> each.name().equals(rollup));
    }

    private void checkMerging(Table table, boolean aggregates) {
        if (table.model() != KeyModel.DUPLICATE && !aggregates) {
            throw execution("The materialized view of aggregation or unique table must has grouping columns");
        }
    }

    static boolean holdsAggregate(Expression expression) {
        boolean[] found = new boolean[1];
        Substitution.in(expression, part -> {
            found[0] |= Aggregates.isAggregate(part);
            return part;
        });
        return found[0] && !(expression instanceof Expression.Windowed);
    }

    /** How a column of an aggregate that the server knows by heart is merged. */
    static Aggregation aggregation(String function) {
        return switch (function) {
            case "sum", "count" -> Aggregation.Function.SUM;
            case "min" -> Aggregation.Function.MIN;
            case "max" -> Aggregation.Function.MAX;
            case "hll_union" -> Aggregation.Function.HLL_UNION;
            case "percentile_union" -> Aggregation.Function.PERCENTILE_UNION;
            default -> Aggregation.Function.BITMAP_UNION;
        };
    }

    private Refusal refusal(String words) {
        return Refusal.analysis(statement.query().span(), words);
    }

    /** What such a view can't be. */
    private Refusal unsupported(String words) {
        return Refusal.analysis(statement.query().span(), words);
    }

    private Refusal execution(String words) {
        Span at = place.span();
        return Refusal.execution(at, words);
    }
}
