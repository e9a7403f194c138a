package dev.cairn.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.migration.MigrationHash;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake in recorded migrations, and the position at which it is reported. */
class MigrationFindingsTest {
    private static final String CREATE =
            "CREATE TABLE account (id BIGINT NOT NULL) PRIMARY KEY (id)" + " DISTRIBUTED BY HASH(id)";
    private static final String FIRST = MigrationHash.of("", List.of(CREATE));
    private static final String ADD = "ALTER TABLE account ADD COLUMN a INT";
    private static final String SECOND = MigrationHash.of(FIRST, List.of(ADD));

    private static MarkedSources shop() {
        return MarkedSources.of("""
            @Schema(name = "shop", value = Account.class)
            public interface Shop {}
            """).and("""
                @Table @PrimaryKey("id") @DistributedByHash("id")
                public record Account(long id) {}
                """);
    }

    private static String migration(String attributes, String type) {
        return "package shop.migrations;\n"
                + "import dev.cairn.annotation.*;\n"
                + "import shop.*;\n"
                + "@Migration(schema = Shop.class,\n"
                + attributes + ")\n" + type + "\n";
    }

    private static MarkedSources created() {
        return shop().and(migration(
                "number = 1, upgrade = \"" + CREATE + "\", downgrade = \"DROP TABLE account\"",
                "interface V0001Initial {}"));
    }

    private static String added(int number, String after, String name, String mark) {
        return migration(
                        "number = " + number + ", irreversible = \"test\", upgrade = \""
                                + ADD.replace(" a ", " " + name.toLowerCase(Locale.ROOT) + " ") + "\",\nafter = \""
                                + after + "\"",
                        "interface V000" + number + name + " {}")
                .replace(
                        "after = \"" + after + "\"",
                        "after = \"" + after + "\"" + (mark.isEmpty() ? "" : " // " + mark + "\n"));
    }

    @Test
    void theFindingOfAnUnknownFunctionExplainsHowToDeclareIt() {
        String messages = shop().and(migration(
                        "number = 1, upgrade = {\"" + CREATE + "\",\n"
                                + "\"INSERT INTO account SELECT mask(id) FROM account\"}, // [migration-refused]\n"
                                + "downgrade = \"DROP TABLE account\"",
                        "interface V0001Initial {}"))
                .verified();
        assertThat(messages)
                .contains("No matching function with signature: mask(bigint(20))")
                .contains("@Schema(functions = \"CREATE FUNCTION mask(bigint(20)) RETURNS …\")");
    }

    @Test
    void aValidChainHasNoFindings() {
        created().and(added(2, FIRST, "A", "")).and(added(3, SECOND, "B", "")).verified();
    }

    @Test
    void dataChangesAreCheckedAtTheirPosition() {
        String report = rows("""
            "INSERT INTO account (id, a) SELECT id, uper(a) FROM account", // [migration-refused]
            "UPDATE account SET b = 1 WHERE id = 2", // [migration-refused]
            "-- repeatable\\nDELETE FROM account\\n  WHERE idd = 1", // [migration-refused]
            "INSERT INTO acount VALUES (1)" // [migration-refused]
            """).verified();
        assertThat(report)
                .contains("did you mean 'upper'?", "did you mean 'id'?", "did you mean 'account'?")
                .contains("at line 3, column 9 of statement 4", "  WHERE idd = 1\n");
    }

    @Test
    void nullIsNotStoredInAColumnWithoutNull() {
        String create =
                "CREATE TABLE t (id BIGINT NOT NULL, name VARCHAR(10) NOT NULL, note VARCHAR(10)) PRIMARY KEY(id)";
        String report = rows("\"" + create + "\",\n" + """
            "INSERT INTO t VALUES (1, NULL, NULL)", // [null-assignment]
            "INSERT INTO t SELECT id, (NULL), NULL FROM account", // [null-assignment]
            "UPDATE t SET name = NULL, note = NULL WHERE id = 1", // [null-assignment]
            "-- allow: null-assignment each row is dropped\\nINSERT INTO t VALUES (1, NULL, NULL)"
            """).verified();
        assertThat(report)
                .contains(
                        "NULL is stored in 'name', which is NOT NULL; store a value, or make the column nullable",
                        "at line 1, column 26 of statement 3");
        created()
                .and(repeatable(
                        "statements = \"INSERT INTO account VALUES (NULL)\") // [null-assignment]\n@Deprecated(",
                        "interface Accounts {}"))
                .verified();
    }

    @Test
    void dataChangesMustBeParsable() {
        assertThat(rows("\"INSERT INTO account (id, a) VALUS (1, 2)\" // [migration-syntax]\n")
                        .verified())
                .contains("-- unread");
    }

