/**
 * Replays what a real server answered, statement by statement, against the engine.
 *
 * <p>Start at {@link dev.cairn.corpus.CorpusTest}. {@link dev.cairn.corpus.CorpusReport} prints what differs.
 */
package dev.cairn.corpus;
