package dev.cairn.embedded.function;

import static dev.cairn.embedded.function.OwnFunction.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The functions and macros that are registered with DuckDB. */
public final class OwnFunctions {
    /** The maximum number of elements of an array: DuckDB can't cancel a query while it creates an array. */
    private static final int MOST_ELEMENTS = 10_000_000;

    private OwnFunctions() {}

    /** Returns the functions implemented in Java. */
    public static List<OwnFunction> all() {
        List<OwnFunction> all = new ArrayList<>();
        all.addAll(TextFunctions.all());
        all.addAll(UrlFunctions.all());
        all.addAll(HashFunctions.all());
        all.addAll(NumberFunctions.all());
        all.addAll(TimeFunctions.all());
        all.addAll(JsonFunctions.all());
        return all;
    }

    /** Returns the macros: functions that are abbreviations of DuckDB expressions. */
    public static List<String> macros() {
        return List.of(
                "sr_numbers(x) AS list_transform(string_split(x, ','), lambda e: TRY_CAST(trim(e) AS UBIGINT))",
                "sr_bitmap(x) AS CASE WHEN len(list_filter(sr_numbers(x), lambda e: e IS NULL)) = 0"
                        + " THEN list_sort(list_distinct(sr_numbers(x))) WHEN x = '' THEN [] END",
                "sr_has_null(x) AS len(list_filter(x, lambda e: e IS NULL)) > 0",
                "sr_distinct(x) AS list_filter(x, lambda e, i: CASE WHEN e IS NULL"
                        + " THEN list_position(list_transform(x, lambda o: o IS NULL), TRUE) = i"
                        + " ELSE list_position(x, e) = i END)",
                "sr_intersect(x, y) AS CASE WHEN y IS NOT NULL THEN list_filter(sr_distinct(x),"
                        + " lambda e: CASE WHEN e IS NULL THEN sr_has_null(y) ELSE list_contains(y, e) END) END",
                "sr_overlap(x, y) AS list_has_any(x, y) OR (sr_has_null(x) AND sr_has_null(y))",
                "sr_calendar(x) AS CASE WHEN x >= TIMESTAMP '0000-01-01 00:00:00'"
                        + " AND x < TIMESTAMP '10000-01-01 00:00:00' THEN x END",
                "sr_number_as_bitmap(x) AS CASE WHEN TRY_CAST(x AS UBIGINT) IS NOT NULL THEN [TRY_CAST(x AS UBIGINT)]"
                        + " END",
                "sr_all(x) AS CASE WHEN x IS NULL THEN NULL WHEN list_contains(x, FALSE) THEN FALSE"
                        + " WHEN len(list_filter(x, lambda e: e IS NULL)) > 0 THEN NULL ELSE TRUE END",
                "sr_any(x) AS CASE WHEN x IS NULL THEN NULL WHEN list_contains(x, TRUE) THEN TRUE"
                        + " WHEN len(list_filter(x, lambda e: e IS NULL)) > 0 THEN NULL ELSE FALSE END",
                "sr_sequence(x, y) AS CASE WHEN x IS NULL OR y IS NULL THEN NULL WHEN len(y) = 0 THEN TRUE"
                        + " ELSE len(list_filter(range(1, len(x) - len(y) + 2),"
                        + " lambda i: list_slice(x, i, i + len(y) - 1) = y)) > 0 END",
                "sr_refuse(words) AS error('" + RefusedValueException.MARK + "' || words)",
                "sr_series(first, last, step) AS CASE WHEN step = 0 THEN [] ELSE generate_series("
                        + "CAST(first AS BIGINT), CASE WHEN (CAST(last AS HUGEINT) - first) // step > " + MOST_ELEMENTS
                        + " THEN sr_refuse('The embedded server makes no array of more than " + MOST_ELEMENTS
                        + " elements') ELSE CAST(last AS BIGINT) END, CAST(step AS BIGINT)) END",
                "sr_list(x) AS from_json(x, '[\"VARCHAR\"]')",
                "sr_before(x, mark) AS string_split(x, mark)[1]",
                "sr_after(x, mark) AS CASE WHEN instr(x, mark) > 0 THEN substr(x, instr(x, mark) + length(mark)) END");
    }

    /** A function refuses a value; the message is the server's. */
    public static final class RefusedValueException extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** The prefix of the message, by which it is found in DuckDB's error message. */
        static final String MARK = "cairn refuses: ";

        RefusedValueException(String words) {
            super(MARK + words, null, false, false);
        }

        /** Returns the exception for an unexpected failure of a function. */
        public static RefusedValueException of(OwnFunction function) {
            return new RefusedValueException(
                    "The embedded server failed to evaluate the function '" + function.title() + "' with these values");
        }

        /** Extracts the message from a DuckDB error; empty if the error is DuckDB's own. */
        public static Optional<String> words(String message) {
            int mark = message.indexOf(MARK);
            return mark < 0 ? Optional.empty() : Optional.of(message.substring(mark + MARK.length()));
        }
    }
}
