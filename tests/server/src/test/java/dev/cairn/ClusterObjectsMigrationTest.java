package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.ConsentException;
import dev.cairn.upgrade.MigrationException.MissingGrantException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Resource groups, storage volumes and external catalogs are migrated and compared like the objects of databases. */
class ClusterObjectsMigrationTest {
    private static final String TABLE =
            "CREATE TABLE orders (id INT NOT NULL) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)"
                    + " BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String GROUP = "CREATE RESOURCE GROUP etl TO (user = '${loader}'), (role = 'loading') WITH"
            + " ('mem_limit' = '20%', 'cpu_weight' = '1', 'concurrency_limit' = '${limit:5}')";
    private static final String VOLUME = "CREATE STORAGE VOLUME shop TYPE = S3 LOCATIONS = ('s3://acme/') PROPERTIES"
            + " ('aws.s3.region' = 'eu', 'aws.s3.secret_key' = '${s3_key}')";
    private static final String LAKE = "CREATE EXTERNAL CATALOG lake COMMENT 'the lake' PROPERTIES ('type' = 'hive',"
            + " 'hive.metastore.uris' = 'thrift://h:9083', 'aws.s3.secret_key' = '${s3_key}')";
    private static final RecordedHistory HISTORY =
            new RecordedHistory(World.DATABASE).managingCluster().version("create", TABLE, GROUP, VOLUME, LAKE);
    private static final SchemaDescriptor FIRST = HISTORY.schema();
    private static final SchemaDescriptor SECOND = HISTORY.version(
                    "change",
                    TABLE,
                    GROUP.replace("20%", "30%").replace("(role", "(role = 'new'), (role"),
                    VOLUME.replace("'eu'", "'us'"),
                    LAKE.replace("h:9083", "i:9083"))
            .schema();
    private static final SchemaDescriptor THIRD = HISTORY.version(
                    "drop", TABLE, GROUP.replace(", (role = 'loading')", ""))
            .schema();

    private World world;

    @BeforeEach
    void start() throws SQLException {
        world = new World();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Migrator migrator(SchemaDescriptor schema) {
        return migrator(schema, Consent.values());
    }

    private Migrator migrator(SchemaDescriptor schema, Consent... consents) {
        return world.createMigrator(
                schema,
                World.options()
                        .consent(consents)
                        .connections(1)
                        .placeholder("loader", "loading_user")
                        .placeholder("s3_key", "very secret"));
    }

    private List<String> groups() throws SQLException {
        return world.queryRows("SHOW VERBOSE RESOURCE GROUPS ALL");
    }

    @Test
    void anUpgradeCreatesChangesAndDropsThem() throws SQLException {
        migrator(FIRST).upgrade();
        assertThat(groups()).hasSize(2).anyMatch(row -> row.contains("20.0%") && row.contains("user=loading_user"));
        assertThat(migrator(FIRST).check().differences()).isEmpty();

        migrator(SECOND).upgrade();
        assertThat(groups()).hasSize(3).allMatch(row -> row.contains("30.0%"));
        assertThat(world.queryRows("DESC STORAGE VOLUME shop"))
                .anyMatch(row -> row.contains("\"aws.s3.region\":\"us\""));
        assertThat(world.queryRows("SHOW CREATE CATALOG lake"))
                .anyMatch(row -> row.contains("thrift://i:9083"))
                .noneMatch(row -> row.contains("very secret"));
        assertThat(migrator(SECOND).check().differences()).isEmpty();

        migrator(THIRD).upgrade();
        assertThat(groups()).hasSize(1).allMatch(row -> row.contains("user=loading_user"));
        assertThat(world.queryRows("SHOW CATALOGS")).hasSize(1);
        assertThat(migrator(THIRD).check().differences()).isEmpty();
    }

    @Test
    void aDowngradeTakesThemBack() throws SQLException {
        migrator(SECOND).upgrade();
        migrator(SECOND).downgradeTo(1);
        assertThat(groups()).hasSize(2).allMatch(row -> row.contains("20.0%"));
        assertThat(migrator(FIRST).check().differences()).isEmpty();
        migrator(FIRST).downgradeTo(0);
        assertThat(groups()).isEmpty();
        assertThat(world.queryRows("SHOW CATALOGS")).hasSize(1);
    }

    @Test
    void onlyADowngradeThatLosesThePrivilegesOnACatalogNeedsConsent() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version("create", TABLE)
                .version("group", TABLE, GROUP, VOLUME)
                .version("lake", TABLE, GROUP, VOLUME, LAKE)
                .schema();
        migrator(schema).upgrade();
        Migrator withoutConsent = migrator(schema, new Consent[0]);
        assertThatThrownBy(() -> withoutConsent.downgradeTo(2))
                .isInstanceOf(ConsentException.class)
                .hasMessageContaining("drops external catalog lake");
        migrator(schema).downgradeTo(2);
        withoutConsent.downgradeTo(1);
        assertThat(groups()).isEmpty();
    }

