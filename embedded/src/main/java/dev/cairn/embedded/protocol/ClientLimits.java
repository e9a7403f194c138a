package dev.cairn.embedded.protocol;

/**
 * The limits for MySQL clients.
 *
 * @param loginMillis the timeout for each read until the client has logged in, in milliseconds
 * @param maxStatementBytes the maximum size of a statement, in bytes
 */
public record ClientLimits(int loginMillis, long maxStatementBytes) {
    /** Ten seconds for each read during the login, and statements of at most 256 MiB. */
    public static final ClientLimits DEFAULT = new ClientLimits(10_000, 1L << 28);
}
