package dev.cairn.processor;

import static dev.cairn.processor.ShopMigrations.CREATE_TABLE_SQL;
import static dev.cairn.processor.ShopMigrations.FIRST_HASH;
import static dev.cairn.processor.ShopMigrations.migratedShop;
import static dev.cairn.processor.ShopMigrations.migration;
import static dev.cairn.processor.ShopMigrations.repeatableMigration;
import static dev.cairn.processor.ShopMigrations.shop;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests that repeatable migrations may define no objects, and are checked against the objects after the last migration.
 */
class RepeatableMigrationFindingsTest {
    @Test
    void repeatableMigrationsAreCheckedAtTheHead() {
        migratedShop()
                .and(repeatableMigration(
                        "statements = {"
                                + "\"GRANT SELECT ON ALL TABLES IN DATABASE shop TO ROLE 'reader'\", "
                                + "\"INSERT INTO account (id) VALUES (1)\"}, session = \"insert_timeout=60\"",
                        "interface Readers {}"))
                .verify();
        migratedShop()
                .and(repeatableMigration(
                        "statements = {\n\"DELETE FROM account WHERE id = 1\",\n"
                                + "\"INSERT INTO account (nr) VALUES (1)\"}) // [migration-refused]\n@Deprecated(",
                        "interface Accounts {}"))
                .verify();
        migratedShop()
                .and(repeatableMigration(
                        "statements = \"INSERT INTO\") // [migration-syntax]\n@Deprecated(", "interface Accounts {}"))
                .verify();
        migratedShop()
                .and(repeatableMigration(
                        "statements = \"SELECT 1\", session = \"insert_timeout\") // [migration-setting]\n@Deprecated(",
                        "interface Accounts {}"))
                .verify();
    }

    /** Otherwise, such a statement would prevent that the changes are recorded. */
    @Test
    void repeatableMigrationsMayUseChangesThatAreNotRecordedYet() {
        MarkedSources.of("""
            @Schema(name = "shop", value = Account.class)
            public interface Shop {}
            """)
                .and("""
                @Table @PrimaryKey("id") @DistributedByHash("id")
                public record Account(long id, String note) {}
                """)
                .and(migration(
                        "number = 1, upgrade = \"" + CREATE_TABLE_SQL + "\", downgrade = \"DROP TABLE account\"",
                        "interface V0001Initial {}"))
                .and(repeatableMigration(
                        "statements = \"INSERT INTO account (id, note) VALUES (1, 'new')\"", "interface Accounts {}"))
                .verify();
        shop().and(repeatableMigration("statements = \"INSERT INTO account (id) VALUES (1)\"", "interface Accounts {}"))
                .verify();
    }

    @Test
    void repeatableMigrationsDoNotDefineObjects() {
        for (String statement : List.of(
                "DROP TABLE account",
                "CREATE VIEW ids AS SELECT id FROM account",
                "CREATE TABLE IF NOT EXISTS account (id BIGINT) DUPLICATE KEY(id)",
                "DROP DATABASE shop",
                "ALTER TABLE account COMMENT = 'accounts'")) {
            migratedShop()
                    .and(repeatableMigration(
                            "statements = \"" + statement + "\") // [repeatable-definition]\n@Deprecated(",
                            "interface Accounts {}"))
                    .verify();
        }
    }

    @Test
    void eachRepeatableMigrationIsChecked() {
        String definition = "statements = \"DROP TABLE account\") // [repeatable-definition]\n@Deprecated(";
        migratedShop()
                .and(repeatableMigration(definition, "interface Accounts {}"))
                .and(repeatableMigration(definition, "interface OtherAccounts {}"))
                .verify();
    }

    private static MarkedSources shopWithRole(String statements) {
        return MarkedSources.of("""
            @Schema(name = "shop", value = {}, roles = Reader.class)
            public interface Shop {}
            """)
                .and("""
                @Role @Grant(value = dev.cairn.annotation.access.Privilege.SELECT, onAll = Grant.Kind.TABLES)
                public interface Reader {}
                """)
                .and(migration("""
                    number = 1,
                    upgrade = {"CREATE ROLE `reader`", "GRANT SELECT ON ALL TABLES IN DATABASE ${database} TO ROLE `reader`"},
                    downgrade = "DROP ROLE `reader`"\
                    """, "interface V0001Initial {}"))
                .and(repeatableMigration(statements, "interface Readers {}"));
    }

    @Test
    void repeatableMigrationsDoNotChangeRolesOfTheSchema() {
        for (String statement : List.of(
                "GRANT SELECT ON ALL VIEWS IN DATABASE shop TO ROLE 'reader'",
                "GRANT SELECT ON ALL TABLES IN DATABASE shop TO ROLE reader WITH GRANT OPTION",
                "GRANT USAGE ON CATALOG lake TO ROLE reader",
                "GRANT db_admin TO ROLE reader",
                "REVOKE SELECT ON ALL TABLES IN DATABASE ${database} FROM ROLE reader",
                "ALTER ROLE reader SET COMMENT = 'x'",
                "DROP ROLE reader")) {
            String messages = shopWithRole("statements = {\"CREATE ROLE IF NOT EXISTS auditor\",\n\"" + statement
                            + "\"}) // [repeatable-role]\n@Deprecated(")
                    .verify();
            assertThat(messages).as(statement).contains("'Readers' changes the role 'reader'", "of 'shop' define");
        }
    }

    @Test
    void repeatableMigrationsMayGiveRolesOfTheSchemaAndChangeOthers() {
        shopWithRole("""
                statements = {
                    "GRANT SELECT ON ALL TABLES IN DATABASE shop TO ROLE reader",
                    "CREATE ROLE IF NOT EXISTS reader, auditor",
                    "GRANT reader TO USER jane",
                    "GRANT reader TO ROLE auditor",
                    "GRANT SELECT ON ALL VIEWS IN DATABASE ${database} TO ROLE auditor",
                    "REVOKE reader FROM USER joe",
                    "DROP ROLE IF EXISTS former"
                }\
                """).verify();
    }

    @Test
    void aMigrationIsEitherRecordedOrRepeatable() {
        migratedShop().and("""
            package shop.migrations;
            import dev.cairn.annotation.*;
            @Migration(schema = shop.Shop.class, number = 2, after = "%s", upgrade = {})
            @RepeatableMigration(schema = shop.Shop.class, statements = {}) // [repeatable-recorded]
            interface V0002B {}
            """.formatted(FIRST_HASH)).verify();
    }
}
