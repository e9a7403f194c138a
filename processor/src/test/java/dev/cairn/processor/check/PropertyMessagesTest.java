package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests messages about properties: an unknown one is explained, and a wrong value is reported with its reason. */
class PropertyMessagesTest {
    private static String verify(String property, String value, String schemaAttributes) {
        return MarkedSources.of("""
            @Table
            @PrimaryKey("id")
            @DistributedByHash("id")
            @Property(name = "%s", value = "%s") // [unknown-property]
            record Item(long id) {}
            """.formatted(property, value))
                .and("@Schema(name = \"shop\"" + schemaAttributes + ", value = Item.class)\ninterface Root {}")
                .verify();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        datacache.enable             | true | '' | in shared storage support it: remove it, or declare only such servers, with runMode = SHARED_DATA in @Schema or in each of its targets
        enable_query_rewrite         | true | '' | only materialized views support it
        partition_refresh_number     | 1    | '' | only materialized views support it
        table_query_timeout          | 60   | ', server = "3.5"' | only servers since 4.0 support it
        compresion                   | zstd | '' | did you mean 'compression'?
        completely_different         | 1    | '' | correct its name, or remove it
        """)
    void theMessageOfAnUnknownPropertySaysWhatSupportsIt(
            String property, String value, String schema, String expectedText) {
        assertThat(verify(property, value, schema))
                .contains(expectedText)
                .doesNotContain("did you mean '" + property + "'");
    }

    @Test
    void aPropertyOfOtherTablesNamesThem() {
        assertThat(tableWithProperty("persistent_index_type", "LOCAL", " // [unknown-property]")
                        .and(
                                "@Schema(name = \"shop\", runMode = Schema.RunMode.SHARED_DATA, value = Item.class)\ninterface Root {}")
                        .verify())
                .contains("only tables with PRIMARY KEY support it: remove it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        replication_num           | ${replication_num:0}   | replication_num must be greater than 0
        replication_num           | ${replication_num:abc} | abc
        compression               | ${codec:BEST}          | BEST
        write_quorum              | ${quorum:SOME}         | SOME
        storage_cooldown_ttl      | 1 FORTNIGHT            | durations are '12 hours', '30 days' or '1 month 15 days'
        storage_cooldown_ttl      | ${ttl:soon}            | durations are '12 hours'
        """)
    void theValueAndTheDefaultOfAPlaceholderAreChecked(String property, String value, String expectedText) {
        assertThat(tableWithProperty(property, value, " // [property-value]").verify())
                .contains(expectedText);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        replication_num | ${replication_num:3}
        replication_num | ${replication_num}
        compression     | ${codec:zstd}
        """)
    void aValidDefaultOfAPlaceholderIsAccepted(String property, String value) {
        assertThat(tableWithProperty(property, value, "").verify()).doesNotContain("property-value");
    }

    private static MarkedSources tableWithProperty(String property, String value, String marker) {
        return MarkedSources.of("""
            @Table
            @DuplicateKey("id")
            @DistributedByHash("id")
            @Property(name = "%s", value = "%s")%s
            record Item(long id) {}
            """.formatted(property, value, marker));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        replication_num      | ${replication_num:3     | has a placeholder without its closing brace; write ${name} or ${name:default}
        replication_num      | ${                      | without its closing brace
        replication_num      | ${}                     | has a placeholder without a name
        replication_num      | ${:3}                   | without a name
        replication_num      | 1${more}                | has a placeholder as a part of the value
        replication_num      | ${a}${b}                | as a part
        compression          | ${codec:{x}}            | as a part
        colocate_with        | team_${stage            | without its closing brace
        colocate_with        | $${a}${stage}           | as a part
        """)
    void aPlaceholderIsTheCompleteValue(String property, String value, String expectedText) {
        assertThat(tableWithProperty(property, value, " // [placeholder]").verify())
                .contains("'" + value + "' has", expectedText);
    }