    @Test
    void whatOthersHaveChangedIsADifference() throws SQLException {
        migrator(FIRST).upgrade();
        world.execute("ALTER RESOURCE GROUP etl WITH ('concurrency_limit' = '9')");
        world.execute("ALTER STORAGE VOLUME shop SET ('enabled' = 'false')");
        world.execute("DROP CATALOG lake");
        world.execute(
                "CREATE RESOURCE GROUP adhoc TO (user = 'somebody') WITH ('mem_limit' = '1%', 'cpu_weight' = '1')");
        assertThat(migrator(FIRST).check().differences())
                .extracting(Object::toString)
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text).contains("resource group etl", "concurrency_limit", "'9'", "'5'"),
                        text -> assertThat(text).contains("storage volume shop", "enabled"),
                        text -> assertThat(text)
                                .contains("external catalog lake")
                                .doesNotContain("very secret"));
    }

    @Test
    void changedSecretsAreDifferencesAndNeverShown() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version(
                        "create",
                        TABLE,
                        LAKE.replace("'hive.metastore.uris'", "'proxy' = '${proxy}', 'hive.metastore.uris'"))
                .schema();
        MigratorOptions options = World.options()
                .placeholder("s3_key", "very secret")
                .placeholder("proxy", "http://me:very-secret@proxy/");
        world.createMigrator(schema, options).upgrade();
        assertThat(world.createMigrator(schema, options).check().differences()).isEmpty();

        world.execute(
                "ALTER CATALOG lake SET ('aws.s3.secret_key' = 'other value', 'proxy' = 'http://me:other-value@proxy/')");

        assertThat(world.createMigrator(schema, options).check().differences())
                .allSatisfy(difference -> assertThat(difference.remediation())
                        .isNotEmpty()
                        .noneMatch(statement -> statement.contains("very")))
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "external catalog lake, property aws.s3.secret_key: is another secret than expected ('***')",
                        "external catalog lake, property proxy: is another secret than expected ('***')");
    }

    /** A server shows the ends of a longer one, so that it would not show the expected secret like this. */
    @Test
    void aShortSecretInPlaceOfALongOneIsADifference() throws SQLException {
        migrator(FIRST).upgrade();
        world.execute("ALTER CATALOG lake SET ('aws.s3.secret_key' = '***')");
        assertThat(migrator(FIRST).check().differences())
                .extracting(Object::toString)
                .containsExactly(
                        "external catalog lake, property aws.s3.secret_key: is another secret than expected ('***')");
    }

    /** What a server shows of a secret does not prove that the statement ran. */
    @Test
    void aStatementThatSetsASecretIsSent() throws SQLException {
        String search =
                "CREATE EXTERNAL CATALOG search PROPERTIES ('type' = 'es', 'hosts' = 'http://h:9200', 'user' = 'me',"
                        + " 'password' = 'one')";
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version("create", TABLE, LAKE.replace(", 'aws.s3.secret_key' = '${s3_key}'", ""), VOLUME, search);
        migrator(history.schema()).upgrade();
        SchemaDescriptor second = history.version("secret", TABLE, LAKE, VOLUME, search.replace("one", "two"))
                .schema();
        assertThat(migrator(second).check().differences()).isEmpty(); // the second migration has not run
        migrator(second).upgrade();
        assertThat(world.server.log().all())
                .extracting(StatementLog.LoggedStatement::text)
                .anyMatch(text -> text.matches("ALTER CATALOG `search` SET .*two.*"))
                .anyMatch(text -> text.matches("ALTER CATALOG `lake` SET .*very secret.*"));
        assertThat(world.queryRows("SHOW CREATE CATALOG lake")).anyMatch(row -> row.contains("aws.s3.secret_key"));
        assertThat(migrator(second).check().differences()).isEmpty();
        ScriptRuns.sequentialRunner(world)
                .run("rotation.sql", "ALTER STORAGE VOLUME shop SET ('aws.s3.secret_key' = 'another one')");
        assertThat(world.server.log().all())
                .extracting(StatementLog.LoggedStatement::text)
                .anyMatch(text -> text.startsWith("ALTER STORAGE VOLUME `shop`"));
    }

    @Test
    void aSecretThatIsNotSetIsADifference() throws SQLException {
        migrator(FIRST).upgrade();
        world.execute("DROP CATALOG lake");
        world.execute(
                "CREATE EXTERNAL CATALOG lake COMMENT 'the lake' PROPERTIES ('type' = 'hive', 'hive.metastore.uris' = 'thrift://h:9083')");
        assertThat(migrator(FIRST).check().differences())
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .contains("aws.s3.secret_key");
    }

    /** A server hides what the user has no privilege on. */
    @Test
    void anObjectThatTheUserMayNotSeeIsNotTakenForDropped() throws SQLException {
        migrator(SECOND).upgrade();
        world.execute("DROP CATALOG lake");
        world.server
                .faults()
                .add(
                        Trigger.matching("DROP CATALOG .*"),
                        Fault.refuse(5203, "HY000", "Access denied; you need the DROP privilege(s) on CATALOG lake"));
        assertThatThrownBy(() -> migrator(THIRD).upgrade())
                .isInstanceOf(MissingGrantException.class)
                .hasMessageContaining("Access denied");
        migrator(THIRD).upgrade();
        assertThat(migrator(THIRD).check().differences()).isEmpty();
    }

    @Test
    void anObjectThatTheUserMayNotSeeIsNotMissing() throws SQLException {
        migrator(FIRST).upgrade();
        world.execute("DROP CATALOG lake");
        world.execute("DROP STORAGE VOLUME shop");
        world.server
                .faults()
                .add(
                        Trigger.matching("SHOW CREATE CATALOG .*"),
                        Fault.refuse(5203, "HY000", "Access denied; you need the ANY privilege(s) on CATALOG lake"));

        Drift drift = migrator(FIRST).check();

        assertThat(drift.gaps())
                .extracting(Object::toString)
                .containsExactly(
                        "external catalog lake: the user has no privilege on it, and the server does not list it");
        assertThat(drift.differences())
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .contains("storage volume shop");
    }

    @Test
    void anUpgradeThatWasKilledContinues() throws SQLException {
        for (String statement : List.of("CREATE RESOURCE GROUP", "CREATE STORAGE VOLUME", "CREATE EXTERNAL CATALOG")) {
            for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
                try (World other = new World()) {
                    other.server.faults().add(Trigger.matching("(?s)" + statement + ".*"), fault);
                    other.createMigrator(
                                    FIRST,
                                    World.options()
                                            .connections(1)
                                            .placeholder("loader", "loading_user")
                                            .placeholder("s3_key", "very secret"))
                            .upgrade();
                    assertThat(other.queryRows("SHOW VERBOSE RESOURCE GROUPS ALL"))
                            .hasSize(2);
                    assertThat(other.queryRows("SHOW CATALOGS")).hasSize(2);
                }
            }
        }
    }

    @Test
    void anObjectOfAnotherSchemaIsNotTakenOver() throws SQLException {
        world.execute("CREATE RESOURCE GROUP etl TO (user = 'loading_user'), (role = 'loading') WITH"
                + " ('mem_limit' = '20%', 'cpu_weight' = '1', 'concurrency_limit' = '5')");
        Migrator migrator = migrator(FIRST);
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("the resource group etl exists, and these migrations did not create it");
        world.execute("DROP RESOURCE GROUP etl");
        migrator.upgrade();
        assertThat(migrator.check().differences()).isEmpty();
    }

    @Test
    void anObjectOfAnotherDefinitionIsNotTakenOver() throws SQLException {
        world.execute("CREATE RESOURCE GROUP etl TO (user = 'somebody') WITH ('mem_limit' = '1%', 'cpu_weight' = '1')");
        Migrator migrator = migrator(FIRST);
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("the resource group etl exists, and these migrations did not create it");
        assertThat(groups()).allMatch(row -> row.contains("somebody"));
    }
}
