package dev.cairn.embedded.translate;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Frame;
import dev.cairn.sql.ast.Expression.Windowed;
import java.util.ArrayList;
import java.util.List;

/** What stands behind OVER. */
final class WindowTranslation {
    private final ExpressionTranslation expressions;

    WindowTranslation(ExpressionTranslation expressions) {
        this.expressions = expressions;
    }

    String over(Windowed windowed) {
        List<String> partitions = new ArrayList<>();
        for (Expression by : windowed.partitionBy()) {
            partitions.add(expressions.of(by).sql());
        }
        String partition = partitions.isEmpty() ? "" : "PARTITION BY " + String.join(", ", partitions);
        String order = new OrderTranslation(expressions, 0).of(windowed.orderBy());
        String frame = windowed.frame() == null ? "" : " " + frame(windowed.frame());
        return " OVER (" + partition + order + frame + ")";
    }

    private String frame(Frame frame) {
        String unit = frame.rows() ? "ROWS " : "RANGE ";
        return frame.to() == null
                ? unit + bound(frame.from())
                : unit + "BETWEEN " + bound(frame.from()) + " AND " + bound(frame.to());
    }

    private String bound(Frame.Bound bound) {
        String amount =
                bound.amount() == null ? "" : expressions.of(bound.amount()).sql() + " ";
        return switch (bound.kind()) {
            case UNBOUNDED_PRECEDING -> "UNBOUNDED PRECEDING";
            case PRECEDING -> amount + "PRECEDING";
            case CURRENT_ROW -> "CURRENT ROW";
            case FOLLOWING -> amount + "FOLLOWING";
            case UNBOUNDED_FOLLOWING -> "UNBOUNDED FOLLOWING";
        };
    }
}
