package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.MarkedSources;
import dev.cairn.processor.UserClassPath;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What javac says about the dictionaries of a schema. */
class DictionaryFindingsTest {
    private static final String TABLE = """
            @Table
            @DuplicateKey("id")
            record City(long id, @Varchar(10) String name, double area) {}

            """;
    private static final String SCHEMA = """
            @Schema(name = "shop", value = City.class, cluster = CityNames.class)
            interface Shop {}
            """;

    /** The sources import java.util, which has a class Dictionary. */
    private static String verify(String dictionary) {
        return MarkedSources.of(
                        TABLE + "@dev.cairn.annotation.cluster." + dictionary + "\ninterface CityNames {}\n" + SCHEMA)
                .verified();
    }

    @Test
    void eachPartReachesTheStatement() throws IOException {
        String source = "package shop; import dev.cairn.annotation.*; import dev.cairn.annotation.cluster.*;\n" + TABLE
                + """
                @Dictionary(table = City.class, keys = {"id", "area"}, values = "name",
                        properties = @Property(name = "dictionary_memory_limit", value = "${memory:10MB}"))
                interface CityNames {}
                """ + SCHEMA;
        assertThat(generateSchema(source))
                .contains("CREATE DICTIONARY `city_names` USING `city` (`id` KEY, `area` KEY, `name` VALUE)"
                        + " PROPERTIES (\"dictionary_memory_limit\" = \"${memory:10MB}\")");
    }

    @Test
    void aCommaBelongsToTheNameOfAColumn() throws IOException {
        String source =
                "package shop; import dev.cairn.annotation.*; import dev.cairn.annotation.cluster.*;\n" + """
                @Table
                @DuplicateKey("id")
                record City(long id, @Column(name = "name, area") @Varchar(10) String text) {}

                @Dictionary(table = City.class, keys = "id", values = "name, area")
                interface CityNames {}
                """ + SCHEMA;
        assertThat(generateSchema(source))
                .contains("CREATE DICTIONARY `city_names` USING `city` (`id` KEY, `name, area` VALUE)");
    }

    private static String generateSchema(String source) throws IOException {
        Compilation compilation = UserClassPath.javac()
                .withOptions("-Acairn.pending=off")
                .withProcessors(new CairnProcessor())
                .compile(JavaFileObjects.forSourceString("shop.City", source));
        return compilation
                .generatedSourceFile("shop.ShopSchema")
                .orElseThrow(() -> new AssertionError(compilation.diagnostics()))
                .getCharContent(false)
                .toString()
                .translateEscapes();
    }

    @Test
    void aColumnIsRefusedAtItsName() {
        assertThat(verify("""
                        Dictionary(
                                table = City.class,
                                keys = {
                                    "id",
                                    "dropped" // [cluster-refused]
                                },
                                values = "name")""")).contains("dictionary city_names", "key: dropped not found");
        assertThat(verify("""
                        Dictionary(
                                table = City.class,
                                keys = "id",
                                values = {
                                    "name",
                                    "area" // [cluster-refused]
                                })""")).contains("dictionary value column[area] type not supported: double");
        assertThat(verify("""
                        Dictionary(
                                table = City.class,
                                keys = "id", // [cluster-refused]
                                values = "id"
                        )""")).contains("column: id is both in keys and values");
    }

    @Test
    void aPropertyIsRefusedAtItsValue() {
        assertThat(verify("""
                        Dictionary(
                                table = City.class,
                                keys = "id",
                                values = "name",
                                properties = {
                                    @Property(name = "dictionary_refresh_interval", value = "soon") // [cluster-refused]
                                })""")).contains("dictionary_refresh_interval");
    }
}
