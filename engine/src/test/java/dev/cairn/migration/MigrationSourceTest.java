package dev.cairn.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationSourceTest {
    private static String render(Migration migration) {
        return new MigrationSource("com.acme.shop.migrations", "com.acme.shop", "Shop", "add discount", migration)
                .render();
    }

    private static Migration createMigration(String... statements) {
        return new Migration(
                new Migration.Position("V0003AddDiscount", 3, "h1:4f1c"),
                List.of(statements),
                Migration.Reversal.ofIrreversible(""),
                List.of());
    }

    @Test
    void aMigrationIsWrittenAsFormattedSource() {
        Migration migration = new Migration(
                new Migration.Position("V0003AddDiscount", 3, "h1:4f1c"),
                List.of("ALTER TABLE `orders`\nADD COLUMN `discount` decimal(10, 2) NULL COMMENT \"off\"", "INSERT 1"),
                new Migration.Reversal(List.of("ALTER TABLE `orders` DROP COLUMN `discount`"), "drops orders.note"),
                List.of("insert_timeout=14400"));
        assertThat(render(migration)).isEqualTo("""
            package com.acme.shop.migrations;

            import com.acme.shop.Shop;
            import dev.cairn.annotation.Migration;

            /** Add discount. */
            @Migration(
                    schema = Shop.class,
                    number = 3,
                    after = "h1:4f1c",
                    upgrade = {\"""
                        ALTER TABLE `orders`
                        ADD COLUMN `discount` decimal(10, 2) NULL COMMENT "off"
                        \""", \"""
                        INSERT 1
                        \"""},
                    downgrade = {\"""
                        ALTER TABLE `orders` DROP COLUMN `discount`
                        \"""},
                    irreversible = "drops orders.note",
                    session = {"insert_timeout=14400"})
            interface V0003AddDiscount {}
            """);
    }

    @Test
    void remarksForReviewersAreACommentAboveTheTitle() {
        Migration migration = new Migration(
                new Migration.Position("V0001X", 1, ""), List.of(), Migration.Reversal.ofIrreversible(""), List.of());
        String longText = "word ".repeat(30).strip();
        List<String> remarks = List.of("Step 1: shop.orders", "  Data: " + longText, "  Cost: \\u000a done\nnext");
        assertThat(new MigrationSource("", "", "Shop", "x", migration, remarks).render())
                .contains("""

                        // Step 1: shop.orders
                        //   Data: word word word word word word word word word word word word word word word word word word word word
                        //     word word word word word word word word word word
                        //   Cost: \\\\u000a done next
                        /** X. */
                        @Migration(
                        """);
    }

    @Test
    void specialCharactersOfStatementsAreEscapedInJavaSource() {
        assertThat(render(createMigration("a\\b \n  \"\"\" x\t|\u00a0|\u2003\nc\r\n\u001bd")))
                .contains("            a\\\\b\\s\n")
                .contains("              \"\"\\\" x\\t|\\240|\\u2003\\n\\\n")
                .contains("            c\\r\n            \\033d\n");
    }

    @Test
    void markupInATitleIsEscaped() {
        Migration migration = new Migration(
                new Migration.Position("V0001X", 1, ""), List.of(), Migration.Reversal.ofIrreversible(""), List.of());
        String source = new MigrationSource("", "", "Shop", "end */ {@link \\u002a <b>", migration).render();
        assertThat(source).isEqualTo("""
            import dev.cairn.annotation.Migration;

            /** End &#42;/ {&#64;link &#92;u002a &#60;b>. */
            @Migration(
                    schema = Shop.class,
                    number = 1,
                    upgrade = {},
                    downgrade = {})
            interface V0001X {}
            """);
    }

    @Test
    void aSchemaClassThatIsNamedLikeTheAnnotationIsWrittenWithItsPackage() {
        String source = new MigrationSource("a.migrations", "a", "Migration", "x", createMigration("y")).render();
        assertThat(source).contains("schema = a.Migration.class").doesNotContain("import a.Migration;");
    }

    @Test
    void aCheckpointNamesTheHashAndTheReleaseThatItReplaces() {
        Migration checkpoint = new Migration(
                new Migration.Position("V0003Checkpoint", 3, ""),
                List.of("SELECT 1"),
                Migration.Reversal.ofIrreversible("it replaces the migrations up to 3"),
                List.of(),
                "r1:07",
                new Migration.Checkpoint("h1:4f1c", "shop 2.7"));
        assertThat(render(checkpoint).replaceAll("\\s+", " "))
                .contains(
                        "number = 3, checkpoint = \"h1:4f1c\", release = \"shop 2.7\", records = \"r1:07\", upgrade = {");
    }
}
