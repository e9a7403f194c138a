package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.MarkedSources;
import dev.cairn.processor.UserClassPath;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests mistakes in the dictionaries of a schema, and where each is reported. */
class DictionaryFindingsTest {
    private static final String CITY_TABLE = """
            @Table
            @DuplicateKey("id")
            record City(long id, @Varchar(10) String name, double area) {}

            """;
    private static final String SHOP_SCHEMA = """
            @Schema(name = "shop", value = City.class, cluster = CityNames.class)
            interface Shop {}
            """;

    /** The name of the annotation is qualified: the sources import java.util, which has a class Dictionary. */
    private static String verify(String dictionary) {
        return MarkedSources.of(CITY_TABLE + "@dev.cairn.annotation.cluster." + dictionary
                        + "\ninterface CityNames {}\n" + SHOP_SCHEMA)
                .verify();
    }

    @Test
    void eachAttributeIsInTheStatement() throws IOException {
        String source =
                "package shop; import dev.cairn.annotation.*; import dev.cairn.annotation.cluster.*;\n" + CITY_TABLE
                        + """
                @Dictionary(table = City.class, keys = {"id", "area"}, values = "name",
                        properties = @Property(name = "dictionary_memory_limit", value = "${memory:10MB}"))
                interface CityNames {}
                """ + SHOP_SCHEMA;
        assertThat(generateSchema(source))
                .contains("CREATE DICTIONARY `city_names` USING `city` (`id` KEY, `area` KEY, `name` VALUE)"
                        + " PROPERTIES (\"dictionary_memory_limit\" = \"${memory:10MB}\")");
    }

    @Test
    void aCommaBelongsToTheNameOfAColumn() throws IOException {
        String source = "package shop; import dev.cairn.annotation.*; import dev.cairn.annotation.cluster.*;\n" + """
                @Table
                @DuplicateKey("id")
                record City(long id, @Column(name = "name, area") @Varchar(10) String text) {}

                @Dictionary(table = City.class, keys = "id", values = "name, area")
                interface CityNames {}
                """
                + SHOP_SCHEMA;
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
    void theKnownPropertiesAreListedInTheirOrder() {
        assertThat(verify("""
                        Dictionary(
                                table = City.class,
                                keys = "id",
                                values = "name",
                                properties = @Property(name = "other", value = "1")) // [unknown-property]"""))
                .contains("the existing ones are 'dictionary_ignore_failed_refresh', 'dictionary_memory_limit',"
                        + " 'dictionary_read_latest', 'dictionary_refresh_interval' and 'dictionary_warm_up'");
    }

    @Test
    void aColumnIsRefusedAtItsName() {
        assertThat(verify("""
                        Dictionary(
                                table = City.class,
                                keys = {
                                    "id",
                                    "nane" // [unknown-column]
                                },
                                values = "name")""")).contains("There is no column 'nane'; did you mean 'name'?");
        assertThat(verify("""
                        Dictionary(
                                table = City.class,
                                keys = "id",
                                values = {
                                    "name",
                                    "area" // [cluster-refused]
                                })""")).contains("'area' is of the type double, which a value can't have; correct it\n");
        assertThat(verify("""
                        Dictionary(
                                table = City.class,
                                keys = "id", // [cluster-refused]
                                values = "id"
                        )""")).contains("'id' is both a key and a value");
    }

    /** A server accepts all of these. */
    @Test
    void aColumnIsListedOnce() {
        for (String columns : List.of(
                "keys = \"id\", values = {\"name\", \"name\"}",
                "keys = \"id\", values = {\"name\", \"NAME\"}",
                "keys = {\"id\", \"id\"}, values = \"name\"",
                "keys = \"id\", values = \"ID\"")) {
            assertThat(verify("Dictionary(table = City.class, " + columns + ") // [cluster-mistake]"))
                    .as(columns)
                    .contains("A server accepts the dictionary city_names, but it can't work: it lists the column '");
        }
    }

    @Test
    void anEmptyListIsReportedAtItsAttribute() {
        verify("""
                        Dictionary(
                                table = City.class,
                                keys = {}, // [cluster-clause]
                                values = "name")""");
        verify("""
                        Dictionary(
                                table = City.class,
                                keys = "id",
                                values = {} // [cluster-clause]
                        )""");
    }

    @Test
    void oneCompilationReportsAllMistakes() {
        verify("""
                        Dictionary(
                                table = City.class,
                                keys = {
                                    "id",
                                    "key" // [unknown-column]
                                },
                                values = {
                                    "area", // [cluster-refused]
                                    "nane" // [unknown-column]
                                },
                                properties = {
                                    @Property(name = "dictionary_warm_up", value = "perhaps"), // [cluster-refused]
                                    @Property(name = "dictionary_refresh_interval", value = "${seconds:soon}"), // [cluster-refused]
                                    @Property(
                                        name = "dictionary_memory_limits", // [unknown-property]
                                        value = "10MB")
                                })""");
    }

    @Test
    void anUnknownPropertyIsReportedAtItsName() {
        assertThat(verify("""
                        Dictionary(
                                table = City.class,
                                keys = "id",
                                values = "name",
                                properties = @Property(
                                        name = "dictionary_refresh_intervall", // [unknown-property]
                                        value = "${seconds}"))"""))
                .contains("'dictionary city_names' has no property 'dictionary_refresh_intervall';"
                        + " did you mean 'dictionary_refresh_interval'?");
    }

    @Test
    void aNameIsNotAPlaceholder() {
        verify("""
                        Dictionary(
                                name = "${prefix}_names", // [cluster-clause]
                                table = City.class,
                                keys = "id",
                                values = "name")""");
    }

    @Test
    void theTableIsInTheDatabaseOfTheSchema() {
        assertThat(MarkedSources.of("""
                        @External("other.city")
                        record City(long id, @Varchar(10) String name) {}
                        @Table @DuplicateKey("id") record Account(long id) {}

                        @dev.cairn.annotation.cluster.Dictionary(
                                table = City.class, // [cluster-table]
                                keys = "id",
                                values = "name")
                        interface CityNames {}
                        @Schema(name = "shop", value = {City.class, Account.class}, cluster = CityNames.class)
                        interface Shop {}
                        """).verify()).contains("'shop.City' is not a table of this schema");
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
                                })""")).contains("'soon' is not a value of 'dictionary_refresh_interval'");
    }
}
