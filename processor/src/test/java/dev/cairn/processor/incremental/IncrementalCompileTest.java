package dev.cairn.processor.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.incremental.Project.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A compile of some files, with the others as classes, says and makes what a compile of all would. */
class IncrementalCompileTest {
    @TempDir
    private Path folder;

    private enum Tool {
        JAVAC,
        /** Points at the annotation where javac points at a value in it, and at nothing in a record: it is named. */
        ECLIPSE;

        String line(String javac, String eclipse) {
            return this == JAVAC ? javac : eclipse;
        }

        JavaCompiler compiler() {
            return this == JAVAC ? ToolProvider.getSystemJavaCompiler() : new EclipseCompiler();
        }
    }

    @ParameterizedTest
    @EnumSource(Tool.class)
    void compilingOnlyTheRootGeneratesTheSameSource(Tool tool) throws IOException {
        Project shop = Shop.in(new Project(tool.compiler(), folder));
        Result all = shop.compile();
        Result root = shop.compile("shop.Shop");

        assertThat(all.messages()).isEmpty();
        assertThat(root.messages()).isEmpty();
        assertThat(root.generated()).containsOnlyKeys("ShopSchema.java");
        assertThat(all.generated()).containsAllEntriesOf(root.generated());
    }

    @ParameterizedTest
    @EnumSource(Tool.class)
    void compilingOneFileGeneratesTheSameSourceAsCompilingAll(Tool tool) throws IOException {
        Project shop = Shop.in(new Project(tool.compiler(), folder));
        Result all = shop.compile();

        for (String name : List.of("Order", "Account", "OrderNames", "DailySales", "CityOrders", "Shop")) {
            Result alone = shop.compile("shop." + name);
            assertThat(alone.messages()).as(name).isEmpty();
            assertThat(alone.generated()).as(name).hasSize(1);
            assertThat(all.generated()).containsAllEntriesOf(alone.generated());
        }
    }

    @Test
    void bothCompilersMakeTheSame() throws IOException {
        Map<String, String> javac = Shop.in(new Project(Tool.JAVAC.compiler(), folder.resolve("javac")))
                .compile()
                .generated();
        Map<String, String> eclipse = Shop.in(new Project(Tool.ECLIPSE.compiler(), folder.resolve("eclipse")))
                .compile()
                .generated();

        assertThat(eclipse).isEqualTo(javac).hasSize(6);
    }

    @ParameterizedTest
    @EnumSource(Tool.class)
    void theFirstAggregateOfACompileHasItsFunction(Tool tool) throws IOException {
        Project shop = new Project(tool.compiler(), folder);
        shop.write("shop.PageView", """
                package shop;

                import static dev.cairn.annotation.Aggregate.Function.SUM;

                import dev.cairn.annotation.Aggregate;
                import dev.cairn.annotation.AggregateKey;
                import dev.cairn.annotation.Column;
                import dev.cairn.annotation.DistributedByHash;
                import dev.cairn.annotation.Table;

                @Table
                @AggregateKey("day")
                @DistributedByHash(value = "day", buckets = 2)
                public record PageView(int day, @Aggregate(SUM) @Column(comment = "all") long views) {}
                """);

        Result result = shop.compile();

        assertThat(result.messages()).isEmpty();
        assertThat(result.generated().get("PageViewTable.java"))
                .contains("`views` bigint(20) SUM NOT NULL COMMENT \"all\"");
    }

    @ParameterizedTest
    @EnumSource(Tool.class)
    void errorsThatAChangedRecordCausesAreReportedAtTheRoot(Tool tool) throws IOException {
        Project shop = Shop.in(new Project(tool.compiler(), folder));
        shop.compile();
        shop.write("shop.Order", Shop.ORDER.replace("@RenamedFrom(\"town\") @Varchar(80) String city,", ""));

        assertThat(shop.compile("shop.Order").messages()).isEmpty();
        assertThat(shop.compile("shop.Shop").messages())
                .hasSize(2)
                .allSatisfy(message -> assertThat(message)
                        .startsWith(tool.line(
                                "Shop.java:8: [unknown-column]", "Shop.java:6: [unknown-column] shop.Shop:")));
    }

