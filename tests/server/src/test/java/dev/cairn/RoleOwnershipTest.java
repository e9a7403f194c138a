package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.StepException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All databases of a server have the same roles; a schema changes its own only. */
class RoleOwnershipTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String ORDERS = "CREATE TABLE orders (id INT NOT NULL) DUPLICATE KEY(id)"
            + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String OTHER = "other";

    private World world;

    @BeforeEach
    void start() throws SQLException {
        world = new World();
        world.execute("CREATE USER jane");
        world.execute("CREATE USER tom");
        world.execute("CREATE DATABASE " + OTHER);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    /** A schema with a role that reads a table. */
    private static SchemaDescriptor schema(String creation, String... grants) {
        List<String> statements = new ArrayList<>(List.of(ORDERS, creation));
        statements.addAll(List.of(grants));
        return new RecordedHistory(World.DATABASE)
                .version("roles", statements.toArray(String[]::new))
                .schema();
    }

    private static SchemaDescriptor own() {
        return schema(
                "CREATE ROLE analyst COMMENT 'reads'",
                "GRANT SELECT ON TABLE orders TO ROLE analyst",
                "GRANT analyst TO USER ${reporter}");
    }

    private static SchemaDescriptor shared() {
        return schema(
                "CREATE ROLE IF NOT EXISTS analyst COMMENT 'reads'",
                "GRANT SELECT ON TABLE orders TO ROLE analyst",
                "GRANT analyst TO USER ${reporter}");
    }

    private Migrator in(String database, SchemaDescriptor schema, String reporter) {
        return Migrator.of(
                schema,
                world.url().replace("/" + World.DATABASE, "/" + database),
                World.options().consent(Consent.values()).connections(1).placeholder("reporter", reporter));
    }

    private List<String> grants(String holder) throws SQLException {
        return world.queryRows("SHOW GRANTS FOR " + holder).stream()
                .map(row -> row.substring(row.indexOf("GRANT ")))
                .toList();
    }

    private List<String> differences(Migrator migrator) {
        return migrator.check().differences().stream().map(Object::toString).toList();
    }

    @Test
    void theRoleOfAnotherDatabaseIsNotTakenOver() throws SQLException {
        in(World.DATABASE, own(), "jane").upgrade();

        assertThatThrownBy(() -> in(OTHER, own(), "tom").upgrade())
                .isInstanceOf(StepException.class)
                .satisfies(MESSAGES::match);
        assertThat(grants("ROLE analyst")).containsExactly("GRANT SELECT ON TABLE shop.orders TO ROLE 'analyst'");
        assertThat(grants("tom")).isEmpty();
        assertThat(differences(in(World.DATABASE, own(), "jane"))).isEmpty();
    }

    @Test
    void aRoleOfAnAdministratorIsNotTakenOver() throws SQLException {
        world.execute("CREATE ROLE analyst COMMENT 'somebody else'");
        world.execute("GRANT user_admin TO ROLE analyst");
        world.execute("GRANT analyst TO tom");
        world.execute("CREATE ROLE heir");
        world.execute("GRANT analyst TO ROLE heir");

        assertThatThrownBy(() -> in(World.DATABASE, own(), "jane").upgrade())
                .isInstanceOf(StepException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> world.createMigrator(new DeclaredTables().with("CREATE ROLE analyst COMMENT 'reads'"))
                        .createAll())
                .isInstanceOf(StepException.class)
                .satisfies(MESSAGES::match);
        assertThat(grants("jane")).isEmpty();
    }

    /** Nothing tells an empty role that remains from a dropped database from one that another migrator has just created. */
    @Test
    void aRoleWithoutAnythingIsNotTakenOverEither() throws SQLException {
        world.execute("CREATE ROLE analyst COMMENT 'reads'");

        assertThatThrownBy(() -> in(World.DATABASE, own(), "jane").upgrade())
                .isInstanceOf(StepException.class)
                .satisfies(MESSAGES::match);
        assertThat(grants("jane")).isEmpty();
        world.execute("DROP ROLE analyst");

        in(World.DATABASE, own(), "jane").upgrade();
        assertThat(differences(in(World.DATABASE, own(), "jane"))).isEmpty();
    }

    @Test
    void ofDatabasesThatAreUpgradedAtTheSameTimeOneGetsTheRole() throws SQLException {
        var fleet = Migrator.fleet(own())
                .options(World.options().connections(1).placeholder("reporter", "jane"))
                .maxParallel(8);
        for (int i = 0; i < 8; i++) {
            String database = "tenant_" + i;
            world.execute("CREATE DATABASE " + database);
            fleet = fleet.database(database, world.url().replace("/" + World.DATABASE, "/" + database));
        }

        FleetResult<Outcome> result = fleet.upgrade();

        assertThat(result.databases().stream().filter(each -> each.status() == FleetResult.ResultStatus.DONE))
                .hasSize(1);
        assertThat(grants("ROLE analyst")).hasSize(1);
    }

    /** The server refuses CREATE ROLE, since another migrator created the role after the check. */
    @Test
    void aRoleThatAnotherMigratorCreatesFirstIsNotTakenOver() throws SQLException {
        world.server
                .faults()
                .add(
                        Trigger.matching("CREATE ROLE.*").nth(1),
                        Fault.refuse(1064, "HY000", "Operation CREATE ROLE failed for analyst : role already exists"));

        assertThatThrownBy(() -> in(World.DATABASE, own(), "jane").upgrade()).isInstanceOf(StepException.class);
        world.execute("CREATE ROLE analyst COMMENT 'reads'");

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> in(World.DATABASE, own(), "jane").upgrade())
                    .isInstanceOf(StepException.class)
                    .satisfies(MESSAGES::match);
        }
    }

    /** A frontend accepts CREATE ROLE of two migrators at the same time, and creates one role. */
    @Test
    void aRoleThatAnotherMigratorUsesInTheMeantimeGetsNothingMore() throws SQLException {
        world.server.faults().add(Trigger.matching("GRANT SELECT.*").nth(1), Fault.refuse(1064, "HY000", "not today"));
        assertThatThrownBy(() -> in(World.DATABASE, own(), "jane").upgrade()).hasMessageContaining("not today");
        world.execute("GRANT SELECT ON ALL TABLES IN DATABASE other TO ROLE analyst");

        assertThatThrownBy(() -> in(World.DATABASE, own(), "jane").upgrade())
                .isInstanceOf(StepException.class)
                .satisfies(MESSAGES::match);
        assertThat(grants("ROLE analyst")).hasSize(1);
        assertThat(grants("jane")).isEmpty();
    }

    @Test
    void aRoleThatRolesOfOthersInheritIsNotDropped() throws SQLException {
        in(World.DATABASE, own(), "jane").upgrade();
        world.execute("CREATE ROLE heir");
        world.execute("GRANT analyst TO ROLE heir");
        world.execute("GRANT analyst TO tom");

        assertThatThrownBy(() -> in(World.DATABASE, own(), "jane").downgradeTo(0))
                .isInstanceOf(StepException.class)
                .satisfies(MESSAGES::match);
        world.execute("REVOKE analyst FROM ROLE heir");

        List<String> warnings = new ArrayList<>();
        Migrator.of(
                        own(),
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

    /** An upgrade that dropped the role in its last step is taken back before that step. */
    @Test
    void aDowngradeKeepsARoleThatTheUpgradeDidNotReach() throws SQLException {
        RecordedHistory history = new RecordedHistory(World.DATABASE);
        String grant = "GRANT SELECT ON TABLE orders TO ROLE analyst";
        history.version("roles", ORDERS, "CREATE ROLE analyst", grant);
        SchemaDescriptor without = history.version("none", ORDERS).schema();
        in(World.DATABASE, history.schema(), "jane").upgradeTo(1);
        world.execute("GRANT analyst TO tom");
        world.server.faults().add(Trigger.matching("DROP ROLE.*").nth(1), Fault.refuse(1064, "HY000", "not today"));
        assertThatThrownBy(() -> in(World.DATABASE, without, "jane").upgrade()).hasMessageContaining("not today");

        in(World.DATABASE, without, "jane").downgradeTo(1);

        assertThat(grants("tom")).containsExactly("GRANT 'analyst' TO 'tom'@'%'");
        assertThat(grants("ROLE analyst")).hasSize(1);
    }

    @Test
    void whatTheSchemaDidNotGrantIsNotDropped() throws SQLException {
        in(World.DATABASE, own(), "jane").upgrade();
        world.execute("GRANT SELECT ON ALL TABLES IN DATABASE other TO ROLE analyst");
        world.execute("GRANT DELETE ON TABLE shop.orders TO ROLE analyst");

        assertThatThrownBy(() -> in(World.DATABASE, own(), "jane").downgradeTo(0))
                .isInstanceOf(StepException.class)
                .satisfies(MESSAGES::match)
                .hasMessageNotContaining("DELETE");
        world.execute("REVOKE SELECT ON ALL TABLES IN DATABASE other FROM ROLE analyst");

        in(World.DATABASE, own(), "jane").downgradeTo(0);
        assertThat(world.queryRows("SHOW ROLES")).noneMatch(row -> row.startsWith("analyst"));
    }

    @Test
    void databasesShareARole() throws SQLException {
        Migrator first = in(World.DATABASE, shared(), "jane");
        Migrator second = in(OTHER, shared(), "tom");
        first.upgrade();
        world.execute("ALTER ROLE analyst SET COMMENT = 'reads everything'");
        world.execute("GRANT OPERATE ON SYSTEM TO ROLE analyst");
        second.upgrade();

        assertThat(differences(first)).isEmpty();
        assertThat(differences(second)).isEmpty();
        world.execute("GRANT DELETE ON TABLE shop.orders TO ROLE analyst");
        assertThat(differences(first))
                .containsExactly("role analyst, privilege DELETE ON TABLE shop.orders: is granted, should not exist");
        assertThat(differences(second)).isEmpty();
        world.execute("REVOKE DELETE ON TABLE shop.orders FROM ROLE analyst");

        second.downgradeTo(0);
        assertThat(grants("ROLE analyst"))
                .containsExactly(
                        "GRANT SELECT ON TABLE shop.orders TO ROLE 'analyst'",
                        "GRANT OPERATE ON SYSTEM TO ROLE 'analyst'");
        assertThat(grants("tom")).isEmpty();
        assertThat(grants("jane")).containsExactly("GRANT 'analyst' TO 'jane'@'%'");
        assertThat(differences(first)).isEmpty();
        second.upgrade();
        assertThat(differences(second)).isEmpty();
    }

    @Test
    void aNameWithThePlaceholderOfTheDatabaseIsARoleOfEach() throws SQLException {
        SchemaDescriptor schema = schema(
                "CREATE ROLE `${database}_analyst`",
                "GRANT SELECT ON TABLE orders TO ROLE `${database}_analyst`",
                "GRANT `${database}_analyst` TO USER ${reporter}");
        in(World.DATABASE, schema, "jane").upgrade();
        in(OTHER, schema, "tom").upgrade();

        assertThat(grants("ROLE shop_analyst"))
                .containsExactly("GRANT SELECT ON TABLE shop.orders TO ROLE 'shop_analyst'");
        assertThat(grants("tom")).containsExactly("GRANT 'other_analyst' TO 'tom'@'%'");
        assertThat(differences(in(OTHER, schema, "tom"))).isEmpty();

        in(OTHER, schema, "tom").downgradeTo(0);
        assertThat(world.queryRows("SHOW ROLES")).anyMatch(row -> row.startsWith("shop_analyst"));
        assertThat(world.queryRows("SHOW ROLES")).noneMatch(row -> row.startsWith("other_analyst"));
    }

    @Test
    void thePrivilegeIsGivenBackDirectlyAfterItsGrantOptionWasTaken() throws SQLException {
        in(World.DATABASE, own(), "jane").upgrade();
        world.execute("GRANT SELECT ON TABLE shop.orders TO ROLE analyst WITH GRANT OPTION");
        world.execute("GRANT INSERT ON TABLE shop.orders TO ROLE analyst");
        world.execute("GRANT SELECT ON ALL VIEWS IN DATABASE shop TO ROLE analyst");

        assertThat(in(World.DATABASE, own(), "jane").check().remediation().steps().stream()
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
