/**
 * Replays over the driver what a real server answered, statement by statement.
 *
 * <p>Start at {@link dev.cairn.embedded.corpus.CorpusReplayTest}; {@link dev.cairn.embedded.corpus.EmbeddedCorpusReport} prints
 * the differences. The classes that read recordings and compare texts are in {@code dev.cairn.corpus}, with the
 * engine's tests.
 */
package dev.cairn.embedded.corpus;
