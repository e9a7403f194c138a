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

/**
 * Tests that a compilation of some files, with the others as class files, reports and generates the same as a
 * compilation of all files.
 */
class IncrementalCompilationTest {
    @TempDir
    private Path folder;

    private enum Tool {
        JAVAC,
        /**
         * Reports mistakes in a value at its annotation, and mistakes in a record without a line but with the record's
         * name.
         */
        ECLIPSE;

        String choosePrefix(String javacPrefix, String eclipsePrefix) {
            return this == JAVAC ? javacPrefix : eclipsePrefix;
        }

        JavaCompiler compiler() {
            return this == JAVAC ? ToolProvider.getSystemJavaCompiler() : new EclipseCompiler();
        }
    }

    @ParameterizedTest
    @EnumSource(Tool.class)
    void compilingOnlyTheRootGeneratesTheSameSource(Tool tool) throws IOException {
        Project shop = Shop.writeTo(new Project(tool.compiler(), folder));
        Result fullResult = shop.compile();
        Result rootResult = shop.compile("shop.Shop");

        assertThat(fullResult.messages()).isEmpty();
        assertThat(rootResult.messages()).isEmpty();
        assertThat(rootResult.generatedSources()).containsOnlyKeys("ShopSchema.java");
        assertThat(fullResult.generatedSources()).containsAllEntriesOf(rootResult.generatedSources());
    }

    @ParameterizedTest
    @EnumSource(Tool.class)
    void compilingOneFileGeneratesTheSameSourceAsCompilingAll(Tool tool) throws IOException {
        Project shop = Shop.writeTo(new Project(tool.compiler(), folder));
        Result fullResult = shop.compile();

        for (String name : List.of("Order", "Account", "OrderNames", "DailySales", "CityOrders", "Shop")) {
            Result partialResult = shop.compile("shop." + name);
            assertThat(partialResult.messages()).as(name).isEmpty();
            assertThat(partialResult.generatedSources()).as(name).hasSize(1);
            assertThat(fullResult.generatedSources()).containsAllEntriesOf(partialResult.generatedSources());
        }
    }

    @Test
    void bothCompilersGenerateTheSame() throws IOException {
        Map<String, String> javac = Shop.writeTo(new Project(Tool.JAVAC.compiler(), folder.resolve("javac")))
                .compile()
                .generatedSources();
        Map<String, String> eclipse = Shop.writeTo(new Project(Tool.ECLIPSE.compiler(), folder.resolve("eclipse")))
                .compile()
                .generatedSources();

        assertThat(eclipse).isEqualTo(javac).hasSize(6);
    }

    @ParameterizedTest
    @EnumSource(Tool.class)
    void theFirstAggregateOfACompilationHasItsFunction(Tool tool) throws IOException {
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
        assertThat(result.generatedSources().get("PageViewTable.java"))
                .contains("`views` bigint(20) SUM NOT NULL COMMENT \"all\"");
    }

    @ParameterizedTest
    @EnumSource(Tool.class)
    void errorsThatAChangedRecordCausesAreReportedAtTheRoot(Tool tool) throws IOException {
        Project shop = Shop.writeTo(new Project(tool.compiler(), folder));
        shop.compile();
        shop.write("shop.Order", Shop.ORDER.replace("@RenamedFrom(\"town\") @Varchar(80) String city,", ""));

        assertThat(shop.compile("shop.Order").messages()).isEmpty();
        assertThat(shop.compile("shop.Shop").messages())
                .hasSize(2)
                .allSatisfy(message -> assertThat(message)
                        .startsWith(tool.choosePrefix(
                                "Shop.java:8: [unknown-column]", "Shop.java:6: [unknown-column] shop.Shop:")));
    }

    @ParameterizedTest
    @EnumSource(Tool.class)
    void errorsOfARecordAreOnItsLineInPartialAndFullCompilations(Tool tool) throws IOException {
        Project shop = Shop.writeTo(new Project(tool.compiler(), folder));
        shop.compile();
        shop.write(
                "shop.Order",
                Shop.ORDER.replace("@DuplicateKey({\"id\", \"day\"})", "@DuplicateKey({\"id\", \"dya\"})"));

        List<String> partialMessages = shop.compile("shop.Order").messages();
        assertThat(partialMessages)
                .singleElement()
                .asString()
                .startsWith(tool.choosePrefix("Order.java:11: [unknown-column]", "[unknown-column] shop.Order:"))
                .contains("'day'");
        assertThat(shop.compile().messages()).containsExactlyElementsOf(partialMessages);
    }

