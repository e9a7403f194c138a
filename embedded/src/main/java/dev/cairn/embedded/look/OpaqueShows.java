package dev.cairn.embedded.look;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.query.LikePattern;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.words.WordReader;
import dev.cairn.sql.ast.Span;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** SHOW of what is no table: what runs, who may what, and what tools ask of any MySQL server. */
public final class OpaqueShows {
    private final SessionSnapshot sight;
    private final Collection<ServerSession> sessions;
    private final Instant now;

    public OpaqueShows(SessionSnapshot sight, Collection<ServerSession> sessions, Instant now) {
        this.sight = sight;
        this.sessions = sessions;
        this.now = now;
    }

    public Answer answer(String text) {
        WordReader words = new WordReader(text);
        words.expect("SHOW");
        ResultBuilder listing = listing(words);
        if (listing == null) {
            throw Refusal.analysis(Span.NONE, "The embedded server does not answer '" + text.strip() + "'");
        }
        return listing.answer();
    }

    private @Nullable ResultBuilder listing(WordReader words) {
        if (words.take("PROCESSLIST")) {
            return new ProcessShows(sight, sessions, now).processes(false);
        }
        if (words.take("FULL", "PROCESSLIST")) {
            return new ProcessShows(sight, sessions, now).processes(true);
        }
        if (words.take("GRANTS")) {
            return new AccountShows(sight).grants(words);
        }
        if (words.take("ROLES")) {
            return new AccountShows(sight).roles();
        }
        if (words.take("USERS") || words.take("USER")) {
            return new AccountShows(sight).users();
        }
        if (words.take("DATA")) {
            return new DataShows(sight).listing(words);
        }
        if (words.take("PROC")) {
            return new ProcShows(sight).listing(words.text());
        }
        if (words.take("LOAD")) {
            return new LoadShows(sight).listing(words);
        }
        ResultBuilder nodes = new NodeShows(sight, now).listing(words);
        return nodes != null ? nodes : FixedShows.listing(words);
    }

    /** What LIKE behind a SHOW lets through. */
    static Predicate<String> like(WordReader words) {
        return words.take("LIKE") ? LikePattern.of(words.text(), true)::matches : name -> true;
    }
}
