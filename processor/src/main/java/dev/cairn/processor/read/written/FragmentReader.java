package dev.cairn.processor.read.written;

import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.LineAndColumn;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** SQL in the values of annotations. */
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

    /** Null where it can't be read, which is then among the findings. */
    public <T> @Nullable T read(WrittenAnnotation.Text text, Function<SqlFragment, T> part) {
        return read(text, text.text(), part);
    }

    /** The words of the clause that an annotation stands for are often written in it, too. */
    private static String superfluous(String text) {
        String words = text.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
        return LEADS.stream()
                .filter(lead -> words.startsWith(lead + " ") || words.startsWith(lead + "("))
                .findFirst()
                .map(lead -> "; leave out " + lead + ", which the annotation stands for")
                .orElse("");
    }

    /** The text may contain SQL that the processor added around the user's own. */
    public <T> @Nullable T read(WrittenAnnotation.Text text, String written, Function<SqlFragment, T> part) {
        try {
            return part.apply(new SqlFragment(text.text(), text.place().number()));
        } catch (SqlSyntaxException wrong) {
            String where = LineAndColumn.shown(text.text(), wrong.at());
            findings.addWith(where, FindingCode.SYNTAX, text.place(), wrong.problem() + superfluous(written));
            return null;
        }
    }
}
