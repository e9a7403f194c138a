package dev.cairn.processor;

import static dev.cairn.processor.ShopMigrations.ADD_COLUMN_SQL;
import static dev.cairn.processor.ShopMigrations.CREATE_TABLE_SQL;
import static dev.cairn.processor.ShopMigrations.FIRST_HASH;
import static dev.cairn.processor.ShopMigrations.migratedShop;
import static dev.cairn.processor.ShopMigrations.migration;
import static dev.cairn.processor.ShopMigrations.repeatableMigration;
import static dev.cairn.processor.ShopMigrations.shop;
import static dev.cairn.processor.ShopMigrations.shopWithDataChanges;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests mistakes in the statements of a migration, and the position at which each is reported. */
class MigrationStatementFindingsTest {
    @Test
    void theFindingOfAnUnknownFunctionExplainsHowToDeclareIt() {
        String messages = shop().and(migration(
                        "number = 1, upgrade = {\"" + CREATE_TABLE_SQL + "\",\n"
                                + "\"INSERT INTO account SELECT mask(id) FROM account\"}, // [migration-refused]\n"
                                + "downgrade = \"DROP TABLE account\"",
                        "interface V0001Initial {}"))
                .verify();
        assertThat(messages)
                .contains("No matching function with signature: mask(bigint(20))")
                .contains("@Schema(functions = \"CREATE FUNCTION mask(bigint(20)) RETURNS …\")");
    }

    @Test
    void dataChangesAreCheckedAtTheirPosition() {
        String report = shopWithDataChanges("""
            "INSERT INTO account (id, a) SELECT id, uper(a) FROM account", // [migration-refused]
            "UPDATE account SET b = 1 WHERE id = 2", // [migration-refused]
            "-- repeatable\\nDELETE FROM account\\n  WHERE idd = 1", // [migration-refused]
            "INSERT INTO acount VALUES (1)" // [migration-refused]
            """).verify();
        assertThat(report)
                .contains("did you mean 'upper'?", "did you mean 'id'?", "did you mean 'account'?")
                .contains("at line 3, column 9 of statement 4", "  WHERE idd = 1\n");
    }

    @Test
    void nullIsNotStoredInAColumnWithoutNull() {
        String createSql =
                "CREATE TABLE t (id BIGINT NOT NULL, name VARCHAR(10) NOT NULL, note VARCHAR(10)) PRIMARY KEY(id)";
        String report = shopWithDataChanges("\"" + createSql + "\",\n" + """
            "INSERT INTO t VALUES (1, NULL, NULL)", // [null-assignment]
            "INSERT INTO t SELECT id, (NULL), NULL FROM account", // [null-assignment]
            "UPDATE t SET name = NULL, note = NULL WHERE id = 1", // [null-assignment]
            "-- allow: null-assignment each row is dropped\\nINSERT INTO t VALUES (1, NULL, NULL)"
            """).verify();
        assertThat(report)
                .contains(
                        "NULL is stored in 'name', which is NOT NULL; store a value, or make the column nullable",
                        "at line 1, column 26 of statement 3");
        migratedShop()
                .and(repeatableMigration(
                        "statements = \"INSERT INTO account VALUES (NULL)\") // [null-assignment]\n@Deprecated(",
                        "interface Accounts {}"))
                .verify();
    }

    @Test
    void literalsThatAColumnCannotHoldAreReported() {
        String createSql = "CREATE TABLE t (id BIGINT NOT NULL, name VARCHAR(5), day DATE, n TINYINT) PRIMARY KEY(id)";
        String report = shopWithDataChanges("\"" + createSql + "\",\n" + """
            "INSERT INTO t (id, name) VALUES (1, 'longer')", // [literal-length]
            "-- repeatable\\nUPDATE t SET name = 'longer' WHERE id = 1", // [literal-length]
            "INSERT INTO t (id, day) SELECT id, '2024-13-45' FROM account", // [literal-value]
            "INSERT INTO t (id, n) VALUES (1, 1000)", // [literal-value]
            "DELETE FROM t WHERE day = '2024-13-45'", // [literal-value]
            "INSERT INTO t VALUES (1, 'short', '2024-12-31', 100)",
            "-- allow: literal-length the server truncates it\\nINSERT INTO t (id, name) VALUES (1, 'longer')"
            """).verify();
        assertThat(report)
                .contains("at line 2, column 21 of statement 4", "UPDATE t SET name = 'longer' WHERE id = 1\n")
                .contains("'longer'", "'2024-13-45' is not a value of this type");
        migratedShop()
                .and(repeatableMigration(
                        "statements = \"INSERT INTO account SELECT id FROM account WHERE id = 'x'\") // [literal-value]\n@Deprecated(",
                        "interface Accounts {}"))
                .verify();
    }

