package dev.cairn.embedded.protocol;

import java.util.Optional;

/** The commands of the protocol, by the first byte of a packet. */
enum ClientCommand {
    SLEEP(0, "Sleep"),
    QUIT(1, "Quit"),
    INIT_DB(2, "Init DB"),
    QUERY(3, "Query"),
    FIELD_LIST(4, "Field List"),
    CREATE_DB(5, "Create DB"),
    DROP_DB(6, "Drop Db"),
    REFRESH(7, "Refresh"),
    SHUTDOWN(8, "Shutdown"),
    STATISTICS(9, "Statistics"),
    PROCESS_INFO(10, "Processlist"),
    CONNECT(11, "Connect"),
    PROCESS_KILL(12, "Kill"),
    DEBUG(13, "Debug"),
    PING(14, "Ping"),
    TIME(15, "Time"),
    DELETE_INSERT(16, "DELETE_INSERT"),
    CHANGE_USER(17, "Change user"),
    STATEMENT_PREPARE(22, "COM_STMT_PREPARE"),
    STATEMENT_EXECUTE(23, "COM_STMT_EXECUTE"),
    STATEMENT_SEND_LONG_DATA(24, "COM_STMT_SEND_LONG_DATA"),
    STATEMENT_CLOSE(25, "COM_STMT_CLOSE"),
    STATEMENT_RESET(26, "COM_STMT_RESET"),
    DAEMON(29, "COM_DAEMON"),
    RESET_CONNECTION(31, "COM_RESET_CONNECTION");

    private final int code;
    private final String title;

    ClientCommand(int code, String title) {
        this.code = code;
        this.title = title;
    }

    /** Returns the command with a code; empty if the server does not know the code. */
    static Optional<ClientCommand> findByCode(int code) {
        for (ClientCommand command : values()) {
            if (command.code == code) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    /** Returns the name that the server prints in errors and in SHOW PROCESSLIST. */
    String title() {
        return title;
    }
}
