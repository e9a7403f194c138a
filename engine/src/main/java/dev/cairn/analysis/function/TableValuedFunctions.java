package dev.cairn.analysis.function;

/** The table functions, whose result is a struct of the columns. */
final class TableValuedFunctions implements FunctionFamily {
    @Override
    public FunctionEntry.Kind kind() {
        return FunctionEntry.Kind.TABLE;
    }

    @Override
    public String functions() {
        return """
            unnest (array...) any
            unnest_bitmap (bitmap) <unnest_bitmap bigint>; is NEVER_NULL
            json_each (json) <key varchar, value json>
            subdivide_bitmap (bitmap, T) <subdivide_bitmap bitmap> for INTEGERS
            generate_series (T, T, T) <generate_series T> for INTEGERS; is NEVER_NULL
            list_rowsets (bigint, bigint) <id bigint, segments bigint, rows bigint, size bigint, overlapped boolean,
                delete_predicate varchar>
            """;
    }
}
