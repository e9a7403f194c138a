package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.ClusterResources;
import dev.cairn.profile.ServerProfile.RunMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** References to volumes, labels and resource groups are checked if the resources of the cluster are known. */
class ClusterResourcesTest {
    private static final String CREATE_TABLE_PREFIX = "CREATE TABLE a (k INT) PROPERTIES ";
    private static final String CREATE_VIEW_PREFIX = "CREATE MATERIALIZED VIEW m REFRESH MANUAL PROPERTIES ";

    private static EngineClient createSharedDataClient(ClusterResources resources) {
        return EngineClient.of(ServerProfile.DEFAULT.with(RunMode.SHARED_DATA).with(resources));
    }

    private static EngineClient createSharedNothingClient(ClusterResources resources) {
        return EngineClient.of(ServerProfile.DEFAULT.with(resources));
    }

    @Test
    void aStorageVolumeMustExist() {
        EngineClient client = createSharedDataClient(ClusterResources.NONE.withVolumes("s3"));
        client.execute(CREATE_TABLE_PREFIX + "('storage_volume' = 's3')");
        assertThat(client.findProperty("a", "storage_volume")).isEqualTo("s3");
        String expectedRule = "CommonRule.NOT_FOUND";
        assertThat(client.ruleOf("CREATE TABLE b (k INT) PROPERTIES ('storage_volume' = 'gcs')"))
                .isEqualTo(expectedRule);
        assertThat(client.ruleOf(CREATE_VIEW_PREFIX + "('storage_volume' = 'gcs') AS SELECT k FROM a"))
                .isEqualTo(expectedRule);
        assertThat(client.ruleOf("CREATE DATABASE e PROPERTIES ('storage_volume' = 'gcs')"))
                .isEqualTo(expectedRule);
    }

    @Test
    void aStorageVolumeMayBeCreatedByAStatement() {
        EngineClient client = createSharedDataClient(ClusterResources.NONE)
                .managingCluster()
                .execute(
                        "CREATE STORAGE VOLUME s3 TYPE = S3 LOCATIONS = ('s3://a')",
                        CREATE_TABLE_PREFIX + "('storage_volume' = 's3')",
                        CREATE_VIEW_PREFIX + "('storage_volume' = 's3') AS SELECT k FROM a",
                        "CREATE DATABASE e PROPERTIES ('storage_volume' = 's3')");
        assertThat(client.findProperty("a", "storage_volume")).isEqualTo("s3");
        client.execute("ALTER STORAGE VOLUME s3 SET ('enabled' = 'false')");
        assertThat(client.ruleOf("CREATE TABLE b (k INT) PROPERTIES ('storage_volume' = 's3')"))
                .isEqualTo("PropertyRule.VOLUME_DISABLED");
        client.execute("CREATE STORAGE VOLUME gcs TYPE = GS LOCATIONS = ('gs://a')", "DROP STORAGE VOLUME gcs");
        assertThat(client.ruleOf("CREATE TABLE b (k INT) PROPERTIES ('storage_volume' = 'gcs')"))
                .isEqualTo("CommonRule.NOT_FOUND");
    }

    @Test
    void aTableInheritsTheStorageVolumeOfItsDatabase() {
        EngineClient client = createSharedDataClient(ClusterResources.NONE.withVolumes("s3"));
        client.execute("CREATE DATABASE e PROPERTIES ('storage_volume' = 's3')", "USE e", "CREATE TABLE a (k INT)");
        assertThat(client.catalog()
                        .findTable("e", "a")
                        .orElseThrow()
                        .properties()
                        .findValue("storage_volume"))
                .hasValue("s3");
    }

