package dev.cairn.embedded.protocol;

/** What stands behind the protocol. Called by many threads at once. */
public interface Backend {
    /** What clients are told at the door; drivers judge by it what a server can do. */
    String version();

    /**
     * Lets a client in.
     *
     * @throws LoginRefusedException if it may not
     */
    Dialogue open(Line line, Login login) throws LoginRefusedException;
}
