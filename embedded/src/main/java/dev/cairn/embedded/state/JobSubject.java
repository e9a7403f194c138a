package dev.cairn.embedded.state;

import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table on which a statement's job runs. */
final class JobSubject {
    private JobSubject() {}

    /** A synchronous materialized view is built on the table that it reads. */
    static Optional<StatementObject> of(Statement statement, @Nullable String inUse) {
        if (statement instanceof ViewStatement.CreateMaterializedView create
                && create.query().query().body() instanceof Query.Select select
                && !select.from().isEmpty()
                && select.from().get(0) instanceof Relation.Named base) {
            return StatementObject.of(base.name(), inUse);
        }
        return StatementObject.of(statement, inUse);
    }

    /** The rollup that it builds. */
    static Optional<String> rollup(Statement statement) {
        if (statement instanceof ViewStatement.CreateMaterializedView create) {
            return Optional.of(create.name().last().text());
        }
        if (statement instanceof Statement.AlterTable alter
                && alter.clauses().get(0) instanceof AlterClause.AddRollup add) {
            return Optional.of(add.rollup().name().text());
        }
        return Optional.empty();
    }
}
