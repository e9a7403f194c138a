package dev.cairn.tooling.grants;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.GrantedPrivileges;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.engine.privilege.RequiredPrivilegeCollector;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.run.preparation.MigrationPreparation;
import dev.cairn.internal.run.preparation.Placeholders;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Step;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.Sql;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.Statement;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The statements that create three roles for a schema: its migrator, its application and a read-only checker. Each role
 * gets only the privileges that it needs.
 *
 * <p>The creator of an object has no privileges on it. For objects that its migrations create, replace or drop, and for
 * the views of the ledger, the migrator therefore needs privileges on all tables or views of the database. For any
 * other object, privileges on this object alone are enough.
 *
 * @param migrator the migrator, which upgrades the database
 * @param rebuildsTables whether a migration rebuilds a table; while clients write to it, the migrator also needs
 *     OPERATE on SYSTEM
 * @param application the application, which runs the checked queries
 * @param checker the checker, which compares the database with the schema and reads the ledger
 */
public record RequiredGrants(RoleGrants migrator, boolean rebuildsTables, RoleGrants application, RoleGrants checker) {
    /**
     * The grants of one role.
     *
     * @param statements the statements that create the role and grant it privileges
     * @param externalRelations the relations outside of the schema on which the role also needs SELECT; a GRANT names
     *     the kind of a relation, which is unknown
     */
    public record RoleGrants(List<String> statements, List<String> externalRelations) {
        public RoleGrants {
            statements = List.copyOf(statements);
            externalRelations = List.copyOf(externalRelations);
        }
    }

    /**
     * The migrations that the migrator runs.
     *
     * @param startNumber the number of the migration at which the database stands; 0 is before the first
     * @param endNumber the number of the target migration
     */
    public record MigrationRange(int startNumber, int endNumber) {}

    /**
     * Calculates the privileges.
     *
     * @param profile the kind of server
     * @param database the database of the schema
     * @param placeholders the known values of placeholders; the privileges do not depend on the values of others, such
     *     as secrets
     * @param queries the checked queries of the application; queries of other schemas are ignored
     */
    public static RequiredGrants calculate(
            SchemaDescriptor schema,
            ServerProfile profile,
            String database,
            Placeholders placeholders,
            MigrationRange range,
            CompiledQueries queries) {
        Engine engine = new Engine(profile);
        Session session = new Session(database);
        MigrationPreparation preparation = MigrationPreparation.forPlan(
                        schema.name(), engine, session, placeholders.withUnresolvedPlaceholders())
                .withMigrations(schema.migrations());
        List<PreparedMigration> upgrades =
                prepareUpgrades(schema, preparation, Math.max(range.startNumber, range.endNumber));
        List<PreparedMigration> migrations = selectMigrations(upgrades, preparation, range);
        // The catalog at the end of the range. An empty range ends where it starts.
        Catalog catalog = Stream.of(migrations, upgrades)
                .filter(candidates -> !candidates.isEmpty())
                .map(candidates -> candidates.get(candidates.size() - 1).catalogAfter())
                .findFirst()
                .orElseGet(() -> preparation.createInitialCatalog(schema));
        List<RoleGrants> roles = Stream.of(
                        new MigratorRoleBuilder(schema.name(), profile, database).addMigrationPrivileges(migrations),
                        createApplicationRoleBuilder(schema.name(), engine, session, catalog, queries),
                        createCheckerRoleBuilder(
                                schema.name(), database, catalog, preparation.createInitialCatalog(schema)))
                .map(roleBuilder ->
                        new RoleGrants(renderStatements(engine, roleBuilder), roleBuilder.externalRelations()))
                .toList();
        return new RequiredGrants(
                roles.get(0), migrations.stream().anyMatch(RequiredGrants::rebuildsTable), roles.get(1), roles.get(2));
    }

    private static boolean rebuildsTable(PreparedMigration migration) {
        return migration.steps().stream()
                .anyMatch(step -> step instanceof RunStep.GrantStep grantStep && grantStep.isCompletedBySwap());
    }

    /** Prepares all migrations up to the last one of a range, because each catalog depends on the earlier ones. */
    private static List<PreparedMigration> prepareUpgrades(
            SchemaDescriptor schema, MigrationPreparation preparation, int lastNumber) {
        List<PreparedMigration> upgrades = new ArrayList<>();
        Catalog catalog = preparation.createInitialCatalog(schema);
        for (RecordedMigration migration : schema.migrations()) {
            if (migration.number() <= lastNumber) {
                PreparedMigration upgrade = preparation.prepare(migration, Direction.UPGRADE, catalog);
                catalog = upgrade.catalogAfter();
                upgrades.add(upgrade);
            }
        }
        return upgrades;
    }

