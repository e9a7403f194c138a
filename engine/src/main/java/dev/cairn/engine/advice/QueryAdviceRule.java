package dev.cairn.engine.advice;

import dev.cairn.finding.FindingRule;
import dev.cairn.finding.Severity;
import java.util.Locale;

/**
 * The rules of {@link QueryWarning}s, each with its code, its message and its remedy. Users write the codes in
 * {@code @Allow}. Several rules may have the same code.
 */
public enum QueryAdviceRule implements FindingRule {
    /** Arguments: the table, its partition columns. */
    ALL_PARTITIONS(
            "all-partitions",
            "The query reads all partitions of %s, since no condition restricts %s.",
            "Add a condition on the partition column."),
    /** Arguments: the expression, the partition column, the table. */
    HIDDEN_COLUMN_OF_PARTITIONS(
            "hidden-column",
            "The server can't prune partitions by a condition on %s: it does not compare the partition column %s of %s"
                    + " itself.",
            "Compare the column itself, for example with the bounds of a range."),
    /** Arguments: the expression, the first column of the sort key, the table. */
    HIDDEN_COLUMN_OF_SORT_KEY(
            "hidden-column",
            "The server can't search the sort key by a condition on %s: it does not compare the first sort column %s of"
                    + " %s itself.",
            "Compare the column itself, for example with the bounds of a range."),
    /** Arguments: the partition column, its type, the other type, the table. */
    CAST_COLUMN_OF_PARTITIONS(
            "cast-column",
            "The server casts the partition column %s, a %s, in each row to compare it with a %s, so it can't"
                    + " prune partitions of %s.",
            "Compare the column with a value of its own type."),
    /** Arguments: the first column of the sort key, its type, the other type, the table. */
    CAST_COLUMN_OF_SORT_KEY(
            "cast-column",
            "The server casts the first sort column %s, a %s, in each row to compare it with a %s, so it can't"
                    + " search the sort key of %s.",
            "Compare the column with a value of its own type."),
    /** Arguments: the relation, the relations before it. */
    CARTESIAN_JOIN(
            "cartesian-join",
            "No condition relates %s to %s, so each row of one is combined with each row of the other.",
            "Add a join condition, or write CROSS JOIN if this is intended."),
    /** Arguments: the table, the columns of its key. */
    SUPERFLUOUS_DISTINCT_OF_KEY(
            "superfluous-distinct", "DISTINCT has no effect: no two rows of %s have the same %s.", "Remove DISTINCT."),
    /** Arguments: the expressions of GROUP BY. */
    SUPERFLUOUS_DISTINCT_OF_GROUPS(
            "superfluous-distinct",
            "DISTINCT has no effect: the query returns %s, by which its rows are grouped.",
            "Remove DISTINCT."),
    /** Arguments: the comparison. */
    NULL_COMPARISON(
            "null-comparison", "%s is never true, because nothing is equal to NULL.", "Write IS NULL or IS NOT NULL."),
    /** Arguments: the column, its length in bytes, the literal, its length. */
    LITERAL_LENGTH(
            "literal-length",
            "%s holds at most %s bytes, and %s has %s.",
            "Shorten the literal, or lengthen the column."),
    /** Arguments: the column, its type, the literal. */
    LITERAL_VALUE("literal-value", "%s is a %s, and %s is not a value of this type.", "Correct the literal."),
    /** Arguments: the expression that the subquery returns. */
    NOT_IN_NULL(
            "not-in-null",
            "NOT IN is true for no row at all if %s is NULL in one row of the subquery.",
            "Add a condition IS NOT NULL to the subquery, or write NOT EXISTS."),
    /** Arguments: the text column, the number column. */
    TEXT_NUMBER_JOIN(
            "text-number-join",
            "%s is a text and %s a number, so the server casts one of them in each row.",
            "Give both columns the same type, or cast the one with fewer rows."),
    /** No arguments. */
    SEVERAL_ROWS(
            "several-rows",
            "The query can return more than one row.",
            "Compare the whole key with values, aggregate the rows, or add LIMIT 1."),
    /** Arguments: the first column of the result. */
    SEVERAL_ROWS_OF_KEY(
            "several-rows",
            "Several rows can have the same %s, which is the key of the map.",
            "Return a List, or begin with columns of which each row has another value, such as the key or those of"
                    + " GROUP BY."),
    /** Arguments: the reason for which the order is open. */
    UNSTABLE_PAGE(
            "unstable-page",
            "%s, so a row may be on two pages, and another one on none.",
            "Order by columns that no two rows have in common, such as the key at the end of ORDER BY."),
    /** Arguments: the subquery. */
    SEVERAL_ROWS_OF_SUBQUERY(
            "several-rows",
            "The subquery can return more than one row, which the server refuses when it runs the statement.",
            "Compare the whole key with values, or aggregate the rows, as by max(…)."),
    /** Arguments: the common table. */
    RECURSIVE_QUERY(
            "recursive-query",
            "The server refuses the recursive common table %s unless the variable enable_recursive_cte is true, and it"
                    + " is false by default.",
            "Set it for the connections of the application, or write SELECT /*+ SET_VAR(enable_recursive_cte = true) */"
                    + " after the common tables."),
    /** Arguments: the expression, the function to call. */
    DATE_CALCULATION(
            "date-calculation",
            "%s calculates with a date as a number of its digits, such as 20240131, and not with days.",
            "Write %2$s."),
    /** Arguments: the expression, the function to call. */
    TEXTS_IN_OR("texts-in-or", "%s is true or false, because || is OR and joins no texts.", "Write %2$s."),
    /** Arguments: the expression, the function to call. */
    TEXT_SUM("text-sum", "%s is a number or NULL, because + adds numbers and joins no texts.", "Write %2$s."),
    /** Arguments: the element, the array. */
    ARRAY_INDEX(
            "array-index",
            "%s is always NULL, because the first element of an array has the number 1.",
            "Write %2$s[1] for the first element, or element_at(%2$s, array_length(%2$s)) for the last one."),
    /** Arguments: the call, the same with the first position. */
    TEXT_POSITION(
            "text-position",
            "%s finds nothing, because positions in a text begin at 1, or at -1 from its end.",
            "Write %2$s."),
    /** Arguments: the column, the value, why it may be NULL. */
    NULLABLE_VALUE(
            "nullable-value",
            "%s is NOT NULL, and %s may be NULL: %s.",
            "Exclude these rows by IS NOT NULL, or wrap the value in coalesce(…)."),
    /** Arguments: the columns, "which is" or "which are". */
    OMITTED_COLUMN(
            "omitted-column",
            "The INSERT omits %s, %s NOT NULL without a default: a row with the same key keeps the value, and a new row"
                    + " silently gets 0, an empty text or the like.",
            "Add the column with a value, give it a default, or change existing rows by UPDATE."),
    /** Arguments: the column, its type, the value, its type, what the server does with a value that does not fit. */
    NARROWED_VALUE(
            "narrowed-value",
            "%s has the type %s, and %s the type %s: a value that does not fit %s.",
            "Change the type of the column, or exclude these values by a condition."),
    /** No arguments. */
    UNLIMITED_ORDER(
            "unlimited-order",
            "The query sorts all rows that it finds, since it has no LIMIT.",
            "Add a LIMIT, or remove ORDER BY if the order does not matter.");

    private final String code;
    private final String template;
    private final String remedy;

    QueryAdviceRule(String code, String template, String remedy) {
        this.code = code;
        this.template = template;
        this.remedy = remedy;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    String formatMessage(Object... arguments) {
        return String.format(Locale.ROOT, template, arguments);
    }

    /** Returns the remedy; its placeholders are positions of the arguments. */
    String formatRemedy(Object... arguments) {
        return String.format(Locale.ROOT, remedy, arguments);
    }
}
