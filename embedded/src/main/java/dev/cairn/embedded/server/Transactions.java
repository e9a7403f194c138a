package dev.cairn.embedded.server;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.sql.Span;
import java.util.Set;

/** BEGIN, COMMIT and ROLLBACK: between them the server takes no DDL, and no SHOW. */
final class Transactions {
    private static final Set<String> ALLOWED =
            Set.of("BEGIN", "START", "COMMIT", "ROLLBACK", "INSERT", "UPDATE", "DELETE", "SET");

    private final ServerSession session;

    Transactions(ServerSession session) {
        this.session = session;
    }

    static boolean allow(String keyword) {
        return ALLOWED.contains(keyword);
    }

    static Refusal notWithin() {
        String message = "Getting analyzing error. Detail message: Explicit transaction only support"
                + " begin/commit/rollback/insert/update/delete/set/select statements.";
        return new Refusal(5305, "25P01", message, Span.NONE);
    }

    Answer answer(String keyword) {
        session.inTransaction(keyword.equals("BEGIN") || keyword.equals("START"));
        return Answer.OK;
    }
}
