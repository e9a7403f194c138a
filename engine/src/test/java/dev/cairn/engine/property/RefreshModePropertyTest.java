package dev.cairn.engine.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.engine.EngineClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the property {@code refresh_mode} of a materialized view. */
class RefreshModePropertyTest {
    private final EngineClient client = EngineClient.ofDefaultServer();

    @BeforeEach
    void createTableAndView() {
        client.execute("CREATE TABLE a (k INT, v INT)", "CREATE VIEW w AS SELECT k FROM a");
    }

    private static String createViewSql(String mode, String query) {
        return "CREATE MATERIALIZED VIEW m REFRESH MANUAL PROPERTIES ('refresh_mode' = '" + mode + "') AS " + query;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pct", "FULL", "auto"})
    void validRefreshModesAreAccepted(String mode) {
        client.execute(createViewSql(mode, "SELECT k, v FROM a"));
    }

    @Test
    void theServersOwnTablesAndViewsAreNotRefreshedIncrementally() {
        assertThat(client.ruleOf(createViewSql("incremental", "SELECT k FROM a")))
                .contains("MaterializedViewRule.INCREMENTAL_REWRITE_FAILED");
        assertThat(client.ruleOf(createViewSql("incremental", "SELECT k FROM w")))
                .contains("MaterializedViewRule.INCREMENTAL_REWRITE_FAILED");
        EngineClient sharedDataClient =
                EngineClient.of(EngineClient.SHARED_DATA).execute("CREATE TABLE a (k INT)");
        assertThat(sharedDataClient.ruleOf(createViewSql("incremental", "SELECT k FROM a")))
                .contains("MaterializedViewRule.INCREMENTAL_REWRITE_FAILED");
    }

    @Test
    void anUnknownRefreshModeIsRefused() {
        assertThat(client.ruleOf(createViewSql("often", "SELECT k FROM a"))).isEqualTo("CommonRule.NOT_ONE_OF");
    }

    @Test
    void olderServersRefuseTheRefreshMode() {
        EngineClient oldClient = EngineClient.of(EngineClient.SERVER_3_5).execute("CREATE TABLE a (k INT)");
        assertThat(oldClient
                        .refusalOf(createViewSql("incremental", "SELECT k FROM a"))
                        .errno())
                .isEqualTo(6013);
    }
}
