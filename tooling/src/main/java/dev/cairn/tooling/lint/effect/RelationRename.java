package dev.cairn.tooling.lint.effect;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.tooling.lint.LintedMigration;
import dev.cairn.tooling.lint.LintedStatement;
import java.util.List;
import java.util.Optional;

/** A statement that gives another name to a table or a materialized view. */
record RelationRename(ObjectName oldName, ObjectName newName) {
    static Optional<RelationRename> of(LintedStatement lintedStatement) {
        Statement statement = lintedStatement.step().action().statement();
        if (statement instanceof Statement.AlterTable alter
                && alter.clauses().get(0) instanceof AlterClause.RenameTable clause) {
            return Optional.of(of(lintedStatement, alter.table(), clause.newName()));
        }
        return statement instanceof ViewStatement.AlterMaterializedView alter
                        && alter.change() instanceof MaterializedViewChange.RenameView change
                ? Optional.of(of(lintedStatement, alter.name(), change.newName()))
                : Optional.empty();
    }

    private static RelationRename of(LintedStatement lintedStatement, QualifiedName oldName, Name newName) {
        ObjectName resolvedName = ObjectName.resolve(oldName, lintedStatement.session());
        return new RelationRename(resolvedName, resolvedName.withName(newName.text()));
    }

    /** An object with the name that a renamed relation had before the migration. */
    record ReassignedObject(ObjectName name, String kind) {}

    /**
     * Returns the relation of the same kind that has the initial name of this one after the migration, if there is one:
     * statements with this name are valid, but find other rows and possibly other columns.
     *
     * @param lintedStatement the statement with this rename
     */
    Optional<ReassignedObject> findReassignedObject(LintedMigration migration, LintedStatement lintedStatement) {
        ObjectName initialName = resolveInitialName(migration, lintedStatement);
        Optional<String> kind =
                SchemaObject.find(migration.catalogBefore(), initialName).map(SchemaObject::kind);
        boolean isReassigned = kind.isPresent()
                && !initialName.equals(newName)
                && SchemaObject.find(migration.catalogAfter(), newName).isPresent()
                && SchemaObject.find(migration.catalogAfter(), initialName)
                        .map(SchemaObject::kind)
                        .equals(kind);
        return isReassigned ? Optional.of(new ReassignedObject(initialName, kind.get())) : Optional.empty();
    }

    /** Returns the name of the relation before the migration. */
    private ObjectName resolveInitialName(LintedMigration migration, LintedStatement lintedStatement) {
        ObjectName initialName = oldName;
        List<LintedStatement> statements = migration.statements();
        for (int i = statements.indexOf(lintedStatement) - 1; i >= 0; i--) {
            RelationRename rename = of(statements.get(i)).orElse(null);
            if (rename != null && rename.newName().equals(initialName)) {
                initialName = rename.oldName();
            }
        }
        return initialName;
    }
}
