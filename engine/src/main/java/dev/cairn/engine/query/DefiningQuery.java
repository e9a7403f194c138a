package dev.cairn.engine.query;

import dev.cairn.analysis.CatalogSources;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.analysis.source.AnalysedQuery;
import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.analysis.source.QuerySources;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.StatementForm;
import dev.cairn.sql.write.QueryWriter;
import dev.cairn.sql.write.SqlTextBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The analysed query of a view, a materialized view or a new table: its columns and its dependencies. */
public final class DefiningQuery {
    private final QueryText text;
    private final @Nullable String database;
    private final AnalysedQuery analysed;

    private DefiningQuery(QueryText text, @Nullable String database, AnalysedQuery analysed) {
        this.text = text;
        this.database = database;
        this.analysed = analysed;
    }

    public static DefiningQuery of(ServerState server, QueryText text) {
        return of(server, text, server.session().database(), new CatalogSources(server.profile(), server.catalog()));
    }

    public static DefiningQuery of(
            ServerState server, QueryText text, @Nullable String database, QuerySources sources) {
        AnalysedQuery analysed = new QueryAnalysis(server.profile(), sources, database).of(text.query());
        return new DefiningQuery(text, database, analysed);
    }

    public QueryText text() {
        return text;
    }

    public List<OutputColumn> columns() {
        return analysed.columns();
    }

    /** Whether the query may return more columns than are known. */
    public boolean open() {
        return !analysed.complete();
    }

    public List<Dependency> dependencies() {
        return analysed.dependencies();
    }

    public boolean readsTemporaryTable() {
        return analysed.dependencies().stream()
                .anyMatch(dependency -> dependency.source().kind() == Source.Kind.TEMPORARY_TABLE);
    }

    /**
     * Returns the first call of a nondeterministic function. The server does not look for one in the arguments of other
     * functions, nor in the views that the query reads.
     */
    public Optional<Expression.Call> nondeterministicCall() {
        return new Search(text.query()).nondeterministic;
    }

    /** Finds the first nondeterministic call that is no argument of another one, by writing the query. */
    private static final class Search extends QueryWriter {
        private Optional<Expression.Call> nondeterministic = Optional.empty();

        Search(Query query) {
            super(new SqlTextBuilder(StatementForm.WRITTEN));
            write(query);
        }

        @Override
        public SqlTextBuilder call(Expression.Call call) {
            if (nondeterministic.isEmpty() && BuiltinFunctions.of(call).is(FunctionTrait.NONDETERMINISTIC)) {
                nondeterministic = Optional.of(call);
            }
            return name(call);
        }

        @Override
        public SqlTextBuilder aggregated(Expression.Aggregated aggregated) {
            return name(aggregated.call());
        }

        /** Arguments are not visited, but something has to be written: a sign before a call looks at what follows it. */
        private SqlTextBuilder name(Expression.Call call) {
            return out.put(call.function().last().text());
        }
    }

    /**
     * Refuses names with which the server cannot parse the text of the view that it stores. It writes an unnamed
     * expression as the column's name between backquotes, without escaping those inside it, and the names in PIVOT
     * without backquotes.
     */
    public void requireReadableNames() {
        text.query().visit(new Query.PartVisitor() {
            @Override
            public void select(Query.Select select) {
                if (select.pivot() != null) {
                    requirePlainNames(select.pivot());
                }
            }
        });
        for (OutputColumn column : analysed.columns()) {
            if (column.name().indexOf('`') >= 0) {
                throw Refusal.execution(text.span(), ViewRule.COLUMN_WITHOUT_NAME, column.name());
            }
        }
    }

    private void requirePlainNames(Query.Pivot pivot) {
        pivot.names().filter(name -> !Name.isPlain(name.text())).findFirst().ifPresent(name -> {
            throw Refusal.execution(text.span(), ViewRule.PIVOT_NAME, name.text());
        });
    }

    public ViewDefinition definition() {
        List<BaseRelation> bases = new ArrayList<>(analysed.dependencies().size());
        for (Dependency dependency : analysed.dependencies()) {
            Source source = dependency.source();
            if (source.catalog() != null) {
                continue; // objects of other catalogs never change here
            }
            List<String> columns =
                    dependency.columns().stream().map(Source.Column::name).toList();
            bases.add(new BaseRelation(source.database(), source.name(), dependency.direct(), columns));
        }
        return new ViewDefinition(text, database, bases);
    }

    /**
     * Resolves a query's column to the expression over table columns that computes it. It looks through derived tables,
     * common table expressions and views, and into the first query of a set operation.
     */
    public static final class DefiningExpression {
        private final ServerState server;
        private final List<Query.CommonTable> common;

        private DefiningExpression(ServerState server, List<Query.CommonTable> common) {
            this.server = server;
            this.common = common;
        }

        /**
         * An expression over columns of tables.
         *
         * @param windows the window functions of the query that defines the column; none if the query outputs the column
         *     only under an alias, since the server then does not check them
         */
        public record Found(Expression expression, List<Expression.Windowed> windows) {
            public Found {
                windows = List.copyOf(windows);
            }
        }

