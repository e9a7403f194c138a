package dev.cairn.embedded.server;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Runs BEGIN, COMMIT and ROLLBACK. Within a transaction, the server refuses DDL and SHOW. */
final class Transactions {
    private static final Set<String> ALLOWED =
            Set.of("BEGIN", "START", "COMMIT", "ROLLBACK", "INSERT", "UPDATE", "DELETE", "WITH", "SET");

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

    /**
     * Begins or ends a transaction.
     *
     * @param run runs a deferred statement
     */
    Answer answer(String keyword, Consumer<Statement.Opaque> run) {
        boolean begins = keyword.equals("BEGIN") || keyword.equals("START");
        List<Statement.Opaque> pending = List.copyOf(session.pending());
        if (!begins || !session.inTransaction()) {
            session.pending().clear();
        }
        session.inTransaction(begins);
        if (keyword.equals("COMMIT")) {
            pending.forEach(run);
        }
        return Answer.OK;
    }
}
