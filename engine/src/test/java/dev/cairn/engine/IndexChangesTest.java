package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.ast.KeyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of indexes and bloom filters of an existing table. */
class IndexChangesTest {
    private final EngineClient client = OrdersTable.clientWithTable(KeyModel.DUPLICATE);

    @Test
    void anIndexCanBeAddedAndDropped() {
        client.execute("ALTER TABLE orders ADD INDEX by_units (units) USING BITMAP COMMENT 'c'");
        assertThat(client.findLine("orders", "INDEX")).isEqualTo("INDEX by_units (`units`) USING BITMAP COMMENT 'c'");
        client.execute("DROP INDEX by_units ON orders");
        assertThat(client.findTable("orders").indexes()).isEmpty();
    }

    @Test
    void createIndexIsTheSameAsAlterTable() {
        client.execute("CREATE INDEX by_note ON orders (note) USING NGRAMBF ('gram_num' = '3')");
        assertThat(client.findLine("orders", "INDEX")).startsWith("INDEX by_note (`note`) USING NGRAMBF");
    }

    @Test
    void indexNamesAreUnique() {
        client.execute("ALTER TABLE orders ADD INDEX i (id)");
        assertThat(client.ruleOf("ALTER TABLE orders ADD INDEX i (units)")).isEqualTo("CommonRule.ALREADY_EXISTS");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        DUPLICATE | DROP INDEX nope            | CommonRule.NOT_FOUND
        AGGREGATE | ADD INDEX i (units)        | IndexRule.INDEX_ON_VALUE_COLUMN
        """)
    void anInvalidIndexChangeIsRefused(KeyModel model, String clauses, String rule) {
        assertThat(OrdersTable.clientWithTable(model).ruleOf("ALTER TABLE orders " + clauses))
                .isEqualTo(rule);
    }

    @Test
    void settingBloomFiltersReplacesAllOfThem() {
        client.execute("ALTER TABLE orders SET ('bloom_filter_columns' = 'note,code')");
        assertThat(client.findProperty("orders", "bloom_filter_columns")).isEqualTo("code, note");
        assertThat(client.ruleOf("ALTER TABLE orders SET ('bloom_filter_columns' = 'code,note')"))
                .isEqualTo("AlterRule.BLOOM_FILTER_UNCHANGED");
        client.execute("ALTER TABLE orders SET ('bloom_filter_columns' = '')");
        assertThat(client.findProperty("orders", "bloom_filter_columns")).isEmpty();
    }

    @Test
    void aColumnHasOneFilterOfEitherKind() {
        client.execute("ALTER TABLE orders ADD INDEX i (note) USING NGRAMBF ('gram_num' = '3')");
        assertThat(client.ruleOf("ALTER TABLE orders SET ('bloom_filter_columns' = 'note')"))
                .isEqualTo("TableRule.TWO_BLOOM_FILTERS");
    }
}
