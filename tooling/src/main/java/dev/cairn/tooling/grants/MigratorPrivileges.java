package dev.cairn.tooling.grants;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.privilege.RequiredPrivileges;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
        role.add(SecuredObject.database(database), Privilege.CREATE_VIEW); // the ledger consists of views
        role.add(SecuredObject.allIn(SecuredKind.VIEW, database), Privilege.DROP);
        Set<ObjectName> lasting = lastingObjects(migrations);
        for (PreparedMigration migration : migrations) {
            for (RunStep step : migration.steps()) {
                add(step, lasting);
            }
        }
        return role.reduce();
    }

    /** Returns the objects that exist before the migrations, and are not replaced or dropped by them. */
    private static Set<ObjectName> lastingObjects(List<PreparedMigration> migrations) {
        Set<ObjectName> lasting = new HashSet<>();
        if (!migrations.isEmpty()) {
            lasting.addAll(SchemaObject.names(migrations.get(0).before()));
        }
        for (PreparedMigration migration : migrations) {
            for (RunStep step : migration.steps()) {
                if (step instanceof RunStep.StatementStep of) {
                    Statement statement = of.step().action().statement();
                    if (statement != null && !statement.otherNames().isEmpty()) {
                        statement.changedObject().ifPresent(name -> lasting.remove(ObjectName.of(name, of.session())));
                    }
                    lasting.removeIf(name -> SchemaObject.find(of.after(), name).isEmpty());
                }
            }
        }
        return lasting;
    }

    private void add(RunStep step, Set<ObjectName> lasting) {
        if (step instanceof RunStep.GrantStep) {
            role.addAccounts();
        } else if (step instanceof RunStep.CounterStep counter) {
            addReading(counter.from(), lasting);
            addReading(counter.to(), lasting);
        } else if (step instanceof RunStep.StatementStep of
                && of.step().action().statement() != null) {
            Statement statement = of.step().action().statement();
            new RequiredPrivileges(server, of.before(), of.session().database())
                    .requirementsOf(statement)
                    .forEach(required -> role.add(required, widen(required.object(), lasting)));
            addLook(of, statement, lasting);
        }
    }

    /** The migrator looks at each object that it changes, before and after the statement. */
    private void addLook(RunStep.StatementStep step, Statement statement, Set<ObjectName> lasting) {
        statement
                .changedObject()
                .map(name -> ObjectName.of(name, step.session()))
                .ifPresent(name -> {
                    for (Catalog catalog : List.of(step.before(), step.after())) {
                        SchemaObject.find(catalog, name)
                                .ifPresent(object -> role.addAny(widen(object.asSecured(name), lasting)));
                    }
                });
    }

    private void addReading(ObjectName table, Set<ObjectName> lasting) {
        SecuredObject object = new SecuredObject(SecuredKind.TABLE, table.database(), table.name());
        role.add(widen(object, lasting), Privilege.SELECT);
    }

    /** Returns all objects of the kind if the object is created, replaced or dropped. */
    private static SecuredObject widen(SecuredObject object, Set<ObjectName> lasting) {
        String owner = object.database();
        String name = object.name();
        return owner != null
                        && name != null
                        && GrantedRole.OBJECTS.contains(object.kind())
                        && !lasting.contains(new ObjectName(owner, name))
                ? SecuredObject.allIn(object.kind(), owner)
                : object;
    }
}
