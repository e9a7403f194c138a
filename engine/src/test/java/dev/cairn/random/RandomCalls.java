package dev.cairn.random;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Expression.ArgumentClauses;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Frame;
import dev.cairn.sql.ast.Expression.Frame.FrameBound;
import dev.cairn.sql.ast.Expression.IgnoreNullsPosition;
import dev.cairn.sql.ast.Expression.Window;
import dev.cairn.sql.ast.Expression.WindowCall;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.List;

/** Creates random calls of aggregate and window functions. */
final class RandomCalls {
    private final Dice dice;
    private final RandomExpressions expressions;

    RandomCalls(Dice dice, RandomExpressions expressions) {
        this.dice = dice;
        this.expressions = expressions;
    }

    Expression aggregateCall() {
        return dice.pickFrom(this::count, this::sum, this::concatenation);
    }

    private static Call call(String name, boolean isDistinct, boolean isStar, List<Expression> arguments) {
        return new Call(
                new QualifiedName(List.of(Name.ofUnquoted(name, Span.NONE))),
                isDistinct,
                isStar,
                false,
                arguments,
                Span.NONE);
    }

    private Expression count() {
        return switch (dice.below(3)) {
            case 0 -> withRandomFilter(call("COUNT", false, true, List.of()));
            case 1 ->
                new AggregateCall(
                        call("count", true, false, List.of(expressions.reference())),
                        new ArgumentClauses(false, "skew", List.of(), null),
                        null,
                        Span.NONE);
            default -> call("count", dice.coin(), false, dice.list(1, expressions::expression));
        };
    }

    private Expression withRandomFilter(Call call) {
        return dice.coin() ? call : new AggregateCall(call, ArgumentClauses.NONE, expressions.expression(), Span.NONE);
    }

    private Expression sum() {
        Call call = call(dice.pick("sum", "Avg", "MIN"), false, false, List.of(expressions.expression()));
        return dice.oneIn(4)
                ? new AggregateCall(
                        call,
                        new ArgumentClauses(true, null, List.of(), null),
                        dice.orNull(expressions::expression),
                        Span.NONE)
                : withRandomFilter(call);
    }

    private Expression concatenation() {
        Call call = call("group_concat", dice.coin(), false, dice.list(1, expressions::expression));
        List<SortItem> order = dice.list(
                1, () -> new SortItem(expressions.reference(), dice.orNull(dice::coin), dice.orNull(dice::coin)));
        return new AggregateCall(
                call,
                new ArgumentClauses(false, null, order, dice.orNull(expressions::text)),
                dice.oneIn(4) ? expressions.expression() : null,
                Span.NONE);
    }

    Expression windowCall() {
        return dice.oneIn(3)
                ? valueWindowCall()
                : over(dice.coin() ? aggregateCall() : rankingCall(), IgnoreNullsPosition.UNSPECIFIED);
    }

    private Expression rankingCall() {
        return call(dice.pick("row_number", "RANK", "dense_rank"), false, false, List.of());
    }

    private Expression valueWindowCall() {
        Call call = call(dice.pick("lead", "LAG", "first_value"), false, false, dice.list(1, expressions::expression));
        return over(call, dice.pick(IgnoreNullsPosition.values()));
    }

    private Expression over(Expression function, IgnoreNullsPosition ignoreNulls) {
        List<Expression> partitionBy = dice.maybeList(expressions::expression);
        return new WindowCall(
                function,
                ignoreNulls,
                new Window(
                        !partitionBy.isEmpty() && dice.oneIn(4) ? "skewed" : null,
                        partitionBy,
                        dice.maybeList(expressions::sortItem),
                        dice.oneIn(3) ? frame() : null),
                Span.NONE);
    }

    private Frame frame() {
        return new Frame(dice.coin(), bound(), dice.orNull(this::bound));
    }

    private FrameBound bound() {
        FrameBound.Kind kind = dice.pick(FrameBound.Kind.values());
        boolean needsAmount = kind == FrameBound.Kind.PRECEDING || kind == FrameBound.Kind.FOLLOWING;
        return new FrameBound(kind, needsAmount ? expressions.expression() : null);
    }
}
