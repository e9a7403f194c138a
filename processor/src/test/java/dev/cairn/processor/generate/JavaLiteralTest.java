package dev.cairn.processor.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaLiteralTest {
    @Test
    void everyTextRoundTrips() throws Exception {
        StringBuilder source = new StringBuilder("public class Texts {\n    public static final String[] ALL = {\n");
        Nasty.TEXTS.forEach(text -> source.append(JavaLiteral.render(text)).append(",\n"));
        Compiled compiled = Compiled.of("Texts", source.append("};\n}\n").toString());

        assertThat((String[]) compiled.type("Texts").getField("ALL").get(null)).containsExactlyElementsOf(Nasty.TEXTS);
    }

    @Test
    void generatedSourcesContainOnlyAscii() {
        assertThat(Nasty.TEXTS)
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
                .allSatisfy(part -> assertThat(modifiedUtf8(part)).isLessThan(65_535));
        assertThat(JavaLiteral.split("")).containsExactly("");
    }

    /** In a class file the null character takes two bytes. */
    private static int modifiedUtf8(String text) {
        int nulls = text.length() - text.replace("\0", "").length();
        return text.getBytes(StandardCharsets.UTF_8).length + nulls;
    }
}
