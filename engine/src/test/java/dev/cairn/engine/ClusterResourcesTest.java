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
    private static final String TABLE = "CREATE TABLE a (k INT) PROPERTIES ";
    private static final String VIEW = "CREATE MATERIALIZED VIEW m REFRESH MANUAL PROPERTIES ";

    private static Client lake(ClusterResources resources) {
        return Client.of(ServerProfile.DEFAULT.with(RunMode.SHARED_DATA).with(resources));
    }

    private static Client own(ClusterResources resources) {
        return Client.of(ServerProfile.DEFAULT.with(resources));
    }

    @Test
    void aStorageVolumeMustExist() {
        Client client = lake(ClusterResources.NONE.withVolumes("s3"));
        client.says(TABLE + "('storage_volume' = 's3')");
        assertThat(client.property("a", "storage_volume")).isEqualTo("s3");
        String unknown = "Unknown storage volume \"gcs\"";
        assertThat(client.wordsOn("CREATE TABLE b (k INT) PROPERTIES ('storage_volume' = 'gcs')"))
                .isEqualTo(unknown);
        assertThat(client.wordsOn(VIEW + "('storage_volume' = 'gcs') AS SELECT k FROM a"))
                .isEqualTo(unknown);
        assertThat(client.wordsOn("CREATE DATABASE e PROPERTIES ('storage_volume' = 'gcs')"))
                .isEqualTo(unknown);
    }

    @Test
    void aTableInheritsTheStorageVolumeOfItsDatabase() {
        Client client = lake(ClusterResources.NONE.withVolumes("s3"));
        client.says("CREATE DATABASE e PROPERTIES ('storage_volume' = 's3')", "USE e", "CREATE TABLE a (k INT)");
        assertThat(client.catalog().table("e", "a").orElseThrow().properties().value("storage_volume"))
                .hasValue("s3");
    }

    @Test
    void aLocationLabelMustExistAndDefaultsToAnyLocation() {
        Client client = own(ClusterResources.NONE.withLabels("rack:a", "rack:b"));
        client.says(TABLE + "('labels.location' = 'rack:a')", "CREATE TABLE b (k INT)");
        assertThat(client.property("a", "labels.location")).isEqualTo("rack:a");
        assertThat(client.property("b", "labels.location")).isEqualTo("*");
        client.says("ALTER TABLE a SET ('labels.location' = 'rack: *')");
        assertThat(client.property("a", "labels.location")).isEqualTo("rack:*");
        assertThat(client.wordsOn("CREATE TABLE c (k INT) PROPERTIES ('labels.location' = 'rack:c')"))
                .contains("Cannot find any backend with location: rack:c");
    }

    @Test
    void aResourceGroupMustExist() {
        Client client = own(ClusterResources.NONE.withGroups("nightly"));
        client.says("CREATE TABLE a (k INT)", VIEW + "('resource_group' = 'nightly') AS SELECT k FROM a");
        assertThat(client.wordsOn("ALTER MATERIALIZED VIEW m SET ('resource_group' = 'daily')"))
                .contains("resource_group daily does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'storage_volume' = 's3'", "'labels.location' = 'rack:a'"})
    void unknownClusterResourcesAreNotRefused(String property) {
        boolean shared = property.contains("volume");
        Client client = shared ? lake(ClusterResources.UNKNOWN) : own(ClusterResources.UNKNOWN);
        client.says(TABLE + "(" + property + ")", "CREATE TABLE b (k INT)");
        assertThat(client.property("b", "labels.location")).isEmpty();
    }
}