    @Test
    void syntaxOfOtherDatabasesHasItsRemedy() {
        assertThat(rows("""
            "DELETE FROM account WHERE id = 1 LIMIT 1", // [migration-syntax]
            "GRANT SELECT ON TABLE account TO ROLE reader, writer" // [migration-syntax]
            """).verified())
                .contains("StarRocks has no ORDER BY and no LIMIT in UPDATE and DELETE; select the keys of the rows")
                .contains(
                        "StarRocks has no list of roles or users in GRANT and REVOKE; write a statement for each of them")
                .doesNotContain("-- unread");
    }

    private static MarkedSources rows(String statements) {
        return created()
                .and(migration(
                        "number = 2, irreversible = \"test\", after = \"" + FIRST + "\", upgrade = {\"" + ADD + "\",\n"
                                + statements + "}",
                        "interface V0002A {}"));
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
            """).verified();
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
            """).verified();
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
                .verified();
    }

    @Test
    void aMissingNumber() {
        String messages = created()
                .and(migration(
                        "number = 3, // [migration-gap]\nafter = \"" + SECOND + "\", upgrade = {}",
                        "interface V0003B {}"))
                .verified();
        assertThat(messages).contains("There is no migration 2 before V0003B", "cairn rebase V0003B");
    }

    @Test
    void aCheckpointWithoutAHash() {
        String messages = shop().and(migration(
                        "number = 2,\ncheckpoint = \"h1:0\", // [migration-checkpoint]\nupgrade = \"" + CREATE
                                + "\", irreversible = \"test\"",
                        "interface V0002Checkpoint {}"))
                .verified();
        assertThat(messages).contains("'h1:0' is not the hash of a migration");
    }

    @Test
    void aMigrationThatACheckpointReplaces() {
        String messages = shop().and(migration(
                        "number = 1, // [migration-replaced]\nupgrade = \"" + CREATE
                                + "\", downgrade = \"DROP TABLE account\"",
                        "interface V0001Initial {}"))
                .and(migration(
                        "number = 2, checkpoint = \"" + SECOND + "\", upgrade = {\"" + CREATE + "\", \"" + ADD
                                + "\"}, irreversible = \"test\"",
                        "interface V0002Checkpoint {}"))
                .and(added(3, SECOND, "B", ""))
                .verified();
        assertThat(messages)
                .contains("V0001Initial is one of the migrations that the checkpoint V0002Checkpoint replaces");
    }

    @Test
    void aChainThatBeginsWithACheckpointHasNoFindings() {
        shop().and(migration(
                        "number = 2, checkpoint = \"" + SECOND + "\", release = \"2.7\", upgrade = {\"" + CREATE
                                + "\", \"" + ADD + "\"}, irreversible = \"test\"",
                        "interface V0002Checkpoint {}"))
                .and(added(3, SECOND, "B", ""))
                .verified();
    }

    @Test
    void anEditedMiddle() {
        String messages =
                created().and(added(2, "h1:0", "A", "[migration-edited]")).verified();
        assertThat(messages).contains("V0001Initial has changed", "cairn rebase V0002A");
    }

    @Test
    void twoHeadsAfterAMerge() {
        String messages = created()
                .and(added(2, FIRST, "A", ""))
                .and(added(2, FIRST, "B", "[migration-fork]"))
                .verified();
        assertThat(messages).contains("as happens when branches are merged", "cairn rebase V0002B");
    }

    @Test
    void twoMigrationsMayNotHaveTheSameNumber() {
        created()
                .and(added(2, FIRST, "A", ""))
                .and(migration(
                        "number = 2, // [migration-duplicate]\nafter = \"h1:0\", upgrade = {}", "interface V0002B {}"))
                .verified();
    }

    @Test
    void theNumberMustEqualThatInTheName() {
        created()
                .and(migration(
                        "number = 2, // [migration-number]\nafter = \"" + FIRST + "\", upgrade = {}",
                        "interface V0003B {}"))
                .verified();
    }

    @Test
    void textThatDoesNotParse() {
        String messages = created()
                .and(migration("""
                    number = 2, after = "%s",
                    upgrade = {"-- repeatable\\n-- destructive: refilled\\nTRUNCATE TABLE account", \"""
                        -- destructive: nothing needs it
                        ALTER TABLE account DROP COLUM a
                        \"""}\
                    """.formatted(FIRST), "interface V0002B {}")
                        .replace("TABLE account\", \"\"\"", "TABLE account\",\n/* // [migration-syntax] */ \"\"\""))
                .verified();
        assertThat(messages)
                .contains("at line 2, column 26 of statement 2 of the upgrade of V0002B:", "DROP COLUM a\n", "^");
    }

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
            String messages = created()
                    .and(migration(
                            "number = 2, after = \"" + FIRST + "\",\nupgrade = \"" + statement
                                    + "\" // [unmarked-destruction]\n",
                            "interface V0002B {}"))
                    .verified();
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
            created()
                    .and(migration(
                            "number = 2, after = \"" + FIRST + "\",\nupgrade = \"" + statement + "\"\n",
                            "interface V0002B {}"))
                    .verified();
        }
    }

    @Test
    void tablesOfTheMigrationItselfMayBeEmptied() {
        created()
                .and(migration(
                        "number = 2, after = \"" + FIRST + "\",\nupgrade = {\"CREATE TABLE t (id INT NOT NULL)"
                                + " DUPLICATE KEY(id)\", \"INSERT OVERWRITE t SELECT 1\", \"DROP TABLE t\"}\n",
                        "interface V0002B {}"))
                .verified();
    }

    @Test
    void aStatementThatDoesNotApply() {
        String messages = created()
                .and(migration(
                        "number = 2, after = \"" + FIRST + "\",\nupgrade = \"ALTER TABLE account DROP COLUMN b\""
                                + " // [migration-refused]\n",
                        "interface V0002B {}"))
                .verified();
        assertThat(messages).contains("A 4.1 server refuses this statement", "of the upgrade of V0002B");
    }

    @Test
    void aDowngradeMustRestoreTheFormerState() {
        created()
                .and(migration(
                        "number = 2, after = \"" + FIRST + "\", upgrade = \"" + ADD + "\",\n"
                                + "downgrade = \"ALTER TABLE account COMMENT = 'x'\" // [migration-back]\n",
                        "interface V0002A {}"))
                .verified();
    }

    @Test
    void aStatementThatIsTooLongForAClassFile() {
        created()
                .and(migration(
                        "number = 2, after = \"" + FIRST + "\",\nupgrade = \"INSERT INTO account VALUES ('"
                                + "x".repeat(66_000) + "')\" // [migration-too-long]\n",
                        "interface V0002B {}"))
                .verified();
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
        String messages = created()
                .and(migration(
                        "number = 2, after = \"" + FIRST + "\", irreversible = \"keeps the role\",\n" + "upgrade = \""
                                + statement + "\" // [built-in-role]\n",
                        "interface V0002Users {}"))
                .verified();
        assertThat(messages).contains(message, "with @GrantedTo");
        created()
                .and(migration(
                        "number = 2, after = \"" + FIRST + "\", irreversible = \"keeps the role\",\n"
                                + "upgrade = \"-- allow: built-in-role an operator\\n" + statement + "\"\n",
                        "interface V0002Users {}"))
                .verified();
    }

    @Test
    void aPasswordInAMigration() {
        String messages = created()
                .and(migration(
                        "number = 2, after = \"" + FIRST + "\", irreversible = \"keeps the user\",\n"
                                + "upgrade = \"CREATE USER bob IDENTIFIED BY 's3cret'\" // [migration-password]\n",
                        "interface V0002Users {}"))
                .verified();
        assertThat(messages).contains("CREATE USER contains a password", "IDENTIFIED BY '***'");
        created()
                .and(migration(
                        "number = 2, after = \"" + FIRST + "\", irreversible = \"keeps the user\",\n"
                                + "upgrade = \"CREATE USER bob IDENTIFIED BY ${pw}\" // [migration-placeholder]\n",
                        "interface V0002Users {}"))
                .verified();
    }

    @Test
    void aSettingWithoutAValue() {
        created()
                .and(migration(
                        "number = 2, after = \"" + FIRST + "\", upgrade = {},\n"
                                + "session = \"insert_timeout\" // [migration-setting]\n",
                        "interface V0002B {}"))
                .verified();
    }

    @Test
    void migrationCodeThatCannotBeInstantiated() {
        created().and("""
            package shop.migrations;
            import dev.cairn.annotation.*;
            @Migration(schema = shop.Shop.class, number = 2, after = "%s", upgrade = {}) // [migration-code]
            final class V0002B implements dev.cairn.upgrade.MigrationStep {
                private V0002B() {}
            }
            """.formatted(FIRST)).verified();
    }

    private static String repeatable(String attributes, String type) {
        return """
            package shop.migrations;
            import dev.cairn.annotation.*;
            @RepeatableMigration(schema = shop.Shop.class, %s)
            %s
            """.formatted(attributes, type);
    }

    @Test
    void repeatableMigrationsAreCheckedAtTheHead() {
        created()
                .and(repeatable(
                        "statements = {"
                                + "\"GRANT SELECT ON ALL TABLES IN DATABASE shop TO ROLE 'reader'\", "
                                + "\"INSERT INTO account (id) VALUES (1)\"}, session = \"insert_timeout=60\"",
                        "interface Readers {}"))
                .verified();
        created()
                .and(repeatable(
                        "statements = {\n\"DELETE FROM account WHERE id = 1\",\n"
                                + "\"INSERT INTO account (nr) VALUES (1)\"}) // [migration-refused]\n@Deprecated(",
                        "interface Accounts {}"))
                .verified();
        created()
                .and(repeatable(
                        "statements = \"INSERT INTO\") // [migration-syntax]\n@Deprecated(", "interface Accounts {}"))
                .verified();
        created()
                .and(repeatable(
                        "statements = \"SELECT 1\", session = \"insert_timeout\") // [migration-setting]\n@Deprecated(",
                        "interface Accounts {}"))
                .verified();
    }

    @Test
    void repeatableMigrationsDoNotDefineObjects() {
        for (String statement : List.of(
                "DROP TABLE account",
                "CREATE VIEW ids AS SELECT id FROM account",
                "CREATE TABLE IF NOT EXISTS account (id BIGINT) DUPLICATE KEY(id)",
                "DROP DATABASE shop",
                "ALTER TABLE account COMMENT = 'accounts'")) {
            created()
                    .and(repeatable(
                            "statements = \"" + statement + "\") // [repeatable-definition]\n@Deprecated(",
                            "interface Accounts {}"))
                    .verified();
        }
    }

    private static MarkedSources withRole(String statements) {
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
                .and(repeatable(statements, "interface Readers {}"));
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
            String messages = withRole("statements = {\"CREATE ROLE IF NOT EXISTS auditor\",\n\"" + statement
                            + "\"}) // [repeatable-role]\n@Deprecated(")
                    .verified();
            assertThat(messages).as(statement).contains("'Readers' changes the role 'reader'", "of 'shop' define");
        }
    }

    @Test
    void repeatableMigrationsMayGiveRolesOfTheSchemaAndChangeOthers() {
        withRole("""
                statements = {
                    "GRANT SELECT ON ALL TABLES IN DATABASE shop TO ROLE reader",
                    "CREATE ROLE IF NOT EXISTS reader, auditor",
                    "GRANT reader TO USER jane",
                    "GRANT reader TO ROLE auditor",
                    "GRANT SELECT ON ALL VIEWS IN DATABASE ${database} TO ROLE auditor",
                    "REVOKE reader FROM USER joe",
                    "DROP ROLE IF EXISTS former"
                }\
                """).verified();
    }

    @Test
    void aMigrationIsEitherRecordedOrRepeatable() {
        created().and("""
            package shop.migrations;
            import dev.cairn.annotation.*;
            @Migration(schema = shop.Shop.class, number = 2, after = "%s", upgrade = {})
            @RepeatableMigration(schema = shop.Shop.class, statements = {}) // [repeatable-recorded]
            interface V0002B {}
            """.formatted(FIRST)).verified();
    }

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
                        "number = 1, upgrade = \"" + CREATE + "\", irreversible = \"test\"",
                        "interface V0001Initial {}"))
                .verified();
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
                """).verified();
        assertThat(messages)
                .contains("No migration of 'shop' has been recorded yet", "CREATE TABLE `account` (", "cairn record");
    }

    @Test
    void theMessageForALargeSchemaIsShortened() {
        String names = IntStream.range(0, 30).mapToObj(i -> "T" + i + ".class").collect(Collectors.joining(", "));
        MarkedSources sources = MarkedSources.of(
                "@Schema(name = \"shop\", value = {" + names + "})\npublic interface Shop {} // [pending-changes]");
        for (int i = 0; i < 30; i++) {
            sources.and("@Table @PrimaryKey(\"id\") @DistributedByHash(\"id\")\npublic record T" + i + "(long id) {}");
        }
        assertThat(sources.verified())
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
                """).verified("-Acairn.pending=error");
    }

    @Test
    void aRootMayAllowIt() {
        MarkedSources.of("""
            @Schema(name = "shop", value = Account.class) @Allow("pending-changes")
            public interface Shop {}
            """).and("""
                @Table @PrimaryKey("id") @DistributedByHash("id")
                public record Account(long id) {}
                """).verified("-Acairn.pending=error");
    }

    @Test
    void anotherRuleOfNullnessIsAPendingChange() {
        String create = "CREATE TABLE account (id BIGINT NOT NULL, remark STRING NULL) DUPLICATE KEY (id)"
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
                        "number = 1, upgrade = \"" + create + "\", irreversible = \"test\"",
                        "interface V0001Initial {}"))
                .and("@org.jspecify.annotations.NullMarked package shop;");
        assertThat(sources.verified())
                .contains(
                        "The records of 'shop' differ from its migrations up to V0001Initial",
                        "needs --rebuild: shop.account: account column remark",
                        "`remark` varchar(65533) NOT NULL");
    }
}
