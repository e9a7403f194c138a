package dev.cairn.plan.step;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An action that was applied to a catalog, with the catalogs and sessions before and after it, from which the effects
 * of the action follow.
 */
public record SimulatedAction(
        MigrationAction action,
        Session sessionBefore,
        Catalog catalogBefore,
        Session sessionAfter,
        Catalog catalogAfter,
        ChangeCost cost) {
    public SimulatedAction withMarker(Marker marker) {
        return new SimulatedAction(
                action.withMarker(marker), sessionBefore, catalogBefore, sessionAfter, catalogAfter, cost);
    }

    /** Returns the object that the action affects; null if it does not affect one, or if Cairn does not know it. */
    public @Nullable ObjectName target() {
        Statement statement = action.statement();
        if (statement == null) {
            return action.findTransfer()
                    .map(transfer -> parseName(transfer.target()))
                    .orElse(null);
        }
        if (statement instanceof Statement.CreateDatabase create) {
            return new ObjectName(create.name().lastPart().text(), "");
        }
        if (statement instanceof Statement.DropDatabase drop) {
            return new ObjectName(drop.name().lastPart().text(), "");
        }
        if (statement instanceof AccessStatement accessStatement) {
            return findFirstRole(accessStatement).orElse(null);
        }
        if (statement instanceof ClusterStatement clusterStatement) {
            return ObjectName.of(clusterStatement, sessionBefore);
        }
        return statement
                .changedObject()
                .map(name -> resolveChangedObject(statement, name))
                .orElse(null);
    }

    /**
     * Resolves a name. A synchronous materialized view is a rollup, so CREATE and DROP MATERIALIZED VIEW of such a view
     * change its table, and this returns the name of the table.
     */
    private ObjectName resolveChangedObject(Statement statement, QualifiedName name) {
        ObjectName objectName = ObjectName.resolve(name, sessionBefore);
        boolean isCreation = statement instanceof ViewStatement.CreateMaterializedView;
        if (!isCreation && !(statement instanceof ViewStatement.DropMaterializedView)) {
            return objectName;
        }
        return (isCreation ? catalogAfter : catalogBefore)
                .findDatabase(objectName.database())
                .filter(database -> !database.hasObject(objectName.name()))
                .flatMap(database -> database.findTableOfRollup(objectName.name()))
                .map(table -> new ObjectName(objectName.database(), table.name()))
                .orElse(objectName);
    }

    /** Returns the first of the {@linkplain #findRoleNames roles} of a statement. */
    public static Optional<ObjectName> findFirstRole(AccessStatement statement) {
        return findRoleNames(statement).stream().map(ObjectName::ofRole).findFirst();
    }

    /** Returns the names of the roles that a statement changes, or gives to a user; empty if it only affects users. */
    public static List<String> findRoleNames(AccessStatement statement) {
        List<Name> roleNames = List.of();
        if (statement instanceof AccessStatement.CreateRole create) {
            roleNames = create.roles();
        } else if (statement instanceof AccessStatement.AlterRole alter) {
            roleNames = alter.roles();
        } else if (statement instanceof AccessStatement.DropRole drop) {
            roleNames = drop.roles();
        } else if (statement instanceof ChangePrivileges change) {
            roleNames = change.grantee() instanceof Grantee.RoleGrantee role ? List.of(role.name()) : List.of();
        } else if (statement instanceof ChangeRoles change) {
            roleNames = change.grantee() instanceof Grantee.RoleGrantee role ? List.of(role.name()) : change.roles();
        }
        return roleNames.stream().map(Name::text).toList();
    }

    /** Parses a name in a marker, with or without its database. */
    private ObjectName parseName(String text) {
        return ObjectName.parse(text, sessionBefore);
    }
}
