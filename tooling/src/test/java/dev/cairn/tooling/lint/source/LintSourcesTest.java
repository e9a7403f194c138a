package dev.cairn.tooling.lint.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.finding.Severity;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.LintRule;
import dev.cairn.sql.ast.Span;
import dev.cairn.tooling.lint.LintAllowances.Allowance;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.LintSubject;
import dev.cairn.tooling.lint.LintSubject.MigrationStatement;
import dev.cairn.tooling.lint.LintSubject.QueryMethod;
import dev.cairn.tooling.lint.LintSubject.SchemaPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Places of statements, objects, columns and queries in Java sources, and what their annotations accept. */
class LintSourcesTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @TempDir
    private Path folder;

    @BeforeEach
    void writeRoot() throws IOException {
        write("Shop.java", """
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = {shop.Order.class, Visit.class})
            @Allow("lint.rewrites-table")
            public interface Shop {}
            """);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private LintSources sources() {
        return LintSources.read(List.of(folder, folder.resolve("missing")), "shop");
    }

    private static LintFinding finding(LintSubject subject, Span span) {
        return new LintFinding(LintRule.DROPS_DATA, Severity.WARNING, subject, "drops", "Don't.", span);
    }

    /** The text at the place of a finding about a part of the SQL, preceded by its line and column. */
    private String text(LintSubject subject, String sql, String part) throws IOException {
        Span span = part.isEmpty() ? Span.NONE : new Span(1, 1, sql.indexOf(part), part.length());
        SourceLocation place = sources().findLocation(finding(subject, span)).orElseThrow();
        List<String> lines = Files.readAllLines(place.file());
        String text = lines.get(place.line() - 1);
        String last = lines.get(place.endLine() - 1).substring(0, place.endColumn() - 1);
        return place.line() + ":" + place.column() + " "
                + (place.line() == place.endLine()
                        ? last.substring(place.column() - 1)
                        : text.substring(place.column() - 1) + " … " + last.strip());
    }

    private String place(String migration, int number, String sql, String part) throws IOException {
        return text(new MigrationStatement(migration, number, sql), sql, part);
    }

    @Test
    void statementsOfMigrationsAreFoundInStringsOfAllForms() throws IOException {
        write("V0002Change.java", """
            package shop;
            import dev.cairn.annotation.*;
            @Migration(schema = Shop.class, number = 2,
                    upgrade = {
                        "ALTER TABLE orders COMMENT = \\"\\u00e9\\tnew\\" ",
                        \"""
                        -- allow: lint.drops-data it is empty
                        ALTER TABLE `orders`\\040
                          DROP COLUMN `note`\\
                        , DROP COLUMN `code`
                        \""",
                        "ALTER TABLE " + "orders " + V0002Change.REST})
            interface V0002Change {
                String REST = "DROP COLUMN city";
            }
            """);
        String comment = "ALTER TABLE orders COMMENT = \"\u00e9\tnew\" ";
        assertThat(place("V0002Change", 1, comment, "new")).isEqualTo("5:53 new");
        assertThat(place("V0002Change", 1, comment, ""))
                .isEqualTo("5:14 ALTER TABLE orders COMMENT = \\\"\\u00e9\\tnew\\\"");
        String block =
                "-- allow: lint.drops-data it is empty\nALTER TABLE `orders` \n  DROP COLUMN `note`, DROP COLUMN `code`\n";
        assertThat(place("V0002Change", 2, block, "`note`")).isEqualTo("9:27 `note`");
        assertThat(place("V0002Change", 2, block, "`code`")).isEqualTo("10:27 `code`");
        assertThat(place("V0002Change", 2, block, ""))
                .isEqualTo("8:13 ALTER TABLE `orders`\\040 … , DROP COLUMN `code`");
        assertThat(place("V0002Change", 3, "ALTER TABLE orders DROP COLUMN city", "city"))
                .as("of a computed text, only the expression is known")
                .isEqualTo("12:13 \"ALTER TABLE \" + \"orders \" + V0002Change.REST");
        assertThat(sources().collectMigrationFiles()).containsOnlyKeys("V0002Change");
        assertThat(sources().findLocation(finding(new MigrationStatement("V0001Initial", 1, ""), Span.NONE)))
                .isEmpty();
    }

    @Test
    void objectsAndColumnsHaveTheNamesOfTheProcessor() throws IOException {
        write("Order.java", """
            package shop;
            import dev.cairn.annotation.*;
            @Table(name = "orders") @RenamedFrom("sales") @Allow({"unbounded-key", "lint.drops-data"})
            public record Order(
                long id,
                @Column(name = "customer") @RenamedFrom("buyer") long customerId,
                @Allow(value = "lint.loses-values", reason = "numbers " + "only") String p95Latency,
                @Embedded(prefix = "made_") Audit audit) {
                static final String NAME = "x";
            }
            """);
        write(
                "Visit.java",
                "package shop; @dev.cairn.annotation.View(query = \"\", database = \"web\") record Visit(int n) {}");
        write("Unlisted.java", "package shop; @dev.cairn.annotation.Table record Unlisted(int n) {}");
        write("Audit.java", "package shop;\nrecord Audit(String byUser) {}");
        ObjectName orders = new ObjectName("shop", "orders");
        assertThat(text(new SchemaPart(orders, ""), "", "")).isEqualTo("4:15 Order");
        assertThat(text(new SchemaPart(orders, "customer"), "", "")).isEqualTo("6:54 long customerId");
        assertThat(text(new SchemaPart(orders, "p95_latency"), "", "")).isEqualTo("7:71 String p95Latency");
        assertThat(text(new SchemaPart(orders, "made_by_user"), "", "")).isEqualTo("2:14 String byUser");
        assertThat(text(new SchemaPart(orders, "unknown"), "", "")).isEqualTo("4:15 Order");
        assertThat(text(new SchemaPart(new ObjectName("web", "visit"), "n"), "", ""))
                .endsWith(" int n");
        assertThat(sources().findLocation(finding(new SchemaPart(new ObjectName("shop", "unlisted"), ""), Span.NONE)))
                .isEmpty();
        assertThat(sources().allowances().allowancesBySubject())
                .containsOnlyKeys("", "shop.orders", "shop.orders.p95_latency")
                .containsEntry("shop.orders", List.of(new Allowance("lint.drops-data", "")))
                .containsEntry("shop.orders.p95_latency", List.of(new Allowance("lint.loses-values", "numbers only")));
        assertThat(sources().renames().declaredRenames())
                .containsExactly(
                        new Rename.ObjectRename(orders, "sales"), new Rename.ColumnRename(orders, "buyer", "customer"));
    }

    @Test
    void queriesAreFoundByTheirMethods() throws IOException {
        write("Sales.java", """
            package shop;
            import dev.cairn.annotation.*;
            interface Outer {
                @Queries(Shop.class) @Allow("lint.drops-data")
                interface Sales {
                    @Query("SELECT 1") long one();
                    @Query("SELECT 2") long one(int n);
                    @Execute(value = Outer.ALL) @Allow("lint.merges-rows") void clear();
                }
                String ALL = "DELETE FROM orders";
            }
            """);
        assertThat(text(new QueryMethod("shop.Outer.Sales", "Outer.Sales.one", "SELECT 2"), "SELECT 2", "2"))
                .isEqualTo("7:24 2");
        assertThat(text(new QueryMethod("shop.Outer.Sales", "Outer.Sales.clear", "DELETE FROM orders"), "", ""))
                .isEqualTo("10:19 DELETE FROM orders");
        assertThat(sources().allowances().allowancesBySubject().get("Outer.Sales.clear"))
                .containsExactly(new Allowance("lint.drops-data", ""), new Allowance("lint.merges-rows", ""));
    }

    @Test
    void anUnknownRuleIsAnsweredWithTheMostSimilarOne() throws IOException {
        write(
                "Order.java",
                "package shop; import dev.cairn.annotation.*;\n@Table @Allow(\"lint.drop-data\") record Order() {}");
        assertThatThrownBy(this::sources)
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void absentSourcesAreNoFailure() {
        LintSources none = LintSources.read(List.of(folder.resolve("missing")), "shop");
        assertThat(none.allowances().allowancesBySubject()).isEmpty();
        assertThat(none.collectMigrationFiles()).isEmpty();
    }
}
