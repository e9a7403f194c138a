package dev.cairn.analysis.function;

/** A group of built-in functions of one topic and one kind. */
interface FunctionFamily {
    /** Returns the kind of all functions of the family. */
    FunctionEntry.Kind kind();

    /** Returns the functions with their signatures and traits, in the notation of {@link SignatureNotation}. */
    String declarations();

    /**
     * Adds the checks, rewrites and rules that the notation can't express to the definition of a function. It is called
     * when a version of the function is first used, also from several threads, each with a definition of its own.
     */
    default void addRules(FunctionEntry.Builder function) {}
}
