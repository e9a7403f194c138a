package dev.cairn.sql.ast;

import dev.cairn.sql.ast.Expression.Case;
import dev.cairn.sql.ast.Expression.Entry;
import dev.cairn.sql.ast.Expression.MapLiteral;
import dev.cairn.sql.ast.Expression.When;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Replaces parts of an expression by others. Nested queries are not changed. */
public final class Substitution {
    private final UnaryOperator<Expression> replacement;

    private Substitution(UnaryOperator<Expression> replacement) {
        this.replacement = replacement;
    }

    /** Calls the replacement for each part, from the innermost outwards, and finally for the whole expression. */
    public static Expression in(Expression expression, UnaryOperator<Expression> replacement) {
        return new Substitution(replacement).of(expression);
    }

    private Expression of(Expression expression) {
        return replacement.apply(withParts(expression));
    }

    private @Nullable Expression optional(@Nullable Expression expression) {
        return expression == null ? null : of(expression);
    }

    /** A loop, because streams would use far more of the stack for nested calls. */
    private List<Expression> all(List<Expression> expressions) {
        List<Expression> replaced = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            replaced.add(of(expression));
        }
        return replaced;
    }

    private Expression withParts(Expression expression) {
        if (expression instanceof Expression.Call call) {
            return new Expression.Call(
                    call.function(), call.distinct(), call.star(), call.bare(), all(call.arguments()), call.span());
        }
        if (expression instanceof Expression.Binary binary) {
            return new Expression.Binary(binary.operator(), of(binary.left()), of(binary.right()), binary.span());
        }
        if (expression instanceof Expression.Unary unary) {
            return new Expression.Unary(unary.operator(), of(unary.operand()), unary.span());
        }
        if (expression instanceof Expression.Group group) {
            return new Expression.Group(of(group.inner()), group.span());
        }
        if (expression instanceof Expression.Cast cast) {
            return new Expression.Cast(cast.function(), of(cast.value()), cast.type(), cast.span());
        }
        if (expression instanceof Expression.Interval interval) {
            return new Expression.Interval(of(interval.amount()), interval.unit(), interval.span());
        }
        if (expression instanceof Expression.Extract extract) {
            return new Expression.Extract(extract.field(), of(extract.value()), extract.span());
        }
        return withTested(expression);
    }

    private Expression withTested(Expression expression) {
        if (expression instanceof Expression.Like like) {
            return new Expression.Like(like.word(), like.negated(), of(like.value()), of(like.pattern()), like.span());
        }
        if (expression instanceof Expression.In in) {
            return new Expression.In(in.negated(), of(in.value()), all(in.candidates()), in.span());
        }
        if (expression instanceof Expression.Between between) {
            return new Expression.Between(
                    between.negated(), of(between.value()), of(between.low()), of(between.high()), between.span());
        }
        if (expression instanceof Expression.IsNull isNull) {
            return new Expression.IsNull(isNull.negated(), of(isNull.value()), isNull.span());
        }
        if (expression instanceof Expression.Match match) {
            return new Expression.Match(
                    match.word(), match.negated(), of(match.value()), of(match.pattern()), match.span());
        }
        if (expression instanceof Case cases) {
            List<When> branches = cases.branches().stream()
                    .map(when -> new When(of(when.condition()), of(when.result())))
                    .toList();
            return new Case(optional(cases.operand()), branches, optional(cases.otherwise()), cases.span());
        }
        return withElements(expression);
    }

    private Expression withElements(Expression expression) {
        if (expression instanceof Expression.ArrayLiteral array) {
            return new Expression.ArrayLiteral(array.type(), all(array.elements()), array.span());
        }
        if (expression instanceof MapLiteral map) {
            List<Entry> entries = map.entries().stream()
                    .map(entry -> new Entry(of(entry.key()), of(entry.value())))
                    .toList();
            return new MapLiteral(map.type(), entries, map.span());
        }
        if (expression instanceof Expression.Tuple tuple) {
            return new Expression.Tuple(all(tuple.elements()), tuple.span());
        }
        if (expression instanceof Expression.Subscript subscript) {
            return new Expression.Subscript(of(subscript.base()), of(subscript.index()), subscript.span());
        }
        if (expression instanceof Expression.Slice slice) {
            return new Expression.Slice(of(slice.base()), slice.from(), slice.to(), slice.span());
        }
        if (expression instanceof Expression.Arrow arrow) {
            return new Expression.Arrow(of(arrow.base()), arrow.path(), arrow.span());
        }
        if (expression instanceof Expression.FieldAccess access) {
            return new Expression.FieldAccess(of(access.base()), access.field(), access.span());
        }
        if (expression instanceof Expression.Lambda lambda) {
            return new Expression.Lambda(lambda.parameters(), lambda.parenthesized(), of(lambda.body()), lambda.span());
        }
        if (expression instanceof Expression.Collate collate) {
            return new Expression.Collate(of(collate.value()), collate.collation(), collate.span());
        }
        return withRows(expression);
    }

    /** Handles the expressions that are computed from many rows. */
    private Expression withRows(Expression expression) {
        if (expression instanceof Expression.InQuery in) {
            return new Expression.InQuery(in.negated(), of(in.value()), in.query(), in.span());
        }
        if (expression instanceof Expression.Aggregated aggregated) {
            return new Expression.Aggregated(
                    of(aggregated.call()) instanceof Expression.Call call ? call : aggregated.call(),
                    aggregated.all(),
                    aggregated.quantifierHint(),
                    sorted(aggregated.orderBy()),
                    optional(aggregated.separator()),
                    optional(aggregated.filter()),
                    aggregated.span());
        }
        if (expression instanceof Expression.Windowed windowed) {
            return new Expression.Windowed(
                    of(windowed.function()),
                    windowed.ignoreNulls(),
                    windowed.hint(),
                    all(windowed.partitionBy()),
                    sorted(windowed.orderBy()),
                    windowed.frame(),
                    windowed.span());
        }
        return expression;
    }

    private List<SortItem> sorted(List<SortItem> items) {
        return items.stream()
                .map(item -> new SortItem(of(item.value()), item.ascending(), item.nullsFirst()))
                .toList();
    }
}
