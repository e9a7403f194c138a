package dev.cairn.benchmark.compile;

/** Requests the class that {@link TrivialProcessor} generates. */
public @interface Trivial {}
