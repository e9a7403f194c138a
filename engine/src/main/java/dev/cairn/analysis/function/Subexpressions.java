package dev.cairn.analysis.function;

import dev.cairn.sql.ast.Expression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Returns the direct subexpressions of an expression, excluding those inside its queries. */
public final class Subexpressions {
    private Subexpressions() {}

    public static List<Expression> of(Expression expression) {
        List<Expression> parts = new ArrayList<>();
        if (expression instanceof Expression.Call call) {
            return call.arguments();
        } else if (expression instanceof Expression.Binary binary) {
            Collections.addAll(parts, binary.left(), binary.right());
        } else if (expression instanceof Expression.Unary unary) {
            parts.add(unary.operand());
        } else if (expression instanceof Expression.Group group) {
            parts.add(group.inner());
        } else if (expression instanceof Expression.Cast cast) {
            parts.add(cast.value());
        } else if (expression instanceof Expression.Case choice) {
            addCase(parts, choice);
        } else if (expression instanceof Expression.Like like) {
            Collections.addAll(parts, like.value(), like.pattern());
        } else if (expression instanceof Expression.Match match) {
            Collections.addAll(parts, match.value(), match.pattern());
        } else if (expression instanceof Expression.In in) {
            parts.add(in.value());
            parts.addAll(in.candidates());
        } else if (expression instanceof Expression.InQuery in) {
            parts.add(in.value());
        } else if (expression instanceof Expression.Between between) {
            Collections.addAll(parts, between.value(), between.low(), between.high());
        } else if (expression instanceof Expression.IsNull isNull) {
            parts.add(isNull.value());
        } else {
            addRarer(parts, expression);
        }
        return parts;
    }

    /** Removes the enclosing parentheses and collations, which the server's parser drops. */
    public static Expression bare(Expression expression) {
        if (expression instanceof Expression.Group group) {
            return bare(group.inner());
        }
        return expression instanceof Expression.Collate collate ? bare(collate.value()) : expression;
    }

    private static void addRarer(List<Expression> parts, Expression expression) {
        if (expression instanceof Expression.ArrayLiteral array) {
            parts.addAll(array.elements());
        } else if (expression instanceof Expression.MapLiteral map) {
            for (Expression.Entry entry : map.entries()) {
                Collections.addAll(parts, entry.key(), entry.value());
            }
        } else if (expression instanceof Expression.Tuple tuple) {
            parts.addAll(tuple.elements());
        } else if (expression instanceof Expression.Subscript subscript) {
            Collections.addAll(parts, subscript.base(), subscript.index());
        } else if (expression instanceof Expression.Slice slice) {
            parts.add(slice.base());
        } else if (expression instanceof Expression.Arrow arrow) {
            parts.add(arrow.base());
        } else if (expression instanceof Expression.FieldAccess access) {
            parts.add(access.base());
        } else if (expression instanceof Expression.Lambda lambda) {
            parts.add(lambda.body());
        } else if (expression instanceof Expression.Collate collate) {
            parts.add(collate.value());
        } else if (expression instanceof Expression.Interval interval) {
            parts.add(interval.amount());
        } else if (expression instanceof Expression.Extract extract) {
            parts.add(extract.value());
        } else if (expression instanceof Expression.Aggregated aggregated) {
            parts.addAll(aggregated.call().arguments());
            aggregated.orderBy().forEach(item -> parts.add(item.value()));
            addPresent(parts, aggregated.filter());
        } else if (expression instanceof Expression.Windowed windowed) {
            parts.add(windowed.function());
            parts.addAll(windowed.partitionBy());
            windowed.orderBy().forEach(item -> parts.add(item.value()));
        }
    }

    private static void addCase(List<Expression> parts, Expression.Case choice) {
        addPresent(parts, choice.operand());
        for (Expression.When branch : choice.branches()) {
            Collections.addAll(parts, branch.condition(), branch.result());
        }
        addPresent(parts, choice.otherwise());
    }

    private static void addPresent(List<Expression> parts, @Nullable Expression part) {
        if (part != null) {
            parts.add(part);
        }
    }
}
