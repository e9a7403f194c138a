package dev.cairn.processor.check;

import dev.cairn.plan.Consent;
import dev.cairn.plan.Hint;
import dev.cairn.plan.Objection;
import dev.cairn.plan.Plan;
import dev.cairn.plan.Step;
import dev.cairn.processor.model.Allowed;
import dev.cairn.processor.model.Code;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Root;
import dev.cairn.record.Chain;
import java.util.List;

/** What nobody has recorded, and how it would be recorded. */
final class PendingFinding {
    /** Who starts with a schema of hundreds of tables does not want to see them all in each compile. */
    private static final int LONGEST = 60;

    private PendingFinding() {}

    static void add(Root root, Chain chain, Plan plan, Findings findings) {
        boolean allowed = root.allowed().stream().map(Allowed::tag).anyMatch(Code.PENDING.tag()::equals);
        if (!plan.isEmpty() && !allowed) {
            findings.addWith(lines(plan), Code.PENDING, root.place(), summary(root, chain));
        }
    }

    private static String summary(Root root, Chain chain) {
        return chain.migrations().isEmpty()
                ? "No migration of '" + root.name() + "' was recorded yet"
                : "The records of '" + root.name() + "' say more than its migrations up to "
                        + chain.migrations().get(chain.migrations().size() - 1).name();
    }

    private static String lines(Plan plan) {
        StringBuilder lines = new StringBuilder();
        for (Objection objection : plan.objections(Consent.NONE)) {
            lines.append(needed(objection.kind())).append(objection).append('\n');
        }
        for (Hint hint : plan.hints()) {
            lines.append("perhaps: ").append(hint).append('\n');
        }
        return lines.append(sql(plan.steps())).toString().stripTrailing();
    }

    private static String needed(Objection.Kind kind) {
        return switch (kind) {
            case DESTRUCTIVE -> "needs --destructive: ";
            case REBUILD -> "needs --rebuild: ";
            case IMPOSSIBLE -> "not possible: ";
        };
    }

    private static String sql(List<Step> steps) {
        StringBuilder sql = new StringBuilder();
        int shown = 0;
        long lines = 0;
        for (Step step : steps) {
            String text = step.text() + ";\n";
            lines += text.lines().count();
            if (shown > 0 && lines > LONGEST) {
                break;
            }
            sql.append(text);
            shown++;
        }
        int left = steps.size() - shown;
        return left == 0
                ? sql.toString()
                : sql + "-- and " + left + (left == 1 ? " statement" : " statements") + " more\n";
    }
}