    @Test
    void dataChangesMustBeParsable() {
        assertThat(shopWithDataChanges("\"INSERT INTO account (id, a) VALUS (1, 2)\" // [migration-syntax]\n")
                        .verify())
                .contains("-- unread");
    }

    @Test
    void syntaxOfOtherDatabasesHasItsRemedy() {
        assertThat(shopWithDataChanges("""
            "DELETE FROM account WHERE id = 1 LIMIT 1", // [migration-syntax]
            "GRANT SELECT ON TABLE account TO ROLE reader, writer" // [migration-syntax]
            """).verify())
                .contains("StarRocks has no ORDER BY and no LIMIT in UPDATE and DELETE; select the keys of the rows")
                .contains(
                        "StarRocks has no list of roles or users in GRANT and REVOKE; write a statement for each of them")
                .doesNotContain("-- unread");
    }

    @Test
    void textThatDoesNotParse() {
        String messages = migratedShop()
                .and(migration("""
                    number = 2, after = "%s",
                    upgrade = {"-- repeatable\\n-- destructive: refilled\\nTRUNCATE TABLE account", \"""
                        -- destructive: nothing needs it
                        ALTER TABLE account DROP COLUM a
                        \"""}\
                    """.formatted(FIRST_HASH), "interface V0002B {}")
                        .replace("TABLE account\", \"\"\"", "TABLE account\",\n/* // [migration-syntax] */ \"\"\""))
                .verify();
        assertThat(messages)
                .contains("at line 2, column 26 of statement 2 of the upgrade of V0002B:", "DROP COLUM a\n", "^");
    }

    @Test
    void aStatementThatDoesNotApply() {
        String messages = migratedShop()
                .and(migration(
                        "number = 2, after = \"" + FIRST_HASH + "\",\nupgrade = \"ALTER TABLE account DROP COLUMN b\""
                                + " // [migration-refused]\n",
                        "interface V0002B {}"))
                .verify();
        assertThat(messages).contains("A 4.1 server refuses this statement", "of the upgrade of V0002B");
    }

    @Test
    void aDowngradeMustRestoreTheFormerState() {
        migratedShop()
                .and(migration(
                        "number = 2, after = \"" + FIRST_HASH + "\", upgrade = \"" + ADD_COLUMN_SQL + "\",\n"
                                + "downgrade = \"ALTER TABLE account COMMENT = 'x'\" // [migration-back]\n",
                        "interface V0002A {}"))
                .verify();
    }

    @Test
    void aStatementThatIsTooLongForAClassFile() {
        migratedShop()
                .and(migration(
                        "number = 2, after = \"" + FIRST_HASH + "\",\nupgrade = \"INSERT INTO account VALUES ('"
                                + "x".repeat(66_000) + "')\" // [migration-too-long]\n",
                        "interface V0002B {}"))
                .verify();
    }

    @Test
    void aSettingWithoutAValue() {
        migratedShop()
                .and(migration(
                        "number = 2, after = \"" + FIRST_HASH + "\", upgrade = {},\n"
                                + "session = \"insert_timeout\" // [migration-setting]\n",
                        "interface V0002B {}"))
                .verify();
    }

    @Test
    void migrationCodeThatCannotBeInstantiated() {
        migratedShop().and("""
            package shop.migrations;
            import dev.cairn.annotation.*;
            @Migration(schema = shop.Shop.class, number = 2, after = "%s", upgrade = {}) // [migration-code]
            final class V0002B implements dev.cairn.upgrade.MigrationStep {
                private V0002B() {}
            }
            """.formatted(FIRST_HASH)).verify();
    }
}
