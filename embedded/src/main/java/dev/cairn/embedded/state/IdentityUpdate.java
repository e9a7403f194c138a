package dev.cairn.embedded.state;

import dev.cairn.catalog.Catalog;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Updates the identities of objects after an accepted statement. {@code newCatalog} is the catalog after the statement.
 */
record IdentityUpdate(Catalog newCatalog, Supplier<ObjectIdentity> newIdentity) {
    ObjectIdentities apply(ObjectIdentities oldIdentities, Statement statement, @Nullable String defaultDatabase) {
        if (statement instanceof Statement.CreateDatabase create) {
            return oldIdentities.addDatabase(create.name().lastPart().text(), newIdentity);
        }
        if (statement instanceof Statement.DropDatabase drop) {
            String name = drop.name().lastPart().text();
            return newCatalog.database(name).isPresent()
                    ? oldIdentities
                    : oldIdentities.removeDatabase(name, !drop.isForced());
        }
        if (statement instanceof Statement.Recover recover
                && recover.kind() == Statement.Recover.RecoverKind.DATABASE) {
            return oldIdentities.recoverDatabase(recover.name().lastPart().text());
        }
        Optional<StatementObject> subject = StatementObject.find(statement, defaultDatabase);
        return subject.isEmpty() ? oldIdentities : apply(oldIdentities, statement, subject.get());
    }

    private ObjectIdentities apply(ObjectIdentities oldIdentities, Statement statement, StatementObject subject) {
        if (statement instanceof Statement.AlterTable alter) {
            return applyAlter(oldIdentities, alter, subject);
        }
        if (statement instanceof ViewStatement.AlterMaterializedView alter) {
            return applyAlter(oldIdentities, alter.change(), subject);
        }
        if (statement instanceof Statement.Recover) {
            return oldIdentities.recoverObject(subject.database(), subject.name());
        }
        return exists(subject)
                ? oldIdentities.addObject(subject.database(), subject.name(), newIdentity)
                : oldIdentities.removeObject(subject.database(), subject.name(), isRecoverable(statement));
    }

    private static boolean isRecoverable(Statement statement) {
        return !(statement instanceof Statement.DropTable drop && drop.isForced());
    }

    private boolean exists(StatementObject subject) {
        return newCatalog
                .database(subject.database())
                .filter(database ->
                        DatabaseObject.find(database, subject.name()).isPresent())
                .isPresent();
    }

    private static ObjectIdentities applyAlter(
            ObjectIdentities oldIdentities, Statement.AlterTable alter, StatementObject subject) {
        ObjectIdentities identities = oldIdentities;
        for (AlterClause clause : alter.clauses()) {
            if (clause instanceof AlterClause.RenameTable rename) {
                identities = identities.rename(
                        subject.database(), subject.name(), rename.newName().text());
            } else if (clause instanceof AlterClause.SwapTable swap) {
                identities = identities.swap(
                        subject.database(),
                        subject.name(),
                        swap.otherTableName().text());
            }
        }
        return identities;
    }

    private static ObjectIdentities applyAlter(
            ObjectIdentities oldIdentities, MaterializedViewChange change, StatementObject subject) {
        if (change instanceof MaterializedViewChange.RenameView rename) {
            return oldIdentities.rename(
                    subject.database(), subject.name(), rename.newName().text());
        }
        if (change instanceof MaterializedViewChange.SwapView swap) {
            return oldIdentities.swap(
                    subject.database(), subject.name(), swap.otherViewName().text());
        }
        return oldIdentities;
    }
}
