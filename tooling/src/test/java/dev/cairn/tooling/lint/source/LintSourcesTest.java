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
        writeFile("Shop.java", """
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = {shop.Order.class, Visit.class})
            @Allow("lint.rewrites-table")
            public interface Shop {}
            """);
    }

    private void writeFile(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private LintSources relationRows() {
        return LintSources.read(List.of(folder, folder.resolve("missing")), "shop");
    }

    private static LintFinding createFinding(LintSubject subject, Span span) {
        return new LintFinding(LintRule.DROPS_DATA, Severity.WARNING, subject, "drops", "Don't.", span);
    }

    /** Returns the line, the column and the text of the place of a finding about a part of the SQL. */
    private String describePlace(LintSubject subject, String sql, String part) throws IOException {
        Span span = part.isEmpty() ? Span.NONE : new Span(1, 1, sql.indexOf(part), part.length());
        SourceLocation location =
                relationRows().findLocation(createFinding(subject, span)).orElseThrow();
        List<String> lines = Files.readAllLines(location.file());
        String firstLine = lines.get(location.line() - 1);
        String lastLine = lines.get(location.endLine() - 1).substring(0, location.endColumn() - 1);
        return location.line() + ":" + location.column() + " "
                + (location.line() == location.endLine()
                        ? lastLine.substring(location.column() - 1)
                        : firstLine.substring(location.column() - 1) + " … " + lastLine.strip());
    }

    private String describeStatementPlace(String migration, int number, String sql, String part) throws IOException {
        return describePlace(new MigrationStatement(migration, number, sql), sql, part);
    }

    @Test
    void statementsOfMigrationsAreFoundInStringsOfAllForms() throws IOException {
        writeFile("V0002Change.java", """
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
        assertThat(describeStatementPlace("V0002Change", 1, comment, "new")).isEqualTo("5:53 new");
        assertThat(describeStatementPlace("V0002Change", 1, comment, ""))
                .isEqualTo("5:14 ALTER TABLE orders COMMENT = \\\"\\u00e9\\tnew\\\"");
        String block =
                "-- allow: lint.drops-data it is empty\nALTER TABLE `orders` \n  DROP COLUMN `note`, DROP COLUMN `code`\n";
        assertThat(describeStatementPlace("V0002Change", 2, block, "`note`")).isEqualTo("9:27 `note`");
        assertThat(describeStatementPlace("V0002Change", 2, block, "`code`")).isEqualTo("10:27 `code`");
        assertThat(describeStatementPlace("V0002Change", 2, block, ""))
                .isEqualTo("8:13 ALTER TABLE `orders`\\040 … , DROP COLUMN `code`");
        assertThat(describeStatementPlace("V0002Change", 3, "ALTER TABLE orders DROP COLUMN city", "city"))
                .as("of a computed text, only the expression is known")
                .isEqualTo("12:13 \"ALTER TABLE \" + \"orders \" + V0002Change.REST");
        assertThat(relationRows().collectMigrationFiles()).containsOnlyKeys("V0002Change");
        assertThat(relationRows().findLocation(createFinding(new MigrationStatement("V0001Initial", 1, ""), Span.NONE)))
                .isEmpty();
    }

    @Test
    void objectsAndColumnsHaveTheNamesOfTheProcessor() throws IOException {
        writeFile("Order.java", """
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
        writeFile(
                "Visit.java",
                "package shop; @dev.cairn.annotation.View(query = \"\", database = \"web\") record Visit(int n) {}");
        writeFile("Unlisted.java", "package shop; @dev.cairn.annotation.Table record Unlisted(int n) {}");
        writeFile("Audit.java", "package shop;\nrecord Audit(String byUser) {}");
        ObjectName orders = new ObjectName("shop", "orders");
        assertThat(describePlace(new SchemaPart(orders, ""), "", "")).isEqualTo("4:15 Order");
        assertThat(describePlace(new SchemaPart(orders, "customer"), "", "")).isEqualTo("6:54 long customerId");
        assertThat(describePlace(new SchemaPart(orders, "p95_latency"), "", "")).isEqualTo("7:71 String p95Latency");
        assertThat(describePlace(new SchemaPart(orders, "made_by_user"), "", ""))
                .isEqualTo("2:14 String byUser");
        assertThat(describePlace(new SchemaPart(orders, "unknown"), "", "")).isEqualTo("4:15 Order");
        assertThat(describePlace(new SchemaPart(new ObjectName("web", "visit"), "n"), "", ""))
                .endsWith(" int n");
        assertThat(relationRows()
                        .findLocation(createFinding(new SchemaPart(new ObjectName("shop", "unlisted"), ""), Span.NONE)))
                .isEmpty();
        assertThat(relationRows().allowances().allowancesBySubject())
                .containsOnlyKeys("", "shop.orders", "shop.orders.p95_latency")
                .containsEntry("shop.orders", List.of(new Allowance("lint.drops-data", "")))
                .containsEntry("shop.orders.p95_latency", List.of(new Allowance("lint.loses-values", "numbers only")));
        assertThat(relationRows().renames().declaredRenames())
                .containsExactly(
                        new Rename.ObjectRename(orders, "sales"), new Rename.ColumnRename(orders, "buyer", "customer"));
    }

    @Test
    void anEmbeddedRecordIsTheNearestOneWithItsName() throws IOException {
        writeFile(
                "Visit.java",
                "package shop; interface Visits { @dev.cairn.annotation.View record Visit("
                        + "@dev.cairn.annotation.Embedded Audit audit, @dev.cairn.annotation.Embedded Visit visit) {} }");
        writeFile("AnotherAudit.java", "package archive; record Audit(String byUser) {}");
        writeFile("Audit.java", "package shop;\n\nrecord Audit(String byUser) {}");
        ObjectName visit = new ObjectName("shop", "visit");
        assertThat(describePlace(new SchemaPart(visit, "by_user"), "", "")).isEqualTo("3:14 String byUser");
    }

    @Test
    void queriesAreFoundByTheirMethods() throws IOException {
        writeFile("Sales.java", """
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
        assertThat(describePlace(new QueryMethod("shop.Outer.Sales", "Outer.Sales.one", "SELECT 2"), "SELECT 2", "2"))
                .isEqualTo("7:24 2");
        assertThat(describePlace(
                        new QueryMethod("shop.Outer.Sales", "Outer.Sales.clear", "DELETE FROM orders"), "", ""))
                .isEqualTo("10:19 DELETE FROM orders");
        assertThat(relationRows().allowances().allowancesBySubject().get("Outer.Sales.clear"))
                .containsExactly(new Allowance("lint.drops-data", ""), new Allowance("lint.merges-rows", ""));
    }

    /** Constants are found by their simple names, so a constant of another file may seem to be this one. */
    @Test
    void aConstantWithTheNameOfItsSourceHasNoPlaceOfItsOwn() throws IOException {
        writeFile("V0003Fill.java", """
            package shop;
            import dev.cairn.annotation.*;
            @Migration(schema = Shop.class, number = 3, upgrade = {V0003Fill.SQL + V0003Fill.END, V0003Fill.END})
            interface V0003Fill {
                String SQL = Statements.SQL;
                String END = "DROP TABLE orders";
            }
            """);
        assertThat(describeStatementPlace("V0003Fill", 2, "DROP TABLE orders", "orders"))
                .isEqualTo("6:30 orders");
        assertThat(describeStatementPlace("V0003Fill", 1, "DELETE FROM t DROP TABLE orders", ""))
                .isEqualTo("3:56 V0003Fill.SQL + V0003Fill.END");
    }

    @Test
    void anUnknownRuleIsAnsweredWithTheMostSimilarOne() throws IOException {
        writeFile(
                "Order.java",
                "package shop; import dev.cairn.annotation.*;\n@Table @Allow(\"lint.drop-data\") record Order() {}");
        assertThatThrownBy(this::relationRows)
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void absentSourcesAreNoFailure() {
        LintSources emptySources = LintSources.read(List.of(folder.resolve("missing")), "shop");
        assertThat(emptySources.allowances().allowancesBySubject()).isEmpty();
        assertThat(emptySources.collectMigrationFiles()).isEmpty();
    }
}
