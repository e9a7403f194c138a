package dev.cairn.benchmark.compile;

/** Asks for the class that {@link TrivialProcessor} generates. */
public @interface Trivial {}
