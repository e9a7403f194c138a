package dev.cairn.tooling.lint;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Step;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.Optional;

/**
 * A statement of a migration, with the catalogs before and after it.
 *
 * @param session the session in which it runs
 */
public record LintedStatement(
        LintSubject.MigrationStatement subject,
        Step step,
        Session session,
        Catalog catalogBefore,
        Catalog catalogAfter) {
    /** Returns the statement; empty if the text consists only of markers. */
    Optional<Statement> statement() {
        return Optional.ofNullable(step.action().statement());
    }

    /**
     * Returns the parsed INSERT, UPDATE or DELETE; empty for any other statement, and for a statement that only a newer
     * server can parse.
     */
    Optional<DmlStatement> findDml() {
        if (!(step.action().statement() instanceof Statement.OpaqueStatement opaqueStatement)
                || !opaqueStatement.changesRows()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Sql.parseDml(opaqueStatement));
        } catch (SqlSyntaxException ignored) {
            return Optional.empty();
        }
    }

    /** Returns the object that a name in the statement refers to. */
    ObjectName resolveObjectName(QualifiedName name) {
        return ObjectName.resolve(name, session);
    }
}
