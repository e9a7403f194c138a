package dev.cairn.tooling.grants;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.privilege.RequiredPrivilegeCollector;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ClusterObjectKind;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds the role of a migrator, whose privileges depend on what its migrations create, replace and drop. The role only
 * has privileges that one of the statements requires.
 */
final class MigratorPrivileges {
    private final RoleBuilder role;
    private final ServerProfile profile;
    private final String database;

    MigratorPrivileges(String schemaName, ServerProfile profile, String database) {
        this.role = new RoleBuilder(schemaName + "_migrator", "migrates " + schemaName);
        this.profile = profile;
        this.database = database;
    }

    /**
     * Returns the role of the migrator.
     *
     * @param migrations the prepared migrations in the order in which they run
     */
    RoleBuilder buildRole(List<PreparedMigration> migrations) {
        role.addPrivilege(SecuredObject.ofDatabase(database), Privilege.CREATE_VIEW); // the ledger consists of views
        role.addPrivilege(SecuredObject.ofAllIn(SecuredKind.VIEW, database), Privilege.DROP);
        Set<ObjectName> permanentObjects = findPermanentObjects(migrations);
        for (PreparedMigration migration : migrations) {
            for (RunStep step : migration.steps()) {
                addStepPrivileges(step, permanentObjects);
            }
        }
        return role;
    }

    /**
     * Returns the names of the objects that exist before the migrations, and that no migration replaces or drops.
     * Cluster objects have the names that {@link ObjectName#of} gives them.
     */
    private static Set<ObjectName> findPermanentObjects(List<PreparedMigration> migrations) {
        Set<ObjectName> permanentObjects = new HashSet<>();
        if (!migrations.isEmpty()) {
            Catalog initialCatalog = migrations.get(0).catalogBefore();
            permanentObjects.addAll(SchemaObject.collectNames(initialCatalog));
            initialCatalog
                    .clusterObjects()
                    .objects()
                    .values()
                    .forEach(object -> permanentObjects.add(ObjectName.of(object)));
        }
        for (PreparedMigration migration : migrations) {
            for (RunStep step : migration.steps()) {
                if (step instanceof RunStep.StatementStep statementStep) {
                    Statement statement = statementStep.simulatedStep().action().statement();
                    if (statement != null && !statement.otherNames().isEmpty()) {
                        statement
                                .changedObject()
                                .ifPresent(name ->
                                        permanentObjects.remove(ObjectName.resolve(name, statementStep.session())));
                    }
                    permanentObjects.removeIf(name -> !isPresent(statementStep.catalogAfter(), name));
                }
            }
        }
        return permanentObjects;
    }

    private static boolean isPresent(Catalog catalog, ObjectName name) {
        return SchemaObject.find(catalog, name).isPresent()
                || catalog.clusterObjects().find(name.name()).isPresent();
    }

    private void addStepPrivileges(RunStep step, Set<ObjectName> permanentObjects) {
        if (step instanceof RunStep.GrantStep) {
            role.addUserAdministration();
        } else if (step instanceof RunStep.CounterStep counterStep) {
            addReadPrivileges(counterStep.sourceName(), permanentObjects);
            addReadPrivileges(counterStep.targetName(), permanentObjects);
        } else if (step instanceof RunStep.StatementStep statementStep
                && statementStep.simulatedStep().action().statement() != null) {
            Statement statement = statementStep.simulatedStep().action().statement();
            new RequiredPrivilegeCollector(
                            profile,
                            statementStep.catalogBefore(),
                            statementStep.session().databaseName())
                    .collectRequirements(statement)
                    .forEach(requirement ->
                            role.addRequiredPrivilege(requirement, widen(requirement.object(), permanentObjects)));
            addInspectionPrivileges(statementStep, statement, permanentObjects);
        }
    }

