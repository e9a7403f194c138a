/**
 * Replays what a real server answered, statement by statement, against the engine.
 *
 * <p>Start at {@link dev.cairn.corpus.CorpusTest}. {@link dev.cairn.corpus.CorpusReport} prints what differs. What is
 * public here, reading and comparing, is for the other modules' tests too: it is in the engine's jar of tests.
 */
package dev.cairn.corpus;
