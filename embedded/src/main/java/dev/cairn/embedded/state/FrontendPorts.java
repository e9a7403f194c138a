package dev.cairn.embedded.state;

/**
 * Where the frontend can be reached.
 *
 * @param query the port for the MySQL protocol
 * @param http the port for loads
 */
public record FrontendPorts(int query, int http) {
    /** Those that a server comes with. */
    static final FrontendPorts USUAL = new FrontendPorts(9030, 8030);
}
