package dev.cairn.engine.query;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.View;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a query's column to the expression over table columns that computes it. It looks through derived tables,
 * common table expressions and views, and into the first query of a set operation.
 */
public final class DefiningExpression {
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
                            in(derived.query(), reference.name().last().text()).expression())
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
        return view.filter(candidate -> !candidate.definition().query().query().isUnread()
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
        Query.Item.Value item = (Query.Item.Value) ((Query.Select) body).items().get(position);
        return item.value()
                .rewrite(part -> part instanceof Expression.Reference reference
                        ? new DefiningExpression(server, query.with()).resolved((Query.Select) body, reference)
                        : part);
    }

    private static boolean isOf(Expression.Reference reference, Relation.@Nullable Alias alias, @Nullable Name name) {
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