    @Test
    void theVolumeNamedDefaultIsTheDefaultOfTheCluster() {
        EngineClient client = createSharedDataClient(ClusterResources.NONE.withVolumes("s3"));
        client.execute(
                "CREATE DATABASE e PROPERTIES ('storage_volume' = 's3')",
                "USE e",
                CREATE_TABLE_PREFIX + "('storage_volume' = 'default')");
        assertThat(client.catalog()
                        .findTable("e", "a")
                        .orElseThrow()
                        .properties()
                        .settingByName()
                        .get("storage_volume"))
                .satisfies(setting -> {
                    assertThat(setting.value()).isEqualTo(ClusterResources.BUILTIN_VOLUME);
                    assertThat(setting.isAssumed()).isTrue();
                });
    }

    @Test
    void theWarehouseOfAMaterializedViewMustExist() {
        EngineClient client = createSharedDataClient(ClusterResources.NONE).execute("CREATE TABLE a (k INT)");
        String expectedRule = "ServerError.WAREHOUSE_NOT_FOUND";
        assertThat(client.ruleOf(CREATE_VIEW_PREFIX + "('warehouse' = 'etl') AS SELECT k FROM a"))
                .isEqualTo(expectedRule);
        client.execute(CREATE_VIEW_PREFIX + "('warehouse' = 'default_warehouse') AS SELECT k FROM a");
        assertThat(client.ruleOf("ALTER MATERIALIZED VIEW m SET ('warehouse' = 'etl')"))
                .isEqualTo(expectedRule);
    }

    @Test
    void aLocationLabelMustExistAndDefaultsToAnyLocation() {
        EngineClient client = createSharedNothingClient(ClusterResources.NONE.withLabels("rack:a", "rack:b"));
        client.execute(CREATE_TABLE_PREFIX + "('labels.location' = 'rack:a')", "CREATE TABLE b (k INT)");
        assertThat(client.findProperty("a", "labels.location")).isEqualTo("rack:a");
        assertThat(client.findProperty("b", "labels.location")).isEqualTo("*");
        client.execute("ALTER TABLE a SET ('labels.location' = 'rack: *')");
        assertThat(client.findProperty("a", "labels.location")).isEqualTo("rack:*");
        assertThat(client.ruleOf("CREATE TABLE c (k INT) PROPERTIES ('labels.location' = 'rack:c')"))
                .contains("PropertyRule.NO_BACKEND_AT_LOCATION");
    }

    @Test
    void aResourceGroupMustExist() {
        EngineClient client = createSharedNothingClient(ClusterResources.NONE.withGroups("nightly"));
        client.execute(
                "CREATE TABLE a (k INT)", CREATE_VIEW_PREFIX + "('resource_group' = 'nightly') AS SELECT k FROM a");
        assertThat(client.ruleOf("ALTER MATERIALIZED VIEW m SET ('resource_group' = 'daily')"))
                .contains("CommonRule.NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'storage_volume' = 's3'", "'labels.location' = 'rack:a'"})
    void unknownClusterResourcesAreNotRefused(String property) {
        boolean isSharedData = property.contains("volume");
        EngineClient client = isSharedData
                ? createSharedDataClient(ClusterResources.UNKNOWN)
                : createSharedNothingClient(ClusterResources.UNKNOWN);
        client.execute(CREATE_TABLE_PREFIX + "(" + property + ")", "CREATE TABLE b (k INT)");
        assertThat(client.findProperty("b", "labels.location")).isEmpty();
    }

    @Test
    void unknownClustersMayHaveSeveralWarehouses() {
        EngineClient client = createSharedDataClient(ClusterResources.UNKNOWN).execute("CREATE TABLE a (k INT)");
        client.execute(
                CREATE_VIEW_PREFIX + "('warehouse' = 'etl') AS SELECT k FROM a",
                "ALTER MATERIALIZED VIEW m SET ('warehouse' = 'nightly')");
        assertThat(client.catalog()
                        .findDatabase("t")
                        .orElseThrow()
                        .findMaterializedView("m")
                        .orElseThrow()
                        .properties()
                        .findValue("warehouse"))
                .hasValue("nightly");
    }
}
