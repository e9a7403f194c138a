package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import dev.cairn.upgrade.MigrationException.MissingGrantException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Resource groups, storage volumes and external catalogs are migrated and compared like the objects of databases. */
class ClusterObjectsMigrationTest extends ClusterObjectFixture {
    private static final String CREATE_TABLE =
            "CREATE TABLE orders (id INT NOT NULL) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)"
                    + " BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_GROUP =
            "CREATE RESOURCE GROUP etl TO (user = '${loader}'), (role = 'loading') WITH"
                    + " ('mem_limit' = '20%', 'cpu_weight' = '1', 'concurrency_limit' = '${limit:5}')";
    private static final String CREATE_VOLUME =
            "CREATE STORAGE VOLUME shop TYPE = S3 LOCATIONS = ('s3://acme/') PROPERTIES"
                    + " ('aws.s3.region' = 'eu', 'aws.s3.secret_key' = '${s3_key}')";
    private static final String CREATE_LAKE =
            "CREATE EXTERNAL CATALOG lake COMMENT 'the lake' PROPERTIES ('type' = 'hive',"
                    + " 'hive.metastore.uris' = 'thrift://h:9083', 'aws.s3.secret_key' = '${s3_key}')";
    private static final RecordedHistory HISTORY = new RecordedHistory(World.DATABASE)
            .managingCluster()
            .version("create", CREATE_TABLE, CREATE_GROUP, CREATE_VOLUME, CREATE_LAKE);
    private static final SchemaDescriptor FIRST_SCHEMA = HISTORY.schema();
    private static final SchemaDescriptor CHANGED_SCHEMA = HISTORY.version(
                    "change",
                    CREATE_TABLE,
                    CREATE_GROUP.replace("20%", "30%").replace("(role", "(role = 'new'), (role"),
                    CREATE_VOLUME.replace("'eu'", "'us'"),
                    CREATE_LAKE.replace("h:9083", "i:9083"))
            .schema();
    private static final SchemaDescriptor REDUCED_SCHEMA = HISTORY.version(
                    "drop", CREATE_TABLE, CREATE_GROUP.replace(", (role = 'loading')", ""))
            .schema();

    @Override
    MigratorOptions migratorOptions() {
        return super.migratorOptions().placeholder("loader", "loading_user").placeholder("s3_key", "very secret");
    }

    private Migrator createMigrator(SchemaDescriptor schema, Consent... consents) {
        return world.createMigrator(schema, migratorOptions().consent(consents));
    }

    private List<String> showGroups() throws SQLException {
        return world.queryRows("SHOW VERBOSE RESOURCE GROUPS ALL");
    }

    @Test
    void anUpgradeCreatesChangesAndDropsClusterObjects() throws SQLException {
        createMigrator(FIRST_SCHEMA).upgrade();
        assertThat(showGroups()).hasSize(2).anyMatch(row -> row.contains("20.0%") && row.contains("user=loading_user"));
        requireNoDifference(FIRST_SCHEMA);

        createMigrator(CHANGED_SCHEMA).upgrade();
        assertThat(showGroups()).hasSize(3).allMatch(row -> row.contains("30.0%"));
        assertThat(world.queryRows("DESC STORAGE VOLUME shop"))
                .anyMatch(row -> row.contains("\"aws.s3.region\":\"us\""));
        assertThat(world.queryRows("SHOW CREATE CATALOG lake"))
                .anyMatch(row -> row.contains("thrift://i:9083"))
                .noneMatch(row -> row.contains("very secret"));
        requireNoDifference(CHANGED_SCHEMA);

        createMigrator(REDUCED_SCHEMA).upgrade();
        assertThat(showGroups()).hasSize(1).allMatch(row -> row.contains("user=loading_user"));
        assertThat(world.queryRows("SHOW CATALOGS")).hasSize(1);
        requireNoDifference(REDUCED_SCHEMA);
    }

    @Test
    void aDowngradeRevertsChangesOfClusterObjects() throws SQLException {
        createMigrator(CHANGED_SCHEMA).upgrade();
        createMigrator(CHANGED_SCHEMA).downgradeTo(1);
        assertThat(showGroups()).hasSize(2).allMatch(row -> row.contains("20.0%"));
        requireNoDifference(FIRST_SCHEMA);
        createMigrator(FIRST_SCHEMA).downgradeTo(0);
        assertThat(showGroups()).isEmpty();
        assertThat(world.queryRows("SHOW CATALOGS")).hasSize(1);
    }