    /**
     * Adds the privileges to see the object that a statement changes: the migrator inspects it before and afterwards.
     */
    private void addInspectionPrivileges(
            RunStep.StatementStep step, Statement statement, Set<ObjectName> permanentObjects) {
        if (statement instanceof ClusterStatement cluster && cluster.kind().isNamedInExternalDatabase()) {
            role.addExternalChangePrivileges(cluster.name());
        } else if (statement instanceof ClusterStatement cluster
                && step.catalogAfter().clusterObjects().isManaged()) {
            String objectDatabase = cluster.name()
                    .qualifier()
                    .map(Name::text)
                    .orElse(step.session().databaseName());
            boolean isInDatabase = cluster.kind().isNamedInDatabase();
            String name = cluster.name().lastPart().text();
            cluster.kind()
                    .securedKind()
                    .map(kind -> new SecuredObject(kind, isInDatabase ? objectDatabase : null, name))
                    .ifPresent(object -> role.addVisibleObject(widen(object, permanentObjects)));
        }
        if (mayEndLoads(statement)) {
            addLoadPrivileges(step, permanentObjects);
        }
        statement
                .changedObject()
                .map(name -> ObjectName.resolve(name, step.session()))
                .ifPresent(name -> {
                    for (Catalog catalog : List.of(step.catalogBefore(), step.catalogAfter())) {
                        SchemaObject.find(catalog, name)
                                .ifPresent(object ->
                                        role.addVisibleObject(widen(object.toSecuredObject(name), permanentObjects)));
                    }
                });
    }

    /**
     * Returns whether a statement may break Routine Loads. If the migrator sees a Routine Load of the table, it stops
     * before such a statement.
     */
    private static boolean mayEndLoads(Statement statement) {
        return (statement instanceof Statement.DropTable drop && !drop.isTemporary())
                || (statement instanceof Statement.AlterTable alter
                        && alter.clauses().stream()
                                .anyMatch(clause -> clause instanceof AlterClause.DropColumn
                                        || clause instanceof AlterClause.RenameColumn
                                        || clause instanceof AlterClause.SwapTable));
    }

    /**
     * Adds the privilege to see the Routine Loads of the table that a step changes: the server lists them only to users
     * who may insert into the table.
     */
    private void addLoadPrivileges(RunStep.StatementStep step, Set<ObjectName> permanentObjects) {
        ObjectName table = Objects.requireNonNull(step.simulatedStep().object());
        SecuredObject object = new SecuredObject(SecuredKind.TABLE, table.database(), table.name());
        role.addPrivilege(widen(object, permanentObjects), Privilege.INSERT);
    }

    private static SecuredObject toAllObjects(SecuredKind kind, @Nullable String database) {
        return database == null ? SecuredObject.ofAll(kind) : SecuredObject.ofAllIn(kind, database);
    }

    private void addReadPrivileges(ObjectName table, Set<ObjectName> permanentObjects) {
        SecuredObject object = new SecuredObject(SecuredKind.TABLE, table.database(), table.name());
        role.addPrivilege(widen(object, permanentObjects), Privilege.SELECT);
    }

    /**
     * Returns all objects of the same kind if the migrations create, replace or drop the object: nothing can be granted
     * on an object that does not exist. Returns the object itself otherwise.
     */
    private static SecuredObject widen(SecuredObject object, Set<ObjectName> permanentObjects) {
        String objectDatabase = object.database();
        String objectName = object.name();
        List<ClusterObjectKind> clusterKinds = Stream.of(ClusterObjectKind.values())
                .filter(kind -> kind.securedKind().equals(Optional.of(object.kind())))
                .toList();
        if (!clusterKinds.isEmpty() && objectName != null && !objectName.equals(InternalCatalog.NAME)) {
            String fullName = objectDatabase == null ? objectName : objectDatabase + "." + objectName;
            boolean isPermanent = clusterKinds.stream()
                    .map(kind -> new ObjectName("", ClusterObject.key(kind, fullName)))
                    .anyMatch(permanentObjects::contains);
            return isPermanent ? object : toAllObjects(object.kind(), objectDatabase);
        }
        return objectDatabase != null
                        && objectName != null
                        && RoleBuilder.OBJECT_KINDS.contains(object.kind())
                        && !permanentObjects.contains(new ObjectName(objectDatabase, objectName))
                ? SecuredObject.ofAllIn(object.kind(), objectDatabase)
                : object;
    }
}
