package dev.cairn.embedded.protocol;

/** Runs the statements of one client, one after the other. */
public interface StatementHandler extends AutoCloseable {
    /** Answers COM_QUERY or COM_STMT_EXECUTE. */
    Answer answer(ClientStatement statement);

    /** Answers COM_STMT_PREPARE. */
    Answer prepare(String queryText);

    /**
     * Cancels the current statement as KILL QUERY would. Does nothing if no statement is running. Called from
     * another thread, possibly several times.
     */
    void cancel();

    /** Answers COM_INIT_DB. */
    Answer useDatabase(String databaseName);

    /** Answers COM_FIELD_LIST with the columns of a table in the default database. */
    Answer listFields(String tableName);

    /**
     * Answers COM_CHANGE_USER. If the user is refused, the session keeps its previous user; if only the database is
     * refused, the user has changed.
     */
    void changeUser(Login login) throws LoginRefusedException;

    /** Answers COM_RESET_CONNECTION: session variables are reset; the default database is kept. */
    void reset();

    /** Ends the session after the connection has been closed. */
    @Override
    void close();
}
