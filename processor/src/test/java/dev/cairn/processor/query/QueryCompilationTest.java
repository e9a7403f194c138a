package dev.cairn.processor.query;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.UserClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that interfaces of queries without mistakes compile without warnings, and that no text makes the processor
 * fail.
 */
class QueryCompilationTest {
    private static final Path SOURCE_FOLDER = Path.of("src/test/resources/queries");

    private static Compilation compile(String name, String source) throws IOException {
        return UserClassPath.javac()
                .withProcessors(new CairnProcessor())
                .withOptions("-Xlint:all,-processing", "-Acairn.pending=off")
                .compile(
                        JavaFileObjects.forSourceString(
                                "shop.Shop", Files.readString(SOURCE_FOLDER.resolve("Shop.java"))),
                        JavaFileObjects.forSourceString(name, source));
    }

    @Test
    void everyKindOfStatementCompiles() throws IOException {
        assertThat(compile("shop.Sales", Files.readString(SOURCE_FOLDER.resolve("Sales.java"))))
                .succeededWithoutWarnings();
    }

    @Test
    void aComponentOfARecordThatIsNullIsNull() throws IOException {
        assertThat(compile("shop.Sales", Files.readString(SOURCE_FOLDER.resolve("Sales.java"))))
                .generatedSourceFile("shop.SalesQueries")
                .contentsAsUtf8String()
                .contains("place == null || place.address() == null ? null : place.address().street()");
    }

    @Test
    void messagesNameAnOptionalParameterWithoutItsAccess() throws IOException {
        assertThat(compile("shop.Sales", Files.readString(SOURCE_FOLDER.resolve("Sales.java"))))
                .generatedSourceFile("shop.SalesQueries")
                .contentsAsUtf8String()
                .contains(".value(\"account\", LONG, account.orElse(null))");
    }

    @Test
    void aListInAnOptionalPartMayBeAnOptional() throws IOException {
        for (String list : List.of("List<String>", "Set<String>", "String[]")) {
            assertThat(generateQueries(
                            "List<Long>",
                            "SELECT id FROM orders WHERE true /*? AND city IN (:cities) */",
                            "Optional<" + list + "> cities"))
                    .as(list)
                    .contains("if (cities.isPresent())", ".values(\"cities\", TEXT, cities.get(), \"?\")");
        }
        assertThat(generateQueries(
                        "List<Long>",
                        "SELECT id FROM orders WHERE true /*? AND array_contains_all(tags, :tags) */",
                        "Optional<List<String>> tags"))
                .contains("if (tags.isPresent())", "tags.get()");
    }

    @Test
    void theNumberOfElementsIsReadAsABitmapOrAnHll() throws IOException {
        assertThat(generateQueries("List<dev.cairn.type.Bitmap>", "SELECT bitmap_count(to_bitmap(id)) FROM orders", ""))
                .contains("BITMAP");
        assertThat(generateQueries(
                        "List<dev.cairn.type.Hll>", "SELECT hll_cardinality(hll_hash(city)) FROM orders", ""))
                .contains("HLL");
    }

    private static String generateQueries(String resultType, String sql, String parameters) throws IOException {
        Compilation compilation = compile("shop.Few", """
            package shop;
            import dev.cairn.annotation.*;
            import java.util.*;
            @Queries(Shop.class)
            public interface Few {
                @Query(\"""
                    %s\""")
                %s find(%s);
            }
            """.formatted(sql, resultType, parameters));
        assertThat(compilation).succeeded();
        return compilation
                .generatedSourceFile("shop.FewQueries")
                .orElseThrow()
                .getCharContent(true)
                .toString();
    }

    @Test
    void aSuperinterfaceMayHaveTypeParameters() throws IOException {
        Compilation compilation = compile("shop.Few", """
            package shop;
            import dev.cairn.annotation.*;
            import java.util.*;
            import org.jspecify.annotations.*;
            @NullMarked
            interface Reader<K, V extends @Nullable Object> {
                @Query("SELECT id, name FROM account WHERE id = :id")
                Optional<V> find(K id);
                @Query("SELECT id, name FROM account WHERE id IN (:ids)")
                List<V> findAll(List<K> ids);
                @Query("SELECT id, name FROM account /*? WHERE id = :id */ LIMIT 1")
                @Nullable V findFirst(@Nullable K id);
            }
            @NullMarked
            @Queries(Shop.class)
            interface Few extends Reader<Long, Few.Buyer> {
                record Buyer(long id, @Nullable String name) {}
            }
            """);

        assertThat(compilation).succeeded();
        assertThat(compilation)
                .generatedSourceFile("shop.FewQueries")
                .contentsAsUtf8String()
                .contains("public Optional<Few.Buyer> find(Long id)");
        assertThat(compilation)
                .generatedSourceFile("shop.FewQueries")
                .contentsAsUtf8String()
                .contains("public List<Few.Buyer> findAll(List<Long> ids)");
        assertThat(compilation)
                .generatedSourceFile("shop.FewQueries")
                .contentsAsUtf8String()
                .contains(".oneOrNull(");
    }

    @Test
    void aTypeVariableIsNamedAsItIsWritten() throws IOException {
        assertThat(compile("shop.Few", """
            package shop;
            import dev.cairn.annotation.*;
            import java.util.*;
            interface Reader<V> {
                @Query("SELECT id FROM account") List<V> list();
            }
            @Queries(Shop.class) interface Few extends Reader<List<?>> {}
            """))
                .hadErrorContaining("has the type List<?>, which can't be the type of a column");
    }