    @Test
    void aMistakenPlaceholderOfTheBucketsIsReported() {
        MarkedSources.of("""
            @Table
            @PrimaryKey("id")
            @DistributedByHash(value = "id", bucketsFrom = "${buckets:3") // [placeholder]
            record Item(long id) {}
            """).verify();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        storage_medium = SSD   | storage_cooldown_time = soon                | datetime string: soon
        storage_medium = HDD   | storage_cooldown_time = 2035-01-01 00:00:00 | The storage medium HDD does not support a storage cooldown
        storage_medium = HDD   | storage_cooldown_ttl = 1 day                | The storage medium HDD does not support a storage cooldown
        compression = LZ4      | storage_cooldown_time = 2035-01-01 00:00:00 | storage_cooldown_time requires storage_medium
        storage_cooldown_time = 2035-01-01 00:00:00 | storage_medium = TAPE   | Invalid storage_medium: TAPE
        """)
    void theCooldownIsBlamedForItsOwnMistakes(String correctProperty, String wrongProperty, String expectedText) {
        String[] correctParts = correctProperty.split(" = ", 2);
        String[] wrongParts = wrongProperty.split(" = ", 2);
        assertThat(MarkedSources.of("""
            @Table
            @DuplicateKey("id")
            @PartitionByRange(value = "day", partitions = @Partition(name = "p", values = "LESS THAN ('2030-01-01')"))
            @Property(name = "%s", value = "%s")
            @Property(name = "%s", value = "%s") // [property-value]
            record Item(long id, @NotNull LocalDate day) {}

            @Schema(name = "shop", value = Item.class)
            interface Root {}
            """.formatted(correctParts[0], correctParts[1], wrongParts[0], wrongParts[1]))
                        .verify())
                .contains("The property '" + wrongParts[0] + "'", expectedText);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        @BloomFilter("flag")                                         | @BloomFilter("flag") of 'item' is invalid:
        @BloomFilter({"id", "flag"})                                 | @BloomFilter({"id", "flag"}) of 'item' is invalid:
        @BloomFilter(value = "id", falsePositives = "0.9")           | @BloomFilter(falsePositives = "0.9") of 'item' is invalid:
        """)
    void aPropertyWithAnAnnotationIsNamedByIt(String annotation, String expectedText) {
        assertThat(MarkedSources.of("""
            @Table
            @DuplicateKey("id")
            @DistributedByHash("id")
            %s // [property-value]
            record Item(long id, boolean flag) {}
            """.formatted(annotation)).verify())
                .contains(expectedText, "or remove the annotation");
        assertThat(tableWithProperty("bloom_filter_fpp", "0.9", " // [property-value]")
                        .verify())
                .contains("The property 'bloom_filter_fpp' = '0.9'", "or remove the property");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        @DistributedByRandom                              | A table with RANDOM distribution does not support colocate_with
        @DistributedByHash(value = "id", buckets = 2)     | All tables of the colocation group near must have the same number of buckets, 4
        @DistributedByHash(value = {"id", "n"}, buckets = 4) | All tables of the colocation group near must have the same number of distribution columns, 1
        """)
    void aGroupIsNamedByItsAnnotation(String distribution, String expectedText) {
        assertThat(MarkedSources.of("""
            @Table
            @DuplicateKey("id")
            @DistributedByHash(value = "id", buckets = 4)
            @ColocateWith("near")
            record Order(long id) {}

            @Table
            @DuplicateKey("id")
            %s
            @ColocateWith("near") // [property-value]
            record Item(long id, long n) {}

            @Schema(name = "shop", value = {Order.class, Item.class})
            interface Root {}
            """.formatted(distribution)).verify())
                .contains("@ColocateWith(\"near\") of 'item' is invalid: " + expectedText, "or remove the annotation");
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
            """).verify()).contains("'dynamic_partition.time_unit' = 'CENTURY'");
    }
}
