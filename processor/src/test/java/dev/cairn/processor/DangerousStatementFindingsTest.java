package dev.cairn.processor;

import static dev.cairn.processor.ShopMigrations.FIRST_HASH;
import static dev.cairn.processor.ShopMigrations.migratedShop;
import static dev.cairn.processor.ShopMigrations.migration;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that statements of migrations need a reason if they remove all rows, give every privilege, or contain a
 * password or a secret.
 */
class DangerousStatementFindingsTest {
    @Test
    void statementsByHandThatRemoveAllRowsNeedTheMarker() {
        for (String statement : List.of(
                "TRUNCATE TABLE account",
                "DELETE FROM account WHERE true",
                "DELETE FROM account WHERE 1 = 1",
                "DELETE FROM account WHERE id IN (SELECT id FROM account)",
                "-- repeatable\\nTRUNCATE TABLE account",
                "INSERT OVERWRITE account SELECT * FROM account",
                "-- allow: lint.drops-data x\\nTRUNCATE TABLE account")) {
            String messages = migratedShop()
                    .and(migration(
                            "number = 2, after = \"" + FIRST_HASH + "\",\nupgrade = \"" + statement
                                    + "\" // [unmarked-destruction]\n",
                            "interface V0002B {}"))
                    .verify();
            assertThat(messages).contains("write -- destructive: and the reason", "-- allow: unmarked-destruction");
        }
    }

    @Test
    void markedStatementsAndThoseThatRemoveSomeRowsNeedNothing() {
        for (String statement : List.of(
                "-- destructive: refilled\\nTRUNCATE TABLE account",
                "-- allow: unmarked-destruction has run\\nTRUNCATE TABLE account",
                "DELETE FROM account WHERE id = 1",
                "DELETE FROM account WHERE id IN (SELECT id FROM account WHERE id < 10)",
                "INSERT INTO account SELECT * FROM account")) {
            migratedShop()
                    .and(migration(
                            "number = 2, after = \"" + FIRST_HASH + "\",\nupgrade = \"" + statement + "\"\n",
                            "interface V0002B {}"))
                    .verify();
        }
    }

    @Test
    void tablesOfTheMigrationItselfMayBeEmptied() {
        migratedShop()
                .and(migration(
                        "number = 2, after = \"" + FIRST_HASH + "\",\nupgrade = {\"CREATE TABLE t (id INT NOT NULL)"
                                + " DUPLICATE KEY(id)\", \"INSERT OVERWRITE t SELECT 1\", \"DROP TABLE t\"}\n",
                        "interface V0002B {}"))
                .verify();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            GRANT root TO USER bob                                    | gives user 'bob'@'%' the role root, which has every privilege
            GRANT db_admin, user_admin TO USER bob                    | the role user_admin, which creates users and grants
            GRANT cluster_admin TO EXTERNAL GROUP ops                 | the role cluster_admin, which manages the nodes
            GRANT db_admin TO ROLE others                             | gives role others the role db_admin, which has every
            GRANT db_admin TO ROLE public                             | the role db_admin, which has every privilege on all
            GRANT IMPERSONATE ON USER root TO ROLE others             | lets role others act as root, which has every privilege
            CREATE USER bob DEFAULT ROLE db_admin                     | the role db_admin, which has every privilege on all
            """)
    void aBuiltInRoleForAUser(String statement, String message) {
        String messages = migratedShop()
                .and(migration(
                        "number = 2, after = \"" + FIRST_HASH + "\", irreversible = \"keeps the role\",\n"
                                + "upgrade = \"" + statement + "\" // [built-in-role]\n",
                        "interface V0002Users {}"))
                .verify();
        assertThat(messages).contains(message, "with @GrantedTo");
        migratedShop()
                .and(migration(
                        "number = 2, after = \"" + FIRST_HASH + "\", irreversible = \"keeps the role\",\n"
                                + "upgrade = \"-- allow: built-in-role an operator\\n" + statement + "\"\n",
                        "interface V0002Users {}"))
                .verify();
    }

    @Test
    void aPasswordInAMigration() {
        String messages = migratedShop()
                .and(migration(
                        "number = 2, after = \"" + FIRST_HASH + "\", irreversible = \"keeps the user\",\n"
                                + "upgrade = \"CREATE USER bob IDENTIFIED BY 's3cret'\" // [migration-password]\n",
                        "interface V0002Users {}"))
                .verify();
        assertThat(messages).contains("CREATE USER contains a password", "IDENTIFIED BY '***'");
        migratedShop()
                .and(migration(
                        "number = 2, after = \"" + FIRST_HASH + "\", irreversible = \"keeps the user\",\n"
                                + "upgrade = \"CREATE USER bob IDENTIFIED BY ${pw}\" // [migration-placeholder]\n",
                        "interface V0002Users {}"))
                .verify();
    }

    @Test
    void aSecretInAMigration() {
        String messages = migratedShop()
                .and(migration(
                        "number = 2, after = \"" + FIRST_HASH + "\", irreversible = \"changes the key\",\n"
                                + "upgrade = \"ALTER CATALOG lake SET ('aws.s3.secret_key' = 'wJalr')\" // [migration-secret]\n",
                        "interface V0002Key {}"))
                .verify();
        assertThat(messages)
                .contains("the value of 'aws.s3.secret_key' is a secret")
                .doesNotContain("wJalr");
        migratedShop()
                .and(migration(
                        "number = 2, after = \"" + FIRST_HASH + "\", irreversible = \"changes the key\",\n"
                                + "upgrade = \"ALTER CATALOG lake SET ('aws.s3.secret_key' = '${key}')\"\n",
                        "interface V0002Key {}"))
                .verify();
    }

    @Test
    void aSecretInTheSourceOfRows() {
        String messages = migratedShop()
                .and(migration(
                        "number = 2, after = \"" + FIRST_HASH + "\", irreversible = \"keeps the rows\",\n"
                                + "upgrade = \"INSERT INTO account SELECT * FROM FILES('path' = 's3://b/*.csv', 'format' = 'csv',"
                                + " 'aws.s3.secret_key' = 'wJalr')\" // [migration-secret]\n",
                        "interface V0002Rows {}"))
                .verify();
        assertThat(messages).contains("send the statement from the code of the migration");
    }
}
