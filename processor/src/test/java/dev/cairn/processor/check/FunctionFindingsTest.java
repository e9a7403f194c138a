package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.MarkedSources;
import dev.cairn.processor.UserClassPath;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Tests mistakes in the functions of a schema. A server refuses a class for some of the same reasons. */
class FunctionFindingsTest {
    private static final String SHOP_SCHEMA = """

            @Table
            @DuplicateKey("id")
            record City(long id, @Varchar(10) String name) {}

            @Schema(name = "shop", value = City.class, cluster = Mask.class)
            interface Shop {}
            """;

    private static String verify(String type) {
        return MarkedSources.of("@Function(file = \"${jar}\")\n" + type + SHOP_SCHEMA)
                .verify();
    }

    private static String verifyMethod(String method) {
        return verify("public class Mask {\n" + method + "\n}\n");
    }

    private static String generateSchema(String type) throws IOException {
        String source = "package shop; import dev.cairn.annotation.*; import dev.cairn.annotation.cluster.*; import"
                + " java.nio.ByteBuffer; import java.util.*;\n" + type + SHOP_SCHEMA;
        Compilation compilation = UserClassPath.javac()
                .withOptions("-Acairn.pending=off")
                .withProcessors(new CairnProcessor())
                .compile(JavaFileObjects.forSourceString("shop.Mask", source));
        return compilation
                .generatedSourceFile("shop.ShopSchema")
                .orElseThrow(() -> new AssertionError(compilation.diagnostics()))
                .getCharContent(false)
                .toString()
                .translateEscapes();
    }

    @Test
    void theMethodIsTheStatement() throws IOException {
        assertThat(generateSchema("""
                        @Function(file = "${jar}", isolation = "shared")
                        public class Mask {
                            public final List<String> evaluate(String text, Map<String, Integer> numbers, Long number) {
                                return null;
                            }

                            private String other() {
                                return "";
                            }
                        }
                        """)).contains("""
                        CREATE FUNCTION `mask`(STRING, MAP<STRING,INT>, BIGINT) RETURNS ARRAY<STRING> PROPERTIES ("symbol" = "shop.Mask", \
                        "type" = "StarrocksJar", "file" = "${jar}", "isolation" = "shared")""");
        assertThat(generateSchema("""
                        @GlobalFunction(name = "hide", file = "${jar}", returns = "VARCHAR(20)", arguments = "CHAR(3)")
                        public class Mask {
                            public String[] process(String text) {
                                return null;
                            }
                        }
                        """))
                .contains("CREATE GLOBAL TABLE FUNCTION `hide`(STRING) RETURNS VARCHAR(20) PROPERTIES (");
    }

    @Test
    void viewsCallTheFunctionWithItsTypes() {
        String function =
                "@Function(file = \"${jar}\")\npublic class Mask { public String evaluate(String text) { return text; } }\n";
        String schema = SHOP_SCHEMA.replace("value = City.class", "value = {City.class, Masked.class}");
        assertThat(MarkedSources.of(function
                                + "@View(query = \"SELECT id, mask(name) AS name FROM city\")\nrecord Masked(Long id, String name) {}\n"
                                + schema)
                        .verify())
                .isEmpty();
        assertThat(MarkedSources.of(function
                                + "@View(query = \"SELECT id, unmask(name) AS name FROM city\") // [unknown-function]\n"
                                + "record Masked(Long id, String name) {}\n" + schema)
                        .verify())
                .contains("unmask");
        assertThat(MarkedSources.of(function
                                + "@View(query = \"SELECT id, mask(name, 1) AS name FROM city\") // [unknown-function]\n"
                                + "record Masked(Long id, String name) {}\n" + schema)
                        .verify())
                .contains("There is no function 'mask(", "the schema declares mask(STRING); call it with these types");
    }

