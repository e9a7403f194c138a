package dev.cairn.internal.run;

import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.step.Step.Touched;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.List;
import java.util.Objects;

/** By what it is known whether a statement that was begun has run. */
enum CompletionEvidence {
    /** What it changes can be looked at, or it does no harm to send it twice. */
    LOOK,
    /** The server remembers its label. */
    LABEL,
    /** Nothing tells. */
    NONE;

    static CompletionEvidence of(RunStep.OfStatement step) {
        Statement statement = statement(step);
        if (statement instanceof Statement.Opaque opaque) {
            boolean insert = opaque.target() != null && opaque.keywords().get(0).equals("INSERT");
            boolean own =
                    insert && Objects.requireNonNull(opaque.target()).parts().size() < 3;
            return own ? LABEL : NONE;
        }
        if (statement instanceof Statement.CreateTableAsSelect) {
            // The table is there before its rows are.
            return NONE;
        }
        return isLookedAt(step) || mayBeSentTwice(step) || isSwap(statement) ? LOOK : NONE;
    }

    /** Rows apart, and whether views are active. */
    private static boolean isLookedAt(RunStep.OfStatement step) {
        return step.step().touched().stream()
                .map(Touched::part)
                .map(ObjectPart::kind)
                .anyMatch(kind -> kind != ObjectPart.Kind.ROWS && kind != ObjectPart.Kind.ACTIVITY);
    }

    /** Where nothing can be seen of it: whether to do it twice is as good as to do it once. */
    static boolean mayBeSentTwice(RunStep.OfStatement step) {
        Statement statement = statement(step);
        if (statement instanceof Statement.AlterTable alter) {
            return step.repeatable() || isHarmless(alter.clauses());
        }
        boolean changesRows = statement instanceof Statement.TruncateTable || statement instanceof Statement.Recover;
        return step.repeatable() || (!changesRows && !isSwap(statement));
    }

    /** To swap twice is to swap back, and rows may have come into a partition meanwhile. */
    private static boolean isHarmless(List<AlterClause> clauses) {
        return clauses.stream()
                .noneMatch(clause -> clause instanceof AlterClause.Swap
                        || (clause instanceof AlterClause.DropPartitions drop && !drop.temporary())
                        || clause instanceof AlterClause.TruncatePartitions
                        || clause instanceof AlterClause.ReplacePartitions);
    }

    /** Whether to do it twice is to undo it. */
    static boolean isSwap(RunStep.OfStatement step) {
        return isSwap(statement(step));
    }

    private static boolean isSwap(Statement statement) {
        if (statement instanceof ViewStatement.AlterMaterializedView view) {
            return view.change() instanceof ViewStatement.MaterializedViewChange.Swap;
        }
        return statement instanceof Statement.AlterTable alter
                && alter.clauses().stream().anyMatch(AlterClause.Swap.class::isInstance);
    }

    private static Statement statement(RunStep.OfStatement step) {
        return Objects.requireNonNull(step.step().action().statement());
    }
}
