package dev.cairn.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.migration.MigrationHash;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.GeneratedClassFormat.StaleClassException;
import dev.cairn.upgrade.MigrationStep;
import dev.cairn.upgrade.RecordedMigration;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that recorded migrations become classes, and that the schema has them all, whichever files a build tool
 * compiles.
 */
class MigrationClassesTest {
    private static final String SHOP_FILE = "shop/Shop.java";
    private static final String ACCOUNT_FILE = "shop/Account.java";
    private static final String FIRST_MIGRATION_FILE = "shop/migrations/V0001Initial.java";
    private static final String SECOND_MIGRATION_FILE = "shop/migrations/V0002AddNote.java";
    private static final String CREATE_SQL = """
        CREATE TABLE `account` (
          `id` bigint(20) NOT NULL
        )
        PRIMARY KEY(`id`)
        DISTRIBUTED BY HASH(`id`)
        """;
    private static final String FIRST_HASH = MigrationHash.of("", List.of(CREATE_SQL));

    @TempDir
    private Path folder;

    private SourceTree createShop() {
        return new SourceTree(folder).with("""
            package shop;
            import dev.cairn.annotation.Schema;
            @Schema(name = "shop", value = Account.class)
            public interface Shop {}
            """).with(accountSource("long id")).with("""
                package shop.migrations;
                import dev.cairn.annotation.Migration;
                import shop.Shop;
                @Migration(
                        schema = Shop.class,
                        number = 1,
                        upgrade = {\"""
                            %s\"""},
                        downgrade = {\"""
                            DROP TABLE `account`
                            \"""})
                interface V0001Initial {}
                """.formatted(
                        CREATE_SQL.indent(12).strip() + "\n" + " ".repeat(12)));
    }

    private static String accountSource(String components) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @Table @PrimaryKey("id") @DistributedByHash("id")
            public record Account(%s) {}
            """.formatted(components);
    }

    private static String addNoteSource(String type) {
        return """
            package shop.migrations;
            import dev.cairn.annotation.Migration;
            import dev.cairn.upgrade.MigrationStep;
            import java.sql.Connection;
            import shop.Shop;
            @Migration(
                    schema = Shop.class,
                    number = 2,
                    after = "%s",
                    upgrade = {"ALTER TABLE `account` ADD COLUMN `note` varchar(65533) NULL", "-- repeatable\\nINSERT INTO account VALUES (1, 'a')"},
                    downgrade = "ALTER TABLE `account` DROP COLUMN `note`",
                    session = {"insert_timeout=14400", "sql_mode="})
            %s
            """.formatted(FIRST_HASH, type);
    }

    private static SchemaDescriptor loadSchema(SourceTree tree) {
        return tree.loadConstant(SchemaDescriptor.class, "shop.ShopSchema", "SCHEMA");
    }

    @Test
    void aSchemaHasItsMigrations() {
        SourceTree tree = createShop();
        assertThat(tree.compile("-Werror")).isEmpty();
        RecordedMigration initial = loadSchema(tree).migrations().get(0);
        assertThat(initial.name()).isEqualTo("V0001Initial");
        assertThat(initial.title()).isEqualTo("Initial");
        assertThat(initial.hash()).isEqualTo(FIRST_HASH);
        assertThat(initial.upgrade()).containsExactly(CREATE_SQL.strip());
        assertThat(initial.downgrade()).containsExactly("DROP TABLE `account`");
        assertThat(loadSchema(tree).hasUnrecordedChanges()).isFalse();
    }

    @Test
    void codeAndSettingsAreKept() {
        SourceTree tree =
                createShop().with(accountSource("long id, String note")).with(addNoteSource("""
            final class V0002AddNote implements MigrationStep {
                @Override
                public void afterUpgrade(Connection connection) {}
            }\
            """));
        assertThat(tree.compile("-Werror")).isEmpty();
        RecordedMigration addedMigration = loadSchema(tree).migrations().get(1);
        assertThat(addedMigration.hasCode(MigrationStep.Moment.AFTER_UPGRADE)).isTrue();
        assertThat(addedMigration.hasCode(MigrationStep.Moment.BEFORE_UPGRADE)).isFalse();
        assertThat(addedMigration.step()).isPresent();
        assertThat(addedMigration.session()).isEqualTo(Map.of("insert_timeout", "14400", "sql_mode", ""));
        assertThat(addedMigration.upgrade().get(1)).isEqualTo("-- repeatable\nINSERT INTO account VALUES (1, 'a')");
        assertThat(addedMigration.parentHash()).isEqualTo(FIRST_HASH);
    }

    @Test
    void aMethodWithAnotherParameterIsNoCode() {
        SourceTree tree =
                createShop().with(accountSource("long id, String note")).with(addNoteSource("""
            final class V0002AddNote implements MigrationStep {
                @Override
                public void afterUpgrade(Connection connection) {
                    beforeUpgrade("note");
                }