    @Test
    void aMethodWithVariableArgumentsKeepsThem() throws IOException {
        for (String parameters : List.of("String... cities", "List<Long> ids, String... cities")) {
            String sql = "SELECT id FROM orders WHERE city IN (:cities)"
                    + (parameters.contains("ids") ? " AND id IN (:ids)" : "");
            assertThat(generateQueries("List<Long>", sql, parameters)).contains("find(" + parameters + ")");
        }
        assertThat(generateQueries("List<Long>", "SELECT id FROM orders WHERE city IN (:cities)", "String[] cities"))
                .contains("find(String[] cities)");
    }

    @Test
    void anArgumentThatMustNotBeNullIsNamedWithItsMethod() throws IOException {
        for (String parameter : List.of("String... cities", "List<String> cities", "Set<String> cities")) {
            assertThat(generateQueries("List<Long>", "SELECT id FROM orders WHERE city IN (:cities)", parameter))
                    .as(parameter)
                    .contains("Objects.requireNonNull(cities, \"Parameter cities of Few.find must not be null\");");
        }
        assertThat(generateQueries(
                        "List<Long>", "SELECT id FROM orders /*? WHERE city = :city */", "Optional<String> city"))
                .contains("Objects.requireNonNull(city, \"Parameter city of Few.find must not be null\");");
        assertThat(generateQueries(
                        "List<Long>", "SELECT id FROM orders /*? WHERE city IN (:cities) */", "List<String> cities"))
                .doesNotContain("requireNonNull");
        assertThat(generateQueries("List<Long>", "SELECT id FROM orders WHERE city <=> :city", "String city"))
                .doesNotContain("requireNonNull");
    }

    @Test
    void eachStarIsSentAsItsOwnColumns() throws IOException {
        String sql = "SELECT a.id FROM (SELECT * FROM active_account) a"
                + " WHERE a.id IN (SELECT account_id FROM (SELECT * FROM orders) o)";
        assertThat(generateQueries("List<Long>", sql, ""))
                .contains("(SELECT id, name FROM active_account) a")
                .contains("(SELECT id, order_date, city, amount, quantity, account_id, tags FROM orders) o");
    }

    @Test
    void aSecondRowIsEnoughWhereOneIsAllowed() throws IOException {
        for (String resultType : List.of("Long", "Optional<Long>", "long")) {
            for (String sql : List.of(
                    "SELECT id FROM orders",
                    "SELECT id FROM orders ORDER BY id",
                    "SELECT id FROM orders -- all of them",
                    "SELECT id FROM orders /*? WHERE id > :id */",
                    "WITH o AS (SELECT id FROM orders LIMIT 9) SELECT id FROM o",
                    "SELECT id FROM orders UNION ALL SELECT id FROM orders",
                    "SELECT id FROM (SELECT id FROM orders LIMIT 5) o")) {
                assertThat(generateQueries(resultType, sql, sql.contains(":id") ? "Long id" : ""))
                        .as(sql)
                        .contains("LIMIT 2");
            }
        }
    }

    @Test
    void aQueryThatIsLimitedOrReturnsSeveralRowsIsSentAsItIsWritten() throws IOException {
        for (String sql : List.of(
                "SELECT id FROM orders LIMIT 1",
                "SELECT id FROM orders LIMIT 1 OFFSET 3",
                "SELECT id FROM orders ORDER BY id /*? LIMIT :n */",
                "(SELECT id FROM orders LIMIT 3)")) {
            assertThat(generateQueries("Optional<Long>", sql, sql.contains(":n") ? "Integer n" : ""))
                    .as(sql)
                    .doesNotContain("LIMIT 2");
        }
        assertThat(generateQueries("List<Long>", "SELECT id FROM orders", "")).doesNotContain("LIMIT 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ";",
                ":",
                ":a",
                "/*?",
                "/*? */",
                "/*? :a */",
                "SELECT 1 /*? :a",
                "SELECT",
                "SELECT :",
                "SELECT :a",
                "SELECT *",
                "SELECT * FROM (",
                "SELECT 1; SELECT 2",
                "SELECT '",
                "SELECT 1 -- :a",
                "WITH x AS (SELECT :a) SELECT * FROM x",
                "SELECT * FROM orders, account",
                "SELECT * FROM information_schema.tables",
                "SELECT id FROM orders LIMIT :a, :a",
                "(SELECT id FROM orders) UNION (SELECT :a)",
                "VALUES (1, :a)",
                "INSERT INTO orders SELECT * FROM orders",
                "INSERT INTO orders VALUES (:a)",
                "INSERT INTO orders (id) VALUES ()",
                "DELETE FROM orders",
                "UPDATE orders SET",
                "WITH x AS (SELECT 1) DELETE FROM orders USING x WHERE id = :a",
                "REFRESH MATERIALIZED VIEW x",
                "SHOW",
                "DROP TABLE orders",
                "\\u0000 \\ud800 ß 漢"
            })
    void aStatementIsRefusedWithACodeOrCompiles(String sql) throws IOException {
        String methods = """
                package shop;
                import dev.cairn.annotation.*;
                import java.util.*;
                @Queries(Shop.class) interface Texts {
                @Query("%1$s") List<Long> query(Long a);
                @Query(value = "%1$s", unchecked = "new") List<Long> unchecked(Long a);
                @Execute("%1$s") long execute(Long a);
                }
                """;
        for (Diagnostic<?> error : compile("shop.Texts", methods.formatted(sql)).errors()) {
            assertThat(error.getMessage(Locale.ROOT)).startsWith("[");
        }
    }
}