    @Test
    void anUpgradeOfAGroupKeepsThePrivilegesOnIt() throws SQLException {
        String createRole = "CREATE ROLE keeper";
        String grant = "GRANT ALTER ON RESOURCE GROUP etl TO ROLE keeper";
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version("create", CREATE_TABLE, createRole, CREATE_GROUP, grant);
        createMigrator(history.schema()).upgrade();
        world.execute("CREATE USER outsider");
        world.execute("GRANT DROP ON RESOURCE GROUP etl TO USER outsider");

        String smallerGroup = CREATE_GROUP.replace(", (role = 'loading')", "");
        RecordedHistory secondHistory = history.version("smaller", CREATE_TABLE, createRole, smallerGroup, grant);
        SchemaDescriptor secondSchema = secondHistory.schema();
        createMigrator(secondSchema).upgrade();
        assertThat(showGroups()).hasSize(1);
        requireNoDifference(secondSchema);
        assertThat(world.queryRows("SHOW GRANTS FOR outsider")).anyMatch(row -> row.contains("RESOURCE GROUP etl"));

        SchemaDescriptor thirdSchema = secondHistory
                .version(
                        "other type",
                        CREATE_TABLE,
                        createRole,
                        smallerGroup.replace("'mem_limit'", "'type' = 'short_query', 'mem_limit'"),
                        grant)
                .schema();
        createMigrator(thirdSchema).upgrade();
        requireNoDifference(thirdSchema);
        assertThat(world.queryRows("SHOW GRANTS FOR ROLE keeper")).anyMatch(row -> row.contains("RESOURCE GROUP etl"));
        createMigrator(thirdSchema).downgradeTo(1);
        requireNoDifference(history.schema());
    }