    @ParameterizedTest
    @EnumSource(Tool.class)
    void errorsOfARecordAreOnItsLineInPartialAndFullCompiles(Tool tool) throws IOException {
        Project shop = Shop.in(new Project(tool.compiler(), folder));
        shop.compile();
        shop.write(
                "shop.Order",
                Shop.ORDER.replace("@DuplicateKey({\"id\", \"day\"})", "@DuplicateKey({\"id\", \"dya\"})"));

        List<String> alone = shop.compile("shop.Order").messages();
        assertThat(alone)
                .singleElement()
                .asString()
                .startsWith(tool.line("Order.java:11: [unknown-column]", "[unknown-column] shop.Order:"))
                .contains("'day'");
        assertThat(shop.compile().messages()).containsExactlyElementsOf(alone);
    }

    /**
     * So the processor is not isolating, in Gradle's words: no change of a file compiles what the file does not refer
     * to.
     */
    @Test
    void aMigrationChangesTheSourceOfTheSchemaWhoseRootDoesNotReferToIt() throws IOException {
        Project shop = Shop.in(new Project(Tool.JAVAC.compiler(), folder));
        String before = shop.compile().generated().get("ShopSchema.java");
        shop.write("shop.migrations.V0001Initial", """
                package shop.migrations;

                import dev.cairn.annotation.Migration;

                @Migration(schema = shop.Shop.class, number = 1, upgrade = "CREATE TABLE t (id INT) DISTRIBUTED BY HASH(id)")
                interface V0001Initial {}
                """);

        assertThat(shop.compile("shop.migrations.V0001Initial").generated())
                .containsOnlyKeys("V0001InitialMigration.java");
        assertThat(shop.compile("shop.Shop").generated().get("ShopSchema.java"))
                .contains("V0001InitialMigration")
                .isNotEqualTo(before);
    }

    @Test
    void aRecordWithoutItsDescriptorIsNamed() throws IOException {
        Project shop = Shop.in(new Project(Tool.JAVAC.compiler(), folder));
        shop.compile();
        shop.deleteClass("shop.OrderTable");

        assertThat(shop.compile("shop.Shop").messages())
                .first()
                .asString()
                .startsWith("Shop.java:8: [missing-descriptor]")
                .contains("shop.Order");
    }

    @Test
    void aDescriptorOfAnotherFormatIsNamed() throws IOException {
        Project shop = Shop.in(new Project(Tool.JAVAC.compiler(), folder));
        shop.compile();
        Project old = new Project(Tool.JAVAC.compiler(), folder.resolve("old")).write("shop.OrderTable", """
            package shop;

            import dev.cairn.schema.Declared;

            @Declared(format = 0,ddl = "CREATE TABLE orders (id INT)")
            public final class OrderTable {}
            """);
        old.compile();
        Files.copy(
                old.classes().resolve("shop/OrderTable.class"),
                shop.classes().resolve("shop/OrderTable.class"),
                StandardCopyOption.REPLACE_EXISTING);

        assertThat(shop.compile("shop.Shop").messages())
                .first()
                .asString()
                .startsWith("Shop.java:8: [descriptor-format]")
                .contains("shop.Order");
    }

    @ParameterizedTest
    @EnumSource(Tool.class)
    void compilingOneFileOfANullMarkedPackageGeneratesTheSameSource(Tool tool) throws IOException {
        Project shop = Shop.nullMarked(new Project(tool.compiler(), folder));
        Result all = shop.compile();
        assertThat(all.messages()).isEmpty();
        assertThat(all.generated().get("OrderTable.java"))
                .contains("`price` decimal(10, 2) NOT NULL", "`created_by` varchar(64) NULL", "nullMarked = true");

        for (String name : List.of("Order", "Account", "OrderNames", "DailySales", "CityOrders", "Shop")) {
            Result alone = shop.compile("shop." + name);
            assertThat(alone.messages()).as(name).isEmpty();
            assertThat(all.generated()).containsAllEntriesOf(alone.generated());
        }
    }

    @ParameterizedTest
    @EnumSource(Tool.class)
    void recordsThatWereCompiledUnderAnotherPackageInfoAreNamed(Tool tool) throws IOException {
        Project shop = Shop.in(new Project(tool.compiler(), folder));
        shop.compile();
        shop.write("shop.package-info", Shop.NULL_MARKED);

        assertThat(shop.compile("shop.package-info", "shop.Shop").messages())
                .hasSize(5)
                .allSatisfy(message ->
                        assertThat(message).contains("[stale-descriptor]", "outside of @NullMarked", "compile '"));

        Shop.nullMarked(shop).compile();
        shop.write("shop.package-info", "package shop;");
        assertThat(shop.compile("shop.package-info", "shop.Shop").messages())
                .hasSize(5)
                .allSatisfy(message -> assertThat(message).contains("[stale-descriptor]", "in @NullMarked"));
    }
}
