package dev.cairn.internal.script;

/**
 * How a run of a script ended.
 *
 * @param steps that it has
 * @param ran those that this run sent or found done; 0 where all had run before
 * @param resumed whether an earlier run had begun
 */
public record ScriptOutcome(int steps, int ran, boolean resumed) {}
