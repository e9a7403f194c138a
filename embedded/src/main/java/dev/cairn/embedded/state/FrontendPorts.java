package dev.cairn.embedded.state;

/**
 * The ports at which clients reach the frontend.
 *
 * @param queryPort the port for the MySQL protocol
 * @param httpPort the port for loads
 */
public record FrontendPorts(int queryPort, int httpPort) {
    /** The default ports of a server. */
    static final FrontendPorts DEFAULT = new FrontendPorts(9030, 8030);
}