        static Found of(ServerState server, Query query, String column) {
            return new DefiningExpression(server, List.of()).in(query, column);
        }

        /** The expression of the column at a position; an expression may have no name that a query can reference. */
        public static Found of(ServerState server, Query query, int position, String column) {
            Query.Select select = query.body().first();
            boolean listed = select.items().size() > position
                    && select.items().stream().allMatch(Query.Item.Value.class::isInstance);
            return listed
                    ? new DefiningExpression(server, query.with())
                            .in(select, ((Query.Item.Value) select.items().get(position)).value())
                    : of(server, query, column);
        }

        private Found in(Query query, String column) {
            List<Query.CommonTable> known = new ArrayList<>(common);
            known.addAll(query.with());
            return new DefiningExpression(server, known).in(query.body(), column);
        }

        private Found in(Query.Body body, String column) {
            if (body instanceof Query.SetOperation set) {
                return in(set.left(), column);
            }
            if (body instanceof Query.Nested nested) {
                return in(nested.query(), column);
            }
            Query.Select select = (Query.Select) body;
            return in(select, item(select, column));
        }

        private Found in(Query.Select select, Expression item) {
            Expression resolved = item.rewrite(
                    part -> part instanceof Expression.Reference reference ? resolved(select, reference) : part);
            if (!outputsColumnOf(select, resolved)) {
                return new Found(resolved, List.of());
            }
            List<Expression.Windowed> windows = select.items().stream()
                    .filter(Query.Item.Value.class::isInstance)
                    .map(each -> ((Query.Item.Value) each).value())
                    .filter(Expression.Windowed.class::isInstance)
                    .map(Expression.Windowed.class::cast)
                    .toList();
            return new Found(resolved, windows);
        }

        /** Whether an output without an alias is one of the expression's columns. */
        private static boolean outputsColumnOf(Query.Select select, Expression resolved) {
            List<String> columns = resolved.columnNames();
            return select.items().stream()
                    .anyMatch(item -> item instanceof Query.Item.Value value
                            && value.alias() == null
                            && value.value().unwrapped() instanceof Expression.Reference reference
                            && columns.stream().anyMatch(reference.name().last()::is));
        }

        private static Expression item(Query.Select select, String column) {
            for (Query.Item each : select.items()) {
                if (each instanceof Query.Item.Value item && isNamed(item, column)) {
                    return item.value();
                }
            }
            return new Expression.Reference(QualifiedName.of(column), select.span());
        }

        private static boolean isNamed(Query.Item.Value item, String column) {
            Name alias = item.alias();
            if (alias != null) {
                return alias.is(column);
            }
            return item.value() instanceof Expression.Reference reference
                    && reference.name().last().is(column);
        }

        private Expression resolved(Query.Select select, Expression.Reference reference) {
            for (Relation relation : select.from()) {
                Optional<Expression> definition = in(relation, reference);
                if (definition.isPresent()) {
                    return definition.get();
                }
            }
            return Expression.Reference.of(reference.name().last(), reference.span());
        }

        private Optional<Expression> in(Relation relation, Expression.Reference reference) {
            if (relation instanceof Relation.Derived derived) {
                return isOf(reference, derived.alias(), null) && gives(derived.query(), reference)
                        ? Optional.of(
                                in(derived.query(), reference.name().last().text())
                                        .expression())
                        : Optional.empty();
            }
            return relation instanceof Relation.Named named
                    ? inNamed(named, reference)
                    : relation.parts().stream()
                            .flatMap(part -> in(part, reference).stream())
                            .findFirst();
        }

        private Optional<Expression> inNamed(Relation.Named named, Expression.Reference reference) {
            if (!isOf(reference, named.alias(), named.name().last())) {
                return Optional.empty();
            }
            String column = reference.name().last().text();
            for (Query.CommonTable each : common) {
                if (named.name().parts().size() == 1
                        && each.name().equals(named.name().last())) {
                    return gives(each.query(), reference)
                            ? Optional.of(in(each.query(), column).expression())
                            : Optional.empty();
                }
            }
            ResolvedTableName place = ResolvedTableName.of(server, named.name());
            Optional<View> view = place.database(server).flatMap((Database database) -> database.view(place.table()));
            return view.filter(
                            candidate -> !candidate.definition().query().query().isUnread()
                                    && candidate.columns().stream().anyMatch(each -> each.is(column)))
                    .map(candidate -> ofView(candidate, column));
        }

        /** The expression of a view's column, whose name may differ from that in the view's query. */
        private Expression ofView(View view, String column) {
            Query query = view.definition().query().query();
            int position = 0;
            while (!view.columns().get(position).is(column)) {
                position++;
            }
            Query.Body body = query.body();
            boolean listed = body instanceof Query.Select select
                    && select.items().size() == view.columns().size()
                    && select.items().stream().allMatch(Query.Item.Value.class::isInstance);
            if (!listed) {
                return of(server, query, column).expression();
            }
            Query.Item.Value item =
                    (Query.Item.Value) ((Query.Select) body).items().get(position);
            return item.value()
                    .rewrite(part -> part instanceof Expression.Reference reference
                            ? new DefiningExpression(server, query.with()).resolved((Query.Select) body, reference)
                            : part);
        }