    /**
     * So the processor is not isolating, as Gradle calls it: for an isolating processor, Gradle would not compile the
     * root after a change of a migration, to which the root does not refer.
     */
    @Test
    void aMigrationChangesTheSourceOfTheSchemaWhoseRootDoesNotReferToIt() throws IOException {
        Project shop = Shop.writeTo(new Project(Tool.JAVAC.compiler(), folder));
        String oldSource = shop.compile().generatedSources().get("ShopSchema.java");
        shop.write("shop.migrations.V0001Initial", """
                package shop.migrations;

                import dev.cairn.annotation.Migration;

                @Migration(schema = shop.Shop.class, number = 1, upgrade = "CREATE TABLE t (id INT) DISTRIBUTED BY HASH(id)")
                interface V0001Initial {}
                """);

        Result migrationResult = shop.compile("shop.migrations.V0001Initial");
        assertThat(migrationResult.generatedSources()).containsOnlyKeys("V0001InitialMigration.java");
        assertThat(migrationResult.messages())
                .singleElement()
                .satisfies(message -> assertThat(message)
                        .startsWith("V0001Initial.java:5: [stale-schema]")
                        .contains("without 'shop.Shop'"));
        assertThat(shop.compile("shop.Shop").generatedSources().get("ShopSchema.java"))
                .contains("V0001InitialMigration")
                .isNotEqualTo(oldSource);
        assertThat(shop.compile("shop.migrations.V0001Initial", "shop.Shop").messages())
                .noneMatch(message -> message.contains("stale-schema"));
    }

    @Test
    void aRecordWithoutItsDescriptorIsNamed() throws IOException {
        Project shop = Shop.writeTo(new Project(Tool.JAVAC.compiler(), folder));
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
        Project shop = Shop.writeTo(new Project(Tool.JAVAC.compiler(), folder));
        shop.compile();
        Project oldProject = new Project(Tool.JAVAC.compiler(), folder.resolve("old")).write("shop.OrderTable", """
            package shop;

            import dev.cairn.schema.Declared;

            @Declared(format = 0,ddl = "CREATE TABLE orders (id INT)")
            public final class OrderTable {}
            """);
        oldProject.compile();
        Files.copy(
                oldProject.classes().resolve("shop/OrderTable.class"),
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
        Project shop = Shop.writeNullMarkedTo(new Project(tool.compiler(), folder));
        Result fullResult = shop.compile();
        assertThat(fullResult.messages()).isEmpty();
        assertThat(fullResult.generatedSources().get("OrderTable.java"))
                .contains("`price` decimal(10, 2) NOT NULL", "`created_by` varchar(64) NULL", "nullMarked = true");

        for (String name : List.of("Order", "Account", "OrderNames", "DailySales", "CityOrders", "Shop")) {
            Result partialResult = shop.compile("shop." + name);
            assertThat(partialResult.messages()).as(name).isEmpty();
            assertThat(fullResult.generatedSources()).containsAllEntriesOf(partialResult.generatedSources());
        }
    }

    @ParameterizedTest
    @EnumSource(Tool.class)
    void recordsThatWereCompiledUnderAnotherPackageInfoAreNamed(Tool tool) throws IOException {
        Project shop = Shop.writeTo(new Project(tool.compiler(), folder));
        shop.compile();
        shop.write("shop.package-info", Shop.NULL_MARKED);

        assertThat(shop.compile("shop.package-info", "shop.Shop").messages())
                .hasSize(5)
                .allSatisfy(message ->
                        assertThat(message).contains("[stale-descriptor]", "outside of @NullMarked", "compile '"));

        Shop.writeNullMarkedTo(shop).compile();
        shop.write("shop.package-info", "package shop;");
        assertThat(shop.compile("shop.package-info", "shop.Shop").messages())
                .hasSize(5)
                .allSatisfy(message -> assertThat(message).contains("[stale-descriptor]", "in @NullMarked"));
    }
}
