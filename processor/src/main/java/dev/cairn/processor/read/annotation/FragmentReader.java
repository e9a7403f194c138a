package dev.cairn.processor.read.annotation;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.token.SourceExcerpt;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.SyntaxProblem;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parses SQL in the values of annotations. A syntax error is reported at the value, with its position in the SQL text.
 */
public record FragmentReader(Findings findings) {
    /** The keywords that users repeat although the annotation implies them. Longer ones precede their beginnings. */
    private static final List<String> CLAUSE_KEYWORDS = List.of(
            "INTERVAL",
            "EVERY",
            "VALUES",
            "PARTITION BY",
            "PARTITION",
            "DEFAULT",
            "GENERATED ALWAYS AS",
            "AS",
            "BUCKETS");

    /** Parses the value of an annotation; returns null if it is invalid, which is reported. */
    public <T> @Nullable T read(WrittenAnnotation.Text text, Function<SqlFragment, T> parser) {
        return read(text, text.text(), parser);
    }

    /**
     * Returns the remedy for a text that begins with the keywords of the clause, a frequent error; empty for any
     * other text.
     */
    private static String describeSuperfluousKeywords(String text) {
        String normalizedText = text.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
        return CLAUSE_KEYWORDS.stream()
                .filter(keywords ->
                        normalizedText.startsWith(keywords + " ") || normalizedText.startsWith(keywords + "("))
                .findFirst()
                .map(keywords -> "; omit " + keywords + ", which the annotation implies")
                .orElse("");
    }

    /**
     * Parses SQL that the processor has rendered around the user's text; returns null if it is invalid, which is
     * reported.
     *
     * @param text the rendered SQL, with the place of the user's text
     * @param userText the text in which superfluous keywords are looked for
     */
    public <T> @Nullable T read(WrittenAnnotation.Text text, String userText, Function<SqlFragment, T> parser) {
        try {
            return parser.apply(new SqlFragment(text.text(), text.place().number()));
        } catch (SqlSyntaxException failure) {
            String excerpt = SourceExcerpt.formatWithPosition(text.text(), failure.span());
            SyntaxProblem problem = SyntaxProblem.of(failure, text.text());
            findings.addWithExcerpt(
                    excerpt,
                    CompileRule.SYNTAX,
                    text.place(),
                    problem.problem() + describeSuperfluousKeywords(userText),
                    problem.remedy());
            return null;
        }
    }
}
