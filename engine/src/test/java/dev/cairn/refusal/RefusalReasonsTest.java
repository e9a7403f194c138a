package dev.cairn.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The message of a shared rule names the invalid part of the statement, and what to write instead. */
class RefusalReasonsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        CREATE TABLE t (a FLOAT) DUPLICATE KEY(a) DISTRIBUTED BY HASH(a)                           | use decimal instead
        CREATE TABLE t (a INT, b ARRAY<INT> DEFAULT '[]') DISTRIBUTED BY HASH(a)                   | write an expression
        CREATE TABLE t (a INT, b VARCHAR(20) DEFAULT (uuid())) DISTRIBUTED BY HASH(a)              | a length of less than 36
        CREATE TABLE t (a INT, b BIGINT AS a + 1, c BIGINT AS b + 1) DISTRIBUTED BY HASH(a)        | the generated column 'b'
        CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("replication_num" = "some")      | not 'some'
        CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) PROPERTIES ("base_compaction_forbidden_time_ranges" = "* 8 *") | it must have 5 fields
        ALTER TABLE visit ADD ROLLUP r (hits)                                                      | The rollup would have no key column
        ALTER TABLE event ADD PARTITIONS START ('2025-01-01') END ('2025-03-01') EVERY (INTERVAL 1 MONTH) | automatic partitioning, day
        ALTER TABLE log SET ("dynamic_partition.enable" = "true", "dynamic_partition.time_unit" = "DAY", "dynamic_partition.end" = "0") | dynamic_partition.end must be a number greater than 0, not '0'
        RECOVER PARTITION nope FROM log                                                            | the recycle bin of log
        """)
    void theMessageNamesTheReason(String statement, String messagePart) throws IOException {
        List<String> tableStatements = RefusalCase.splitStatements(RuleEnums.readResource("given"));
        assertThat(new RefusalCase("", "", "", List.of(), statement)
                        .findRefusal(tableStatements)
                        .map(Refusal::detail))
                .hasValueSatisfying(text -> assertThat(text).contains(messagePart));
    }
}
