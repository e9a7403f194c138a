package dev.cairn.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.migration.MigrationHash;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.Format.StaleClassException;
import dev.cairn.upgrade.MigrationStep;
import dev.cairn.upgrade.RecordedMigration;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded migrations become classes, and the schema has them all, whichever files a build tool compiles. */
class MigrationClassesTest {
    private static final String SHOP = "shop/Shop.java";
    private static final String ACCOUNT = "shop/Account.java";
    private static final String FIRST = "shop/migrations/V0001Initial.java";
    private static final String SECOND = "shop/migrations/V0002AddNote.java";
    private static final String CREATE = """
        CREATE TABLE `account` (
          `id` bigint(20) NOT NULL
        )
        PRIMARY KEY(`id`)
        DISTRIBUTED BY HASH(`id`)
        """;
    private static final String HASH = MigrationHash.of("", List.of(CREATE));

    @TempDir
    private Path folder;

    private SourceTree shop() {
        return new SourceTree(folder).with("""
            package shop;
            import dev.cairn.annotation.Schema;
            @Schema(name = "shop", value = Account.class)
            public interface Shop {}
            """).with(account("long id")).with("""
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
                        CREATE.indent(12).strip() + "\n" + " ".repeat(12)));
    }

    private static String account(String components) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @Table @PrimaryKey("id") @DistributedByHash("id")
            public record Account(%s) {}
            """.formatted(components);
    }

    private static String addNote(String type) {
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
            """.formatted(HASH, type);
    }

    private static SchemaDescriptor schema(SourceTree tree) {
        return tree.constant(SchemaDescriptor.class, "shop.ShopSchema", "SCHEMA");
    }

    @Test
    void aSchemaHasItsMigrations() {
        SourceTree tree = shop();
        assertThat(tree.compile("-Werror")).isEmpty();
        RecordedMigration initial = schema(tree).migrations().get(0);
        assertThat(initial.name()).isEqualTo("V0001Initial");
        assertThat(initial.title()).isEqualTo("Initial");
        assertThat(initial.hash()).isEqualTo(HASH);
        assertThat(initial.upgrade()).containsExactly(CREATE.strip());
        assertThat(initial.downgrade()).containsExactly("DROP TABLE `account`");
        assertThat(schema(tree).hasUnrecordedChanges()).isFalse();
    }

    @Test
    void codeAndSettingsAreKept() {
        SourceTree tree = shop().with(account("long id, String note")).with(addNote("""
            final class V0002AddNote implements MigrationStep {
                @Override
                public void afterUpgrade(Connection connection) {}
            }\
            """));
        assertThat(tree.compile("-Werror")).isEmpty();
        RecordedMigration added = schema(tree).migrations().get(1);
        assertThat(added.hasCode(MigrationStep.Moment.AFTER_UPGRADE)).isTrue();
        assertThat(added.hasCode(MigrationStep.Moment.BEFORE_UPGRADE)).isFalse();
        assertThat(added.step()).isPresent();
        assertThat(added.session()).isEqualTo(Map.of("insert_timeout", "14400", "sql_mode", ""));
        assertThat(added.upgrade().get(1)).isEqualTo("-- repeatable\nINSERT INTO account VALUES (1, 'a')");
        assertThat(added.parentHash()).isEqualTo(HASH);
    }

    @Test
    void theClassOfAMigrationIsThin() {
        SourceTree tree = shop();
        tree.compile();
        assertThat(tree.generated("shop.migrations.V0001InitialMigration")).isEqualTo("""
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
                            2, V0001InitialMigration.class, 1, "V0001Initial", "Initial",
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
            """.formatted(HASH));
        assertThat(tree.generated("shop.ShopSchema"))
                .contains("migrations.accept(V0001InitialMigration.MIGRATION);\n")
                .contains("recorded(\"");
    }

    @Test
    void compilingOnlyTheRootFindsMigrationsInClassFiles() {
        SourceTree tree = shop();
        tree.compile();
        String whole = tree.generated("shop.ShopSchema");
        assertThat(tree.compile(List.of(SHOP), "-Werror")).isEmpty();
        assertThat(tree.generated("shop.ShopSchema")).isEqualTo(whole);
    }

    @Test
    void aMigrationInSourceContinuesAChainOfClassFiles() {
        SourceTree tree = shop();
        tree.compile();
        tree.with(account("long id, String note")).with(addNote("interface V0002AddNote {}"));
        assertThat(tree.compile(List.of(SHOP, ACCOUNT, SECOND), "-Werror")).isEmpty();
        assertThat(schema(tree).migrations()).hasSize(2);
        assertThat(schema(tree).hasUnrecordedChanges()).isFalse();
    }

    @Test
    void errorsOfClassFilesAreReportedAtTheRoot() {
        SourceTree tree = shop().with(account("long id, String note")).with(addNote("interface V0002AddNote {}"));
        tree.compile();
        tree.with(tree.read(FIRST).replace("bigint(20) NOT NULL\n", "bigint(20) NOT NULL COMMENT 'x'\n"));
        assertThat(tree.compile(List.of(FIRST))).isEmpty();
        assertThat(tree.compile(List.of(SHOP)))
                .singleElement()
                .asString()
                .startsWith("Shop.java:4 [migration-edited]")
                .contains("V0001Initial has changed since V0002AddNote was recorded");
    }

    @Test
    void theRuntimeNoticesAMigrationThatIsCompiledAlone() {
        SourceTree tree = shop().with(account("long id, String note")).with(addNote("interface V0002AddNote {}"));
        tree.compile();
        tree.with(tree.read(FIRST).replace("bigint(20) NOT NULL\n", "bigint(20) NOT NULL COMMENT 'x'\n"));
        tree.compile(List.of(FIRST));
        assertThatThrownBy(() -> schema(tree).migrations()).isInstanceOf(StaleClassException.class);
    }

    @Test
    void theRuntimeReportsChangesOfARecordThatIsCompiledAlone() {
        SourceTree tree = shop();
        tree.compile();
        tree.with(account("long id, int points"));
        assertThat(tree.compile(List.of(ACCOUNT), "-Werror")).isEmpty();
        assertThat(schema(tree).hasUnrecordedChanges()).isTrue();
    }

    @Test
    void aDeletedMigrationIsGone() {
        SourceTree tree = shop().with(account("long id, String note")).with(addNote("interface V0002AddNote {}"));
        tree.compile();
        tree.delete(SECOND);
        assertThat(tree.compile()).singleElement().asString().startsWith("Shop.java:4 [pending-changes]");
        assertThat(schema(tree).migrations()).hasSize(1);
        assertThat(schema(tree).hasUnrecordedChanges()).isTrue();
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
        String after = "";
        for (int number = 1; number <= 1_200; number++) {
            String upgrade = number == 1 ? statements : "\"INSERT INTO t VALUES (" + number + ")\"";
            tree.with("""
                package shop.migrations;
                @dev.cairn.annotation.Migration(schema = shop.Shop.class, number = %d, after = "%s", upgrade = {%s})
                interface V%04dFill {}
                """.formatted(number, after, upgrade, number));
            after = MigrationHash.of(
                    after,
                    number == 1
                            ? Collections.nCopies(2_500, "INSERT INTO t VALUES (1)")
                            : List.of("INSERT INTO t VALUES (" + number + ")"));
        }
        assertThat(tree.compile("-Werror")).isEmpty();
        List<RecordedMigration> migrations = schema(tree).migrations();
        assertThat(migrations).hasSize(1_200);
        assertThat(migrations.get(0).upgrade()).hasSize(2_500);
        assertThat(migrations.get(1_199).hash()).isEqualTo(after);
    }
}