    /** Returns the migrations of a range in the order in which they run: downgrades begin with the last one. */
    private static List<PreparedMigration> selectMigrations(
            List<PreparedMigration> upgrades, MigrationPreparation preparation, MigrationRange range) {
        int minNumber = Math.min(range.startNumber, range.endNumber);
        List<PreparedMigration> migrations = new ArrayList<>();
        for (PreparedMigration upgrade : upgrades) {
            if (upgrade.migration().number() <= minNumber) {
                continue;
            }
            if (range.endNumber < range.startNumber) {
                migrations.add(
                        0, preparation.prepare(upgrade.migration(), Direction.DOWNGRADE, upgrade.catalogAfter()));
            } else {
                migrations.add(upgrade);
            }
        }
        return migrations;
    }

    private static RoleBuilder createApplicationRoleBuilder(
            String schemaName, Engine engine, Session session, Catalog catalog, CompiledQueries queries) {
        RoleBuilder roleBuilder = new RoleBuilder(schemaName + "_application", "runs the queries of " + schemaName);
        RequiredPrivilegeCollector privilegeCollector =
                new RequiredPrivilegeCollector(engine.profile(), catalog, session.databaseName());
        for (QueryListing listing : queries.filterBySchema(schemaName).listings()) {
            for (CheckedQuery query : listing.queries()) {
                Statement statement = Sql.parse(query.sample());
                for (RequiredPrivilege requirement : privilegeCollector.collectRequirements(statement)) {
                    roleBuilder.addRequiredPrivilege(requirement, requirement.object());
                    collectExternalTables(catalog)
                            .filter(table -> requirement
                                    .object()
                                    .equals(new SecuredObject(SecuredKind.TABLE, table.database(), table.name())))
                            .forEach(table -> roleBuilder.addExternalReadPrivilege(table.toSqlName(null)));
                }
            }
        }
        return roleBuilder;
    }

    /**
     * Returns the builder of the checker's role. The server hides objects from users without privileges on them, so the
     * checker needs a privilege on all objects of each kind. Otherwise it would not see the objects that no migration
     * defines. These privileges include the ledger, which consists of views.
     *
     * @param initialCatalog the catalog with the external objects that are declared now
     */
    private static RoleBuilder createCheckerRoleBuilder(
            String schemaName, String database, Catalog catalog, Catalog initialCatalog) {
        RoleBuilder roleBuilder = new RoleBuilder(schemaName + "_checker", "compares the database with " + schemaName);
        Set<String> databases = new TreeSet<>(Set.of(database));
        SchemaObject.collectNames(catalog).forEach(name -> databases.add(name.database()));
        for (String databaseName : databases) {
            MigratorRoleBuilder.OBJECT_KINDS.forEach(
                    kind -> roleBuilder.addPrivilege(SecuredObject.ofAllIn(kind, databaseName), Privilege.SELECT));
        }
        catalog.clusterObjects()
                .objects()
                .values()
                .forEach(object -> object.kind()
                        .securedKind()
                        .ifPresent(kind -> roleBuilder.addVisibleObject(
                                object.kind().isNamedInDatabase()
                                        ? SecuredObject.ofAllIn(kind, object.database())
                                        : SecuredObject.ofGlobal(kind, object.name()))));
        collectExternalTables(catalog).forEach(table -> roleBuilder.addExternalReadPrivilege(table.toSqlName(null)));
        initialCatalog
                .externalObjects()
                .values()
                .forEach(object ->
                        roleBuilder.addExternalRelation(object.qualifiedName().toString()));
        if (catalog.roles().size() > 0) {
            roleBuilder.addUserAdministration();
        }
        return roleBuilder;
    }

    /** Returns the tables of external catalogs that the migrations manage. */
    private static Stream<ClusterObject> collectExternalTables(Catalog catalog) {
        return StreamSupport.stream(catalog.clusterObjects().objects().values().spliterator(), false)
                .filter(object -> object.kind().isNamedInExternalDatabase());
    }

    /** Returns the statements, which name each object with its database because they may run in any session. */
    private static List<String> renderStatements(Engine engine, RoleBuilder roleBuilder) {
        Role role = roleBuilder.build();
        List<String> statements = new ArrayList<>(renderChange(engine, Catalog.EMPTY, Catalog.EMPTY.withRole(role)));
        Catalog catalogWithoutPrivileges = Catalog.EMPTY.withRole(role.withPrivileges(GrantedPrivileges.NONE));
        roleBuilder.buildExternalRoles().forEach((externalCatalog, externalRole) -> {
            statements.add("SET CATALOG " + SqlQuoting.quoteName(externalCatalog));
            statements.addAll(
                    renderChange(engine, catalogWithoutPrivileges, catalogWithoutPrivileges.withRole(externalRole)));
            statements.add("SET CATALOG " + SqlQuoting.quoteName(InternalCatalog.NAME));
        });
        return statements;
    }

    private static List<String> renderChange(Engine engine, Catalog catalogBefore, Catalog catalogAfter) {
        return new Planner(engine, Session.EMPTY)
                .plan(catalogBefore, catalogAfter, new Renames(List.of())).steps().stream()
                        .map(Step::text)
                        .toList();
    }
}
