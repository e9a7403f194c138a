package dev.cairn.embedded.log;

import java.time.Instant;

/**
 * A statement as it arrived at the server.
 *
 * @param sequence the sequence number over all connections, beginning with 1
 * @param connection the value of CONNECTION_ID(); 0 for an HTTP request
 * @param user the user name
 * @param time when the statement arrived
 * @param text the text of the statement; for a load by HTTP, the method, the path and the label
 */
public record LoggedStatement(long sequence, int connection, String user, Instant time, String text) {}
