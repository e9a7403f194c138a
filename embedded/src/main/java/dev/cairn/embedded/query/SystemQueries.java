package dev.cairn.embedded.query;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.query.Select.Item;
import dev.cairn.embedded.query.Select.Order;
import dev.cairn.embedded.words.EmbeddedRule;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Join;
import dev.cairn.sql.ast.Relation.Named;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.Filter;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers SELECT statements that need no stored rows. */
public final class SystemQueries {
    private final Evaluator evaluator;
    private final TableLookup tables;

    public SystemQueries(Evaluator evaluator, TableLookup tables) {
        this.evaluator = evaluator;
        this.tables = tables;
    }

    /** Applies the WHERE, ORDER BY and LIMIT clauses of a SHOW statement to its rows. */
    public static Answer chosen(InMemoryRelation relation, Filter filter, Evaluator evaluator) {
        List<Order> orderBy = filter.orderBy().stream()
                .map(item -> new Order(item.value(), !Boolean.FALSE.equals(item.ascending())))
                .toList();
        Long limit = filter.limit();
        Long offset = filter.offset();
        Select select = new Select(
                false,
                List.of(new Select.Item(null, "*", false)),
                List.of(),
                filter.where(),
                null,
                orderBy,
                limit == null ? Select.NO_LIMIT : limit,
                offset == null ? 0 : offset);
        return new SelectAnswer(select, relation, evaluator).rows();
    }

    /** Returns whether a query needs no stored rows, as far as its text allows to decide this. */
    public static boolean cover(Query query) {
        return SystemQueryCheck.of(query);
    }

    public Answer answer(QueryText query) {
        Select select = SelectReader.read(query);
        InMemoryRelation relation = new Joins(tables, evaluator).read(select.from());
        return new SelectAnswer(select, relation, evaluator).rows();
    }

    /** Joins tables by comparing each row with each; the tables are small. */
    private static final class Joins {
        private final TableLookup tables;
        private final Evaluator evaluator;

        Joins(TableLookup tables, Evaluator evaluator) {
            this.tables = tables;
            this.evaluator = evaluator;
        }

        InMemoryRelation read(List<dev.cairn.sql.ast.Relation> from) {
            InMemoryRelation all = InMemoryRelation.ONE_ROW;
            for (dev.cairn.sql.ast.Relation relation : from) {
                all = all.beside(read(relation));
            }
            return all;
        }

        private InMemoryRelation read(dev.cairn.sql.ast.Relation relation) {
            if (relation instanceof Named named) {
                Name alias = named.alias() == null
                        ? named.name().last()
                        : named.alias().name();
                return tables.table(named.name()).called(alias.text());
            }
            if (relation instanceof Join join) {
                return joined(join);
            }
            if (relation instanceof dev.cairn.sql.ast.Relation.Parenthesized inner) {
                return read(inner.relations());
            }
            throw SelectReader.beyond(relation.span());
        }

        private InMemoryRelation joined(Join join) {
            InMemoryRelation left = read(join.left());
            InMemoryRelation right = read(join.right());
            return switch (join.kind()) {
                case JOIN, INNER_JOIN, CROSS, CROSS_JOIN -> pairs(join, left, right, false);
                case LEFT_JOIN, LEFT_OUTER_JOIN -> pairs(join, left, right, true);
                default -> throw SelectReader.beyond(join.span());
            };
        }

        private InMemoryRelation pairs(Join join, InMemoryRelation left, InMemoryRelation right, boolean outer) {
            InMemoryRelation shape = left.with(List.of()).beside(right);
            List<List<@Nullable Object>> pairs = new ArrayList<>();
            for (List<@Nullable Object> row : left.rows()) {
                boolean alone = true;
                for (List<@Nullable Object> rightRow : right.rows()) {
                    List<@Nullable Object> pair = InMemoryRelation.joined(row, rightRow);
                    if (belongs(join, shape, left.columns().size(), pair)) {
                        pairs.add(pair);
                        alone = false;
                    }
                }
                if (alone && outer) {
                    List<@Nullable Object> nothing = new ArrayList<>(Collections.<@Nullable Object>nCopies(
                            right.columns().size(), null));
                    pairs.add(InMemoryRelation.joined(row, nothing));
                }
            }
            return shape.with(pairs);
        }

        private boolean belongs(Join join, InMemoryRelation shape, int leftWidth, List<@Nullable Object> pair) {
            for (Name column : join.using()) {
                int left = shape.column(null, column.text());
                int right = leftWidth;
                while (right < shape.columns().size()
                        && !shape.columns().get(right).name().equalsIgnoreCase(column.text())) {
                    right++;
                }
                if (right == shape.columns().size() || !Values.equal(pair.get(left), pair.get(right))) {
                    return false;
                }
            }
            Expression on = join.on();
            return on == null || Boolean.TRUE.equals(Values.truth(evaluator.value(on, new RowScope(shape, pair))));
        }
    }

    /** Recognizes the queries that need no stored rows: constants, and queries of named tables without subqueries. */
    private static final class SystemQueryCheck {
        private static final Set<String> CHOICES = Set.of("if", "ifnull", "coalesce", "nullif");