    @Test
    void anAggregateFunctionHasAState() throws IOException {
        String aggregateFunction = """
                @Function(file = "${jar}")
                public class Mask {
                    public static class State {
                        public int serializeLength() { return 4; }
                    }

                    public State create() { return new State(); }

                    public void destroy(State state) {}

                    public void update(State state, Integer value, List<List<Integer>> values) {}

                    public void serialize(State state, java.nio.ByteBuffer buffer) {}

                    public void merge(State state, java.nio.ByteBuffer buffer) {}

                    public Long finalize(State state) { return 1L; }
                }
                """;
        assertThat(generateSchema(aggregateFunction))
                .contains("CREATE AGGREGATE FUNCTION `mask`(INT, ARRAY<ARRAY<INT>>) RETURNS BIGINT PROPERTIES")
                .doesNotContain("analytic");
        assertThat(generateSchema(aggregateFunction.replace(
                        "public State create", "public void windowUpdate(State s) {} public State create")))
                .contains("\"analytic\" = \"true\"");
        assertThat(MarkedSources.of(aggregateFunction
                                        .replace("State state, Integer", "Integer")
                                        .replace("List<List<Integer>> values) {}", "Integer x) {} // [function-method]")
                                + SHOP_SCHEMA)
                        .verify())
                .contains("its first parameter must be a State");
        assertThat(MarkedSources.of(aggregateFunction
                                        .replace("void merge(State state, ", "void merge(")
                                        .replace("{}\n\n    public Long", "{} // [function-method]\n\n    public Long")
                                + SHOP_SCHEMA)
                        .verify())
                .contains("its signature must be void merge(State, ByteBuffer)");
        assertThat(MarkedSources.of(aggregateFunction
                                        .replace("static class", "class")
                                        .replace("class Mask {", "class Mask { // [function-class]")
                                + SHOP_SCHEMA)
                        .verify())
                .contains("no public static class State");
    }

    @Test
    void aServerMustBeAbleToCreateTheClass() {
        String method = " public String evaluate(String text) { return text; } }\n";
        assertThat(verify("class Mask { // [function-class]\n" + method)).contains("it is not public");
        assertThat(verify("public abstract class Mask { // [function-class]\n" + method))
                .contains("it is abstract");
        assertThat(verify("public class Mask { // [function-class]\n Mask() {}" + method))
                .contains("no public constructor");
        assertThat(verify("public class Mask { // [function-class]\n public Mask(int x) {}" + method))
                .contains("no public constructor");
        assertThat(verify("public interface Mask {} // [function-class]\n")).contains("it is not a class");
        assertThat(verify("public class Mask {} // [function-class]\n"))
                .contains("exactly one of the methods evaluate, update, process");
        assertThat(MarkedSources.of("public class Outer {\n @Function(file = \"${jar}\")\n"
                                + " public static class Mask { // [function-class]\n" + method + "}\n"
                                + SHOP_SCHEMA.replace("Mask.class", "Outer.Mask.class"))
                        .verify())
                .contains("it is a nested class, which a server does not find");
    }

    @Test
    void theMethodMustBeTheOneThatAServerCalls() {
        assertThat(verifyMethod("static public String evaluate(String text) { return text; } // [function-method]"))
                .contains("it is static");
        assertThat(verifyMethod("String evaluate(String text) { return text; } // [function-method]"))
                .contains("it is not public");
        assertThat(verifyMethod("public String evaluate(String a) { return a; }\n"
                        + "public String evaluate(String a, String b) { return a; } // [function-method]"))
                .contains("another method of this name");
        assertThat(verifyMethod("public String process(String a) { return a; } // [function-method]"))
                .contains("an element for each row");
    }

    @Test
    void aParameterHasTheTypeOfAnArgument() {
        assertThat(verifyMethod("""
                        public Integer evaluate(
                                Integer a,
                                int b) { // [function-method]
                            return a;
                        }""")).contains("its parameter b is int, which can't be null");
        assertThat(verifyMethod("""
                        public Integer evaluate(
                                java.util.ArrayList<Integer> b) { // [function-method]
                            return null;
                        }""")).contains("which is not Boolean");
        assertThat(verifyMethod("""
                        public Integer evaluate(
                                List<List<Integer>> b) { // [function-method]
                            return null;
                        }""")).contains("do not support the type ARRAY<ARRAY<INT>>");
        assertThat(verifyMethod("public int evaluate(Integer a) { return 1; } // [function-method]"))
                .contains("its result is int");
        assertThat(verifyMethod("public BigDecimal evaluate(Integer a) { return null; } // [function-method]"))
                .contains("its result is java.math.BigDecimal");
    }

