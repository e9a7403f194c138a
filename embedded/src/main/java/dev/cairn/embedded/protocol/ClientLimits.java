package dev.cairn.embedded.protocol;

/**
 * The limits for MySQL clients.
 *
 * @param loginReadTimeoutMillis the timeout in milliseconds for each read until the client has logged in
 * @param maxStatementBytes the maximum size of a statement, in bytes
 */
public record ClientLimits(int loginReadTimeoutMillis, long maxStatementBytes) {
    /** Ten seconds for each read during the login, and statements of at most 256 MiB. */
    public static final ClientLimits DEFAULT = new ClientLimits(10_000, 1L << 28);
}
