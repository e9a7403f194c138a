/**
 * Replays what a real server answered, statement by statement, against the engine.
 *
 * <p>Start at {@link dev.cairn.corpus.CorpusTest}. {@link dev.cairn.corpus.CorpusReport} prints what differs. The
 * public classes, which read scripts and compare answers, are used by the tests of other modules, too: they are part of
 * the engine's test archive.
 */
package dev.cairn.corpus;
