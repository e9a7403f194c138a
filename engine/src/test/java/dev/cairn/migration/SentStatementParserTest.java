package dev.cairn.migration;

import static dev.cairn.migration.Migrations.firstMigration;
import static dev.cairn.migration.Migrations.migrationAfter;
import static dev.cairn.migration.Migrations.verifyChain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.sql.ast.PlaceholderResolver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The processor checks the statements with the names and values that a run sends. */
class SentStatementParserTest {
    private static final String TABLE_CLAUSES = " DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2";

    @Test
    void markersNameTheObjectsThatAreSent() {
        assertThat(List.of(
                                "-- grants: from orders to shop.orders__cairn_new",
                                "-- counter: from orders__cairn_old to orders")
                        .stream()
                        .map(text -> SentStatementParser.forSequence(17)
                                .parse(text, PlaceholderResolver.KEEP_PLACEHOLDERS)
                                .text()))
                .containsExactly(
                        "-- grants: from orders to shop.orders__cairn_17",
                        "-- counter: from orders__cairn_17 to orders");
    }

    /** The role has privileges on several tables, one of which is rebuilt before a privilege is revoked. */
    @Test
    void aRebuiltTableKeepsItsGrantsUnderTheNamesThatAreSent() {
        Migration initial = firstMigration(
                "V0001Initial",
                "CREATE TABLE account (id INT, a INT)" + TABLE_CLAUSES,
                "CREATE TABLE other (id INT)" + TABLE_CLAUSES,
                "CREATE ROLE r",
                "GRANT INSERT, SELECT ON TABLE account, other TO ROLE r");
        Migration rebuild = migrationAfter(
                initial,
                "V0002Rebuild",
                "CREATE TABLE account__cairn_new (id INT, a TINYINT)" + TABLE_CLAUSES,
                "-- grants: from account to account__cairn_new",
                "ALTER TABLE account SWAP WITH account__cairn_new",
                "DROP TABLE account__cairn_new");
        Migration revocation =
                migrationAfter(rebuild, "V0003Revoke", "REVOKE INSERT ON TABLE account, other FROM ROLE r");

        MigrationChain chain = verifyChain(initial, rebuild, revocation);

        assertThat(chain.problems()).isEmpty();
        assertThat(chain.lastCatalog().findRole("r").orElseThrow().privileges())
                .hasToString("[SELECT ON TABLE shop.account, SELECT ON TABLE shop.other]");
    }

    /** A run sends another name than the migration has, under which the statement is refused. */
    @Test
    void aStatementThatIsRefusedOnlyUnderTheNamesThatAreSentIsReported() {
        Migration initial = firstMigration("V0001Initial", "CREATE TABLE orders (id INT)" + TABLE_CLAUSES);
        Migration swap = migrationAfter(
                initial,
                "V0002Swap",
                "CREATE TABLE orders__cairn_new (id INT)" + TABLE_CLAUSES,
                "ALTER TABLE orders__cairn_new RENAME orders__cairn_1",
                "DROP TABLE orders__cairn_1");

        assertThat(verifyChain(initial, swap).problems())
                .singleElement()
                .extracting(ChainProblem::rule, ChainProblem::index)
                .containsExactly(ChainRule.REFUSED, 1);
    }

    /** A run may have no other value, so an invalid fallback would only be refused by the server. */
    @Test
    void theFallbacksOfPlaceholdersAreChecked() {
        Migration initial = firstMigration(
                "V0001Initial",
                "CREATE TABLE a (id INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS ${buckets:4}"
                        + " PROPERTIES ('replication_num' = '${replicas:1}', 'colocate_with' = '${group:g}')",
                "CREATE TABLE b (id INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS ${buckets:4}"
                        + " PROPERTIES ('replication_num' = '${replicas:1}', 'colocate_with' = '${group:g}')",
                "CREATE TABLE c (id INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 4"
                        + " PROPERTIES ('replication_num' = '${replicas:many}')",
                "CREATE TABLE d (id INT) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS ${buckets:many}");

        assertThat(verifyChain(initial).problems())
                .extracting(ChainProblem::rule, ChainProblem::index)
                .containsExactly(tuple(ChainRule.REFUSED, 2), tuple(ChainRule.INVALID_BUCKETS_FALLBACK, 3));
        assertThat(verifyChain(initial).problems().get(0).message())
                .isEqualTo("the fallback of ${replicas:many}: replication_num must be a number, not 'many'");
    }

    @Test
    void aRefusalThatIsAllowedIsNoProblemAndHasNoEffect() {
        Migration initial = firstMigration(
                "V0001Initial",
                "CREATE TABLE orders (id INT)" + TABLE_CLAUSES,
                "-- allow: migration-refused this cluster has a patch\nALTER TABLE orders DROP COLUMN nope",
                "-- allow: migration-refused\nINSERT INTO orders (nope) VALUES (1)",
                "-- allow: migration-refused the database is made elsewhere\nUSE elsewhere",
                "ALTER TABLE orders COMMENT = 'after it'");

        MigrationChain chain = verifyChain(initial);

        assertThat(chain.problems()).isEmpty();
        assertThat(chain.lastCatalog().findTable("shop", "orders").orElseThrow().comment())
                .isEqualTo("after it");
    }
}
