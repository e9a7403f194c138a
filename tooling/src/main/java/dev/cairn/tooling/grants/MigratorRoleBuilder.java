package dev.cairn.tooling.grants;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.privilege.RequiredPrivilegeCollector;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds the role of a migrator, whose privileges depend on what its migrations create, replace and drop. The role only
 * has privileges that a statement, the inspection of its effect, or the ledger requires.
 */
final class MigratorRoleBuilder {
    /** The kinds of the objects that migrations define. */
    static final List<SecuredKind> OBJECT_KINDS =
            List.of(SecuredKind.TABLE, SecuredKind.VIEW, SecuredKind.MATERIALIZED_VIEW);

    private final RoleBuilder roleBuilder;
    private final ServerProfile profile;
    private final String database;

    MigratorRoleBuilder(String schemaName, ServerProfile profile, String database) {
        this.roleBuilder = new RoleBuilder(schemaName + "_migrator", "migrates " + schemaName);
        this.profile = profile;
        this.database = database;
    }

    /**
     * Adds the privileges that the migrations require, and returns the builder of the role.
     *
     * @param migrations the prepared migrations in the order in which they run
     */
    RoleBuilder addMigrationPrivileges(List<PreparedMigration> migrations) {
        roleBuilder.addPrivilege(
                SecuredObject.ofDatabase(database), Privilege.CREATE_VIEW); // the ledger consists of views
        roleBuilder.addPrivilege(SecuredObject.ofAllIn(SecuredKind.VIEW, database), Privilege.DROP);
        Set<ObjectName> permanentNames = findPermanentNames(migrations);
        for (PreparedMigration migration : migrations) {
            for (RunStep step : migration.steps()) {
                addStepPrivileges(step, permanentNames);
            }
        }
        return roleBuilder;
    }

    /**
     * Returns the names of the objects that exist before the migrations, and that no migration replaces or drops.
     * Cluster objects have the names that {@link ObjectName#of} gives them.
     */
    private static Set<ObjectName> findPermanentNames(List<PreparedMigration> migrations) {
        Set<ObjectName> permanentNames = new HashSet<>();
        if (!migrations.isEmpty()) {
            Catalog initialCatalog = migrations.get(0).catalogBefore();
            permanentNames.addAll(SchemaObject.collectNames(initialCatalog));
            initialCatalog
                    .clusterObjects()
                    .objects()
                    .values()
                    .forEach(object -> permanentNames.add(ObjectName.of(object)));
        }
        for (PreparedMigration migration : migrations) {
            for (RunStep step : migration.steps()) {
                if (step instanceof StatementStep statementStep) {
                    Statement statement = statementStep.simulatedStep().action().statement();
                    if (statement != null && !statement.assignedNames().isEmpty()) {
                        statement
                                .changedObject()
                                .ifPresent(name ->
                                        permanentNames.remove(ObjectName.resolve(name, statementStep.session())));
                    }
                    permanentNames.removeIf(name -> !isPresent(statementStep.catalogAfter(), name));
                }
            }
        }
        return permanentNames;
    }

    private static boolean isPresent(Catalog catalog, ObjectName name) {
        return SchemaObject.find(catalog, name).isPresent()
                || catalog.clusterObjects().find(name.name()).isPresent();
    }

    private void addStepPrivileges(RunStep step, Set<ObjectName> permanentNames) {
        if (step instanceof RunStep.GrantStep) {
            roleBuilder.addUserAdministration();
        } else if (step instanceof RunStep.CounterStep counterStep) {
            addReadPrivileges(counterStep.sourceName(), permanentNames);
            addReadPrivileges(counterStep.targetName(), permanentNames);
        } else if (step instanceof StatementStep statementStep
                && statementStep.simulatedStep().action().statement() != null) {
            Statement statement = statementStep.simulatedStep().action().statement();
            // An external object that only recorded migrations read is part of the catalog from its first use on.
            new RequiredPrivilegeCollector(
                            profile,
                            statementStep.catalogAfter().copyExternalObjectsTo(statementStep.catalogBefore()),
                            statementStep.session().databaseName())
                    .collectRequirements(statement)
                    .forEach(requirement ->
                            roleBuilder.addRequiredPrivilege(requirement, widen(requirement.object(), permanentNames)));
            addInspectionPrivileges(statementStep, statement, permanentNames);
            if (statementStep.supportsLedgerFence()) {
                roleBuilder.addPrivilege(SecuredObject.ofAllIn(SecuredKind.VIEW, database), Privilege.SELECT);
            }
        }
    }

