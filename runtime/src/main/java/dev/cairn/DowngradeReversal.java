package dev.cairn;

import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.StagingName;
import dev.cairn.schema.MigrationStep;
import dev.cairn.schema.RecordedMigration;
import dev.cairn.schema.StepMoment;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Determines whether the downgrade of a migration can turn into an upgrade before it has reached its end. Each step of
 * the upgrade must be one whose completion an inspection of the server shows, one of a rebuild, or an idempotent one.
 * An UPDATE, for example, would change rows that it has changed already.
 */
final class DowngradeReversal {
    private DowngradeReversal() {}

    /** Returns whether the downgrade of the migration can turn into an upgrade at any step. */
    static boolean isPossible(RecordedMigration migration) {
        boolean code = migration.hasCode(StepMoment.BEFORE_UPGRADE) || migration.hasCode(StepMoment.AFTER_UPGRADE);
        boolean repeatable = migration.step().map(MigrationStep::repeatable).orElse(false);
        return (!code || repeatable)
                && migration.upgrade().stream().allMatch(DowngradeReversal::mayBeLookedAtOrRepeated);
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
            return alter.clauses().stream().allMatch(DowngradeReversal::isVisible);
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
