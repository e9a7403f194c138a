package dev.cairn.analysis.function;

/** A group of built-in functions of one topic and one kind. */
interface FunctionFamily {
    FunctionEntry.Kind kind();

    /** Returns the functions with their signatures and traits, in the notation of {@link SignatureNotation}. */
    String declarations();

    /** Adds what the notation can't express: checks, rewrites, rules of resolution. Runs once for each function in use. */
    default void define(FunctionEntry function) {}
}