                private void beforeUpgrade(String column) {}
            }\
            """));
        assertThat(tree.compile("-Werror")).isEmpty();
        RecordedMigration addedMigration = loadSchema(tree).migrations().get(1);
        assertThat(addedMigration.hasCode(MigrationStep.Moment.AFTER_UPGRADE)).isTrue();
        assertThat(addedMigration.hasCode(MigrationStep.Moment.BEFORE_UPGRADE)).isFalse();
    }

    @Test
    void theClassOfAMigrationIsThin() {
        SourceTree tree = createShop();
        tree.compile();
        assertThat(tree.generatedSource("shop.migrations.V0001InitialMigration"))
                .isEqualTo("""
            // Generated from shop.migrations.V0001Initial by Cairn. Changes to this file are lost at the next compile.
            package shop.migrations;

            import dev.cairn.upgrade.RecordedMigration;
            import javax.annotation.processing.Generated;
            import shop.Shop;

            /**
             * Migration 1 of {@link Shop}: Initial.
             */
            @Generated("dev.cairn")
            @SuppressWarnings({"all", "deprecation", "removal"})
            public final class V0001InitialMigration {
                public static final RecordedMigration MIGRATION = migration();

                private V0001InitialMigration() {
                }

                private static RecordedMigration migration() {
                    RecordedMigration.Builder migration = RecordedMigration.of(
                            3, V0001InitialMigration.class, 1, "V0001Initial", "Initial",
                            "",
                            "%s");
                    migration.upgrade(\"""
                            CREATE TABLE `account` (
                              `id` bigint(20) NOT NULL
                            )
                            PRIMARY KEY(`id`)
                            DISTRIBUTED BY HASH(`id`)\""");
                    migration.downgrade("DROP TABLE `account`");
                    return migration.build();
                }
            }
            """.formatted(FIRST_HASH));
        assertThat(tree.generatedSource("shop.ShopSchema"))
                .contains("consumer.accept(V0001InitialMigration.MIGRATION);\n")
                .contains("setDeclarationHash(\"");
    }

    @Test
    void compilingOnlyTheRootFindsMigrationsInClassFiles() {
        SourceTree tree = createShop();
        tree.compile();
        String fullSource = tree.generatedSource("shop.ShopSchema");
        assertThat(tree.compile(List.of(SHOP_FILE), "-Werror")).isEmpty();
        assertThat(tree.generatedSource("shop.ShopSchema")).isEqualTo(fullSource);
    }

    @Test
    void aMigrationInSourceContinuesAChainOfClassFiles() {
        SourceTree tree = createShop();
        tree.compile();
        tree.with(accountSource("long id, String note")).with(addNoteSource("interface V0002AddNote {}"));
        assertThat(tree.compile(List.of(SHOP_FILE, ACCOUNT_FILE, SECOND_MIGRATION_FILE), "-Werror"))
                .isEmpty();
        assertThat(loadSchema(tree).migrations()).hasSize(2);
        assertThat(loadSchema(tree).hasUnrecordedChanges()).isFalse();
    }