    @Test
    void declaredTypesMustMatch() {
        String classFormat = """
                @Function(file = "${jar}", arguments = {"INT", "ARRAY<VARCHAR(10)>"}, returns = "%s")
                public class Mask {
                %s
                }
                """;
        assertThat(MarkedSources.of(classFormat.formatted(
                                        "VARCHAR(10)",
                                        "public String evaluate(Integer a, List<String> b) { return \"\"; }")
                                + SHOP_SCHEMA)
                        .verify())
                .isEmpty();
        assertThat(MarkedSources.of(classFormat.formatted(
                                        "BIGINT",
                                        "public String evaluate(Integer a, List<String> b) { return \"\"; } // [function-method]")
                                + SHOP_SCHEMA)
                        .verify())
                .contains("its result is java.lang.String instead of Long for BIGINT");
        assertThat(MarkedSources.of(classFormat.formatted(
                                        "STRING",
                                        "public String evaluate(Integer a) { return \"\"; } // [function-method]")
                                + SHOP_SCHEMA)
                        .verify())
                .contains("it accepts 1 argument, but the annotation declares 2");
        assertThat(MarkedSources.of(classFormat.formatted(
                                        "STRING",
                                        "public String evaluate(Integer a,\nList<Integer> b) { return \"\"; } // [function-method]")
                                + SHOP_SCHEMA)
                        .verify())
                .contains("its parameter b is java.util.List<java.lang.Integer> instead of List"
                        + " for ARRAY<VARCHAR(10)>");
        assertThat(MarkedSources.of(classFormat.formatted(
                                        "DATE",
                                        "public String evaluate(Integer a, List<String> b) { return \"\"; } // [function-method]")
                                + SHOP_SCHEMA)
                        .verify())
                .contains("Java functions do not support the type DATE");
    }

    @Test
    void theAddressOfTheJarIsAPlaceholder() {
        for (String file : new String[] {"http://jars/functions-1.2.jar", "${jar:http://jars/functions.jar}"}) {
            assertThat(MarkedSources.of("@Function(file = \"" + file
                                    + "\") // [value-in-source]\npublic class Mask { public String evaluate(String text) {"
                                    + " return text; } }\n" + SHOP_SCHEMA)
                            .verify())
                    .contains(file.startsWith("$") ? "${jar}" : "${functions_1_2_jar}");
        }
    }

    @Test
    void aClassOfAnotherProjectIsNamedByItsSymbol() throws IOException {
        assertThat(generateSchema("""
                        @Function(file = "${jar}", symbol = "other.Masking", arguments = {"INT", "STRING"}, returns = "STRING",
                                variant = "AGGREGATE", properties = @Property(name = "analytic", value = "true"))
                        interface Mask {}
                        """)).contains("""
                        CREATE AGGREGATE FUNCTION `mask`(INT, STRING) RETURNS STRING PROPERTIES ("symbol" = "other.Masking", \
                        "type" = "StarrocksJar", "file" = "${jar}", "analytic" = "true")""");
        String declarationFormat =
                "@Function(file = \"${jar}\", symbol = \"other.Masking\", %s\ninterface Mask {}\n" + SHOP_SCHEMA;
        assertThat(MarkedSources.of(declarationFormat.formatted("arguments = \"INT\") // [cluster-clause]"))
                        .verify())
                .contains("it needs the type of the result, too, such as returns = \"INT\"");
        assertThat(MarkedSources.of(declarationFormat.formatted(
                                "returns = \"INT\", variant = \"WINDOW\") // [cluster-clause]"))
                        .verify())
                .contains("AGGREGATE or TABLE");
        assertThat(MarkedSources.of(declarationFormat
                                .formatted("arguments = \"DATE\", returns = \"INT\")")
                                .replace("interface Mask {}", "interface Mask {} // [cluster-refused]"))
                        .verify())
                .contains("does not support type 'DATE'");
        assertThat(MarkedSources.of(declarationFormat.formatted("arguments = \"WORD\", returns = \"INT\") // [syntax]"))
                        .verify())
                .contains("WORD");
    }
}
