package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.ExpressionRefusals;
import dev.cairn.analysis.type.LiteralTypes;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Frame;
import dev.cairn.sql.ast.Expression.Frame.Bound;
import dev.cairn.sql.ast.Expression.Windowed;
import java.util.Objects;

/** {@code ROWS BETWEEN 1 PRECEDING AND CURRENT ROW}: which bounds go together. */
final class WindowFrames {
    private static final Bound CURRENT_ROW = new Bound(Bound.Kind.CURRENT_ROW, null);

    private WindowFrames() {}

    static void check(Windowed windowed, Frame frame) {
        Bound from = frame.from();
        Bound to = Objects.requireNonNullElse(frame.to(), CURRENT_ROW);
        if (frame.to() == null && from.kind() == Bound.Kind.FOLLOWING) {
            throw refused(windowed, "FOLLOWING requires a BETWEEN clause");
        }
        if (from.kind() == Bound.Kind.UNBOUNDED_FOLLOWING) {
            throw refused(windowed, "UNBOUNDED FOLLOWING is only allowed for upper bound of BETWEEN");
        }
        if (to.kind() == Bound.Kind.UNBOUNDED_PRECEDING) {
            throw refused(windowed, "UNBOUNDED PRECEDING is only allowed for lower bound of BETWEEN");
        }
        if (frame.rows()) {
            requireRows(windowed, from);
            requireRows(windowed, to);
        } else {
            requireRange(windowed, from, to);
        }
        requireOrder(windowed, from, to);
    }

    private static void requireRange(Windowed windowed, Bound from, Bound to) {
        boolean rowOnly = from.kind() == Bound.Kind.CURRENT_ROW && to.kind() == Bound.Kind.CURRENT_ROW;
        if (isOffset(from) || isOffset(to) || rowOnly) {
            throw refused(
                    windowed,
                    "RANGE is only supported with both the lower and upper bounds UNBOUNDED or one UNBOUNDED and the"
                            + " other CURRENT ROW.");
        }
    }

    private static void requireRows(Windowed windowed, Bound bound) {
        Expression amount = bound.amount();
        if (amount == null) {
            return;
        }
        Long value = LiteralTypes.integer(amount);
        if (value == null || value <= 0) {
            throw refused(
                    windowed,
                    "For ROWS window, the value of a PRECEDING/FOLLOWING offset must be a constant positive integer: "
                            + Sql.render(amount) + " " + bound.kind().name());
        }
    }

    private static void requireOrder(Windowed windowed, Bound from, Bound to) {
        if (from.kind() == Bound.Kind.FOLLOWING && to.kind() != Bound.Kind.UNBOUNDED_FOLLOWING) {
            if (to.kind() != Bound.Kind.FOLLOWING) {
                throw refused(
                        windowed, "A lower window bound of FOLLOWING requires that the upper bound also be FOLLOWING");
            }
            requireAscending(windowed, from, to);
        }
        if (to.kind() == Bound.Kind.PRECEDING && from.kind() != Bound.Kind.UNBOUNDED_PRECEDING) {
            if (from.kind() != Bound.Kind.PRECEDING) {
                throw refused(
                        windowed, "An upper window bound of PRECEDING requires that the lower bound also be PRECEDING");
            }
            requireAscending(windowed, to, from);
        }
    }

    private static void requireAscending(Windowed windowed, Bound nearer, Bound farther) {
        Long near = nearer.amount() == null ? null : LiteralTypes.integer(nearer.amount());
        Long far = farther.amount() == null ? null : LiteralTypes.integer(farther.amount());
        if (near != null && far != null && near > far) {
            throw refused(windowed, "Offset boundaries are in the wrong order");
        }
    }

    private static boolean isOffset(Bound bound) {
        return bound.kind() == Bound.Kind.PRECEDING || bound.kind() == Bound.Kind.FOLLOWING;
    }

    private static Refusal refused(Windowed windowed, String words) {
        return ExpressionRefusals.at(windowed, words);
    }
}
