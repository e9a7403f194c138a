package dev.cairn.internal.look;

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
 * What SHOW MATERIALIZED VIEWS tells of a rollup: of one with a query the statement that made it, from which line breaks and
 * tabs were taken out, so that words may have grown together; of any other one a query that might have made it.
 */
final class RollupText {
    private static final Pattern WITHOUT_QUERY =
            Pattern.compile("create materialized view (.+?) as select (.*) from (.+) group by (.*)");

    /** {@code SUM(v)}; {@code NONE(v)} for a column that is not aggregated. */
    private static final Pattern AGGREGATED = Pattern.compile("[A-Z_0-9]+\\((.*)\\)");

    /** What may follow a table's name, be it without a blank. */
    private static final String GOES_ON = "(?=\\W|$|WHERE\\b|GROUP\\s+BY\\b|ORDER\\s+BY\\b)";

    private final String text;
    private final Matcher withoutQuery;

    RollupText(String text) {
        this.text = text;
        this.withoutQuery = WITHOUT_QUERY.matcher(text);
    }

    /** Whether it may be a text of a certain rollup. The server tells nothing at all of some. */
    boolean isOf(String table, Rollup rollup) {
        QueryText query = rollup.query();
        if (query != null) {
            return squeezed(text).endsWith("as" + squeezed(query.text()));
        }
        return text.isEmpty()
                || (withoutQuery.matches()
                        && withoutQuery.group(3).equals(table)
                        && columns()
                                .orElse(List.of())
                                .equals(rollup.columns().stream()
                                        .map(Column::name)
                                        .toList()));
    }

    /** Whether it may be a rollup of a certain table. */
    boolean isFrom(String table) {
        return (withoutQuery.matches() && withoutQuery.group(3).equals(table))
                || Pattern.compile("(?i)from\\s*(`?\\w+`?\\.)*`?" + Pattern.quote(table) + GOES_ON)
                        .matcher(text)
                        .find();
    }

    /** In their order: keys first. Empty where a query made it. */
    Optional<List<String>> columns() {
        return withoutQuery.matches()
                ? Optional.of(Stream.of(withoutQuery.group(2).split(",", -1))
                        .map(RollupText::plain)
                        .toList())
                : Optional.empty();
    }

    private static String plain(String column) {
        Matcher aggregated = AGGREGATED.matcher(column);
        return aggregated.matches() ? aggregated.group(1) : column;
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+|;\\s*$", "").toLowerCase(Locale.ROOT);
    }
}
