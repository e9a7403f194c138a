package dev.cairn;

import dev.cairn.plan.Action;
import dev.cairn.plan.Marker;
import dev.cairn.plan.StagingName;
import dev.cairn.schema.MigrationStep;
import dev.cairn.schema.RecordedMigration;
import dev.cairn.schema.StepMoment;
import dev.cairn.sql.AlterClause;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.SqlSyntaxException;
import dev.cairn.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a migration that is being taken back can be upgraded again before it is at its beginning: each of its steps must
 * be one that a look at the server tells to be done, one of a rebuild, or one that may run twice. An UPDATE, say, would change
 * rows that it has changed already.
 */
final class TurnAround {
    private TurnAround() {}

    static boolean isPossible(RecordedMigration migration) {
        boolean code = migration.hasCode(StepMoment.BEFORE_UPGRADE) || migration.hasCode(StepMoment.AFTER_UPGRADE);
        boolean repeatable = migration.step().map(MigrationStep::repeatable).orElse(false);
        return (!code || repeatable) && migration.upgrade().stream().allMatch(TurnAround::mayBeLookedAtOrRepeated);
    }

    private static boolean mayBeLookedAtOrRepeated(String text) {
        try {
            Action action = Action.parse(text);
            return action.markers().stream().anyMatch(Marker.Repeatable.class::isInstance)
                    || isVisible(action.statement());
        } catch (SqlSyntaxException unreadable) {
            return false;
        }
    }

    private static boolean isVisible(@Nullable Statement statement) {
        if (statement instanceof Statement.Opaque opaque) {
            boolean insert =
                    !opaque.keywords().isEmpty() && opaque.keywords().get(0).equals("INSERT");
            return insert && opaque.target() != null && isStaging(opaque.target());
        }
        if (statement instanceof Statement.AlterTable alter) {
            return alter.clauses().stream().allMatch(TurnAround::isVisible);
        }
        return !(statement instanceof Statement.CreateTableAsSelect
                || statement instanceof Statement.TruncateTable
                || statement instanceof Statement.Recover);
    }

    private static boolean isVisible(AlterClause clause) {
        return clause instanceof AlterClause.Swap swap
                ? StagingName.isStaging(swap.with().text())
                : !(clause instanceof AlterClause.TruncatePartitions
                        || clause instanceof AlterClause.ReplacePartitions);
    }

    private static boolean isStaging(QualifiedName name) {
        return StagingName.isStaging(name.last().text());
    }
}
