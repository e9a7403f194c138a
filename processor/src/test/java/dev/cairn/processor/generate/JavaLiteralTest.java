package dev.cairn.processor.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaLiteralTest {
    @Test
    void everyTextRoundTrips() throws Exception {
        StringBuilder source = new StringBuilder("public class Texts {\n    public static final String[] ALL = {\n");
        DifficultTexts.TEXTS.forEach(
                text -> source.append(JavaLiteral.render(text)).append(",\n"));
        CompiledClasses compiled =
                CompiledClasses.of("Texts", source.append("};\n}\n").toString());

        assertThat((String[]) compiled.load("Texts").getField("ALL").get(null))
                .containsExactlyElementsOf(DifficultTexts.TEXTS);
    }

    @Test
    void generatedSourcesContainOnlyAscii() {
        assertThat(DifficultTexts.TEXTS)
                .allSatisfy(text -> assertThat(JavaLiteral.render(text)).matches("[ -~\n]*"));
    }

    @Test
    void onlyTextsOfSeveralLinesAreBlocks() {
        assertThat(JavaLiteral.render("a \"b\"")).isEqualTo("\"a \\\"b\\\"\"");
        assertThat(JavaLiteral.render("a\n\"b\" ")).isEqualTo("\"\"\"\na\n\"b\"\\s\"\"\"");
    }

    @Test
    void longTextsAreDividedIntoConstantsThatFitIntoAClassFile() {
        String text = "ab\u20ac\0".repeat(30_000);
        List<String> parts = JavaLiteral.split(text);

        assertThat(String.join("", parts)).isEqualTo(text);
        assertThat(parts)
                .hasSize(4)
                .allSatisfy(part -> assertThat(modifiedUtf8Length(part)).isLessThan(65_535));
        assertThat(JavaLiteral.split("")).containsExactly("");
    }

    /** Returns the length in a class file, where the null character takes two bytes. */
    private static int modifiedUtf8Length(String text) {
        int nullCount = text.length() - text.replace("\0", "").length();
        return text.getBytes(StandardCharsets.UTF_8).length + nullCount;
    }
}