        private static boolean isOf(
                Expression.Reference reference, Relation.@Nullable Alias alias, @Nullable Name name) {
            Optional<Name> qualifier = reference.name().qualifier();
            Name known = alias == null ? name : alias.name();
            return qualifier.isEmpty() || known == null || qualifier.get().is(known.text());
        }

        /** Whether the query returns the column; a query with {@code *} is assumed to return it. */
        private static boolean gives(Query query, Expression.Reference reference) {
            if (reference.name().qualifier().isPresent()) {
                return true;
            }
            String column = reference.name().last().text();
            return query.body().first().items().stream()
                    .anyMatch(item -> item instanceof Query.Item.Star
                            || (item instanceof Query.Item.Value value && isNamed(value, column)));
        }
    }

    /**
     * A SELECT from one table as the server prints it: each column is qualified by its table, and functions are in lower
     * case.
     */
    public static final class RewrittenSelect {
        private final ResolvedTableName table;
        private final Relation.@Nullable Alias alias;
        private final List<Item> items = new ArrayList<>();
        private final List<Expression> groupBy = new ArrayList<>();
        private final @Nullable Expression where;

        private record Item(Expression value, @Nullable String alias) {
            String text() {
                String text = Sql.render(value);
                boolean named = alias != null
                        && !(value instanceof Expression.Reference reference
                                && reference.name().last().text().equals(alias));
                return named ? text + " AS `" + alias + "`" : text;
            }
        }

        public RewrittenSelect(ResolvedTableName table, Relation.@Nullable Alias alias, Query.Select select) {
            this.table = table;
            this.alias = alias;
            for (Query.Item item : select.items()) {
                if (item instanceof Query.Item.Value value) {
                    Name named = value.alias();
                    items.add(new Item(written(value.value()), named == null ? null : named.text()));
                }
            }
            if (select.groupBy() != null) {
                select.groupBy().plain().forEach(by -> groupBy.add(grouped(by)));
            }
            this.where = select.where() == null ? null : written(select.where());
        }

        /** The grouping expression; a number or an alias stands for an item of the select list. */
        private Expression grouped(Expression by) {
            if (by instanceof Expression.Number number && number.isInteger()) {
                int position = Integer.parseInt(number.text());
                if (position >= 1 && position <= items.size()) {
                    return items.get(position - 1).value();
                }
            }
            if (by instanceof Expression.Reference reference
                    && reference.name().parts().size() == 1) {
                String name = reference.name().last().text();
                for (Item item : items) {
                    if (item.alias() != null && item.alias().equalsIgnoreCase(name)) {
                        return item.value();
                    }
                }
            }
            return written(by);
        }

        private Expression written(Expression expression) {
            Expression qualified = expression.rewrite(part -> {
                if (part instanceof Expression.Reference reference) {
                    Name column = Name.of(reference.name().last().text());
                    return new Expression.Reference(
                            new QualifiedName(List.of(Name.of(called()), column)), reference.span());
                }
                return part instanceof Call call ? lowerCase(call) : part;
            });
            return ExpressionPrintStyle.QUOTED.show(qualified);
        }

        private static Call lowerCase(Call call) {
            Name name = call.function().last();
            return call.named(new Name(name.text().toLowerCase(Locale.ROOT), name.quote(), name.span()));
        }

        private String called() {
            return alias == null ? table.table() : alias.name().text();
        }

        public int size() {
            return items.size();
        }

        /** Adds an item; if the query has a GROUP BY, an item that is not aggregated is added to it too. */
        public void add(Expression expression, Name name, boolean aggregate) {
            Expression value = written(expression);
            items.add(new Item(value, name.text()));
            if (!aggregate && !groupBy.isEmpty()) {
                groupBy.add(value);
            }
        }

        public boolean isGroupedBy(int position) {
            String text = Sql.render(items.get(position).value());
            return groupBy.stream().map(Sql::render).anyMatch(text::equals);
        }

        public void remove(int position) {
            items.remove(position);
        }

        public DefiningQuery analysed(ServerState server) {
            String text = text();
            QueryText query = new QueryText(text, Sql.parseQuery(text), Span.NONE);
            return DefiningQuery.of(server, query);
        }

        private String text() {
            StringBuilder text = new StringBuilder("SELECT ");
            text.append(String.join(", ", items.stream().map(Item::text).toList()));
            text.append("\nFROM `")
                    .append(table.database())
                    .append("`.`")
                    .append(table.table())
                    .append('`');
            if (alias != null) {
                text.append(" AS `").append(alias.name().text()).append('`');
            }
            if (where != null) {
                text.append("\nWHERE ").append(Sql.render(Objects.requireNonNull(where)));
            }
            if (!groupBy.isEmpty()) {
                text.append("\nGROUP BY ")
                        .append(String.join(
                                ", ", groupBy.stream().map(Sql::render).toList()));
            }
            return text.toString();
        }
    }
}
