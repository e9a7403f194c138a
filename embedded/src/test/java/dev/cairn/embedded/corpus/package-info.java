/**
 * Replays over the driver what a real server answered, statement by statement.
 *
 * <p>Start at {@link dev.cairn.embedded.corpus.CorpusReplayTest}; {@link dev.cairn.embedded.corpus.CorpusReport} prints what
 * differs.
 */
package dev.cairn.embedded.corpus;
