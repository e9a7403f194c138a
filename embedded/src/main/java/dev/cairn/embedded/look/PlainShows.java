package dev.cairn.embedded.look;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.query.LikePattern;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.words.Words;
import dev.cairn.sql.ast.Span;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** SHOW of what is no table: what runs, who may what, and what tools ask of any MySQL server. */
public final class PlainShows {
    private final Sight sight;
    private final Collection<ServerSession> sessions;
    private final Instant now;

    public PlainShows(Sight sight, Collection<ServerSession> sessions, Instant now) {
        this.sight = sight;
        this.sessions = sessions;
        this.now = now;
    }

    public Answer answer(String text) {
        Words words = new Words(text);
        words.expect("SHOW");
        Listing listing = listing(words);
        if (listing == null) {
            throw Refusal.analysis(Span.NONE, "The embedded server does not answer '" + text.strip() + "'");
        }
        return listing.answer();
    }

    private @Nullable Listing listing(Words words) {
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
        Listing nodes = new NodeShows(sight, now).listing(words);
        return nodes != null ? nodes : FixedShows.listing(words);
    }

    /** What LIKE behind a SHOW lets through. */
    static Predicate<String> like(Words words) {
        return words.take("LIKE") ? LikePattern.of(words.text(), true)::matches : name -> true;
    }
}