    @Test
    void onlyADowngradeThatLosesThePrivilegesOnACatalogNeedsConsent() throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version("create", CREATE_TABLE)
                .version("group", CREATE_TABLE, CREATE_GROUP, CREATE_VOLUME)
                .version("lake", CREATE_TABLE, CREATE_GROUP, CREATE_VOLUME, CREATE_LAKE)
                .schema();
        createMigrator(schema).upgrade();
        Migrator withoutConsent = createMigrator(schema, new Consent[0]);
        assertThatThrownBy(() -> withoutConsent.downgradeTo(2))
                .isInstanceOf(MissingConsentException.class)
                .hasMessageContaining("drops external catalog lake");
        createMigrator(schema).downgradeTo(2);
        withoutConsent.downgradeTo(1);
        assertThat(showGroups()).isEmpty();
    }

    @Test
    void changesByOtherClientsAreDifferences() throws SQLException {
        createMigrator(FIRST_SCHEMA).upgrade();
        world.execute("ALTER RESOURCE GROUP etl WITH ('concurrency_limit' = '9')");
        world.execute("ALTER STORAGE VOLUME shop SET ('enabled' = 'false')");
        world.execute("DROP CATALOG lake");
        world.execute(
                "CREATE RESOURCE GROUP adhoc TO (user = 'somebody') WITH ('mem_limit' = '1%', 'cpu_weight' = '1')");
        assertThat(createMigrator(FIRST_SCHEMA).check().differences())
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
                        CREATE_TABLE,
                        CREATE_LAKE.replace("'hive.metastore.uris'", "'proxy' = '${proxy}', 'hive.metastore.uris'"))
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

    /**
     * A server shows the first and last characters of a long secret, so three asterisks can't stand for the expected
     * secret.
     */
    @Test
    void aShortSecretInPlaceOfALongOneIsADifference() throws SQLException {
        createMigrator(FIRST_SCHEMA).upgrade();
        world.execute("ALTER CATALOG lake SET ('aws.s3.secret_key' = '***')");
        assertThat(createMigrator(FIRST_SCHEMA).check().differences())
                .extracting(Object::toString)
                .containsExactly(
                        "external catalog lake, property aws.s3.secret_key: is another secret than expected ('***')");
    }

    /** The part of a secret that a server shows does not prove that the statement ran. */
    @Test
    void aStatementThatSetsASecretIsSent() throws SQLException {
        String createSearch =
                "CREATE EXTERNAL CATALOG search PROPERTIES ('type' = 'es', 'hosts' = 'http://h:9200', 'user' = 'me',"
                        + " 'password' = 'one')";
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .managingCluster()
                .version(
                        "create",
                        CREATE_TABLE,
                        CREATE_LAKE.replace(", 'aws.s3.secret_key' = '${s3_key}'", ""),
                        CREATE_VOLUME,
                        createSearch);
        createMigrator(history.schema()).upgrade();
        SchemaDescriptor secondSchema = history.version(
                        "secret", CREATE_TABLE, CREATE_LAKE, CREATE_VOLUME, createSearch.replace("one", "two"))
                .schema();
        requireNoDifference(secondSchema); // the second migration has not run
        createMigrator(secondSchema).upgrade();
        assertThat(world.server.log().all())
                .extracting(StatementLog.LoggedStatement::text)
                .anyMatch(text -> text.matches("ALTER CATALOG `search` SET .*two.*"))
                .anyMatch(text -> text.matches("ALTER CATALOG `lake` SET .*very secret.*"));
        assertThat(world.queryRows("SHOW CREATE CATALOG lake")).anyMatch(row -> row.contains("aws.s3.secret_key"));
        requireNoDifference(secondSchema);
        ScriptRuns.createSequentialRunner(world)
                .run("rotation.sql", "ALTER STORAGE VOLUME shop SET ('aws.s3.secret_key' = 'another one')");
        assertThat(world.server.log().all())
                .extracting(StatementLog.LoggedStatement::text)
                .anyMatch(text -> text.startsWith("ALTER STORAGE VOLUME `shop`"));
    }

    @Test
    void aSecretThatIsNotSetIsADifference() throws SQLException {
        createMigrator(FIRST_SCHEMA).upgrade();
        world.execute("DROP CATALOG lake");
        world.execute(
                "CREATE EXTERNAL CATALOG lake COMMENT 'the lake' PROPERTIES ('type' = 'hive', 'hive.metastore.uris' = 'thrift://h:9083')");
        requireDifference(FIRST_SCHEMA, "aws.s3.secret_key");
    }

    /** A server hides the objects on which the user has no privilege. */
    @Test
    void anObjectThatTheUserMayNotSeeIsNotTakenForDropped() throws SQLException {
        createMigrator(CHANGED_SCHEMA).upgrade();
        world.execute("DROP CATALOG lake");
        world.server
                .faults()
                .add(
                        Trigger.matching("DROP CATALOG .*"),
                        Fault.reject(5203, "HY000", "Access denied; you need the DROP privilege(s) on CATALOG lake"));
        assertThatThrownBy(() -> createMigrator(REDUCED_SCHEMA).upgrade())
                .isInstanceOf(MissingGrantException.class)
                .hasMessageContaining("Access denied");
        createMigrator(REDUCED_SCHEMA).upgrade();
        requireNoDifference(REDUCED_SCHEMA);
    }

    @Test
    void anObjectThatTheUserMayNotSeeIsNotMissing() throws SQLException {
        createMigrator(FIRST_SCHEMA).upgrade();
        world.execute("DROP CATALOG lake");
        world.execute("DROP STORAGE VOLUME shop");
        world.server
                .faults()
                .add(
                        Trigger.matching("SHOW CREATE CATALOG .*"),
                        Fault.reject(5203, "HY000", "Access denied; you need the ANY privilege(s) on CATALOG lake"));

        Drift drift = createMigrator(FIRST_SCHEMA).check();

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
                try (World otherWorld = new World()) {
                    otherWorld.server.faults().add(Trigger.matching("(?s)" + statement + ".*"), fault);
                    otherWorld
                            .createMigrator(FIRST_SCHEMA, migratorOptions().consent())
                            .upgrade();
                    assertThat(otherWorld.queryRows("SHOW VERBOSE RESOURCE GROUPS ALL"))
                            .hasSize(2);
                    assertThat(otherWorld.queryRows("SHOW CATALOGS")).hasSize(2);
                }
            }
        }
    }

    @Test
    void anObjectOfAnotherSchemaIsNotTakenOver() throws SQLException {
        world.execute("CREATE RESOURCE GROUP etl TO (user = 'loading_user'), (role = 'loading') WITH"
                + " ('mem_limit' = '20%', 'cpu_weight' = '1', 'concurrency_limit' = '5')");
        Migrator migrator = createMigrator(FIRST_SCHEMA);
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
        Migrator migrator = createMigrator(FIRST_SCHEMA);
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("the resource group etl exists, and these migrations did not create it");
        assertThat(showGroups()).allMatch(row -> row.contains("somebody"));
    }
}
