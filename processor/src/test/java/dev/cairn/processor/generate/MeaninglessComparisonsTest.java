package dev.cairn.processor.generate;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.UserClassPath;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/** Tests that only those comparisons compile that are meaningful for the type of the column. */
class MeaninglessComparisonsTest {
    private static final List<String> MEANINGFUL = List.of(
            "EVERYTHING.anInt.ge(1).and(EVERYTHING.boxedLong.isNull())",
            "EVERYTHING.aShort.eq((short) 1).or(EVERYTHING.aByte.in(1, 2))",
            "EVERYTHING.aLong.eq(3_000_000_000L).or(EVERYTHING.boxedLong.in(1, 2))",
            "EVERYTHING.aFloat.between(1, 2.5f)",
            "EVERYTHING.large.between(1, 2)",
            "EVERYTHING.large.in(java.math.BigInteger.TEN, java.math.BigInteger.ONE)",
            "EVERYTHING.boxedBoolean.eq(true).and(EVERYTHING.boxedBoolean.isNotNull())",
            "EVERYTHING.decimal.gt(100).or(EVERYTHING.decimal.lt(new java.math.BigDecimal(\"0.5\")))",
            "EVERYTHING.aDouble.le(1.5)",
            "EVERYTHING.name.in(\"Oslo\", \"Rome\").and(EVERYTHING.name.like(\"R%\"))",
            "EVERYTHING.color.in(Everything.Color.RED, Everything.Color.GREEN)",
            "EVERYTHING.day.ge(java.time.LocalDate.EPOCH)",
            "EVERYTHING.hash.eq(new byte[] {1})",
            "EVERYTHING.document.isNotNull()",
            "EVERYTHING.day.desc()");

    private static final List<String> MEANINGLESS = List.of(
            "EVERYTHING.document.lt(\"{}\")",
            "EVERYTHING.sameDocument.eq(\"{}\")",
            "EVERYTHING.texts.eq(java.util.List.of())",
            "EVERYTHING.address.asc()",
            "EVERYTHING.name.eq(1)",
            "EVERYTHING.anInt.eq(\"1\")",
            "EVERYTHING.anInt.eq(3_000_000_000L)",
            "EVERYTHING.boxedInt.in(1, 3_000_000_000L)",
            "EVERYTHING.aShort.gt(3_000_000_000L)",
            "EVERYTHING.aByte.between(0, 3_000_000_000L)",
            "EVERYTHING.anInt.lt(1.5)",
            "EVERYTHING.aLong.eq(1.5)",
            "EVERYTHING.aBoolean.eq(1)",
            "EVERYTHING.aBoolean.isNull()",
            "EVERYTHING.anInt.like(\"1%\")",
            "EVERYTHING.anInt.isNull()",
            "EVERYTHING.aBoolean.lt(true)",
            "EVERYTHING.color.eq(\"RED\")",
            "EVERYTHING.color.gt(Everything.Color.RED)",
            "EVERYTHING.hash.lt(new byte[0])",
            "EVERYTHING.day.eq(java.time.LocalDateTime.MIN)",
            "EVERYTHING.anInt.eq(1).and(WarehouseShelfTable.WAREHOUSE_SHELF.id.eq(1))");

    @Test
    void onlyMeaninglessComparisonsDoNotCompile() throws Exception {
        StringBuilder uses =
                new StringBuilder("package shop;\n\nimport static shop.EverythingTable.EVERYTHING;\n\nclass Uses {\n");
        int number = 0;
        for (String expression : MEANINGFUL) {
            uses.append(renderConstant(number++, expression));
        }
        for (String expression : MEANINGLESS) {
            uses.append(renderConstant(number++, expression));
        }
        Compilation compilation = UserClassPath.javac()
                .withProcessors(new CairnProcessor())
                .compile(
                        goldenSource("allTypes/Everything"),
                        goldenSource("nestedAndEmbedded/Warehouse"),
                        JavaFileObjects.forSourceString(
                                "shop.Uses", uses.append("}\n").toString()));

        assertThat(compilation).failed();
        assertThat(compilation.errors())
                .extracting(Diagnostic::getLineNumber)
                .containsExactlyElementsOf(meaninglessLineNumbers());
    }

    private static String renderConstant(int number, String expression) {
        return "    static final Object USE_" + number + " = " + expression + ";\n";
    }

    private static List<Long> meaninglessLineNumbers() {
        int first = 6 + MEANINGFUL.size();
        return LongStream.range(first, first + MEANINGLESS.size()).boxed().toList();
    }

    private static JavaFileObject goldenSource(String name) throws Exception {
        Path file = Path.of("src/test/resources/golden", name + ".java");
        return JavaFileObjects.forResource(file.toUri().toURL());
    }
}
