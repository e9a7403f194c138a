package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.profile.ServerProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the indexes of a new table. */
class IndexesTest {
    private static final String COLUMNS = "k INT, v INT, s STRING, f FLOAT, e ARRAY<FLOAT> NOT NULL";

    private final EngineClient client = EngineClient.ofDefaultServer();

    private static String createTableSql(String key, String indexes) {
        return "CREATE TABLE a (" + COLUMNS + ", " + indexes + ") " + key + " KEY(k) DISTRIBUTED BY HASH(k)";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        INDEX ix (v)                                           | INDEX ix (`v`) USING BITMAP COMMENT ''
        INDEX ix (V) USING BITMAP COMMENT 'c'                  | INDEX ix (`v`) USING BITMAP COMMENT 'c'
        INDEX ix (s) USING NGRAMBF ('gram_num' = '4')          | INDEX ix (`s`) USING NGRAMBF("bloom_filter_fpp" = "0.05", "case_sensitive" = "true", "gram_num" = "4") COMMENT ''
        """)
    void anIndexIsShownWithAllThatTheServerAdds(String indexClause, String shown) {
        client.execute(createTableSql("DUPLICATE", indexClause));
        assertThat(client.findLine("a", "INDEX")).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        DUPLICATE | INDEX ix (nope)                                 | CommonRule.NOT_FOUND
        DUPLICATE | INDEX ix (k, v)                                 | IndexRule.INDEX_OF_SEVERAL_COLUMNS
        DUPLICATE | INDEX ix (f)                                    | IndexRule.COLUMN_TYPE_UNSUPPORTED
        UNIQUE    | INDEX ix (v)                                    | IndexRule.INDEX_ON_VALUE_COLUMN
        DUPLICATE | INDEX ix (v), INDEX IX (k)                      | IndexRule.INDEX_NAME_REPEATED
        DUPLICATE | INDEX ix (v), INDEX iy (V)                      | IndexRule.INDEX_COLUMNS_REPEATED
        DUPLICATE | INDEX ix (v) USING NGRAMBF                      | IndexRule.COLUMN_TYPE_UNSUPPORTED
        DUPLICATE | INDEX ix (s) USING NGRAMBF ('gram_num' = '0')   | CommonRule.MUST_BE_POSITIVE
        UNIQUE    | INDEX ix (s) USING GIN                          | IndexRule.KEY_MODEL_UNSUPPORTED
        DUPLICATE | INDEX ix (v) USING GIN                          | IndexRule.COLUMN_TYPE_UNSUPPORTED
        """)
    void anIndexMustFitItsColumnAndItsTable(String model, String index, String rule) {
        assertThat(client.ruleOf(createTableSql(model, index))).isEqualTo(rule);
    }

    @Test
    void aTableHasAtMostOneVectorIndex() {
        String vectorIndexClause = " USING VECTOR ('index_type' = 'hnsw', 'dim' = '5', 'metric_type' = 'l2_distance',"
                + " 'is_vector_normed' = 'false')";
        assertThat(client.ruleOf(createTableSql(
                        "DUPLICATE", "INDEX ix (e)" + vectorIndexClause + ", INDEX iy (e)" + vectorIndexClause)))
                .isEqualTo("IndexRule.SEVERAL_VECTOR_INDEXES");
    }

    @Test
    void experimentalIndexesMustBeSwitchedOn() {
        EngineClient clientWithoutExperiments = EngineClient.of(ServerProfile.DEFAULT.withReplicas(1, 3));
        assertThat(clientWithoutExperiments.ruleOf(createTableSql("DUPLICATE", "INDEX ix (s) USING GIN")))
                .isEqualTo("IndexRule.INDEX_DISABLED");
    }

    @Test
    void aCluceneIndexTurnsOffReplicatedStorage() {
        client.execute(createTableSql("DUPLICATE", "INDEX ix (s) USING GIN ('parser' = 'english')"));
        assertThat(client.findProperty("a", "replicated_storage")).isEqualTo("false");
        assertThat(EngineClient.of(EngineClient.SERVER_3_5)
                        .ruleOf(createTableSql("DUPLICATE", "INDEX ix (s) USING GIN")))
                .isEqualTo("CommonRule.UNSUPPORTED");
    }

    @Test
    void aServerBefore41HasOneImplementationOfInvertedIndexes() {
        String createBuiltinIndex = createTableSql("DUPLICATE", "INDEX ix (s) USING GIN ('imp_lib' = 'builtin')")
                + " PROPERTIES('replicated_storage' = 'false')";
        assertThat(EngineClient.of(EngineClient.SERVER_3_5).ruleOf(createBuiltinIndex))
                .isEqualTo("IndexRule.INVALID_PARAMETER");
        client.execute(createBuiltinIndex);
    }

    @Test
    void aSharedDataServerOf35HasNoInvertedIndex() {
        assertThat(EngineClient.of(EngineClient.SHARED_DATA_3_5)
                        .ruleOf(createTableSql("DUPLICATE", "INDEX ix (s) USING GIN ('imp_lib' = 'builtin')")))
                .isEqualTo("CommonRule.NOT_IN_SHARED_DATA");
    }

    @Test
    void oneColumnHasOneKindOfBloomFilter() {
        assertThat(client.ruleOf(createTableSql("DUPLICATE", "INDEX ix (s) USING NGRAMBF")
                        + " PROPERTIES('bloom_filter_columns' = 's')"))
                .isEqualTo("TableRule.TWO_BLOOM_FILTERS");
    }
}
