package dev.cairn.tooling.importing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.UserClassPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.lang.model.element.Element;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import org.junit.jupiter.api.Test;

/** Texts survive javac as string literals and as text blocks. */
class JavaStringLiteralTest {
    private static final String UNUSUAL_TEXT = "*/ \\u12 {@x} $L \"\"\" \\ `q` 'a' \uD83D\uDE80 \u200b\u00a0";
    private static final int MAX_LINE_WIDTH = 60;

    @Test
    void quotedTextsAreOnOneLine() {
        assertThat(JavaStringLiteral.quote("a \"b\"\n\\u0041\t\u0001\uD83D\uDE80"))
                .isEqualTo("\"a \\\"b\\\"\\n\\\\u0041\\t\\001\uD83D\uDE80\"");
    }

    @Test
    void blocksHaveAMarginAndBreakLongLinesAfterABlank() {
        assertThat(JavaStringLiteral.toTextBlock("SELECT a,\n  b FROM t WHERE a > 1 AND b < 2 ", 4, 30))
                .isEqualTo("\"\"\"\n    SELECT a,\n      b FROM t WHERE a > 1 \\\n    AND b < 2\\s\"\"\"");
    }

    @Test
    void literalsSurviveJavac() {
        List<String> texts = new ArrayList<>(List.of(
                UNUSUAL_TEXT,
                UNUSUAL_TEXT + "\n" + UNUSUAL_TEXT + "\n",
                "",
                " ",
                "\n",
                "\n\n a",
                "  a\n  b",
                "\ta\n\tb\t",
                "a \nb\t\n   \n\nc  ",
                "\"",
                "\"\"\"\"\"\"\"",
                "ends in a quote\"",
                "ends in a backslash\\",
                "\r\n\r",
                "\u3000wide\u3000\nblank\u3000",
                "lone \uD83D surrogate \uDE80",
                "\u2028\u2029\u0085\u000b\u001c"));
        long seed = 20251120;
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            texts.add(createRandomText(random));
        }
        List<Object> readTexts = compileConstants(texts);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(readTexts.get(2 * i)).as("in quotes, seed %s", seed).isEqualTo(texts.get(i));
            assertThat(readTexts.get(2 * i + 1)).as("in a block, seed %s", seed).isEqualTo(texts.get(i));
        }
    }

    private static String createRandomText(Random random) {
        String alphabet = " \"\\\n\tabc\r$u{}'\u3000\u00e4";
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(150);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static List<Object> compileConstants(List<String> texts) {
        StringBuilder source = new StringBuilder("interface Texts {\n");
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            String block = JavaStringLiteral.fitsTextBlock(text)
                    ? JavaStringLiteral.toTextBlock(text, 8, MAX_LINE_WIDTH)
                    : JavaStringLiteral.quote(text);
            source.append("    String Q" + i + " = " + JavaStringLiteral.quote(text) + ";\n");
            source.append("    String B" + i + " = " + block + ";\n");
        }
        ConstantValues values = new ConstantValues();
        Compilation compilation = UserClassPath.javac()
                .withProcessors(values)
                .compile(JavaFileObjects.forSourceString(
                        "Texts", source.append("}\n").toString()));
        assertThat(compilation.errors()).isEmpty();
        return values.constants;
    }

    /** The values that javac gives to the constants of a type. */
    private static final class ConstantValues extends javax.annotation.processing.AbstractProcessor {
        private final List<Object> constants = new ArrayList<>();

        @Override
        public java.util.Set<String> getSupportedAnnotationTypes() {
            return java.util.Set.of("*");
        }

        @Override
        public javax.lang.model.SourceVersion getSupportedSourceVersion() {
            return javax.lang.model.SourceVersion.latest();
        }

        @Override
        public boolean process(
                java.util.Set<? extends javax.lang.model.element.TypeElement> annotations,
                javax.annotation.processing.RoundEnvironment round) {
            for (Element type : round.getRootElements()) {
                for (VariableElement field : ElementFilter.fieldsIn(type.getEnclosedElements())) {
                    constants.add(field.getConstantValue());
                }
            }
            return false;
        }
    }
}
