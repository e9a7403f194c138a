package dev.cairn.analysis.function;

/** A group of built-in functions of one topic and one kind. */
interface FunctionFamily {
    FunctionEntry.Kind kind();

    /** Returns the functions with their signatures and traits, in the notation of {@link SignatureNotation}. */
    String declarations();

    /** Adds the checks, rewrites and rules that the notation can't express. Called once for each function in use. */
    default void define(FunctionEntry function) {}
}
