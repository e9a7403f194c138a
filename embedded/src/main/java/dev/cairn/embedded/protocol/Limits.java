package dev.cairn.embedded.protocol;

/**
 * What a client may take of the server.
 *
 * @param loginMillis how long it may take from connecting to being let in
 * @param largestPacket the longest statement, in bytes
 */
public record Limits(int loginMillis, long largestPacket) {
    public static final Limits DEFAULT = new Limits(10_000, 1L << 28);
}
