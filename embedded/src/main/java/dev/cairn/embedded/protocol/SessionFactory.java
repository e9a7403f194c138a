package dev.cairn.embedded.protocol;

/** Opens the sessions of the server behind the protocol. Several threads may call the methods concurrently. */
public interface SessionFactory {
    /** Returns the version in the greeting, from which drivers derive the features of the server. */
    String version();

    /**
     * Accepts a connection before anything is read from it or written to it.
     *
     * @return {@link Answer#OK} if the client is to be greeted; otherwise the answer that replaces the greeting
     */
    default Answer accept(ClientConnection clientConnection) {
        return Answer.OK;
    }

    /**
     * Authenticates a client and returns the handler of its statements.
     *
     * @throws LoginRefusedException if the login is refused
     */
    StatementHandler open(ClientConnection clientConnection, Login login) throws LoginRefusedException;
}
