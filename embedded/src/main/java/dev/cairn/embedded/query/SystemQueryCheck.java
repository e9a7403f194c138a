package dev.cairn.embedded.query;

import dev.cairn.analysis.function.Subexpressions;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which queries can be answered without rows: constants, and what only reads tables of the server itself. */
final class SystemQueryCheck {
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
                && Subexpressions.of(expression).stream().anyMatch(Expression.Call.class::isInstance);
        return !calculates
                && isPlain(expression)
                && Subexpressions.of(expression).stream().allMatch(SystemQueryCheck::of);
    }

    /** How many digits there are, types say. */
    private static boolean divides(Expression expression) {
        return (expression instanceof Expression.Binary binary && binary.operator() == Expression.Operator.DIVIDE)
                || Subexpressions.of(expression).stream()
                        .anyMatch(part -> part instanceof Expression.Number number
                                && number.kind() != Expression.Number.Kind.INTEGER);
    }

    private static String key(Expression.Call call) {
        return call.function().last().text().toLowerCase(Locale.ROOT);
    }

    /** Whether numbers may have to be brought to one type. */
    private static boolean mixes(Expression.Call call) {
        return call.arguments().stream().anyMatch(Expression.Number.class::isInstance);
    }

    /** What has a type of its own, which has to be told, is not. */
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
