package dev.cairn.engine.access;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.context.Session;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.ClusterStatement.DropClusterObject;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.Objects;
import java.util.Optional;

/**
 * Updates the privileges of roles after a statement. A privilege belongs to an object, not to the name of the object:
 * RENAME and SWAP move it, DROP removes it, and RECOVER restores it. A statement that alters an object or replaces a
 * view keeps the privileges. CREATE OR REPLACE of a cluster object drops the privileges, because it creates another
 * object.
 *
 * @param catalog the catalog in which the objects have already changed, but not the privileges
 */
public record PrivilegePropagation(Catalog catalog) {
    /** Returns the catalog with the privileges of the roles as they are after the statement. */
    public Catalog propagate(Statement statement, Session session) {
        if (catalog.roles().isEmpty()) {
            return catalog;
        }
        if (statement instanceof Statement.AlterTable alter) {
            Catalog newCatalog = catalog;
            for (AlterClause clause : alter.clauses()) {
                newCatalog = new PrivilegePropagation(newCatalog).propagateClause(alter.table(), clause, session);
            }
            return newCatalog;
        }
        if (statement instanceof ViewStatement.AlterMaterializedView alter) {
            SecuredObject view = toSecuredObject(SecuredKind.MATERIALIZED_VIEW, alter.name(), session);
            if (alter.change() instanceof MaterializedViewChange.RenameView rename) {
                return movePrivileges(view, withName(view, rename.newName()));
            }
            return alter.change() instanceof MaterializedViewChange.SwapView swap
                    ? swapPrivileges(view, withName(view, swap.otherViewName()))
                    : catalog;
        }
        return propagateDropOrRecover(statement, session);
    }

    private Catalog propagateClause(QualifiedName name, AlterClause clause, Session session) {
        if (clause instanceof AlterClause.RenameTable rename) {
            SecuredObject table = toSecuredObject(SecuredKind.TABLE, name, session);
            return movePrivileges(table, withName(table, rename.newName()));
        }
        if (clause instanceof AlterClause.SwapTable swap) {
            SecuredObject table = toSecuredObject(SecuredKind.TABLE, name, session);
            return swapPrivileges(table, withName(table, swap.otherTableName()));
        }
        return catalog;
    }

    private Catalog propagateDropOrRecover(Statement statement, Session session) {
        if (statement instanceof Statement.DropDatabase drop) {
            String databaseName = drop.name().lastPart().text();
            return catalog.findDatabase(databaseName).isPresent()
                    ? catalog
                    : catalog.withChangedPrivileges(privileges -> privileges.drop(
                            drop.isForced() ? null : databaseName, object -> object.belongsToDatabase(databaseName)));
        }
        if (statement instanceof Statement.DropTable drop) {
            return removePrivileges(toSecuredObject(SecuredKind.TABLE, drop.table(), session), !drop.isForced());
        }
        if (statement instanceof ViewStatement.DropView drop) {
            return removePrivileges(toSecuredObject(SecuredKind.VIEW, drop.name(), session), true);
        }
        if (statement instanceof ClusterStatement clusterStatement) {
            return removesObject(clusterStatement) ? removeClusterObjectPrivileges(clusterStatement, session) : catalog;
        }
        if (statement instanceof Statement.Recover recover
                && recover.kind() != Statement.Recover.RecoverKind.PARTITION) {
            boolean recoversDatabase = recover.kind() == Statement.Recover.RecoverKind.DATABASE;
            String recoveryKey = recoversDatabase
                    ? recover.name().lastPart().text()
                    : recoveryKey(toSecuredObject(SecuredKind.TABLE, recover.name(), session));
            return catalog.withChangedPrivileges(privileges -> privileges.recover(recoveryKey));
        }
        return statement instanceof ViewStatement.DropMaterializedView drop
                ? removePrivileges(toSecuredObject(SecuredKind.MATERIALIZED_VIEW, drop.name(), session), false)
                : catalog;
    }

    /** Returns whether a statement drops an object of the cluster, or replaces it by another one of the same name. */
    private static boolean removesObject(ClusterStatement statement) {
        return statement instanceof DropClusterObject
                || (statement instanceof CreateClusterObject create
                        && create.onExistingObject() == ExistingObjectPolicy.REPLACE);
    }

    /**
     * Removes the privileges on the object of a statement. The privileges on the databases of an external catalog are
     * removed together with those on the catalog.
     */
    private Catalog removeClusterObjectPrivileges(ClusterStatement statement, Session session) {
        Optional<SecuredKind> kind = statement.kind().securedKind();
        if (kind.isEmpty()) {
            return catalog;
        }
        String name = statement.name().lastPart().text();
        String database = statement.kind().isNamedInDatabase()
                ? ClusterObject.findDatabase(statement, session.databaseName()).orElse(null)
                : null;
        SecuredObject removedObject = new SecuredObject(kind.get(), database, name);
        String databaseNamePrefix = name + ".";
        return catalog.withChangedPrivileges(privileges -> privileges.drop(
                null,
                object -> object.equals(removedObject)
                        || (kind.get() == SecuredKind.CATALOG && isInCatalog(object, databaseNamePrefix))));
    }

    /** Returns whether an object is a database of an external catalog, or a table in one. */
    private static boolean isInCatalog(SecuredObject object, String databaseNamePrefix) {
        String databaseName = object.kind() == SecuredKind.DATABASE ? object.name() : object.database();
        return databaseName != null && databaseName.startsWith(databaseNamePrefix);
    }

    /** Returns the key under which dropped privileges wait for RECOVER; tables and views share one namespace. */
    private static String recoveryKey(SecuredObject object) {
        return object.database() + "." + object.name();
    }

    private static SecuredObject toSecuredObject(SecuredKind kind, QualifiedName name, Session session) {
        String databaseName = name.qualifier().map(Name::text).orElse(session.databaseName());
        return new SecuredObject(kind, databaseName, name.lastPart().text());
    }

    private static SecuredObject withName(SecuredObject object, Name name) {
        return new SecuredObject(object.kind(), object.database(), name.text());
    }

    private Catalog movePrivileges(SecuredObject oldObject, SecuredObject newObject) {
        return catalog.withChangedPrivileges(
                privileges -> privileges.rename(object -> object.equals(oldObject) ? newObject : object));
    }

    private Catalog swapPrivileges(SecuredObject firstObject, SecuredObject secondObject) {
        return catalog.withChangedPrivileges(privileges -> privileges.rename(object ->
                object.equals(firstObject) ? secondObject : object.equals(secondObject) ? firstObject : object));
    }

    private Catalog removePrivileges(SecuredObject droppedObject, boolean isRecoverable) {
        String recoveryKey = isRecoverable ? recoveryKey(droppedObject) : null;
        return stillExists(droppedObject)
                ? catalog
                : catalog.withChangedPrivileges(privileges -> privileges.drop(recoveryKey, droppedObject::equals));
    }

    /**
     * Returns whether the object still exists. It does if the statement has dropped a temporary table of the same name.
     */
    private boolean stillExists(SecuredObject object) {
        String name = Objects.requireNonNull(object.name());
        return Optional.ofNullable(object.database())
                .flatMap(catalog::findDatabase)
                .filter(database -> switch (object.kind()) {
                    case TABLE -> database.tables().contains(name);
                    case VIEW -> database.views().contains(name);
                    default -> database.materializedViews().contains(name);
                })
                .isPresent();
    }
}
