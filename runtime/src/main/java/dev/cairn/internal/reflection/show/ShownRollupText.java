package dev.cairn.internal.reflection.show;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The text of a rollup in SHOW MATERIALIZED VIEWS. For a rollup with a query, this is the statement that created the
 * rollup, without line breaks and tabs, so words may be joined. For any other rollup, this is a statement with a query
 * that might have created it.
 */
public final class ShownRollupText {
    private static final Pattern TEXT_WITHOUT_QUERY_PATTERN =
            Pattern.compile("create materialized view (.+?) as select (.*) from (.+) group by (.*)");

    /** {@code SUM(v)}; {@code NONE(v)} for a column that is not aggregated. */
    private static final Pattern AGGREGATION_PATTERN = Pattern.compile("[A-Z_0-9]+\\((.*)\\)");

    /** The possible continuations of a table's name, even without a space before them. */
    private static final String NAME_END_REGEX = "(?=\\W|$|WHERE\\b|GROUP\\s+BY\\b|ORDER\\s+BY\\b)";

    private final String text;
    private final Matcher textWithoutQueryMatcher;

    public ShownRollupText(String text) {
        this.text = text;
        this.textWithoutQueryMatcher = TEXT_WITHOUT_QUERY_PATTERN.matcher(text);
    }

    /** Returns whether this may be the text of a rollup. For some rollups, the server shows an empty string. */
    public boolean mayBeOfRollup(String tableName, Rollup rollup) {
        QueryText query = rollup.query();
        if (query != null) {
            return normalizeForComparison(text).endsWith("as" + normalizeForComparison(query.text()));
        }
        return text.isEmpty()
                || (textWithoutQueryMatcher.matches()
                        && textWithoutQueryMatcher.group(3).equals(tableName)
                        && findColumnNames()
                                .orElse(List.of())
                                .equals(rollup.columns().stream()
                                        .map(Column::name)
                                        .toList()));
    }

    /** Returns whether this may be the text of a rollup of a table. */
    public boolean mayBeOfTable(String tableName) {
        return (textWithoutQueryMatcher.matches()
                        && textWithoutQueryMatcher.group(3).equals(tableName))
                || Pattern.compile("(?i)from\\s*(`?\\w+`?\\.)*`?" + Pattern.quote(tableName) + NAME_END_REGEX)
                        .matcher(text)
                        .find();
    }

    /** Returns the names of the columns in their order, keys first; empty if the rollup has a query. */
    public Optional<List<String>> findColumnNames() {
        return textWithoutQueryMatcher.matches()
                ? Optional.of(Stream.of(textWithoutQueryMatcher.group(2).split(",", -1))
                        .map(ShownRollupText::extractColumnName)
                        .toList())
                : Optional.empty();
    }

    private static String extractColumnName(String aggregation) {
        Matcher matcher = AGGREGATION_PATTERN.matcher(aggregation);
        return matcher.matches() ? matcher.group(1) : aggregation;
    }

    private static String normalizeForComparison(String text) {
        return text.replaceAll("\\s+|;\\s*$", "").toLowerCase(Locale.ROOT);
    }
}
