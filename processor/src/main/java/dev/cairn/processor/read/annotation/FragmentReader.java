package dev.cairn.processor.read.annotation;

import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.LineAndColumn;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.SyntaxProblem;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Parses SQL in the values of annotations. */
public record FragmentReader(Findings findings) {
    private static final List<String> LEADS = List.of(
            "INTERVAL",
            "EVERY",
            "VALUES",
            "PARTITION BY",
            "PARTITION",
            "DEFAULT",
            "GENERATED ALWAYS AS",
            "AS",
            "BUCKETS");

    /** Parses a text; null if it is invalid, which is reported. */
    public <T> @Nullable T read(WrittenAnnotation.Text text, Function<SqlFragment, T> parser) {
        return read(text, text.text(), parser);
    }

    /** The remedy for a text that begins with the keywords of its clause, which users often write. */
    private static String describeSuperfluousKeywords(String text) {
        String normalized = text.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
        return LEADS.stream()
                .filter(lead -> normalized.startsWith(lead + " ") || normalized.startsWith(lead + "("))
                .findFirst()
                .map(lead -> "; omit " + lead + ", which the annotation implies")
                .orElse("");
    }

    /** Parses a text in which the processor has added SQL to the user's text. */
    public <T> @Nullable T read(WrittenAnnotation.Text text, String written, Function<SqlFragment, T> parser) {
        try {
            return parser.apply(new SqlFragment(text.text(), text.place().number()));
        } catch (SqlSyntaxException wrong) {
            String where = LineAndColumn.renderExcerpt(text.text(), wrong.span());
            SyntaxProblem problem = SyntaxProblem.of(wrong, text.text());
            findings.addWithLines(
                    where,
                    FindingCode.SYNTAX,
                    text.place(),
                    problem.text() + describeSuperfluousKeywords(written),
                    problem.remedy());
            return null;
        }
    }
}
