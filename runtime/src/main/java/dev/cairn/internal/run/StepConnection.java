package dev.cairn.internal.run;

import dev.cairn.engine.context.Session;
import dev.cairn.internal.link.ConnectionFactory;
import dev.cairn.internal.link.ConnectionLostException;
import dev.cairn.internal.link.Retry;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.schema.UnreachableException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A connection on which steps run one after another. It is made when it is needed, and made again when it was lost. */
final class StepConnection implements AutoCloseable {
    private static final int ATTEMPTS = 6;

    private final ConnectionFactory links;
    private Map<String, String> settings = Map.of();
    private @Nullable ServerConnection link;
    private @Nullable String own;
    private @Nullable String database;

    StepConnection(ConnectionFactory links) {
        this.links = links;
    }

    /** What holds for the steps that come now. */
    void set(Map<String, String> newSettings) {
        if (!newSettings.equals(settings)) {
            settings = newSettings;
            if (link != null && !link.isBroken()) {
                change(link);
            }
        }
    }

    private void change(ServerConnection open) {
        try {
            open.restore();
            settings.forEach(open::set);
        } catch (ConnectionLostException lost) {
            // The next one is opened with them.
            discard();
        }
    }

    ServerConnection link() {
        if (link == null || link.isBroken()) {
            boolean again = link != null;
            close();
            link = again ? links.reopen(settings) : links.open(settings);
            own = links.database(link);
            database = own;
        }
        return link;
    }

    /** With the database selected that a step needs. */
    ServerConnection link(Session session) {
        ServerConnection open = link();
        String wanted = session.database() == null ? own : session.database();
        if (!Objects.equals(wanted, database)) {
            use(open, Objects.requireNonNull(wanted));
        }
        return open;
    }

    private void use(ServerConnection open, String wanted) {
        open.execute("USE " + SqlQuoting.name(wanted));
        database = wanted;
    }

    /** A lost connection is made again; the server may need a moment to be back. */
    void reconnect(Backoff backoff) {
        for (int attempt = 1; ; attempt++) {
            try {
                link();
                return;
            } catch (UnreachableException | ConnectionLostException failure) {
                if (attempt == ATTEMPTS) {
                    throw failure;
                }
                backoff.pause();
            }
        }
    }

    /**
     * Asks something that may be asked again: where the connection was lost, on a new one, and where the server refuses it for a reason
     * that passes, until the patience has ended.
     */
    <T> T ask(Supplier<Backoff> backoffs, Function<ServerConnection, T> question) {
        Backoff backoff = backoffs.get();
        Retry retry = retry();
        for (int losses = 0; ; ) {
            try {
                return question.apply(link());
            } catch (ConnectionLostException lost) {
                if (++losses == ATTEMPTS) {
                    throw lost;
                }
                reconnect(backoff);
            } catch (ServerRefusalException refused) {
                if (refused.passing().isEmpty() || !retry.again()) {
                    throw refused;
                }
            }
        }
    }

    /** Asks over another connection, while this one waits for an answer. */
    <T> T askElsewhere(Function<ServerConnection, T> question) {
        try (ServerConnection other = links.open()) {
            return question.apply(other);
        }
    }

    /** For something that the server may refuse for a reason that passes. */
    Retry retry() {
        return links.retry();
    }

    /** How long a load may take. */
    Duration longestLoad() {
        return links.options().load();
    }

    /** Ends the connection: whoever had it may have left anything in its session. */
    void discard() {
        close();
        link = null;
    }

    @Override
    public void close() {
        if (link != null) {
            if (!link.isBroken() && !Objects.equals(own, database)) {
                leave(link);
            }
            link.close();
        }
    }

    /** Others get the connection with the database that it had. */
    private void leave(ServerConnection open) {
        try {
            use(open, Objects.requireNonNull(own));
        } catch (ConnectionLostException lost) {
            // There is nothing left to hand back.
            database = own;
        }
    }
}