    @Test
    void errorsOfClassFilesAreReportedAtTheRoot() {
        SourceTree tree = createShop()
                .with(accountSource("long id, String note"))
                .with(addNoteSource("interface V0002AddNote {}"));
        tree.compile();
        tree.with(
                tree.read(FIRST_MIGRATION_FILE).replace("bigint(20) NOT NULL\n", "bigint(20) NOT NULL COMMENT 'x'\n"));
        assertThat(tree.compile(List.of(FIRST_MIGRATION_FILE)))
                .singleElement()
                .asString()
                .startsWith("V0001Initial.java:4 [stale-schema]");
        assertThat(tree.compile(List.of(SHOP_FILE)))
                .singleElement()
                .asString()
                .startsWith("Shop.java:4 [migration-edited]")
                .contains("V0001Initial has changed since V0002AddNote was recorded");
    }

    @Test
    void theRuntimeNoticesAMigrationThatIsCompiledAlone() {
        SourceTree tree = createShop()
                .with(accountSource("long id, String note"))
                .with(addNoteSource("interface V0002AddNote {}"));
        tree.compile();
        tree.with(
                tree.read(FIRST_MIGRATION_FILE).replace("bigint(20) NOT NULL\n", "bigint(20) NOT NULL COMMENT 'x'\n"));
        tree.compile(List.of(FIRST_MIGRATION_FILE));
        assertThatThrownBy(() -> loadSchema(tree).migrations()).isInstanceOf(StaleClassException.class);
    }

    @Test
    void theRuntimeReportsChangesOfARecordThatIsCompiledAlone() {
        SourceTree tree = createShop();
        tree.compile();
        tree.with(accountSource("long id, int points"));
        assertThat(tree.compile(List.of(ACCOUNT_FILE), "-Werror")).isEmpty();
        assertThat(loadSchema(tree).isStale()).isTrue();
        tree.compile();
        assertThat(loadSchema(tree).hasUnrecordedChanges()).isTrue();
        assertThat(loadSchema(tree).isStale()).isFalse();
    }

    @Test
    void theRuntimeReportsARecordedChangeThatIsCompiledWithoutTheRoot() {
        SourceTree tree = createShop();
        tree.compile();
        tree.with(accountSource("long id, String note")).with(addNoteSource("interface V0002AddNote {}"));
        tree.compile(List.of(ACCOUNT_FILE, SECOND_MIGRATION_FILE));
        assertThat(loadSchema(tree).isStale()).isTrue();
        tree.compile();
        assertThat(loadSchema(tree).hasUnrecordedChanges()).isFalse();
    }

    @Test
    void aDeletedMigrationIsGone() {
        SourceTree tree = createShop()
                .with(accountSource("long id, String note"))
                .with(addNoteSource("interface V0002AddNote {}"));
        tree.compile();
        tree.delete(SECOND_MIGRATION_FILE);
        assertThat(tree.compile()).singleElement().asString().startsWith("Shop.java:4 [pending-changes]");
        assertThat(loadSchema(tree).migrations()).hasSize(1);
        assertThat(loadSchema(tree).hasUnrecordedChanges()).isTrue();
    }

    @Test
    void thousandsOfStatementsAndMigrationsCompile() {
        SourceTree tree = new SourceTree(folder).with("""
            package shop;
            import dev.cairn.annotation.Schema;
            @Schema(name = "shop", value = {})
            public interface Shop {}
            """);
        String statements = "\"INSERT INTO t VALUES (1)\",\n".repeat(2_500);
        String predecessorHash = "";
        for (int number = 1; number <= 1_200; number++) {
            String upgrade = number == 1 ? statements : "\"INSERT INTO t VALUES (" + number + ")\"";
            tree.with("""
                package shop.migrations;
                @dev.cairn.annotation.Migration(schema = shop.Shop.class, number = %d, after = "%s", upgrade = {%s})
                interface V%04dFill {}
                """.formatted(number, predecessorHash, upgrade, number));
            predecessorHash = MigrationHash.of(
                    predecessorHash,
                    number == 1
                            ? Collections.nCopies(2_500, "INSERT INTO t VALUES (1)")
                            : List.of("INSERT INTO t VALUES (" + number + ")"));
        }
        assertThat(tree.compile("-Werror")).isEmpty();
        List<RecordedMigration> migrations = loadSchema(tree).migrations();
        assertThat(migrations).hasSize(1_200);
        assertThat(migrations.get(0).upgrade()).hasSize(2_500);
        assertThat(migrations.get(1_199).hash()).isEqualTo(predecessorHash);
    }
}
