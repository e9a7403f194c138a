package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.profile.ServerProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The indexes of a new table. */
class IndexesTest {
    private static final String COLUMNS = "k INT, v INT, s STRING, f FLOAT, e ARRAY<FLOAT> NOT NULL";

    private final Client client = Client.connected();

    private static String create(String key, String indexes) {
        return "CREATE TABLE a (" + COLUMNS + ", " + indexes + ") " + key + " KEY(k) DISTRIBUTED BY HASH(k)";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        INDEX ix (v)                                           | INDEX ix (`v`) USING BITMAP COMMENT ''
        INDEX ix (V) USING BITMAP COMMENT 'c'                  | INDEX ix (`v`) USING BITMAP COMMENT 'c'
        INDEX ix (s) USING NGRAMBF ('gram_num' = '4')          | INDEX ix (`s`) USING NGRAMBF("bloom_filter_fpp" = "0.05", "case_sensitive" = "true", "gram_num" = "4") COMMENT ''
        """)
    void anIndexIsShownWithAllThatTheServerAdds(String written, String shown) {
        client.execute(create("DUPLICATE", written));
        assertThat(client.line("a", "INDEX")).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        DUPLICATE | INDEX ix (nope)                                 | ix column does not exist in table. invalid column: nope.
        DUPLICATE | INDEX ix (k, v)                                 | ix index can only apply to a single column..
        DUPLICATE | INDEX ix (f)                                    | FLOAT is not supported in bitmap index. invalid column: f.
        UNIQUE    | INDEX ix (v)                                    | BITMAP index only used in columns of DUP_KEYS/PRIMARY_KEYS table or key columns of UNIQUE_KEYS/AGG_KEYS table. invalid column: v.
        DUPLICATE | INDEX ix (v), INDEX IX (k)                      | index name must be unique.
        DUPLICATE | INDEX ix (v), INDEX iy (V)                      | same index columns have multiple index name is not allowed.
        DUPLICATE | INDEX ix (v) USING NGRAMBF                      | Invalid ngram bloom filter column 'v': unsupported type INT.
        DUPLICATE | INDEX ix (s) USING NGRAMBF ('gram_num' = '0')   | Ngram Bloom filter's gram_num should be positive number.
        UNIQUE    | INDEX ix (s) USING GIN                          | The inverted index can only be build on DUPLICATE/PRIMARY_KEYS table..
        DUPLICATE | INDEX ix (v) USING GIN                          | The inverted index can only be build on column with type of CHAR/STRING/VARCHAR type..
        """)
    void anIndexFitsItsColumnAndItsTable(String model, String index, String words) {
        assertThat(client.messageOf(create(model, index))).isEqualTo(words);
    }

    @Test
    void atMostOneIndexIsOfVectors() {
        String vector = " USING VECTOR ('index_type' = 'hnsw', 'dim' = '5', 'metric_type' = 'l2_distance',"
                + " 'is_vector_normed' = 'false')";
        assertThat(client.messageOf(create("DUPLICATE", "INDEX ix (e)" + vector + ", INDEX iy (e)" + vector)))
                .isEqualTo("At most one vector index is allowed for a table, but 2 were found: [ix, iy].");
    }

    @Test
    void experimentalIndexesMustBeSwitchedOn() {
        Client plain = Client.of(ServerProfile.DEFAULT.withReplicas(1, 3));
        assertThat(plain.messageOf(create("DUPLICATE", "INDEX ix (s) USING GIN")))
                .isEqualTo("The inverted index is disabled, enable it by setting FE config `enable_experimental_gin` to"
                        + " true.");
    }

    @Test
    void anIndexByCluceneLeavesNoRoomForReplicatedStorage() {
        client.execute(create("DUPLICATE", "INDEX ix (s) USING GIN ('parser' = 'english')"));
        assertThat(client.property("a", "replicated_storage")).isEqualTo("false");
        assertThat(Client.of(Client.SERVER_3_5).messageOf(create("DUPLICATE", "INDEX ix (s) USING GIN")))
                .isEqualTo("GIN does not support replicated mode.");
    }

    @Test
    void aSharedDataServerOf35HasNoInvertedIndex() {
        assertThat(Client.of(Client.SHARED_DATA_3_5)
                        .messageOf(create("DUPLICATE", "INDEX ix (s) USING GIN ('imp_lib' = 'builtin')")))
                .isEqualTo("The inverted index does not support shared data mode.");
    }

    @Test
    void oneColumnHasOneKindOfBloomFilter() {
        assertThat(client.messageOf(create("DUPLICATE", "INDEX ix (s) USING NGRAMBF")
                        + " PROPERTIES('bloom_filter_columns' = 's')"))
                .isEqualTo("column s should only have one bloom filter index or ngram bloom filter index");
    }
}
