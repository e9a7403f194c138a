package dev.cairn.processor.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.JavaFileObjects;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/** Tests that generated code compiles, whatever types and modules surround it. */
class GenerationEnvironmentTest {
    /** Names that generated code uses for other types. */
    private static final List<String> USED_NAMES = List.of(
            "String",
            "Override",
            "SuppressWarnings",
            "Object",
            "Long",
            "Class",
            "List",
            "Consumer",
            "Generated",
            "Row",
            "RowSink",
            "Column",
            "TextColumn",
            "ValueType",
            "Declared",
            "Descriptor",
            "TableDescriptor",
            "SchemaDescriptor",
            "Text");

    @Test
    void recordsMayHaveAnyName() {
        List<JavaFileObject> sources = Stream.concat(
                        USED_NAMES.stream().map(GenerationEnvironmentTest::recordSource), Stream.of(rootSource()))
                .toList();

        assertThat(CompiledClasses.compileWithProcessor(sources).byteCount("shop.ShopSchema"))
                .isPositive();
    }

    private static JavaFileObject recordSource(String name) {
        return JavaFileObjects.forSourceString("shop." + name, """
            package shop;

            @dev.cairn.annotation.Table
            @dev.cairn.annotation.DuplicateKey("id")
            @dev.cairn.annotation.DistributedByHash("id")
            public record %s(
                    int id, java.lang.String text, java.util.List<java.lang.Long> numbers, Kind kind, Part part) {
                public enum Kind {
                    ONE
                }

                public record Part(java.lang.Integer x, java.util.List<java.lang.String> y) {}
            }
            """.formatted(name));
    }

    private static JavaFileObject rootSource() {
        String members = USED_NAMES.stream().map(name -> name + ".class").collect(Collectors.joining(", "));
        return JavaFileObjects.forSourceString("shop.Shop", """
            package shop;

            @dev.cairn.annotation.Schema(name = "shop", value = {%s})
            public interface Shop {}
            """.formatted(members));
    }

    @Test
    void interfacesOfQueriesMayHaveMembersWithAnyName() {
        List<JavaFileObject> sources = Stream.concat(
                        Stream.of(
                                recordSource("Item"),
                                JavaFileObjects.forSourceString("shop.Shop", """
                                        package shop;

                                        @dev.cairn.annotation.Allow("pending-changes")
                                        @dev.cairn.annotation.Schema(name = "shop", value = Item.class)
                                        public interface Shop {}
                                        """),
                                JavaFileObjects.forSourceString("shop.Outer", OUTER_SOURCE)),
                        Stream.of("String", "Math", "Objects", "Override").map(GenerationEnvironmentTest::emptyClass))
                .toList();

        assertThat(CompiledClasses.compileWithProcessor(sources).byteCount("shop.OuterItemsQueries"))
                .isPositive();
    }

    private static final String OUTER_SOURCE = """
            package shop;

            import dev.cairn.annotation.Execute;
            import dev.cairn.annotation.Queries;
            import dev.cairn.annotation.Query;

            class Outer {
                interface Constants {
                    int TEXT = 1;

                    record Database(long count) {}
                }

                @Queries(Shop.class)
                interface Items extends Constants {
                    record Row(int id, java.lang.String text) {}

                    record List(int id) {}

                    @Query("SELECT id, `text` FROM item WHERE `text` = :call AND id > :db")
                    java.util.List<Row> items(java.lang.String call, int db);

                    @Query("SELECT id FROM item WHERE id IN (:row) ORDER BY id LIMIT 1")
                    java.util.Optional<List> items(int... row);

                    @Query("SELECT count(*) AS count FROM item")
                    Database readDatabase();

                    @Execute("INSERT INTO item (id, `text`) VALUES (:INT, :LONG)")
                    int add(int INT, java.lang.String LONG);

                    default int TEXT() {
                        return TEXT;
                    }
                }
            }
            """;

    private static JavaFileObject emptyClass(String name) {
        return JavaFileObjects.forSourceString("shop." + name, "package shop;\n\npublic final class " + name + " {}\n");
    }

    @Test
    void modulesNeedNotReadTheModuleOfTheCompiler() {
        String source = new SourceGenerator(new GenerationEnvironment(false, true, false))
                .generateDescriptor(Declarations.table("Item", "CREATE TABLE `item` (`id` int NOT NULL)"));

        assertThat(source)
                .contains("@SuppressWarnings({\"all\", \"deprecation\", \"removal\", \"exports\"})")
                .doesNotContain("@Generated");
    }
}
