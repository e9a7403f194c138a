package dev.cairn.analysis.type;

import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a value may be NULL, for messages.
 *
 * @param arguments the arguments of the kind's text
 * @param span the part of the query that may be NULL; {@link Span#NONE} until a query refers to the value
 */
public record NullCause(Kind kind, List<?> arguments, Span span) {
    /** The cause of an unknown value. */
    public static final NullCause UNKNOWN = new NullCause(Kind.UNKNOWN, List.of(), Span.NONE);

    /**
     * The cause of a nullable column whose name is not known yet; it becomes known when a query refers to the column.
     */
    public static final NullCause UNNAMED_COLUMN = new NullCause(Kind.UNNAMED_COLUMN, List.of(), Span.NONE);

    /** The cause of a field of a struct, before a query refers to it. */
    public static final NullCause FIELD = new NullCause(Kind.FIELD, List.of(), Span.NONE);

    /** The kinds of causes, each with its text, which continues a sentence after a colon or the word "because". */
    public enum Kind {
        /** An unknown value, such as a column of an unknown table; it need not be reported. */
        UNKNOWN("nothing is known about the value"),
        COLUMN("it is the column %s.%s, which may be NULL"),
        UNNAMED_COLUMN("it is a column that may be NULL"),
        FIELD("it is a field of a struct, which may be NULL"),
        LEFT_JOIN("%s is on the optional side of a LEFT JOIN"),
        RIGHT_JOIN("%s is on the optional side of a RIGHT JOIN"),
        FULL_JOIN("%s is on an optional side of a FULL JOIN"),
        EMPTY_AGGREGATE("%s() of no rows is NULL"),
        BRANCH("a branch of the %s may be NULL: %s"),
        RECURSION("it is a column of the recursive common table %s, whose later rows may be NULL"),
        FUNCTION("%s() may return NULL"),
        DIVISION("a division by zero is NULL"),
        CAST("a value that can't be converted to %s is NULL"),
        NO_ELSE("a CASE without ELSE is NULL if no condition is true"),
        EMPTY_FRAME("%s() of an empty window frame is NULL"),
        OFFSET_ROW("%s() without a default is NULL if there is no such row"),
        ELEMENT("an element of an array or map may be NULL, or may not exist"),
        JSON("a value in a JSON document may be NULL, or may not exist"),
        SUBTOTAL("%s sets it to NULL in rows of subtotals"),
        SUBQUERY("a subquery without rows is NULL"),
        NULL_LITERAL("NULL is written here");

        private final String template;

        Kind(String template) {
            this.template = template;
        }
    }

    public static NullCause of(Kind kind, Span span, Object... arguments) {
        return new NullCause(kind, List.of(arguments), span);
    }

    /** Returns the cause or, if it is null, the fallback, which may be null too. */
    public static @Nullable NullCause firstNonNull(@Nullable NullCause cause, @Nullable NullCause fallback) {
        return cause == null ? fallback : cause;
    }

    /** Returns the cause with the span of a reference. */
    public NullCause withSpan(Span newSpan) {
        return new NullCause(kind, arguments, newSpan);
    }

    /** Returns the cause without its span, for a query other than the one that the span refers to. */
    public NullCause withoutSpan() {
        return span.line() == 0 ? this : new NullCause(kind, arguments, Span.NONE);
    }

    /** Returns the reason as a clause: {@code it is the column orders.city, which may be NULL}. */
    public String toClause() {
        return String.format(Locale.ROOT, kind.template, arguments.toArray());
    }

    @Override
    public String toString() {
        return toClause();
    }
}
