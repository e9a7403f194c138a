package dev.cairn.analysis.function;

/** A property of a function on which the analysis of its calls depends, and which its signatures do not express. */
public enum FunctionTrait {
    /** Each call may have another result; therefore, the server does not consider the call a constant. */
    NONDETERMINISTIC,
    /** The server replaces each call by its result, which depends on the types of the arguments only. */
    OF_TYPES,
    /** The result is the time at which the statement runs, unless an argument other than a precision is converted. */
    CURRENT_TIME,
    /** Returns a property of the session. */
    SESSION,
    /** The server does not check the arguments. */
    UNCHECKED,
    /** The server reads a user variable among the arguments as the literal of its value. */
    READS_VARIABLES,
    /** Refers to the GROUP BY clause of its query. */
    GROUPING,
    /** The type of the result depends on a table that only the arguments name. */
    UNKNOWN_RESULT,
    /** The first argument names a table, whose keys are the next arguments. */
    READS_DICTIONARY_TABLE,
    /** The result is nullable only if an argument is. */
    NULL_OF_NULL,
    /** The result is NULL if an argument is, and only then. */
    STRICT,
    /** The result is NULL if an argument is, and may be NULL otherwise. */
    PASSES_NULL,
    /** The result is not NULL if no argument is. */
    TOTAL,
    /** The result is never NULL, not even for NULL or for no rows. */
    NEVER_NULL,
    /** The result is NULL if an argument is, or if the second argument is zero. */
    DIVIDES,
    /** Returns a value of another row, which may not exist; the third argument is the default. */
    OFFSET_ROW,
    /** The server rewrites the call only after it has been printed or stored. */
    REWRITTEN_LATE,
    /** The server's parser drops an OVER clause after the call. */
    WITHOUT_OVER,
    /** The server's parser drops an OVER clause after a call with two arguments. */
    WITHOUT_OVER_OF_TWO,
    /** The server's parser converts the name to lower case. */
    LOWER_CASE,
    /** The server's parser converts the name to upper case. */
    UPPER_CASE,
    /** Adds an interval to a date; a plain number is a number of days. */
    ADDS_INTERVAL,
    /** Subtracts an interval from a date; a plain number is a number of days. */
    SUBTRACTS_INTERVAL,
    /** Returns the beginning or the end of the interval that contains a time. */
    SLICES_TIME,
    /**
     * A comparison of the result restricts the partitions that the server reads: the server evaluates the function,
     * which is monotonic, at the bounds of the partitions, or moves the function to the other side of the comparison.
     * For any other function, the server reads all partitions.
     */
    RESTRICTS_PARTITIONS,
    /** The first argument is a unit of time. */
    WITH_UNIT,
    /** Returns the first argument that is not NULL. */
    FIRST_NOT_NULL,
    /** The first argument is a condition; the function chooses among the others. */
    CONDITION_FIRST,
    /** The argument may be {@code *}. */
    STAR,
    /** DISTINCT is allowed together with OVER, unless the window has a frame of ROWS. */
    DISTINCT_OVER,
    /** DISTINCT has no effect, and is therefore also allowed together with OVER. */
    IGNORES_DISTINCT,
    /** The server prints IGNORE NULLS after the first argument. */
    IGNORES_NULLS,
    /** The window must not have a frame. */
    WITHOUT_FRAME,
    /** The server can plan the function only if the window has an ORDER BY clause. */
    ORDERED_WINDOW,
    /** The server can plan the function only if the window has no ORDER BY clause. */
    UNORDERED_WINDOW,
    /** The function accepts values of type BITMAP or HLL also before OVER. */
    SKETCHES_OVER,
    /** The aggregate function has no {@linkplain Combinator combinators}. */
    WITHOUT_COMBINATORS,
    /** Only values that have an order can be aggregated into states. */
    COMPARABLE_STATES,
    /** Only numbers can be aggregated into states. */
    NUMERIC_STATES,
    /** Only integers can be aggregated into states. */
    INTEGER_STATES,
    /** The function compares states by their second value, which must have an order. */
    STATES_BY_SECOND_VALUE,
    /** The state is never NULL, since it exists even without values. */
    STATE_NOT_NULL,
    /** States can also be stored in plain VARBINARY columns. */
    BINARY_STATES
}
