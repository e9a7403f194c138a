package dev.cairn.processor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests records whose declarations differ between targets. */
class VariantsTest {
    private static MarkedSources shop(String members) {
        return MarkedSources.of("""
            @Schema(name = "shop", value = {%s}, migrations = "shop",
                targets = {@Schema.Target(server = "4.1"), @Schema.Target(server = "3.5", runMode = Schema.RunMode.SHARED_DATA)})
            interface Shop {}
            """.formatted(members)).and("""
            @Table @DuplicateKey("id") @DistributedByHash("id") @PartitionBy("day")
            record Sale(long id, @NotNull java.time.LocalDate day, @NotNull @Varchar(20) String city, int pieces) {}
            """);
    }

    @Test
    void eachTargetIsCheckedWithItsVariant() {
        shop("Sale.class, Cached.class, PerCity.class, Totals.class")
                .and("""
                    @Table @PrimaryKey("id") @DistributedByHash("id")
                    @Variant(on = "shared-data", properties = @Property(name = "datacache.enable", value = "false"))
                    @Variant(on = "shared-nothing", properties = @Property(name = "write_quorum", value = "ONE"))
                    record Cached(long id) {}
                    """)
                .and("""
                    @View(query = "SELECT city, array_top_n(array_agg(pieces), 3) AS best FROM sale GROUP BY city")
                    @Variant(on = "3.5", query = "SELECT city, array_slice(array_sort(array_agg(pieces)), -3, 3) AS best FROM sale GROUP BY city")
                    record PerCity(String city, List<Integer> best) {}
                    """)
                .and("""
                    @MaterializedView(query = "SELECT day, city, sum(pieces) AS pieces FROM sale GROUP BY day, city")
                    @DistributedByRandom
                    @Refresh(mode = Refresh.Mode.MANUAL)
                    @Variant(on = "shared-data", partitionBy = @PartitionBy("day"), distributedByHash = @DistributedByHash("city"))
                    record Totals(java.time.LocalDate day, String city, Long pieces) {}
                    """)
                .verify("-Acairn.pending=off");
    }

    @Test
    void aMistakeInAVariantNamesItsTarget() {
        String messages = shop("Cached.class, Hashed.class").and("""
                    @Table @PrimaryKey("id") @DistributedByHash("id")
                    @Variant(on = "4.1", properties = @Property(
                        name = "datacache.enable",
                        value = "true")) // [unknown-property]
                    record Cached(long id) {}
                    """).and("""
                    @Table @PrimaryKey("id") @DistributedByHash("id")
                    @Variant(on = "3.5", distributedByHash =
                        @DistributedByHash("city")) // [unknown-column]
                    record Hashed(long id) {}
                    """).verify();
        assertThat(messages).contains("Only on 4.1 shared-nothing: ", "Only on 3.5 shared-data: ");
    }

    @Test
    void aMisspeltColumnIsAnErrorInTheQueryOfItsVariant() {
        String messages = shop("Sale.class, Cities.class").and("""
                    @View(query = "SELECT city FROM sale")
                    @Variant(on = "3.5",
                        query = "SELECT ciyt AS city FROM sale") // [unknown-column]
                    record Cities(String city) {}
                    """).verify();
        assertThat(messages).contains("Only on 3.5 shared-data: ", "did you mean 'city'?");
    }

    @Test
    void aVariantHasTheColumnsOfTheRecord() {
        shop("Sale.class, Cities.class, Counts.class").and("""
                    @View(query = "SELECT city FROM sale")
                    @Variant(on = "3.5",
                        query = "SELECT city AS town FROM sale") // [unmatched-component]
                    record Cities(String city) {}
                    """).and("""
                    @View(query = "SELECT count(*) AS number FROM sale")
                    @Variant(on = "3.5",
                        query = "SELECT city AS number FROM sale") // [column-type]
                    record Counts(long number) {}
                    """).verify();
    }

    @Test
    void aVariantHasTheTypesOfTheOtherQuery() {
        String messages =
                shop("Sale.class, Counts.class, Names.class").and("""
                    @View(query = "SELECT id AS number FROM sale")
                    @Variant(on = "3.5",
                        query = "SELECT pieces AS number FROM sale") // [variant-column]
                    record Counts(long number) {}
                    """).and("""
                    @View(query = "SELECT city FROM sale")
                    @Variant(on = "3.5", query = "SELECT concat(city, '') AS city FROM sale")
                    record Names(String city) {}
                    """).verify();
        assertThat(messages)
                .contains(
                        "On 3.5 shared-data, 'number' is INT, but on 4.1 shared-nothing it is BIGINT; CAST in the query");
    }

    @Test
    void aVariantAppliesToATarget() {
        String messages =
                shop("Sale.class, One.class, Two.class").and("""
                    @View(query = "SELECT city FROM sale")
                    @Variant(
                        on = "4.0", // [variant]
                        query = "SELECT upper(city) AS city FROM sale")
                    record One(String city) {}
                    """).and("""
                    @View(query = "SELECT city FROM sale")
                    @Variant(
                        on = "oracle", // [variant]
                        query = "SELECT upper(city) AS city FROM sale")
                    record Two(String city) {}
                    """).verify();
        assertThat(messages)
                .contains(
                        "In @Variant, '4.0' is not one of the targets of shop: 4.1 shared-nothing, 3.5 shared-data; remove the"
                                + " variant, or add the target to @Schema",
                        "In @Variant, 'oracle' is not a kind of servers");
    }

    @Test
    void twoVariantsDoNotApplyToOneTarget() {
        String messages = shop("Sale.class, Cities.class").and("""
                    @View(query = "SELECT city FROM sale")
                    @Variant(on = "3.5", query = "SELECT upper(city) AS city FROM sale")
                    @Variant(on = "shared-data", query = "SELECT lower(city) AS city FROM sale") // [variant]
                    record Cities(String city) {}
                    """).verify();
        assertThat(messages).contains("'3.5' and 'shared-data' both include 3.5 shared-data; restrict one of them");
    }

    @Test
    void aVariantWithoutEffectIsAnError() {
        shop("Sale.class, Cities.class, Other.class").and("""
                    @View(query = "SELECT city FROM sale")
                    @Variant(
                        on = "3.5", // [variant]
                        query = "SELECT city FROM sale")
                    record Cities(String city) {}
                    """).and("""
                    @View(
                        query = "SELECT city FROM sale") // [variant]
                    @Variant(on = "3.5", query = "SELECT lower(city) AS city FROM sale")
                    @Variant(on = "4.1", query = "SELECT upper(city) AS city FROM sale")
                    record Other(String city) {}
                    """).verify();
    }

    @Test
    void aVariantHasOnlyClausesOfItsKindOfObject() {
        shop("Sale.class, Cities.class, Other.class, Foreign.class")
                .and("""
                    @View(query = "SELECT city FROM sale")
                    @Variant(
                        on = "3.5", // [variant]
                        distributedByHash =
                            @DistributedByHash("city")) // [meaningless]
                    record Cities(String city) {}
                    """)
                .and("""
                    @Table
                    @Variant(on = "3.5",
                        query = "SELECT 1", // [meaningless-value]
                        distributedByHash = @DistributedByHash("id"),
                        distributedByRandom =
                            @DistributedByRandom) // [contradiction]
                    record Other(long id) {}
                    """)
                .and("""
                    @External("lake.sales.customer")
                    @Variant(on = "3.5") // [meaningless]
                    record Foreign(long id) {}
                    """)
                .verify();
    }
}
