package dev.cairn.internal.poll;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.link.ConnectionFactory;
import dev.cairn.internal.link.ConnectionLostException;
import dev.cairn.internal.link.ConnectionOptions;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.upgrade.UnreachableException;
import dev.cairn.upgrade.Where;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * What is asked of a server while something is waited for. Each question has a connection of its own, which goes back at
 * once: waiting keeps none from others.
 */
public final class ServerPoller {
    public static final int MOST_LOSSES = 5;

    private final DataSource source;
    private final Ticker ticker;
    private final ConnectionOptions options;

    public ServerPoller(DataSource source, Ticker ticker) {
        this(source, ticker, ConnectionOptions.DEFAULT);
    }

    public ServerPoller(DataSource source, Ticker ticker, ConnectionOptions options) {
        this.source = source;
        this.ticker = ticker;
        this.options = options;
    }

    public Ticker ticker() {
        return ticker;
    }

    /** How long an answer may take for which the server has nothing to do but to look. */
    public Duration longestRead() {
        return options.read();
    }

    /** For messages: {@code about} is the name of what is asked about. */
    public ConnectionFactory links(String about) {
        return new ConnectionFactory(source, about, ticker, options);
    }

    /**
     * Asks once.
     *
     * @throws ConnectionLostException on the way
     */
    public <T> T once(String about, Function<ServerConnection, T> question) {
        try (ServerConnection link = links(about).open()) {
            return question.apply(link);
        }
    }

    /**
     * Asks something that may be asked again: where the connection was lost, on a new one, to a frontend that has caught
     * up with what was done through the one before.
     *
     * @throws UnreachableException if connections are lost again and again
     */
    public <T> T ask(String about, Function<ServerConnection, T> question) {
        try {
            return once(about, question);
        } catch (ConnectionLostException lost) {
            return askAgain(about, question);
        }
    }

    public <T> T askAgain(String about, Function<ServerConnection, T> question) {
        Pause pause = new Pause(ticker);
        for (int losses = 1; ; losses++) {
            try (ServerConnection link = links(about).reopen(Map.of())) {
                return question.apply(link);
            } catch (ConnectionLostException | UnreachableException lost) {
                if (losses == MOST_LOSSES) {
                    throw unreachable(about, lost);
                }
                pause.take();
            }
        }
    }

    public static UnreachableException unreachable(String about, RuntimeException last) {
        return last instanceof UnreachableException unreachable
                ? unreachable
                : new UnreachableException(
                        Where.in(about),
                        "the connection was lost repeatedly: " + last.getMessage(),
                        "It is unknown whether the operation was completed; run it again when the server is available.",
                        last);
    }
}
