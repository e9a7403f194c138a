package dev.cairn.embedded.server;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.embedded.account.GrantTarget;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.account.Privilege;
import dev.cairn.embedded.look.SessionSnapshot;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.words.WordReader;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.Optional;

/** Statements to the server itself: KILL, SYNC, USE of a catalog. */
final class ServerCommands {
    private final ServerSession session;
    private final Sessions sessions;
    private final SessionSnapshot sight;

    ServerCommands(ServerSession session, Sessions sessions, SessionSnapshot sight) {
        this.session = session;
        this.sessions = sessions;
        this.sight = sight;
    }

    /** Empty for statements that it does not know. */
    Optional<Answer> answer(Statement.Opaque statement) {
        WordReader words = new WordReader(statement.text());
        if (words.take("KILL")) {
            return Optional.of(kill(words));
        }
        if (words.take("SYNC")) {
            return Optional.of(Answer.OK); // there is but one frontend: nothing is behind
        }
        if (words.take("USE")) {
            return Optional.of(useCatalog(words.text()));
        }
        if (words.take("ADMIN", "SET", "FRONTEND", "CONFIG")) {
            requireOperate();
            return Optional.of(Answer.OK); // what the engine depends on stands in the server's profile
        }
        return Optional.empty();
    }

    private Answer useCatalog(String text) {
        String catalog = text.strip().replaceFirst("(?i)^catalog\\s+", "");
        if (!catalog.equals("default_catalog")) {
            throw Refusal.analysis(Span.NONE, ServerError.UNKNOWN_CATALOG, catalog);
        }
        return Answer.OK;
    }

    private Answer kill(WordReader words) {
        boolean connection = !words.take("QUERY");
        words.take("CONNECTION");
        if (words.atText()) {
            throw new Refusal(1365, "42000", "Unknown query id: " + words.text(), Span.NONE);
        }
        long id = words.number();
        ServerSession killed = sessions.session(id)
                .orElseThrow(() -> new Refusal(1094, "HY000", "Unknown thread id: " + id, Span.NONE));
        if (!killed.user().equals(session.user())) {
            requireOperate();
        }
        if (killed == session) {
            return connection ? Answer.CUT : Answer.OK;
        }
        killed.cancelQuery();
        if (connection) {
            killed.line().hangUp();
        }
        return Answer.OK;
    }

    private void requireOperate() {
        if (!sight.access().may(Privilege.OPERATE, GrantTarget.SYSTEM)) {
            throw sight.access().denied("OPERATE", ObjectKind.SYSTEM, "");
        }
    }
}
