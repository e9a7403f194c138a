package dev.cairn.integration.relay;

/**
 * A statement that a server has answered, whether or not its client received the answer.
 *
 * @param client the number of the connection through the relay
 * @param sentNanos the time when the relay sent the statement to the server, by {@link System#nanoTime}
 * @param answeredNanos the time when the answer of the server began, by {@link System#nanoTime}
 */
public record Exchange(int client, String statement, long sentNanos, long answeredNanos, boolean refused) {}
