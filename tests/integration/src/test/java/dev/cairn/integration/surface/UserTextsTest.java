package dev.cairn.integration.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Collects the texts of the product that a user can see, as far as they have several words: messages, remedies,
 * descriptions of options. {@code target/texts.txt} has them in the order of the classes, to be read from top to
 * bottom; {@code …} stands for a value. Phrases that are not standard technical English are refused.
 */
class UserTextsTest {
    private static final Path TEXTS_FILE = Path.of("target", "texts.txt");

    /** What has three words in lower case is a text for people, unless it is SQL or code. */
    private static final Pattern TEXT_PATTERN =
            Pattern.compile("(?:.*?(?<![\\w.$:/-])[a-z][a-z']+(?![\\w.$:/(=_-])){3}.*", Pattern.DOTALL);

    /** Phrases, and what to write in their place. */
    private static final Map<String, String> REPLACEMENTS_BY_PHRASE = Map.of(
            "(?<!\\b[Tt]here )\\b(?:is|are) no (?!longer\\b|such\\b|more\\b)",
            "is not a …",
            "\\b[Mm]eanwhile\\b",
            "in the meantime, or during …",
            "\\banew\\b",
            "again",
            "\\b(?:goes|go) on\\b",
            "continues",
            "\\b[Bb]eside\\b",
            "next to, or in addition to",
            "(?<!left )(?<!leave )\\b[Bb]ehind\\b",
            "after",
            "\\b[Ff]iles? of SQL\\b",
            "SQL file",
            "\\bfor ever\\b",
            "forever",
            "\\bas it stands\\b",
            "unchanged",
            "\\b(?:any|every)body\\b",
            "anyone, or everyone");

    /** The title of a recorded migration, by which {@code cairn evolve} finds its own steps. */
    private static final String RECORDED_TITLE = "add {…}.{to} beside {…}";

    @Test
    void textsAreStandardEnglish() throws IOException {
        List<String> texts = new ArrayList<>();
        Map<String, String> replacementsByText = new LinkedHashMap<>();
        for (Path module : Checkout.productModules()) {
            for (CompilationUnitTree unit : Checkout.parseMainSources(module)) {
                String name =
                        Path.of(unit.getSourceFile().toUri()).getFileName().toString();
                texts.add("\n" + name.replace(".java", ""));
                new TextCollector(texts).scan(unit, null);
                if (texts.get(texts.size() - 1).startsWith("\n")) {
                    texts.remove(texts.size() - 1);
                }
            }
        }
        Files.createDirectories(TEXTS_FILE.getParent());
        Files.write(TEXTS_FILE, texts);
        texts.remove("  " + RECORDED_TITLE);
        for (String text : texts) {
            REPLACEMENTS_BY_PHRASE.forEach((phrase, instead) -> {
                if (Pattern.compile(phrase).matcher(text).find()) {
                    replacementsByText.put(text.strip(), instead);
                }
            });
        }
        assertThat(texts).as("the texts of the product").hasSizeGreaterThan(1_500);
        assertThat(replacementsByText)
                .as("phrases, each with what to write in its place")
                .isEmpty();
    }

    /** Collects literals, and sums of literals and values. */
    private static final class TextCollector extends TreeScanner<Void, Void> {
        private final List<String> texts;

        TextCollector(List<String> texts) {
            this.texts = texts;
        }

        @Override
        public Void visitBinary(BinaryTree binary, Void none) {
            if (!isText(binary)) {
                return super.visitBinary(binary, null);
            }
            add(text(binary));
            return null;
        }

        @Override
        public Void visitLiteral(LiteralTree literal, Void none) {
            if (literal.getValue() instanceof String text) {
                add(text);
            }
            return null;
        }

        private void add(String text) {
            if (TEXT_PATTERN.matcher(text).matches()) {
                texts.add("  " + text.strip().replace("\n", "\n  "));
            }
        }

        private static boolean isText(ExpressionTree expression) {
            if (expression instanceof ParenthesizedTree inner) {
                return isText(inner.getExpression());
            }
            if (expression instanceof LiteralTree literal) {
                return literal.getValue() instanceof String;
            }
            return expression instanceof BinaryTree binary
                    && binary.getKind() == Tree.Kind.PLUS
                    && (isText(binary.getLeftOperand()) || isText(binary.getRightOperand()));
        }

        private static String text(ExpressionTree expression) {
            if (expression instanceof ParenthesizedTree inner) {
                return text(inner.getExpression());
            }
            if (expression instanceof LiteralTree literal && literal.getValue() instanceof String text) {
                return text;
            }
            if (expression instanceof BinaryTree binary && isText(binary)) {
                return text(binary.getLeftOperand()) + text(binary.getRightOperand());
            }
            return expression instanceof IdentifierTree value ? "{" + value.getName() + "}" : "{…}";
        }
    }
}
