package dev.cairn.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.catalog.Table;
import dev.cairn.engine.EngineClient;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause.Optimize;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.AlterTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Merges of the partitions of days into those of months and years. */
class PartitionMergeTest {
    private final EngineClient client = EngineClient.ofDefaultServer()
            .execute(
                    "CREATE TABLE t (k INT, d DATE, v INT) DUPLICATE KEY(k) PARTITION BY date_trunc('day', d)"
                            + " DISTRIBUTED BY HASH(k)",
                    "ALTER TABLE t ADD PARTITIONS START ('2024-01-01') END ('2024-01-04') EVERY (INTERVAL 1 DAY)",
                    "ALTER TABLE t ADD PARTITIONS START ('2024-02-01') END ('2024-02-02') EVERY (INTERVAL 1 DAY)");

    private static List<String> partitionNames(Table table) {
        return table.partitioning().partitions().stream()
                .map(partition -> partition.name().text())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            PARTITION BY date_trunc('month', d)                                       | p202401, p202402
            PARTITION BY date_trunc('year', d)                                        | p2024
            PARTITION BY time_slice(d, INTERVAL 1 MONTH)                              | p202401, p202402
            PARTITION BY date_trunc('month', d) BETWEEN '2024-01-01' AND '2024-01-31' | p202401, p20240201
            PARTITION BY date_trunc('month', d) BETWEEN '20240101' AND '20240103'     | p202401, p20240201
            PARTITION BY date_trunc('month', d) BETWEEN '2024-02-01 00:00:00' AND '2024-02-02 00:00:00' | p20240101, p20240102, p20240103, p202402
            PARTITION BY date_trunc('month', d) BETWEEN '2025-01-01' AND '2025-12-31' | p20240101, p20240102, p20240103, p20240201
            """)
    void thePartitionsWithinTheRangeAreMerged(String clause, String expectedNames) {
        client.execute("ALTER TABLE t " + clause);
        assertThat(partitionNames(client.findTable("t"))).containsExactly(expectedNames.split(", "));
    }

    @Test
    void theWrittenStatementHasNoPartitionThatEndsAfterTheYear9999() {
        client.execute(
                "ALTER TABLE t ADD PARTITIONS START ('9999-12-01') END ('9999-12-03') EVERY (INTERVAL 1 DAY)",
                "ALTER TABLE t PARTITION BY date_trunc('year', d)");
        assertThat(Sql.render(ShowCreate.writtenStatement(EngineClient.SERVER, client.findTable("t"))))
                .contains("(START (\"2024-01-01\") END (\"2025-01-01\") EVERY (INTERVAL 1 DAY))")
                .doesNotContain("9999");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            date_trunc('month', d) BETWEEN '2024-01-01' AND '2024-01-02'                   | PartitionRule.RANGES_INTERSECT
            date_trunc('month', d) BETWEEN '2024-01-01 12:00:00' AND '2024-01-03 00:00:00' | PartitionRule.RANGES_INTERSECT
            date_trunc('month', d) BETWEEN 'x' AND '2024-01-31'                            | ValueRule.LITERAL_FORMAT
            date_trunc('month', d) BETWEEN '2024-01-01 00:00:00' AND '2024-01-31'          | ValueRule.LITERAL_FORMAT
            """)
    void aMergeThatTheServerCancelsHasNoEffect(String partitioning, String rule) {
        Table table = client.findTable("t");
        Statement statement = Sql.parse("ALTER TABLE t PARTITION BY " + partitioning);
        Optimize clause = (Optimize) ((AlterTable) statement).clauses().get(0);
        Refusal refusal =
                catchThrowableOfType(Refusal.class, () -> PartitionMerge.merge(EngineClient.SERVER, table, clause));
        assertThat(EngineClient.ruleName(refusal)).isEqualTo(rule);

        client.execute("ALTER TABLE t PARTITION BY " + partitioning);
        assertThat(client.findTable("t")).isEqualTo(table);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            date_trunc('month', nope) | CommonRule.NOT_FOUND
            date_trunc('month', v)    | ColumnRule.PARTITION_TYPE_UNSUPPORTED_BY_FUNCTION
            date_trunc('hour', d)     | CommonRule.UNSUPPORTED
            date_trunc('week', d)     | CommonRule.UNSUPPORTED
            """)
    void theExpressionMustTruncateATimeToALargerUnit(String expression, String rule) {
        assertThat(client.ruleOf("ALTER TABLE t PARTITION BY " + expression)).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({"AGGREGATE, v INT SUM", "UNIQUE, v DATE", "PRIMARY, v DATE"})
    void theExpressionMustTruncateAKey(String model, String column) {
        client.execute("CREATE TABLE a (k INT, d DATE, " + column + ") " + model
                + " KEY(k, d) PARTITION BY date_trunc('day', d) DISTRIBUTED BY HASH(k)");
        assertThat(client.ruleOf("ALTER TABLE a PARTITION BY date_trunc('month', v)"))
                .isEqualTo("PartitionRule.COLUMN_NOT_KEY");
    }

    /** The second merge would create a partition with the name of an existing one. */
    @Test
    void mergedPartitionsCanBeMergedIntoALargerUnitOnly() {
        client.execute("ALTER TABLE t PARTITION BY date_trunc('month', d)");
        Table mergedTable = client.findTable("t");
        client.execute("ALTER TABLE t PARTITION BY date_trunc('month', d)");
        assertThat(client.findTable("t")).isEqualTo(mergedTable);
        client.execute("ALTER TABLE t PARTITION BY date_trunc('year', d)");
        assertThat(partitionNames(client.findTable("t"))).containsExactly("p2024");
    }
}
