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
 * Determines the identities of objects after an accepted statement: a new object gets a new identity, and a renamed
 * object keeps its own.
 *
 * @param newCatalog the catalog after the statement
 * @param identityFactory creates the identity of a new object
 */
record ObjectIdentityUpdater(Catalog newCatalog, Supplier<ObjectIdentity> identityFactory) {
    /** Returns the identities after a statement; unchanged if it only changes definitions. */
    ObjectIdentities update(ObjectIdentities oldIdentities, Statement statement, @Nullable String defaultDatabaseName) {
        if (statement instanceof Statement.CreateDatabase create) {
            return oldIdentities.withNewDatabase(create.name().lastPart().text(), identityFactory);
        }
        if (statement instanceof Statement.DropDatabase drop) {
            String name = drop.name().lastPart().text();
            return newCatalog.findDatabase(name).isPresent()
                    ? oldIdentities
                    : oldIdentities.withoutDatabase(name, !drop.isForced());
        }
        if (statement instanceof Statement.Recover recover
                && recover.kind() == Statement.Recover.RecoverKind.DATABASE) {
            return oldIdentities.withRecoveredDatabase(recover.name().lastPart().text());
        }
        Optional<DatabaseObjectName> subjectName = DatabaseObjectName.findChangedObject(statement, defaultDatabaseName);
        return subjectName.isEmpty() ? oldIdentities : update(oldIdentities, statement, subjectName.get());
    }

    /**
     * Returns the identities after a statement about an object in a database. A statement that neither alters nor
     * recovers a table or a materialized view creates, replaces, keeps or drops its object. An object that is replaced
     * or kept keeps its identity.
     */
    private ObjectIdentities update(
            ObjectIdentities oldIdentities, Statement statement, DatabaseObjectName subjectName) {
        if (statement instanceof Statement.AlterTable alter) {
            return updateAfterAlter(oldIdentities, alter, subjectName);
        }
        if (statement instanceof ViewStatement.AlterMaterializedView alter) {
            return updateAfterAlter(oldIdentities, alter.change(), subjectName);
        }
        if (statement instanceof Statement.Recover) {
            return oldIdentities.withRecoveredObject(subjectName.databaseName(), subjectName.name());
        }
        return exists(subjectName)
                ? oldIdentities.withNewObject(subjectName.databaseName(), subjectName.name(), identityFactory)
                : oldIdentities.withoutObject(
                        subjectName.databaseName(), subjectName.name(), isRecoverableDrop(statement));
    }

    private static boolean isRecoverableDrop(Statement statement) {
        return !(statement instanceof Statement.DropTable drop && drop.isForced());
    }

    private boolean exists(DatabaseObjectName subjectName) {
        return newCatalog
                .findDatabase(subjectName.databaseName())
                .filter(database ->
                        DatabaseObject.find(database, subjectName.name()).isPresent())
                .isPresent();
    }

    private static ObjectIdentities updateAfterAlter(
            ObjectIdentities oldIdentities, Statement.AlterTable alter, DatabaseObjectName subjectName) {
        ObjectIdentities identities = oldIdentities;
        for (AlterClause clause : alter.clauses()) {
            if (clause instanceof AlterClause.RenameTable rename) {
                identities = identities.withRenamedObject(
                        subjectName.databaseName(),
                        subjectName.name(),
                        rename.newName().text());
            } else if (clause instanceof AlterClause.SwapTable swap) {
                identities = identities.withSwappedObjects(
                        subjectName.databaseName(),
                        subjectName.name(),
                        swap.otherTableName().text());
            }
        }
        return identities;
    }

    private static ObjectIdentities updateAfterAlter(
            ObjectIdentities oldIdentities, MaterializedViewChange change, DatabaseObjectName subjectName) {
        if (change instanceof MaterializedViewChange.RenameView rename) {
            return oldIdentities.withRenamedObject(
                    subjectName.databaseName(),
                    subjectName.name(),
                    rename.newName().text());
        }
        if (change instanceof MaterializedViewChange.SwapView swap) {
            return oldIdentities.withSwappedObjects(
                    subjectName.databaseName(),
                    subjectName.name(),
                    swap.otherViewName().text());
        }
        return oldIdentities;
    }
}
