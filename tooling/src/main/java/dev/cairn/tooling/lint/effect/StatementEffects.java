package dev.cairn.tooling.lint.effect;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.LintedMigration;
import dev.cairn.tooling.lint.LintedStatement;
import java.util.List;

/**
 * The effects of one statement of a migration, as reports print them. They do not depend on which findings are
 * accepted.
 *
 * @param number the number of the statement, from 1
 * @param objectName the name of the object that the statement affects; empty if it does not affect an object
 * @param sql the statement with the comments above it
 * @param effects the effects in the order of their kinds
 */
public record StatementEffects(int number, String objectName, String sql, List<Effect> effects) {
    public StatementEffects {
        effects = List.copyOf(effects);
    }

    /** Returns a title, such as {@code 2: shop.orders}. */
    String title() {
        return number + (objectName.isEmpty() ? "" : ": " + objectName);
    }

    /**
     * Collects the effects of a statement.
     *
     * @param findings the findings of all rules about the statement
     * @param isRecorded whether the migration is recorded, which implies consent
     */
    static StatementEffects of(
            LintedMigration migration,
            LintedStatement lintedStatement,
            List<LintFinding> findings,
            boolean isRecorded) {
        ObjectName changedName = lintedStatement.step().object();
        return new StatementEffects(
                lintedStatement.subject().number(),
                changedName == null ? "" : changedName.toString(),
                RedactedSql.of(lintedStatement.subject().sql()).text(),
                new EffectCollector(migration, lintedStatement, findings).collect(isRecorded));
    }
}
