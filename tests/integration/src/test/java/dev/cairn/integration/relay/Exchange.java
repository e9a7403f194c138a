package dev.cairn.integration.relay;

/**
 * A statement that a server has answered, whether or not its client received the answer.
 *
 * @param client a number for each connection through the relay
 * @param sentNanos when the server got it, as {@link System#nanoTime} has it
 * @param answeredNanos when the server began to answer
 */
public record Exchange(int client, String statement, long sentNanos, long answeredNanos, boolean refused) {}
