package dev.cairn.embedded.rows.store;

import dev.cairn.embedded.translate.value.DuckDbQuoting;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement for DuckDB with the values of its parameters. DuckDB needs many times as long to parse and bind a
 * statement as to run it over a few rows. Therefore, statements that differ only in literals are prepared once for all
 * of them.
 *
 * @param parameterValues the values of the parameters, as texts
 */
public record ParameterizedSql(String sql, List<@Nullable String> parameterValues) {
    /**
     * Matches literals whose type does not depend on their value, because they are converted to another type or
     * compared. An integer has at most nine digits, so it is an INTEGER to DuckDB, too. The pattern also matches quoted
     * names and other texts, so that it finds no literals within them.
     */
    private static final Pattern LITERAL_PATTERN = Pattern.compile("CAST\\((?<integer>-?\\d{1,9}) AS "
            + "|CAST\\((?<text>'(?:[^']|'')*+') AS "
            + "|= (?<operand>'(?:[^']|'')*+')"
            + "|'(?:[^']|'')*+'"
            + "|\"(?:[^\"]|\"\")*+\"");

    /**
     * The SQL of a parameter, which has a type: DuckDB would bind the statement at each execution if the type were
     * unknown.
     */
    public static final String PARAMETER = "CAST(? AS VARCHAR)";

    /** Replaces literals of a statement with parameters wherever this does not change the meaning of the statement. */
    public static ParameterizedSql parameterize(String sql) {
        List<@Nullable String> parameterValues = new ArrayList<>();
        StringBuilder parameterizedSql = new StringBuilder();
        Matcher literalMatcher = LITERAL_PATTERN.matcher(sql);
        while (literalMatcher.find()) {
            String integer = literalMatcher.group("integer");
            String text = literalMatcher.group("text");
            String operand = literalMatcher.group("operand");
            String replacement = literalMatcher.group();
            if (integer != null) {
                parameterValues.add(integer);
                replacement = "CAST(CAST(" + PARAMETER + " AS INTEGER) AS ";
            } else if (text != null) {
                parameterValues.add(DuckDbQuoting.unquoteText(text));
                replacement = "CAST(" + PARAMETER + " AS ";
            } else if (operand != null) {
                parameterValues.add(DuckDbQuoting.unquoteText(operand));
                replacement = "= " + PARAMETER;
            }
            literalMatcher.appendReplacement(parameterizedSql, Matcher.quoteReplacement(replacement));
        }
        literalMatcher.appendTail(parameterizedSql);
        return new ParameterizedSql(parameterizedSql.toString(), parameterValues);
    }
}
