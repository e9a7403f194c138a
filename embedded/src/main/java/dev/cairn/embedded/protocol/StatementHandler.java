package dev.cairn.embedded.protocol;

/** The statements of one client, one after the other. */
public interface StatementHandler extends AutoCloseable {
    /** Answers COM_QUERY. */
    Answer answer(String statement);

    /** Answers COM_INIT_DB. */
    Answer use(String database);

    /** Answers COM_FIELD_LIST: the columns of a table in the database in use. */
    Answer fields(String table);

    /** COM_CHANGE_USER; who stays as before if it is refused. */
    void changeUser(Login login) throws LoginRefusedException;

    /** COM_RESET_CONNECTION: session variables are as in a new connection; the database stays. */
    void reset();

    /** The connection has ended. */
    @Override
    void close();
}
