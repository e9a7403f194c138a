package dev.cairn.embedded.protocol;

/** What stands behind the protocol. Called by many threads at once. */
public interface Backend {
    /** What clients are told at the door; drivers judge by it what a server can do. */
    String version();

    /**
     * Accepts a connection, before anything is read from it or written to it.
     *
     * @return {@link Answer#OK} if it is to be greeted; otherwise what it gets in place of the greeting
     */
    default Answer accept(ClientConnection line) {
        return Answer.OK;
    }

    /**
     * Lets a client in.
     *
     * @throws LoginRefusedException if it may not
     */
    StatementHandler open(ClientConnection line, Login login) throws LoginRefusedException;
}