    /**
     * Adds the privileges to see the object that a statement changes: the migrator inspects it before and afterwards.
     */
    private void addInspectionPrivileges(
            StatementStep statementStep, Statement statement, Set<ObjectName> permanentNames) {
        if (statement instanceof ClusterStatement clusterStatement
                && clusterStatement.kind().isNamedInExternalDatabase()) {
            roleBuilder.addExternalChangePrivileges(clusterStatement.name());
        } else if (statement instanceof ClusterStatement clusterStatement
                && statementStep.catalogAfter().clusterObjects().isManaged()) {
            String objectDatabase = clusterStatement
                    .name()
                    .qualifier()
                    .map(Name::text)
                    .orElse(statementStep.session().databaseName());
            boolean isInDatabase = clusterStatement.kind().isNamedInDatabase();
            String name = clusterStatement.name().lastPart().text();
            clusterStatement
                    .kind()
                    .securedKind()
                    .map(kind -> new SecuredObject(kind, isInDatabase ? objectDatabase : null, name))
                    .ifPresent(object -> roleBuilder.addVisibleObject(widen(object, permanentNames)));
        }
        if (mayBreakRoutineLoads(statement)) {
            addRoutineLoadPrivilege(statementStep, permanentNames);
        }
        statement
                .changedObject()
                .map(name -> ObjectName.resolve(name, statementStep.session()))
                .ifPresent(name -> {
                    for (Catalog catalog : List.of(statementStep.catalogBefore(), statementStep.catalogAfter())) {
                        SchemaObject.find(catalog, name)
                                .ifPresent(object -> roleBuilder.addVisibleObject(
                                        widen(object.toSecuredObject(name), permanentNames)));
                    }
                });
    }

    /**
     * Returns whether a statement may break Routine Loads. If the migrator sees a Routine Load of the table, it stops
     * before such a statement.
     */
    private static boolean mayBreakRoutineLoads(Statement statement) {
        return (statement instanceof Statement.DropTable dropTable && !dropTable.isTemporary())
                || (statement instanceof Statement.AlterTable alterTable
                        && alterTable.clauses().stream()
                                .anyMatch(clause -> clause instanceof AlterClause.DropColumn
                                        || clause instanceof AlterClause.RenameColumn
                                        || clause instanceof AlterClause.SwapTable));
    }

    /**
     * Adds the privilege to see the Routine Loads of the table that a step changes: the server lists them only to users
     * who may insert into the table.
     */
    private void addRoutineLoadPrivilege(StatementStep statementStep, Set<ObjectName> permanentNames) {
        ObjectName tableName =
                Objects.requireNonNull(statementStep.simulatedStep().object());
        SecuredObject securedTable = new SecuredObject(SecuredKind.TABLE, tableName.database(), tableName.name());
        roleBuilder.addPrivilege(widen(securedTable, permanentNames), Privilege.INSERT);
    }

    private static SecuredObject createSecuredObjectForAll(SecuredKind kind, @Nullable String database) {
        return database == null ? SecuredObject.ofAll(kind) : SecuredObject.ofAllIn(kind, database);
    }

    private void addReadPrivileges(ObjectName tableName, Set<ObjectName> permanentNames) {
        SecuredObject securedTable = new SecuredObject(SecuredKind.TABLE, tableName.database(), tableName.name());
        roleBuilder.addPrivilege(widen(securedTable, permanentNames), Privilege.SELECT);
    }

    /**
     * Returns all objects of the same kind if the migrations create, replace or drop the object: nothing can be granted
     * on an object that does not exist. Returns the object itself otherwise.
     */
    private static SecuredObject widen(SecuredObject object, Set<ObjectName> permanentNames) {
        String objectDatabase = object.database();
        String objectName = object.name();
        List<ClusterObjectKind> clusterKinds = Stream.of(ClusterObjectKind.values())
                .filter(kind -> kind.securedKind().equals(Optional.of(object.kind())))
                .toList();
        if (!clusterKinds.isEmpty() && objectName != null && !objectName.equals(InternalCatalog.NAME)) {
            String fullName = objectDatabase == null ? objectName : objectDatabase + "." + objectName;
            boolean isPermanent = clusterKinds.stream()
                    .map(kind -> new ObjectName("", ClusterObject.key(kind, fullName)))
                    .anyMatch(permanentNames::contains);
            return isPermanent ? object : createSecuredObjectForAll(object.kind(), objectDatabase);
        }
        return objectDatabase != null
                        && objectName != null
                        && OBJECT_KINDS.contains(object.kind())
                        && !RoleBuilder.isOutsideOfSchema(object)
                        && !permanentNames.contains(new ObjectName(objectDatabase, objectName))
                ? SecuredObject.ofAllIn(object.kind(), objectDatabase)
                : object;
    }
}
