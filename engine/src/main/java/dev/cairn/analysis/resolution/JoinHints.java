package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.resolution.JoinResolution.JoinKind;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Relation.Join;
import java.util.Locale;

/** Checks the hint in brackets after JOIN: which hints a kind of join supports. */
final class JoinHints {
    private JoinHints() {}

    static void check(Join join, JoinKind kind, ExpressionTyping typing) {
        if (join.hint() == null) {
            return;
        }
        String written = join.hint();
        String hint = written.split("\\|", 2)[0].strip().toUpperCase(Locale.ROOT);
        switch (hint) {
            case "BROADCAST" -> {
                boolean wholeRight = kind.fromRight() || kind == JoinKind.FULL_OUTER;
                refuseIf(wholeRight, join, kind.text() + " does not support BROADCAST.");
            }
            case "SHUFFLE" -> {
                boolean condition = join.on() != null || !join.using().isEmpty();
                boolean cross = kind == JoinKind.CROSS || (kind == JoinKind.INNER && !condition);
                refuseIf(cross, join, "CROSS JOIN does not support SHUFFLE.");
            }
            case "BUCKET", "COLOCATE" ->
                refuseIf(kind == JoinKind.CROSS, join, "CROSS JOIN does not support " + hint + ".");
            case "SKEW" -> {
                boolean right = kind.fromRight();
                refuseIf(right, join, "RIGHT JOIN does not support SKEW JOIN optimize");
                refuseIf(!written.contains("|"), join, "Skew join column must be specified");
            }
            case "UNREORDER" -> {}
            default -> refuseIf(true, join, "JOIN hint not recognized: " + hint);
        }
    }

    private static void refuseIf(boolean refused, Join join, String detail) {
        if (refused) {
            throw Refusal.analysis(join.span(), detail);
        }
    }
}
