package dev.cairn.embedded.log;

import java.time.Instant;

/**
 * A statement as it arrived.
 *
 * @param sequence 1 for the server's first, over all connections
 * @param connection what CONNECTION_ID() gives
 */
public record LoggedStatement(long sequence, int connection, String user, Instant time, String text) {}
