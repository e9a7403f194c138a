package dev.cairn.processor;

import static dev.cairn.processor.ShopMigrations.CREATE_TABLE_SQL;
import static dev.cairn.processor.ShopMigrations.migration;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Records that differ from the recorded migrations are pending changes of their schema. */
class PendingChangesTest {
    @Test
    void changesAreReportedAsPending() {
        String messages = MarkedSources.of("""
            @Schema(name = "shop", value = Account.class)
            public interface Shop {} // [pending-changes]
            """)
                .and("""
                    @Table @PrimaryKey("id") @DistributedByHash("id")
                    public record Account(long id, String remark) {}
                    """)
                .and(migration(
                        "number = 1, upgrade = \"" + CREATE_TABLE_SQL + "\", irreversible = \"test\"",
                        "interface V0001Initial {}"))
                .verify();
        assertThat(messages)
                .contains("The records of 'shop' differ from its migrations up to V0001Initial")
                .contains("ALTER TABLE `account`", "`remark`");
    }

    @Test
    void aSchemaWithoutMigrationsIsPending() {
        String messages = MarkedSources.of("""
            @Schema(name = "shop", value = Account.class)
            public interface Shop {} // [pending-changes]
            """).and("""
                @Table @PrimaryKey("id") @DistributedByHash("id")
                public record Account(long id) {}
                """).verify();
        assertThat(messages)
                .contains("No migration of 'shop' has been recorded yet", "CREATE TABLE `account` (", "cairn record");
    }

    @Test
    void theMessageForALargeSchemaIsShortened() {
        String memberList =
                IntStream.range(0, 30).mapToObj(i -> "T" + i + ".class").collect(Collectors.joining(", "));
        MarkedSources sources = MarkedSources.of("@Schema(name = \"shop\", value = {" + memberList
                + "})\npublic interface Shop {} // [pending-changes]");
        for (int i = 0; i < 30; i++) {
            sources.and("@Table @PrimaryKey(\"id\") @DistributedByHash(\"id\")\npublic record T" + i + "(long id) {}");
        }
        assertThat(sources.verify())
                .contains(
                        "No migration of 'shop' has been recorded yet",
                        "CREATE TABLE `t0` (",
                        "-- and the statements for the rest of the 30 objects")
                .doesNotContain("CREATE TABLE `t9` (");
    }

    @Test
    void pendingChangesAreNotReportedForInvalidRecords() {
        MarkedSources.of("""
            @Table
            @PrimaryKey("idd") // [unknown-column]
            public record Order(long id) {}
            """).and("""
                @Schema(name = "other", value = Order.class)
                public interface Other {}
                """).verify("-Acairn.pending=error");
    }

    @Test
    void aRootMayAllowPendingChanges() {
        MarkedSources.of("""
            @Schema(name = "shop", value = Account.class) @Allow("pending-changes")
            public interface Shop {}
            """).and("""
                @Table @PrimaryKey("id") @DistributedByHash("id")
                public record Account(long id) {}
                """).verify("-Acairn.pending=error");
    }

    @Test
    void anotherRuleOfNullnessIsAPendingChange() {
        String createSql = "CREATE TABLE account (id BIGINT NOT NULL, remark STRING NULL) DUPLICATE KEY (id)"
                + " DISTRIBUTED BY HASH(id)";
        MarkedSources sources = MarkedSources.of("""
            @Schema(name = "shop", value = Account.class)
            public interface Shop {} // [pending-changes]
            """)
                .and("""
                    @Table @DuplicateKey("id") @DistributedByHash("id")
                    public record Account(long id, String remark) {}
                    """)
                .and(migration(
                        "number = 1, upgrade = \"" + createSql + "\", irreversible = \"test\"",
                        "interface V0001Initial {}"))
                .and("@org.jspecify.annotations.NullMarked package shop;");
        assertThat(sources.verify())
                .contains(
                        "The records of 'shop' differ from its migrations up to V0001Initial",
                        "needs --rebuild: shop.account: account column remark",
                        "`remark` varchar(65533) NOT NULL");
    }
}