        private SystemQueryCheck() {}

        static boolean of(Query query) {
            if (!query.with().isEmpty() || !(query.body() instanceof Query.Select select)) {
                return false;
            }
            return select.from().isEmpty()
                    ? ofConstants(select)
                    : select.from().stream().allMatch(SystemQueryCheck::named);
        }

        private static boolean named(Relation relation) {
            if (relation instanceof Relation.Join join) {
                return named(join.left()) && named(join.right());
            }
            return relation instanceof Relation.Named
                    || (relation instanceof Relation.Parenthesized inner
                            && inner.relations().stream().allMatch(SystemQueryCheck::named));
        }

        private static boolean ofConstants(Query.Select select) {
            return select.groupBy() == null
                    && select.having() == null
                    && select.items().stream()
                            .allMatch(item -> item instanceof Query.Item.Value value && of(value.value()));
        }

        private static boolean of(Expression expression) {
            if (expression instanceof Expression.Call call
                    && !SessionFunctions.knows(
                            call.function().last().text(), call.arguments().size())) {
                return false;
            }
            if (expression instanceof Expression.Call call && CHOICES.contains(key(call)) && mixes(call)) {
                return false;
            }
            if (expression instanceof Expression.Binary && divides(expression)) {
                return false;
            }
            boolean calculates = expression instanceof Expression.Binary
                    && expression.parts().stream().anyMatch(Expression.Call.class::isInstance);
            return !calculates
                    && isPlain(expression)
                    && expression.parts().stream().allMatch(SystemQueryCheck::of);
        }

        /** Returns whether the number of digits of the result depends on types. */
        private static boolean divides(Expression expression) {
            return (expression instanceof Expression.Binary binary && binary.operator() == Operator.DIVIDE)
                    || expression.parts().stream()
                            .anyMatch(part -> part instanceof Expression.Number number
                                    && number.kind() != Expression.Number.Kind.INTEGER);
        }

        private static String key(Expression.Call call) {
            return call.function().last().text().toLowerCase(Locale.ROOT);
        }

        /** Returns whether numbers may have to be converted to a common type. */
        private static boolean mixes(Expression.Call call) {
            return call.arguments().stream().anyMatch(Expression.Number.class::isInstance);
        }

        /** Returns whether an expression has no type of its own that the engine would have to determine. */
        private static boolean isPlain(Expression expression) {
            return !List.of(
                            Expression.Cast.class,
                            Expression.ArrayLiteral.class,
                            Expression.MapLiteral.class,
                            Expression.Subscript.class,
                            Expression.Slice.class,
                            Expression.Arrow.class,
                            Expression.Interval.class,
                            Expression.Extract.class,
                            Expression.Subquery.class,
                            Expression.Exists.class,
                            Expression.InQuery.class,
                            Expression.Aggregated.class,
                            Expression.Windowed.class,
                            Expression.DateText.class,
                            Expression.FieldAccess.class)
                    .contains(expression.getClass());
        }
    }

    /** Converts a query to a SELECT without groups and subqueries, and refuses other queries. */
    private static final class SelectReader {
        private final QueryText query;

        private SelectReader(QueryText query) {
            this.query = query;
        }

        static Select read(QueryText query) {
            return new SelectReader(query).select();
        }

        private Select select() {
            Query whole = query.query();
            if (!(whole.body() instanceof Query.Select select)
                    || !whole.with().isEmpty()
                    || select.pivot() != null
                    || select.groupBy() != null
                    || select.qualify() != null) {
                throw beyond(query.span());
            }
            Query.Limit limit = whole.limit();
            return new Select(
                    select.quantifier() == Query.Quantifier.DISTINCT,
                    select.items().stream().map(this::item).toList(),
                    select.from(),
                    select.where(),
                    select.having(),
                    whole.orderBy().stream().map(SelectReader::order).toList(),
                    limit == null ? Select.NO_LIMIT : number(limit.count()),
                    limit == null || limit.offset() == null ? 0 : number(limit.offset()));
        }

        static Refusal beyond(Span at) {
            return Refusal.analysis(at, EmbeddedRule.SELECT_NOT_SIMPLE);
        }

        private Item item(Query.Item item) {
            if (item instanceof Query.Item.Value value) {
                return value.alias() == null
                        ? new Item(value.value(), originalText(value.span()), false)
                        : new Item(value.value(), value.alias().text(), true);
            }
            if (item instanceof Query.Item.Star star && star.excluded().isEmpty()) {
                return new Item(null, "*", false);
            }
            throw beyond(item.span());
        }

        /** Returns the name of a column without an alias: its text. */
        private String originalText(Span span) {
            int start = span.offset() - query.span().offset();
            return query.text().substring(start, start + span.length());
        }

        private static Order order(Statement.SortItem item) {
            return new Order(item.value(), !Boolean.FALSE.equals(item.ascending()));
        }

        private static long number(Expression value) {
            if (value instanceof Expression.Number number && number.kind() == Expression.Number.Kind.INTEGER) {
                return Long.parseLong(number.text());
            }
            throw beyond(value.span());
        }
    }
}
