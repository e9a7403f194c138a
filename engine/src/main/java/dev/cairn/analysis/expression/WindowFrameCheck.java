package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Frame;
import dev.cairn.sql.ast.Expression.Frame.FrameBound;
import dev.cairn.sql.ast.Expression.WindowCall;
import java.util.Objects;

/**
 * Checks the frame of a window function: whether the function may have one, and whether the server accepts the
 * combination of its bounds, such as ROWS BETWEEN 1 PRECEDING AND CURRENT ROW.
 */
final class WindowFrameCheck {
    private static final FrameBound CURRENT_ROW = new FrameBound(FrameBound.Kind.CURRENT_ROW, null);

    private final WindowCall windowCall;

    private WindowFrameCheck(WindowCall windowCall) {
        this.windowCall = windowCall;
    }

    /**
     * Checks the frame of a call.
     *
     * @param frame the frame of the call, in which variables with a known value are replaced by literals
     * @throws Refusal if the server would refuse the frame
     */
    static void check(WindowCall windowCall, FunctionEntry function, Frame frame) {
        if (function.hasTrait(FunctionTrait.WITHOUT_FRAME)) {
            throw Refusal.ofAnalysisAt(
                    windowCall, ExpressionRule.INVALID_WINDOW_FRAME, Sql.render(windowCall.function()) + " has none");
        }
        if (windowCall.orderBy().isEmpty()) {
            throw Refusal.ofAnalysisAt(windowCall, ExpressionRule.INVALID_WINDOW_FRAME, "it needs ORDER BY");
        }
        new WindowFrameCheck(windowCall).checkBounds(frame);
    }

    private void checkBounds(Frame frame) {
        FrameBound start = frame.start();
        FrameBound end = Objects.requireNonNullElse(frame.end(), CURRENT_ROW);
        if (frame.end() == null && start.kind() == FrameBound.Kind.FOLLOWING) {
            throw createFrameRefusal("FOLLOWING needs BETWEEN");
        }
        if (start.kind() == FrameBound.Kind.UNBOUNDED_FOLLOWING) {
            throw createFrameRefusal("UNBOUNDED FOLLOWING is only an upper bound");
        }
        if (end.kind() == FrameBound.Kind.UNBOUNDED_PRECEDING) {
            throw createFrameRefusal("UNBOUNDED PRECEDING is only a lower bound");
        }
        if (frame.isRows()) {
            requireRowOffset(start);
            requireRowOffset(end);
        } else {
            requireRangeBounds(start, end);
        }
        requireOrderedBounds(start, end);
    }

    private void requireRangeBounds(FrameBound start, FrameBound end) {
        boolean isCurrentRowOnly =
                start.kind() == FrameBound.Kind.CURRENT_ROW && end.kind() == FrameBound.Kind.CURRENT_ROW;
        if (hasOffset(start) || hasOffset(end) || isCurrentRowOnly) {
            throw createFrameRefusal("a bound of RANGE must be UNBOUNDED, and the other one UNBOUNDED or CURRENT ROW");
        }
    }

    private void requireRowOffset(FrameBound bound) {
        Expression amount = bound.amount();
        if (amount == null) {
            return;
        }
        boolean isUserVariable = amount.unwrap() instanceof Expression.UserVariable;
        Long rowCount = amount.integerValue();
        if (!isUserVariable && (rowCount == null || rowCount <= 0)) {
            throw createFrameRefusal("the offset of ROWS must be a positive integer, not " + Sql.render(amount));
        }
    }

    private void requireOrderedBounds(FrameBound start, FrameBound end) {
        if (start.kind() == FrameBound.Kind.FOLLOWING && end.kind() != FrameBound.Kind.UNBOUNDED_FOLLOWING) {
            if (end.kind() != FrameBound.Kind.FOLLOWING) {
                throw createFrameRefusal("after FOLLOWING, the upper bound must be FOLLOWING, too");
            }
            requireNotBeyond(start, end);
        }
        if (end.kind() == FrameBound.Kind.PRECEDING && start.kind() != FrameBound.Kind.UNBOUNDED_PRECEDING) {
            if (start.kind() != FrameBound.Kind.PRECEDING) {
                throw createFrameRefusal("before PRECEDING, the lower bound must be PRECEDING, too");
            }
            requireNotBeyond(end, start);
        }
    }

    /**
     * Requires that the offset of the nearer bound is not larger than the offset of the farther one; accepts offsets
     * that are not literals.
     */
    private void requireNotBeyond(FrameBound nearerBound, FrameBound fartherBound) {
        Long nearerOffset =
                nearerBound.amount() == null ? null : nearerBound.amount().integerValue();
        Long fartherOffset =
                fartherBound.amount() == null ? null : fartherBound.amount().integerValue();
        if (nearerOffset != null && fartherOffset != null && nearerOffset > fartherOffset) {
            throw createFrameRefusal("the lower bound is above the upper one");
        }
    }

    private static boolean hasOffset(FrameBound bound) {
        return bound.kind() == FrameBound.Kind.PRECEDING || bound.kind() == FrameBound.Kind.FOLLOWING;
    }

    private Refusal createFrameRefusal(String problem) {
        return Refusal.ofAnalysisAt(windowCall, ExpressionRule.INVALID_WINDOW_FRAME, problem);
    }
}
