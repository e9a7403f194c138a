package dev.cairn.processor;

import static dev.cairn.processor.ShopMigrations.ADD_COLUMN_SQL;
import static dev.cairn.processor.ShopMigrations.CREATE_TABLE_SQL;
import static dev.cairn.processor.ShopMigrations.FIRST_HASH;
import static dev.cairn.processor.ShopMigrations.SECOND_HASH;
import static dev.cairn.processor.ShopMigrations.columnMigration;
import static dev.cairn.processor.ShopMigrations.migratedShop;
import static dev.cairn.processor.ShopMigrations.migration;
import static dev.cairn.processor.ShopMigrations.shop;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Tests mistakes in the numbers, hashes and packages of recorded migrations, and the position at which each is
 * reported.
 */
class MigrationChainFindingsTest {
    @Test
    void aValidChainHasNoFindings() {
        migratedShop()
                .and(columnMigration(2, FIRST_HASH, "A", ""))
                .and(columnMigration(3, SECOND_HASH, "B", ""))
                .verify();
    }

    @Test
    void aSchemaIsARoot() {
        shop().and("""
            package shop.migrations;
            import dev.cairn.annotation.*;
            @Migration(
                    schema = String.class, // [migration-schema]
                    number = 1, upgrade = {})
            interface V0001Initial {}
            """).verify();
    }

    @Test
    void migrationsMustBeInThePackageOfTheirSchema() {
        String messages = shop().and("""
            package shop.changes;
            import dev.cairn.annotation.*;
            @Migration(
                    schema = shop.Shop.class, // [migration-elsewhere]
                    number = 1, upgrade = {})
            interface V0001Initial {}
            """).verify();
        assertThat(messages).contains("the package 'shop.migrations'");
    }

    @Test
    void twoSchemasHaveTwoPackages() {
        MarkedSources.of("""
            @Schema(name = "shop", value = Account.class)
            public interface Shop {} // [shared-migrations]
            """)
                .and("""
                    @Schema(name = "other", value = Order.class)
                    public interface Other {} // [shared-migrations]
                    """)
                .and("""
                    @Table @PrimaryKey("id") @DistributedByHash("id")
                    public record Account(long id) {}
                    """)
                .and("""
                    @Table(name = "orders") @PrimaryKey("id") @DistributedByHash("id")
                    public record Order(long id) {}
                    """)
                .and(migration("number = 1, upgrade = {}", "interface V0001Initial {}"))
                .and(migration("number = 1, upgrade = {}", "interface V0001Other {}")
                        .replace("Shop.class", "Other.class"))
                .verify();
    }

    @Test
    void aMissingNumber() {
        String messages = migratedShop()
                .and(migration(
                        "number = 3, // [migration-gap]\nafter = \"" + SECOND_HASH + "\", upgrade = {}",
                        "interface V0003B {}"))
                .verify();
        assertThat(messages).contains("Migration 2 is missing before V0003B", "cairn rebase V0003B");
    }

    @Test
    void aCheckpointWithoutAHash() {
        String messages = shop().and(migration(
                        "number = 2,\ncheckpoint = \"h1:0\", // [migration-checkpoint]\nupgrade = \"" + CREATE_TABLE_SQL
                                + "\", irreversible = \"test\"",
                        "interface V0002Checkpoint {}"))
                .verify();
        assertThat(messages).contains("'h1:0' is not the hash of a migration");
    }

    @Test
    void aMigrationThatACheckpointReplaces() {
        String messages = shop().and(migration(
                        "number = 1, // [migration-replaced]\nupgrade = \"" + CREATE_TABLE_SQL
                                + "\", downgrade = \"DROP TABLE account\"",
                        "interface V0001Initial {}"))
                .and(migration(
                        "number = 2, checkpoint = \"" + SECOND_HASH + "\", upgrade = {\"" + CREATE_TABLE_SQL + "\", \""
                                + ADD_COLUMN_SQL + "\"}, irreversible = \"test\"",
                        "interface V0002Checkpoint {}"))
                .and(columnMigration(3, SECOND_HASH, "B", ""))
                .verify();
        assertThat(messages)
                .contains("V0001Initial is one of the migrations that the checkpoint V0002Checkpoint replaces");
    }

    @Test
    void aChainThatBeginsWithACheckpointHasNoFindings() {
        shop().and(migration(
                        "number = 2, checkpoint = \"" + SECOND_HASH + "\", release = \"2.7\", upgrade = {\""
                                + CREATE_TABLE_SQL + "\", \"" + ADD_COLUMN_SQL + "\"}, irreversible = \"test\"",
                        "interface V0002Checkpoint {}"))
                .and(columnMigration(3, SECOND_HASH, "B", ""))
                .verify();
    }

    @Test
    void anEditedMiddle() {
        String messages = migratedShop()
                .and(columnMigration(2, "h1:0", "A", "[migration-edited]"))
                .verify();
        assertThat(messages).contains("V0001Initial has changed", "cairn rebase V0002A");
    }

    @Test
    void twoHeadsAfterAMerge() {
        String messages = migratedShop()
                .and(columnMigration(2, FIRST_HASH, "A", ""))
                .and(columnMigration(2, FIRST_HASH, "B", "[migration-fork]"))
                .verify();
        assertThat(messages).contains("as happens when branches are merged", "cairn rebase V0002B");
    }

    @Test
    void twoMigrationsMayNotHaveTheSameNumber() {
        migratedShop()
                .and(columnMigration(2, FIRST_HASH, "A", ""))
                .and(migration(
                        "number = 2, // [migration-duplicate]\nafter = \"h1:0\", upgrade = {}", "interface V0002B {}"))
                .verify();
    }

    @Test
    void theNumberMustEqualThatInTheName() {
        migratedShop()
                .and(migration(
                        "number = 2, // [migration-number]\nafter = \"" + FIRST_HASH + "\", upgrade = {}",
                        "interface V0003B {}"))
                .verify();
    }
}
