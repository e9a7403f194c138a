package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All databases of a server share its roles, and a schema changes only its own roles. */
class RoleOwnershipTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_ORDERS = "CREATE TABLE orders (id INT NOT NULL) DUPLICATE KEY(id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String OTHER_DATABASE = "other";

    @AutoClose
    private World world;

    @BeforeEach
    void start() throws SQLException {
        world = new World();
        world.execute("CREATE USER jane");
        world.execute("CREATE USER tom");
        world.execute("CREATE DATABASE " + OTHER_DATABASE);
    }

    /** Returns a schema with a role that reads a table. */
    private static SchemaDescriptor createSchema(String creation, String... grants) {
        List<String> statements = new ArrayList<>(List.of(CREATE_ORDERS, creation));
        statements.addAll(List.of(grants));
        return new RecordedHistory(World.DATABASE)
                .version("roles", statements.toArray(String[]::new))
                .schema();
    }

    private static SchemaDescriptor createOwnSchema() {
        return createSchema(
                "CREATE ROLE analyst COMMENT 'reads'",
                "GRANT SELECT ON TABLE orders TO ROLE analyst",
                "GRANT analyst TO USER ${reporter}");
    }

    private static SchemaDescriptor createSharedSchema() {
        return createSchema(
                "CREATE ROLE IF NOT EXISTS analyst COMMENT 'reads'",
                "GRANT SELECT ON TABLE orders TO ROLE analyst",
                "GRANT analyst TO USER ${reporter}");
    }

    private Migrator createMigratorIn(String database, SchemaDescriptor schema, String reporter) {
        return Migrator.of(
                schema,
                world.url().replace("/" + World.DATABASE, "/" + database),
                World.options().consent(Consent.values()).connections(1).placeholder("reporter", reporter));
    }

    private List<String> showGrants(String holder) throws SQLException {
        return world.queryRows("SHOW GRANTS FOR " + holder).stream()
                .map(row -> row.substring(row.indexOf("GRANT ")))
                .toList();
    }

    private List<String> findDifferences(Migrator migrator) {
        return migrator.check().differences().stream().map(Object::toString).toList();
    }

    @Test
    void theRoleOfAnotherDatabaseIsNotTakenOver() throws SQLException {
        createMigratorIn(World.DATABASE, createOwnSchema(), "jane").upgrade();

        assertThatThrownBy(() -> createMigratorIn(OTHER_DATABASE, createOwnSchema(), "tom")
                        .upgrade())
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(showGrants("ROLE analyst")).containsExactly("GRANT SELECT ON TABLE shop.orders TO ROLE 'analyst'");
        assertThat(showGrants("tom")).isEmpty();
        assertThat(findDifferences(createMigratorIn(World.DATABASE, createOwnSchema(), "jane")))
                .isEmpty();
    }

    @Test
    void aRoleOfAnAdministratorIsNotTakenOver() throws SQLException {
        world.execute("CREATE ROLE analyst COMMENT 'somebody else'");
        world.execute("GRANT user_admin TO ROLE analyst");
        world.execute("GRANT analyst TO tom");
        world.execute("CREATE ROLE heir");
        world.execute("GRANT analyst TO ROLE heir");

        assertThatThrownBy(() -> createMigratorIn(World.DATABASE, createOwnSchema(), "jane")
                        .upgrade())
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> world.createMigrator(
                                new DeclaredTables().withRoleStatements("CREATE ROLE analyst COMMENT 'reads'"))
                        .createAll())
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(showGrants("jane")).isEmpty();
    }

    /** An empty role may remain from a dropped database, or another migrator may just have created it. */
    @Test
    void anEmptyRoleIsNotTakenOver() throws SQLException {
        world.execute("CREATE ROLE analyst COMMENT 'reads'");

        assertThatThrownBy(() -> createMigratorIn(World.DATABASE, createOwnSchema(), "jane")
                        .upgrade())
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(showGrants("jane")).isEmpty();
        world.execute("DROP ROLE analyst");

        createMigratorIn(World.DATABASE, createOwnSchema(), "jane").upgrade();
        assertThat(findDifferences(createMigratorIn(World.DATABASE, createOwnSchema(), "jane")))
                .isEmpty();
    }

    @Test
    void ofDatabasesThatAreUpgradedAtTheSameTimeOneGetsTheRole() throws SQLException {
        var fleet = Migrator.fleet(createOwnSchema())
                .options(World.options().connections(1).placeholder("reporter", "jane"))
                .maxParallel(8);
        for (int i = 0; i < 8; i++) {
            String database = "tenant_" + i;
            world.execute("CREATE DATABASE " + database);
            fleet = fleet.database(database, world.url().replace("/" + World.DATABASE, "/" + database));
        }

        FleetResult<MigrationResult> result = fleet.upgrade();

        assertThat(result.databases().stream()
                        .filter(databaseResult -> databaseResult.status() == FleetResult.ResultStatus.DONE))
                .hasSize(1);
        assertThat(showGrants("ROLE analyst")).hasSize(1);
    }

    /** The server refuses CREATE ROLE, since another migrator created the role after the check. */
    @Test
    void aRoleThatAnotherMigratorCreatesFirstIsNotTakenOver() throws SQLException {
        world.server
                .faults()
                .add(
                        Trigger.matching("CREATE ROLE.*").nth(1),
                        Fault.reject(1064, "HY000", "Operation CREATE ROLE failed for analyst : role already exists"));

        assertThatThrownBy(() -> createMigratorIn(World.DATABASE, createOwnSchema(), "jane")
                        .upgrade())
                .isInstanceOf(StepFailedException.class);
        world.execute("CREATE ROLE analyst COMMENT 'reads'");

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> createMigratorIn(World.DATABASE, createOwnSchema(), "jane")
                            .upgrade())
                    .isInstanceOf(StepFailedException.class)
                    .satisfies(MESSAGES::match);
        }
    }

    /** A frontend accepts CREATE ROLE of two migrators at the same time, and creates one role. */
    @Test
    void aRoleThatAnotherMigratorHasUsedSinceItsCreationGetsNothingMore() throws SQLException {
        world.server.faults().add(Trigger.matching("GRANT SELECT.*").nth(1), Fault.reject(1064, "HY000", "not today"));
        assertThatThrownBy(() -> createMigratorIn(World.DATABASE, createOwnSchema(), "jane")
                        .upgrade())
                .hasMessageContaining("not today");
        world.execute("GRANT SELECT ON ALL TABLES IN DATABASE other TO ROLE analyst");

        assertThatThrownBy(() -> createMigratorIn(World.DATABASE, createOwnSchema(), "jane")
                        .upgrade())
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(showGrants("ROLE analyst")).hasSize(1);
        assertThat(showGrants("jane")).isEmpty();
    }

    @Test
    void aRoleThatRolesOfOthersInheritIsNotDropped() throws SQLException {
        createMigratorIn(World.DATABASE, createOwnSchema(), "jane").upgrade();
        world.execute("CREATE ROLE heir");
        world.execute("GRANT analyst TO ROLE heir");
        world.execute("GRANT analyst TO tom");

        assertThatThrownBy(() -> createMigratorIn(World.DATABASE, createOwnSchema(), "jane")
                        .downgradeTo(0))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        world.execute("REVOKE analyst FROM ROLE heir");

        List<String> warnings = new ArrayList<>();
        Migrator.of(
                        createOwnSchema(),
                        world.url(),
                        World.options()
                                .consent(Consent.values())
                                .connections(1)
                                .placeholder("reporter", "jane")
                                .listener(progress -> {
                                    if (progress instanceof Progress.Warning warning) {
                                        warnings.add(warning.message());
                                    }
                                }))
                .downgradeTo(0);
        assertThat(warnings).singleElement().satisfies(MESSAGES::matchText);
    }

    @Test
    void aPlanNamesWhoLosesARole() throws SQLException {
        RecordedHistory history = new RecordedHistory(World.DATABASE);
        history.version("roles", CREATE_ORDERS, "CREATE ROLE analyst", "GRANT analyst TO USER jane");
        SchemaDescriptor schemaWithoutRole =
                history.version("none", CREATE_ORDERS).schema();
        Migrator migrator = createMigratorIn(World.DATABASE, schemaWithoutRole, "jane");
        migrator.upgradeTo(1);
        world.execute("CREATE ROLE heir");
        world.execute("GRANT analyst TO ROLE heir");
        world.execute("GRANT analyst TO tom");

        assertThat(migrator.plan().get(0).notes().values())
                .flatExtracting(notes -> notes)
                .contains(
                        "these migrations did not grant the role to USER 'tom'@'%', who will lose it",
                        "an upgrade stops here, because the statement would also revoke grants that these migrations did"
                                + " not make: role analyst, member ROLE heir");
    }

    /** An upgrade that would drop the role in its last step stops there and is reverted. */
    @Test
    void aDowngradeKeepsARoleThatTheUpgradeDidNotReach() throws SQLException {
        RecordedHistory history = new RecordedHistory(World.DATABASE);
        String grant = "GRANT SELECT ON TABLE orders TO ROLE analyst";
        history.version("roles", CREATE_ORDERS, "CREATE ROLE analyst", grant);
        SchemaDescriptor schemaWithoutRole =
                history.version("none", CREATE_ORDERS).schema();
        createMigratorIn(World.DATABASE, history.schema(), "jane").upgradeTo(1);
        world.execute("GRANT analyst TO tom");
        world.server.faults().add(Trigger.matching("DROP ROLE.*").nth(1), Fault.reject(1064, "HY000", "not today"));
        assertThatThrownBy(() -> createMigratorIn(World.DATABASE, schemaWithoutRole, "jane")
                        .upgrade())
                .hasMessageContaining("not today");

        createMigratorIn(World.DATABASE, schemaWithoutRole, "jane").downgradeTo(1);

        assertThat(showGrants("tom")).containsExactly("GRANT 'analyst' TO 'tom'@'%'");
        assertThat(showGrants("ROLE analyst")).hasSize(1);
    }

    @Test
    void whatTheSchemaDidNotGrantIsNotDropped() throws SQLException {
        createMigratorIn(World.DATABASE, createOwnSchema(), "jane").upgrade();
        world.execute("GRANT SELECT ON ALL TABLES IN DATABASE other TO ROLE analyst");
        world.execute("GRANT DELETE ON TABLE shop.orders TO ROLE analyst");

        assertThatThrownBy(() -> createMigratorIn(World.DATABASE, createOwnSchema(), "jane")
                        .downgradeTo(0))
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match)
                .hasMessageNotContaining("DELETE");
        world.execute("REVOKE SELECT ON ALL TABLES IN DATABASE other FROM ROLE analyst");

        createMigratorIn(World.DATABASE, createOwnSchema(), "jane").downgradeTo(0);
        assertThat(world.queryRows("SHOW ROLES")).noneMatch(row -> row.startsWith("analyst"));
    }

    @Test
    void databasesShareARole() throws SQLException {
        Migrator shopMigrator = createMigratorIn(World.DATABASE, createSharedSchema(), "jane");
        Migrator otherMigrator = createMigratorIn(OTHER_DATABASE, createSharedSchema(), "tom");
        shopMigrator.upgrade();
        world.execute("ALTER ROLE analyst SET COMMENT = 'reads everything'");
        world.execute("GRANT OPERATE ON SYSTEM TO ROLE analyst");
        otherMigrator.upgrade();

        assertThat(findDifferences(shopMigrator)).isEmpty();
        assertThat(findDifferences(otherMigrator)).isEmpty();
        world.execute("GRANT DELETE ON TABLE shop.orders TO ROLE analyst");
        assertThat(findDifferences(shopMigrator))
                .containsExactly("role analyst, privilege DELETE ON TABLE shop.orders: is granted, should not exist");
        assertThat(findDifferences(otherMigrator)).isEmpty();
        world.execute("REVOKE DELETE ON TABLE shop.orders FROM ROLE analyst");

        otherMigrator.downgradeTo(0);
        assertThat(showGrants("ROLE analyst"))
                .containsExactly(
                        "GRANT SELECT ON TABLE shop.orders TO ROLE 'analyst'",
                        "GRANT OPERATE ON SYSTEM TO ROLE 'analyst'");
        assertThat(showGrants("tom")).isEmpty();
        assertThat(showGrants("jane")).containsExactly("GRANT 'analyst' TO 'jane'@'%'");
        assertThat(findDifferences(shopMigrator)).isEmpty();
        otherMigrator.upgrade();
        assertThat(findDifferences(otherMigrator)).isEmpty();
    }

    @Test
    void aNameWithThePlaceholderOfTheDatabaseIsARoleOfEach() throws SQLException {
        SchemaDescriptor schema = createSchema(
                "CREATE ROLE `${database}_analyst`",
                "GRANT SELECT ON TABLE orders TO ROLE `${database}_analyst`",
                "GRANT `${database}_analyst` TO USER ${reporter}");
        createMigratorIn(World.DATABASE, schema, "jane").upgrade();
        createMigratorIn(OTHER_DATABASE, schema, "tom").upgrade();

        assertThat(showGrants("ROLE shop_analyst"))
                .containsExactly("GRANT SELECT ON TABLE shop.orders TO ROLE 'shop_analyst'");
        assertThat(showGrants("tom")).containsExactly("GRANT 'other_analyst' TO 'tom'@'%'");
        assertThat(findDifferences(createMigratorIn(OTHER_DATABASE, schema, "tom")))
                .isEmpty();

        createMigratorIn(OTHER_DATABASE, schema, "tom").downgradeTo(0);
        assertThat(world.queryRows("SHOW ROLES")).anyMatch(row -> row.startsWith("shop_analyst"));
        assertThat(world.queryRows("SHOW ROLES")).noneMatch(row -> row.startsWith("other_analyst"));
    }

    @Test
    void thePrivilegeIsGivenBackDirectlyAfterItsGrantOptionWasTaken() throws SQLException {
        createMigratorIn(World.DATABASE, createOwnSchema(), "jane").upgrade();
        world.execute("GRANT SELECT ON TABLE shop.orders TO ROLE analyst WITH GRANT OPTION");
        world.execute("GRANT INSERT ON TABLE shop.orders TO ROLE analyst");
        world.execute("GRANT SELECT ON ALL VIEWS IN DATABASE shop TO ROLE analyst");

        assertThat(createMigratorIn(World.DATABASE, createOwnSchema(), "jane").check().remediation().steps().stream()
                        .map(step -> step.text()
                                .lines()
                                .reduce((first, last) -> last)
                                .orElseThrow()))
                .containsExactly(
                        "REVOKE SELECT ON TABLE `orders` FROM ROLE `analyst`",
                        "GRANT SELECT ON TABLE `orders` TO ROLE `analyst`",
                        "REVOKE INSERT ON TABLE `orders` FROM ROLE `analyst`",
                        "REVOKE SELECT ON ALL VIEWS IN DATABASE `shop` FROM ROLE `analyst`");
    }
}
