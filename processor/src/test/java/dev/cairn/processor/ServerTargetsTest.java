package dev.cairn.processor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A schema with several targets is checked against each of them. */
class ServerTargetsTest {
    private static final String TARGETS =
            "targets = {@Schema.Target(server = \"4.1\"), @Schema.Target(server = \"3.5\", runMode = Schema.RunMode.SHARED_DATA)}";

    private static MarkedSources shop(String members) {
        return MarkedSources.of("""
            @Schema(name = "shop", value = {%s}, migrations = "shop",
                %s)
            interface Shop {}
            """.formatted(members, TARGETS));
    }

    @Test
    void aFindingThatHoldsForOneTargetNamesIt() {
        String messages = shop("Order.class, Event.class, Wide.class")
                .and("""
                    @Table @PrimaryKey("id") @DistributedByHash("id")
                    @Property(
                        name = "datacache.enable",
                        value = "true") // [unknown-property]
                    record Order(long id) {}
                    """)
                .and("""
                    @Table @DuplicateKey("id") @DistributedByHash("id")
                    @Property(name = "base_compaction_forbidden_time_ranges",
                        value = "* 8-17 * * *") // [property-value]
                    record Event(long id) {}
                    """)
                .and("""
                    @Table @DuplicateKey("id") @DistributedByHash("id")
                    record Wide(
                        long id,
                        @Decimal(precision = 60, scale = 2) BigDecimal amount) {} // [decimal-digits]
                    """)
                .verify();
        assertThat(messages)
                .contains(
                        "Only on 4.1 shared-nothing: ",
                        "Only on 3.5 shared-data: ",
                        "declare only such servers, with runMode = SHARED_DATA in @Schema or in each of its targets");
    }

    @Test
    void aFindingThatHoldsForAllTargetsNamesNone() {
        String messages = shop("Order.class").and("""
            @Table
            @PrimaryKey("key") // [unknown-column]
            @DistributedByHash("id")
            record Order(long id) {}
            """).verify();
        assertThat(messages).doesNotContain("Only on");
    }

    @Test
    void migrationsAreCheckedForEachTarget() {
        String messages = shop("").and("""
            @Migration(schema = Shop.class, number = 1, irreversible = "test", upgrade = {
                "CREATE TABLE a (id INT) DUPLICATE KEY (id) PROPERTIES ('datacache.enable' = 'true')", // [migration-refused]
                "CREATE TABLE b (id INT, n DECIMAL(60, 2)) DUPLICATE KEY (id)"}) // [migration-refused]
            interface V0001Initial {}
            """).verify();
        assertThat(messages)
                .contains(
                        "Only on 4.1 shared-nothing: A 4.1 server refuses this statement",
                        "Only on 3.5 shared-data: A 3.5 server refuses this statement");
    }

    @Test
    void aMarkedStatementIsCheckedForItsTargetsOnly() {
        shop("").and("""
            @Migration(schema = Shop.class, number = 1, upgrade = {
                "-- on: shared-data\\nCREATE VIEW v AS SELECT 1 AS n",
                "-- on: 4.1\\nCREATE VIEW w AS SELECT 1 AS n",
                "-- on: shared-data\\nALTER VIEW v AS SELECT 2 AS n",
                "-- on: 3.5\\nALTER VIEW w AS SELECT 2 AS n"}, // [migration-refused]
                irreversible = "test")
            interface V0001Initial {}
            """).verify();
    }

    @Test
    void aMarkerThatHasNoEffectIsAnError() {
        for (String marker : new String[] {
            "-- on: 3.5 shared-data\\n-- a comment",
            "--on: 3.5",
            "-- on: 3.4",
            "-- on:",
            "-- on: 3.5\\n-- on: 4.1",
            "-- on: shared-data 3.5",
            "-- on: 3.5,"
        }) {
            shop("").and("""
                @Migration(schema = Shop.class, number = 1, irreversible = "test", upgrade = {
                    "%s\\nCREATE VIEW v AS SELECT 1 AS n" // [migration-servers]
                })
                interface V0001Initial {}
                """.formatted(marker)).verify("-Acairn.pending=off");
        }
    }

    @Test
    void aRepeatedTargetIsAnErrorAtItsPlace() {
        MarkedSources.of("""
            @Schema(name = "shop", value = {}, targets = {
                @Schema.Target(server = "4.1"),
                @Schema.Target(server = "4.1", runMode = Schema.RunMode.SHARED_NOTHING), // [server-targets]
                @Schema.Target(server = "2.5")}) // [server-version]
            interface Shop {}
            """).verify();
    }
}
