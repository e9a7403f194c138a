package dev.cairn.engine.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.engine.EngineClient;
import dev.cairn.profile.ServerProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The session variables that a materialized view may set for its refreshes. */
class RefreshVariablesTest {
    private static final String CREATE_TABLE =
            "CREATE TABLE s (k INT, q INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1";

    private static String createViewSql(String properties) {
        return "CREATE MATERIALIZED VIEW m REFRESH MANUAL PROPERTIES (" + properties + ") AS SELECT k, q FROM s";
    }

    private static EngineClient createClient(ServerProfile profile) {
        return EngineClient.of(profile).execute(CREATE_TABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'session.insert_timeout' = '100'",
                "'session.INSERT_TIMEOUT' = '100'",
                "'session.enable_spill' = 'maybe'",
                "'session.enable_pipeline_engine' = 'true'",
                "'session.version' = '5'",
                "'session.time_zone' = 'Europe/Berlin'",
            })
    void knownSessionVariablesAreAccepted(String property) {
        createClient(EngineClient.SERVER)
                .execute(createViewSql(property), "ALTER MATERIALIZED VIEW m SET (" + property + ")");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        'session.nonsense' = '1'          | 1193 | ServerError.UNKNOWN_VARIABLE
        'session.' = '1'                  | 1193 | ServerError.UNKNOWN_VARIABLE
        'session.insert_timeout' = ''     | 1064 | CommonRule.NOT_A_NUMBER
        'session.insert_timeout' = 'x'    | 1064 | CommonRule.NOT_A_NUMBER
        'session.insert_timeout' = '0'    | 1064 | CommonRule.OUT_OF_RANGE
        'session.query_timeout' = '260000' | 1064 | CommonRule.OUT_OF_RANGE
        'session.query_mem_limit' = '2GB' | 1064 | CommonRule.NOT_A_NUMBER
        'session.time_zone' = ''          | 1298 | ServerError.UNKNOWN_TIME_ZONE
        """)
    void unknownVariablesAndInvalidValuesAreRefused(String property, int errno, String rule) {
        EngineClient client =
                createClient(EngineClient.SERVER).execute(createViewSql("'session.enable_spill' = 'true'"));

        assertThat(client.ruleOf(createViewSql(property).replace("VIEW m", "VIEW n")))
                .contains(rule);
        assertThat(client.refusalOf("ALTER MATERIALIZED VIEW m SET (" + property + ")")
                        .errno())
                .isEqualTo(errno);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'session.nonsense' = '1'"})
    void variablesOfOlderServersAreNotChecked(String property) {
        createClient(EngineClient.SERVER_3_5).execute(createViewSql(property));
    }
}
