package dev.cairn.tooling.grants;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.privilege.RequiredPrivileges;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.ClusterKind;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The privileges of a migrator, which depend on what its migrations create, replace and drop. */
final class MigratorPrivileges {
    private final GrantedRole role;
    private final ServerProfile server;
    private final String database;

    MigratorPrivileges(String schema, ServerProfile server, String database) {
        this.role = new GrantedRole(schema + "_migrator", "migrates " + schema);
        this.server = server;
        this.database = database;
    }

    Role collect(List<PreparedMigration> migrations) {
        role.addPrivilege(SecuredObject.ofDatabase(database), Privilege.CREATE_VIEW); // the ledger consists of views
        role.addPrivilege(SecuredObject.ofAllIn(SecuredKind.VIEW, database), Privilege.DROP);
        Set<ObjectName> permanentObjects = findPermanentObjects(migrations);
        for (PreparedMigration migration : migrations) {
            for (RunStep step : migration.steps()) {
                addStep(step, permanentObjects);
            }
        }
        return role.reduce();
    }

    /** Returns the objects that exist before the migrations, and are not replaced or dropped by them. */
    private static Set<ObjectName> findPermanentObjects(List<PreparedMigration> migrations) {
        Set<ObjectName> permanentObjects = new HashSet<>();
        if (!migrations.isEmpty()) {
            permanentObjects.addAll(SchemaObject.names(migrations.get(0).before()));
        }
        for (PreparedMigration migration : migrations) {
            for (RunStep step : migration.steps()) {
                if (step instanceof RunStep.StatementStep of) {
                    Statement statement = of.step().action().statement();
                    if (statement != null && !statement.otherNames().isEmpty()) {
                        statement
                                .changedObject()
                                .ifPresent(name -> permanentObjects.remove(ObjectName.of(name, of.session())));
                    }
                    permanentObjects.removeIf(
                            name -> SchemaObject.find(of.after(), name).isEmpty());
                }
            }
        }
        return permanentObjects;
    }

    private void addStep(RunStep step, Set<ObjectName> permanentObjects) {
        if (step instanceof RunStep.GrantStep) {
            role.addUserAdministration();
        } else if (step instanceof RunStep.CounterStep counter) {
            addReadPrivileges(counter.sourceTable(), permanentObjects);
            addReadPrivileges(counter.targetTable(), permanentObjects);
        } else if (step instanceof RunStep.StatementStep of
                && of.step().action().statement() != null) {
            Statement statement = of.step().action().statement();
            new RequiredPrivileges(server, of.before(), of.session().database())
                    .requirementsOf(statement)
                    .forEach(required -> role.addPrivilege(required, widen(required.object(), permanentObjects)));
            addInspection(of, statement, permanentObjects);
        }
    }

    /** Adds the privileges to see the object that a statement changes: the migrator inspects it before and after it. */
    private void addInspection(RunStep.StatementStep step, Statement statement, Set<ObjectName> permanentObjects) {
        if (statement instanceof ClusterStatement cluster
                && step.after().cluster().isManaged()) {
            cluster.kind().securedKind().ifPresent(kind -> role.addVisibleObject(SecuredObject.ofAll(kind)));
        }
        statement
                .changedObject()
                .map(name -> ObjectName.of(name, step.session()))
                .ifPresent(name -> {
                    for (Catalog catalog : List.of(step.before(), step.after())) {
                        SchemaObject.find(catalog, name)
                                .ifPresent(object ->
                                        role.addVisibleObject(widen(object.asSecured(name), permanentObjects)));
                    }
                });
    }

    private void addReadPrivileges(ObjectName table, Set<ObjectName> permanentObjects) {
        SecuredObject object = new SecuredObject(SecuredKind.TABLE, table.database(), table.name());
        role.addPrivilege(widen(object, permanentObjects), Privilege.SELECT);
    }

    /**
     * Widens a privilege to all objects of the kind if the object is created, replaced or dropped: nothing can be
     * granted on an object that does not exist.
     */
    private static SecuredObject widen(SecuredObject object, Set<ObjectName> permanentObjects) {
        boolean isOfCluster = object.database() == null
                && Stream.of(ClusterKind.values())
                        .anyMatch(kind -> kind.securedKind().equals(Optional.of(object.kind())));
        if (isOfCluster && object.name() != null && !object.name().equals(ResolvedTableName.INTERNAL_CATALOG)) {
            return SecuredObject.ofAll(object.kind());
        }
        String owner = object.database();
        String name = object.name();
        return owner != null
                        && name != null
                        && GrantedRole.OBJECTS.contains(object.kind())
                        && !permanentObjects.contains(new ObjectName(owner, name))
                ? SecuredObject.ofAllIn(object.kind(), owner)
                : object;
    }
}
