package dev.cairn.analysis.function;

/** The form of a function with a lambda function: the collection that it reads, and the result that it computes. */
public enum LambdaForm {
    MAP_ARRAY,
    FILTER_ARRAY,
    MATCH,
    SORT_ARRAY,
    SORT_ARRAY_BY,
    FILTER_MAP,
    MAP_KEYS,
    MAP_VALUES,
    MAP_ENTRIES;

    /** Returns whether the function reads a map, and not an array. */
    public boolean readsMaps() {
        return switch (this) {
            case MAP_ARRAY, FILTER_ARRAY, MATCH, SORT_ARRAY, SORT_ARRAY_BY -> false;
            case FILTER_MAP, MAP_KEYS, MAP_VALUES, MAP_ENTRIES -> true;
        };
    }
}
