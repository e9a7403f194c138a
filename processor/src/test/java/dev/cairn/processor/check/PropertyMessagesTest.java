package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The message about a property that a table does not have names the place where it is known. */
class PropertyMessagesTest {
    private static String found(String property, String value, String schema) {
        return MarkedSources.of("""
            @Table
            @PrimaryKey("id")
            @DistributedByHash("id")
            @Property(name = "%s", value = "%s") // [unknown-property]
            record Item(long id) {}
            """.formatted(property, value))
                .and("@Schema(name = \"shop\"" + schema + ", value = Item.class)\ninterface Root {}")
                .verified();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        datacache.enable             | true | '' | in shared storage support it: remove it, or declare only such servers, with runMode = SHARED_DATA in @Schema or in each of its targets
        enable_query_rewrite         | true | '' | only materialized views support it
        partition_refresh_number     | 1    | '' | only materialized views support it
        compresion                   | zstd | '' | did you mean 'compression'?
        completely_different         | 1    | '' | correct its name, or remove it
        """)
    void anUnknownPropertyIsSentHome(String property, String value, String schema, String words) {
        assertThat(found(property, value, schema)).contains(words).doesNotContain("did you mean '" + property + "'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        replication_num           | ${replication_num:0}   | Replication num should larger than 0
        replication_num           | ${replication_num:abc} | abc
        compression               | ${codec:BEST}          | BEST
        write_quorum              | ${quorum:SOME}         | SOME
        storage_cooldown_ttl      | 1 FORTNIGHT            | durations are '12 hours', '30 days' or '1 month 15 days'
        storage_cooldown_ttl      | ${ttl:soon}            | durations are '12 hours'
        """)
    void theValueAndTheDefaultOfAPlaceholderAreChecked(String property, String value, String words) {
        assertThat(table(property, value, " // [property-value]").verified()).contains(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        replication_num | ${replication_num:3}
        replication_num | ${replication_num}
        compression     | ${codec:zstd}
        """)
    void aValidDefaultOfAPlaceholderIsNoMistake(String property, String value) {
        assertThat(table(property, value, "").verified()).doesNotContain("property-value");
    }

    private static MarkedSources table(String property, String value, String marker) {
        return MarkedSources.of("""
            @Table
            @PrimaryKey("id")
            @DistributedByHash("id")
            @Property(name = "%s", value = "%s")%s
            record Item(long id) {}
            """.formatted(property, value, marker));
    }

    @Test
    void anInvalidTimeUnitIsNamed() {
        assertThat(MarkedSources.of("""
            @Table
            @PartitionByRange("day")
            @Property(name = "dynamic_partition.enable", value = "true")
            @Property(name = "dynamic_partition.time_unit", value = "CENTURY") // [property-value]
            @Property(name = "dynamic_partition.end", value = "3")
            record Event(@NotNull LocalDate day) {}
            """).verified()).contains("'dynamic_partition.time_unit' = 'CENTURY'");
    }
}
