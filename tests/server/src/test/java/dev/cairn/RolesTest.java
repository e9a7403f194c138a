package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.migrate.script.ScriptOptions;
import dev.cairn.internal.migrate.script.ScriptOptions.StepAnswer;
import dev.cairn.internal.migrate.script.ScriptRunner;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Roles of a schema are migrated, compared and reverted with the objects of the schema. */
class RolesTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String TABLE_ENDING =
            " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_ORDERS =
            "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(20)) DUPLICATE KEY(id)" + TABLE_ENDING;
    private static final String CREATE_CLIENT =
            "CREATE TABLE client (id INT NOT NULL) DUPLICATE KEY(id)" + TABLE_ENDING;
    private static final String CREATE_CITIES = "CREATE VIEW cities AS SELECT city FROM orders";
    private static final RecordedHistory HISTORY = new RecordedHistory(World.DATABASE)
            .version(
                    "roles",
                    CREATE_ORDERS,
                    CREATE_CLIENT,
                    CREATE_CITIES,
                    "CREATE ROLE reader",
                    "CREATE ROLE analyst COMMENT 'reads reports'",
                    "GRANT SELECT ON ALL VIEWS IN DATABASE ${database} TO ROLE reader",
                    "GRANT SELECT, INSERT ON TABLE orders TO ROLE analyst",
                    "GRANT SELECT ON TABLE client TO ROLE analyst",
                    "GRANT reader TO ROLE analyst",
                    "GRANT analyst TO USER ${reporter}");

    private static final SchemaDescriptor FIRST_SCHEMA = HISTORY.schema();
    private static final SchemaDescriptor SECOND_SCHEMA = HISTORY.version(
                    "changes",
                    List.of(new Rename.ObjectRename(new ObjectName(World.DATABASE, "customer"), "client")),
                    CREATE_ORDERS.replace("DUPLICATE", "PRIMARY"),
                    CREATE_CLIENT.replace("client", "customer"),
                    CREATE_CITIES,
                    "CREATE ROLE reader",
                    "CREATE ROLE analyst COMMENT 'reads and deletes'",
                    "GRANT SELECT ON ALL VIEWS IN DATABASE ${database} TO ROLE reader",
                    "GRANT SELECT, DELETE ON TABLE orders TO ROLE analyst",
                    "GRANT SELECT ON TABLE customer TO ROLE analyst WITH GRANT OPTION",
                    "GRANT reader TO ROLE analyst",
                    "GRANT analyst TO USER ${reporter}")
            .schema();

    /** The number of statements of the first version that concern roles. */
    private static final int ROLE_STATEMENT_COUNT = 7;

    @AutoClose
    private World world;

    @BeforeEach
    void start() throws SQLException {
        world = new World();
        world.execute("CREATE USER jane");
    }

    private Migrator createMigrator(SchemaDescriptor schema) {
        return world.createMigrator(
                schema, World.options().consent(Consent.values()).connections(1).placeholder("reporter", "jane"));
    }

    private List<String> showGrants(String role) throws SQLException {
        return world.queryRows("SHOW GRANTS FOR ROLE '" + role + "'").stream()
                .map(row -> row.substring(row.indexOf("GRANT ")))
                .toList();
    }

    private void assertFirstSchema() throws SQLException {
        assertThat(showGrants("analyst"))
                .containsExactlyInAnyOrder(
                        "GRANT 'reader' TO ROLE analyst",
                        "GRANT INSERT, SELECT ON TABLE shop.orders TO ROLE 'analyst'",
                        "GRANT SELECT ON TABLE shop.client TO ROLE 'analyst'");
        assertThat(showGrants("reader")).containsExactly("GRANT SELECT ON ALL VIEWS IN DATABASE shop TO ROLE 'reader'");
        assertThat(world.queryRows("SHOW GRANTS FOR jane")).anyMatch(row -> row.contains("'analyst'"));
        assertThat(createMigrator(FIRST_SCHEMA).check().differences()).isEmpty();
    }

    @Test
    void anUpgradeGrantsAndADowngradeRevokes() throws SQLException {
        createMigrator(FIRST_SCHEMA).upgrade();
        assertFirstSchema();

        createMigrator(SECOND_SCHEMA).upgrade();
        assertThat(showGrants("analyst"))
                .containsExactlyInAnyOrder(
                        "GRANT 'reader' TO ROLE analyst",
                        "GRANT DELETE, SELECT ON TABLE shop.orders TO ROLE 'analyst'",
                        "GRANT SELECT ON TABLE shop.customer TO ROLE 'analyst' WITH GRANT OPTION");
        assertThat(createMigrator(SECOND_SCHEMA).check().differences()).isEmpty();

        createMigrator(SECOND_SCHEMA).downgradeTo(1);
        assertFirstSchema();

        createMigrator(SECOND_SCHEMA).downgradeTo(0);
        assertThat(world.queryRows("SHOW ROLES"))
                .noneMatch(row -> row.startsWith("analyst") || row.startsWith("reader"));
    }

    @Test
    void plansAndDifferencesNameGainedAndLostPrivileges() throws SQLException {
        createMigrator(FIRST_SCHEMA).upgrade();
        assertThat(createMigrator(SECOND_SCHEMA).plan().get(0).notes().values().stream()
                        .flatMap(List::stream))
                .contains("analyst gains DELETE on orders", "analyst loses INSERT on orders");

        Migrator declaredMigrator =
                createMigrator(new DeclaredTables(CREATE_ORDERS.replace("TABLE orders", "TABLE `orders`"))
                        .withRoleStatements("CREATE ROLE clerk", "GRANT SELECT ON orders TO ROLE clerk"));
        for (PlannedChanges changes : List.of(declaredMigrator.diff(), declaredMigrator.apply())) {
            assertThat(changes.steps())
                    .flatExtracting(PlannedChanges.Step::notes)
                    .contains("Access: clerk gains SELECT on orders");
        }
    }

    /** The view is dropped before the materialized view is created, so another view holds the grants. */
    @Test
    void grantsOnAViewAreTransferredToItsMaterializedView() throws SQLException {
        RecordedHistory history = new RecordedHistory(World.DATABASE);
        SchemaDescriptor schemaWithView =
                history.version("view", CREATE_ORDERS, CREATE_CITIES).schema();
        SchemaDescriptor schemaWithMaterializedView = history.version(
                        "stored",
                        CREATE_ORDERS,
                        "CREATE MATERIALIZED VIEW cities DISTRIBUTED BY HASH(city) BUCKETS 1 REFRESH DEFERRED MANUAL"
                                + " PROPERTIES ('replication_num' = '1') AS SELECT city FROM orders")
                .schema();
        createMigrator(schemaWithView).upgrade();
        world.execute("CREATE ROLE other");
        world.execute("GRANT SELECT, DROP ON VIEW shop.cities TO ROLE other WITH GRANT OPTION");
        world.execute("GRANT SELECT ON VIEW shop.cities TO jane");

        createMigrator(schemaWithMaterializedView).upgrade();
        assertThat(showGrants("other"))
                .containsExactly(
                        "GRANT DROP, SELECT ON MATERIALIZED VIEW shop.cities TO ROLE 'other' WITH GRANT OPTION");
        assertThat(world.queryRows("SHOW GRANTS FOR jane"))
                .anyMatch(row -> row.contains("GRANT SELECT ON MATERIALIZED VIEW shop.cities TO USER 'jane'@'%'"));
        assertThat(createMigrator(schemaWithMaterializedView).check().differences())
                .isEmpty();

        createMigrator(schemaWithMaterializedView).downgradeTo(1);
        assertThat(showGrants("other"))
                .containsExactly("GRANT SELECT, DROP ON VIEW shop.cities TO ROLE 'other' WITH GRANT OPTION");
        assertThat(createMigrator(schemaWithView).check().differences()).isEmpty();
    }

    @Test
    void aPrivilegeThatNoMigrationGrantsIsDrift() throws SQLException {
        createMigrator(FIRST_SCHEMA).upgrade();
        world.execute("CREATE DATABASE other");
        world.execute("GRANT DELETE ON TABLE shop.orders TO ROLE analyst");
        world.execute("REVOKE SELECT ON TABLE shop.client FROM ROLE analyst");
        world.execute("GRANT SELECT ON ALL TABLES IN DATABASE other TO ROLE analyst");
        world.execute("REVOKE analyst FROM jane");
        world.execute("ALTER ROLE analyst SET COMMENT = 'x'");
        world.execute("CREATE ROLE foreign_one");

        Drift drift = createMigrator(FIRST_SCHEMA).check();
        assertThat(drift.differences())
                .extracting(Object::toString)
                .containsExactly(
                        "role analyst, comment: is 'x', should be 'reads reports'",
                        "role analyst, privilege DELETE ON TABLE shop.orders: is granted, should not exist",
                        "role analyst, privilege SELECT ON TABLE shop.client: is missing, should be granted",
                        "role analyst, member USER 'jane'@'%': is missing, should be granted");
        assertThat(drift.remediation().steps().stream().map(step -> step.text()))
                .containsExactly(
                        "ALTER ROLE `analyst` SET COMMENT = \"reads reports\"",
                        "GRANT SELECT ON TABLE `client` TO ROLE `analyst`",
                        "GRANT `analyst` TO USER 'jane'@'%'",
                        "-- destructive: revokes DELETE ON TABLE orders from the role analyst\n"
                                + "REVOKE DELETE ON TABLE `orders` FROM ROLE `analyst`");
    }

    @Test
    void aPrivilegeOnATableThatNoMigrationCreatedIsRevoked() throws SQLException {
        createMigrator(FIRST_SCHEMA).upgrade();
        world.execute("CREATE TABLE shop.tmp (id INT) DUPLICATE KEY(id)" + TABLE_ENDING);
        world.execute("CREATE VIEW shop.tmp_view AS SELECT 1 AS n");
        world.execute("GRANT SELECT ON TABLE shop.tmp TO ROLE analyst");
        world.execute("GRANT SELECT ON VIEW shop.tmp_view TO ROLE analyst");

        Drift drift = createMigrator(FIRST_SCHEMA).check();
        assertThat(drift.remediation().impossible()).isEmpty();
        assertThat(drift.differences())
                .filteredOn(difference -> difference.toString().contains("tmp"))
                .flatExtracting(Drift.Difference::remediation)
                .containsExactly(
                        "-- destructive: revokes SELECT ON TABLE tmp from the role analyst\n"
                                + "REVOKE SELECT ON TABLE `tmp` FROM ROLE `analyst`",
                        "-- destructive: revokes SELECT ON VIEW tmp_view from the role analyst\n"
                                + "REVOKE SELECT ON VIEW `tmp_view` FROM ROLE `analyst`");
    }

    @Test
    void aDroppedRoleIsDrift() throws SQLException {
        createMigrator(FIRST_SCHEMA).upgrade();
        world.execute("DROP ROLE reader");

        assertThat(createMigrator(FIRST_SCHEMA).check().differences())
                .extracting(Object::toString)
                .containsExactly(
                        "role analyst, inherited role reader: is missing, should be granted",
                        "role reader: is missing, should be a role");
    }

    @Test
    void aSchemaWithoutRolesQueriesNoRoles() throws SQLException {
        SchemaDescriptor schemaWithoutRoles = new RecordedHistory(World.DATABASE)
                .version("tables", CREATE_ORDERS)
                .schema();
        createMigrator(schemaWithoutRoles).upgrade();
        createMigrator(schemaWithoutRoles).check();

        assertThat(world.server.log().findMatching("(?is).*(ROLE|GRANTS|access_control).*"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut before", "cut after", "refused", "refused after it ran"})
    void anInterruptedUpgradeContinues(String faultName) throws SQLException {
        Fault fault = switch (faultName) {
            case "cut before" -> new Fault.CutBefore();
            case "cut after" -> new Fault.CutAfter();
            case "refused" -> Fault.reject(1064, "HY000", "not today");
            default -> new Fault.Rejection(1064, "HY000", "not today", true);
        };
        for (int number = 1; number <= ROLE_STATEMENT_COUNT; number++) {
            world.server.faults().add(Trigger.matching("(CREATE ROLE|GRANT).*").nth(number), fault);
        }
        for (int attempt = 0; attempt <= ROLE_STATEMENT_COUNT && !isUpgraded(); attempt++) {
            assertThat(createMigrator(FIRST_SCHEMA).check().differences()).isEmpty();
        }
        assertFirstSchema();
    }

    private boolean isUpgraded() {
        try {
            createMigrator(FIRST_SCHEMA).upgrade();
            return true;
        } catch (MigrationException ignored) {
            return false;
        }
    }

    @Test
    void aMissingPrivilegeToReadRolesIsReported() throws SQLException {
        createMigrator(FIRST_SCHEMA).upgrade();
        world.server
                .faults()
                .add(Trigger.matching("(?is)SHOW ROLES.*").every(), Fault.reject(5203, "42000", "Access denied"));

        assertThat(createMigrator(FIRST_SCHEMA).check().gaps())
                .extracting(Object::toString)
                .containsExactly(
                        "role analyst: Access denied: grant the user the role user_admin, which may read and change roles"
                                + " (cairn grants lists what it needs)",
                        "role reader: Access denied: grant the user the role user_admin, which may read and change roles"
                                + " (cairn grants lists what it needs)");
    }

    /** The analyst has lost a privilege, too, but its members can't be read, and so it is not compared at all. */
    @Test
    void aRoleThatCannotBeReadCompletelyIsNotPlanned() throws SQLException {
        createMigrator(FIRST_SCHEMA).upgrade();
        world.execute("REVOKE SELECT ON ALL VIEWS IN DATABASE shop FROM ROLE reader");
        world.execute("REVOKE SELECT ON TABLE shop.client FROM ROLE analyst");
        world.server
                .faults()
                .add(
                        Trigger.matching("(?is)SHOW GRANTS FOR .*jane.*").every(),
                        Fault.reject(5203, "42000", "Access denied"));

        Drift drift = createMigrator(FIRST_SCHEMA).check();
        assertThat(drift.gaps())
                .extracting(Object::toString)
                .singleElement(STRING)
                .startsWith("role analyst: ");
        assertThat(drift.differences())
                .extracting(Object::toString)
                .containsExactly(
                        "role reader, privilege SELECT ON ALL VIEWS IN DATABASE shop: is missing, should be granted");
        assertThat(drift.differences())
                .flatExtracting(Drift.Difference::remediation)
                .containsExactly("GRANT SELECT ON ALL VIEWS IN DATABASE `shop` TO ROLE `reader`");
    }

    @Test
    void anUpgradeByAMigratorThatMayNotChangeRolesNamesTheRoleThatMay() {
        world.server
                .faults()
                .add(Trigger.matching("(?is)SHOW ROLES.*").every(), Fault.reject(5203, "42000", "Access denied"));

        assertThatThrownBy(() -> createMigrator(FIRST_SCHEMA).upgrade())
                .isInstanceOf(MigrationException.MissingGrantException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void nothingIsGrantedWhereApacheRangerManagesPrivileges() throws SQLException {
        world.execute("ADMIN SET FRONTEND CONFIG ('access_control' = 'ranger')");
        List<String> warnings = new ArrayList<>();
        Migrator migrator = world.createMigrator(
                FIRST_SCHEMA, World.options().placeholder("reporter", "jane").listener(progress -> {
                    if (progress instanceof Progress.Warning warning) {
                        warnings.add(warning.message());
                    }
                }));
        migrator.upgrade();

        assertThat(world.queryRows("SHOW ROLES")).noneMatch(row -> row.startsWith("analyst"));
        assertThat(warnings).singleElement().satisfies(MESSAGES::matchText);
        assertThat(migrator.check().differences()).isEmpty();
        assertThat(migrator.check().gaps()).extracting(Object::toString).containsExactly("roles: " + warnings.get(0));
        assertThat(migrator.upgrade().isEmpty()).isTrue();
    }

    @Test
    void aScriptChangesRoles() throws SQLException {
        String script = createMigrator(FIRST_SCHEMA).sql(0, 1);
        assertThat(script)
                .contains("GRANT SELECT ON ALL VIEWS IN DATABASE `shop` TO ROLE `reader`")
                .contains("GRANT `analyst` TO USER 'jane'@'%'");
        ScriptRunner runner = new ScriptRunner(
                ServerAddress.parse(world.url()),
                new ScriptOptions(World.options().settings(), StepAnswer.NONE, true, false));
        runner.run("roles.sql", script);
        assertFirstSchema();

        String change = "GRANT DELETE ON TABLE orders TO ROLE analyst;\nREVOKE DELETE ON orders FROM ROLE analyst;";
        runner.run("change.sql", change);
        assertFirstSchema();
    }

    @Test
    void aRepeatableMigrationMayGrantToOtherRoles() throws SQLException {
        world.execute("CREATE ROLE operator");
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("tables", CREATE_ORDERS)
                .repeatable("Operators", "GRANT SELECT ON TABLE orders TO ROLE operator", "GRANT operator TO jane")
                .schema();

        createMigrator(schema).upgrade();
        assertThat(showGrants("operator")).containsExactly("GRANT SELECT ON TABLE shop.orders TO ROLE 'operator'");
        world.execute("GRANT DELETE ON TABLE shop.orders TO ROLE operator");
        assertThat(createMigrator(schema).check().differences()).isEmpty();
    }

    @Test
    void aRepeatableMigrationThatChangesARoleOfTheSchemaStopsTheUpgradeBeforeItBegins() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("roles", CREATE_ORDERS, "CREATE ROLE reader")
                .repeatable("Readers", "GRANT SELECT ON TABLE orders TO ROLE `${stage}reader`")
                .schema();
        Migrator migrator = world.createMigrator(
                schema, World.options().consent(Consent.values()).placeholder("stage", ""));

        for (int start = 0; start < 2; start++) {
            assertThatThrownBy(migrator::upgrade)
                    .isInstanceOf(MigrationException.HistoryMismatchException.class)
                    .satisfies(MESSAGES::match);
        }
        assertThat(migrator.status().head().number()).isZero();
        assertThat(migrator.status().isHeld()).isFalse();
        assertThat(world.queryRows("SHOW TABLES FROM shop")).noneMatch(row -> row.startsWith("orders"));
        assertThatThrownBy(migrator::plan).isInstanceOf(MigrationException.HistoryMismatchException.class);
    }

    @Test
    void aRepeatableMigrationMayGiveRolesOfTheSchemaToUsers() throws SQLException {
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .version("roles", CREATE_ORDERS, "CREATE ROLE reader", "GRANT SELECT ON TABLE orders TO ROLE reader");
        SchemaDescriptor schema = history.repeatable(
                        "Readers", "GRANT reader TO USER jane", "GRANT SELECT ON TABLE orders TO ROLE reader")
                .schema();

        createMigrator(schema).upgrade();

        assertThat(world.queryRows("SHOW GRANTS FOR jane")).anyMatch(row -> row.contains("'reader'"));
        assertThat(createMigrator(schema).upgrade().isEmpty()).isTrue();
        assertThat(createMigrator(schema).check().differences()).isEmpty();
    }

    /** The page shows a role that no record declares. */
    @Test
    void theRepeatableMigrationOfThePageCanRunAgain() throws IOException, SQLException {
        String page = Files.readString(Path.of("..", "..", "docs", "migrations.md"));
        Matcher codeBlock =
                Pattern.compile("(?s)@RepeatableMigration\\((.*?)\n```").matcher(page);
        assertThat(codeBlock.find()).isTrue();
        List<String> statements = Pattern.compile("\"([^\"]+)\"")
                .matcher(codeBlock.group(1))
                .results()
                .map(text -> text.group(1))
                .toList();
        assertThat(statements).hasSizeGreaterThan(1);
        RecordedHistory history = new RecordedHistory(World.DATABASE).version("tables", CREATE_ORDERS);
        SchemaDescriptor firstSchema = history.repeatable("Auditors", statements.toArray(String[]::new))
                .schema();
        createMigrator(firstSchema).upgrade();
        assertThat(showGrants("auditor"))
                .containsExactlyInAnyOrder(
                        "GRANT SELECT ON ALL TABLES IN DATABASE shop TO ROLE 'auditor'",
                        "GRANT SELECT ON ALL VIEWS IN DATABASE shop TO ROLE 'auditor'");

        List<String> extendedStatements = new ArrayList<>(statements);
        extendedStatements.add("GRANT INSERT ON TABLE orders TO ROLE auditor");
        SchemaDescriptor extendedSchema = new RecordedHistory(World.DATABASE)
                .version("tables", CREATE_ORDERS)
                .repeatable("Auditors", extendedStatements.toArray(String[]::new))
                .schema();
        createMigrator(extendedSchema).upgrade();
        assertThat(showGrants("auditor")).hasSize(3);
        assertThat(createMigrator(extendedSchema).upgrade().isEmpty()).isTrue();
        assertThat(createMigrator(extendedSchema).check().differences()).isEmpty();
    }
}
