package dev.cairn.embedded.state;

/**
 * The ports at which clients reach the frontend.
 *
 * @param query the port for the MySQL protocol
 * @param http the port for loads
 */
public record FrontendPorts(int query, int http) {
    /** The default ports of a server. */
    static final FrontendPorts DEFAULT = new FrontendPorts(9030, 8030);
}
