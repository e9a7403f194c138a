package dev.cairn.internal.ledger;

import dev.cairn.internal.Durations;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.Retry;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to a server and returns its responses. A request whose connection broke is answered with
 * {@link LedgerResponse.ConnectionLost}: the exchange has to ask for a new connection, and to find out whether the
 * request ran. Only {@link #giveUpWaiting} may be called while another thread performs an exchange.
 */
final class LedgerTransport implements AutoCloseable {
    private static final Pattern COMMENT_PATTERN = Pattern.compile("COMMENT \"([^\"\\\\]*)\"");

    /** The number of consecutive connections that may break without any response. */
    private static final int MAX_CONSECUTIVE_LOSSES = 5;

    /** Within this time a frontend answers even under load; a shorter lease does not shorten the timeout further. */
    private static final Duration MIN_TIMEOUT = Duration.ofSeconds(10);

    private final ConnectionFactory connectionFactory;
    private final Duration outageTimeout;
    private final LedgerNames names;
    private final LedgerParticipant participant;
    private ServerConnection connection;
    private boolean ownsConnection;
    private int consecutiveLossCount;
    private @Nullable Thread waitingThread;
    private boolean hasGivenUpWaiting;

    /**
     * @param outageTimeout how long to wait for a server that can't be reached any more
     * @param connection a connection of the caller, who closes it
     */
    LedgerTransport(
            ConnectionFactory connectionFactory,
            Duration outageTimeout,
            ServerConnection connection,
            LedgerNames names,
            LedgerParticipant participant) {
        this.connectionFactory = connectionFactory;
        this.outageTimeout = outageTimeout;
        this.connection = connection;
        this.names = names;
        this.participant = participant;
    }

    /**
     * Returns the timeout of a statement: a statement that takes longer than half the lease is useless to the ledger.
     */
    private Duration statementTimeout() {
        Duration desiredTimeout = Durations.max(participant.halfLease(), MIN_TIMEOUT);
        return Durations.min(desiredTimeout, connectionFactory.options().get(MigratorOption.STATEMENT_TIMEOUT));
    }

    /**
     * Performs the requests of an exchange, one after the other, and returns its result.
     *
     * @throws ServerUnreachableException if too many connections break in succession, or none can be reopened
     */
    <T> T perform(LedgerProtocol<T> exchange) {
        LedgerProtocol<T> currentExchange = exchange;
        while (currentExchange instanceof LedgerProtocol.PendingRequest<T> pendingRequest) {
            currentExchange = pendingRequest.continuation().apply(performRequest(pendingRequest.request()));
        }
        return ((LedgerProtocol.Complete<T>) currentExchange).result();
    }

    private LedgerResponse performRequest(LedgerRequest request) {
        try {
            if (request instanceof LedgerRequest.Pause pause) {
                sleep(pause.duration());
                return new LedgerResponse.Done();
            }
            if (request instanceof LedgerRequest.Reconnect) {
                reconnect();
                return new LedgerResponse.Done();
            }
            LedgerResponse response = send(request);
            consecutiveLossCount = 0;
            return response;
        } catch (ServerRefusalException refusal) {
            return new LedgerResponse.Refused(refusal.errorNumber(), refusal.reason());
        } catch (ConnectionLostException connectionLoss) {
            if (++consecutiveLossCount > MAX_CONSECUTIVE_LOSSES) {
                throw participant.exceptions().failedConnection(connectionLoss);
            }
            return new LedgerResponse.ConnectionLost(String.valueOf(connectionLoss.getMessage()));
        }
    }

    private LedgerResponse send(LedgerRequest request) {
        if (request instanceof LedgerRequest.ListStates) {
            List<String> viewNames = readColumn("SHOW TABLES LIKE '" + names.likePattern() + "'", 0);
            return new LedgerResponse.States(
                    names.parseSequences(viewNames), viewNames.contains(names.historyViewName()));
        }
        if (request instanceof LedgerRequest.ShowState showState) {
            return readComment(showState.sequence());
        }
        if (request instanceof LedgerRequest.ShowHistory) {
            return new LedgerResponse.TextResponse(
                    String.join("", readColumn("SHOW CREATE VIEW `" + names.historyViewName() + "`", 1)));
        }
        execute(renderStatement(request), !(request instanceof LedgerRequest.CreateState));
        return new LedgerResponse.Done();
    }

    /**
     * Sends a statement whose answer has no rows.
     *
     * @param mayRepeat whether the statement may be sent again after a transient refusal
     */
    private void execute(String statement, boolean mayRepeat) {
        Retry retry = connectionFactory.startRetry();
        while (true) {
            try {
                connection.execute(statement, statementTimeout());
                return;
            } catch (ServerRefusalException refusal) {
                if (!mayRepeat || refusal.transientError().isEmpty() || !retry.pauseIfTimeLeft()) {
                    throw refusal;
                }
            }
        }
    }

    private String renderStatement(LedgerRequest request) {
        if (request instanceof LedgerRequest.CreateState createState) {
            return names.renderCreateState(createState.sequence(), createState.comment());
        }
        if (request instanceof LedgerRequest.DropState dropState) {
            return "DROP VIEW IF EXISTS `" + names.stateViewName(dropState.sequence()) + "`";
        }
        if (request instanceof LedgerRequest.ReplaceHistory replaceHistory) {
            return HistoryView.renderCreateView(names.historyViewName(), replaceHistory.rows());
        }
        return "SYNC";
    }

    private LedgerResponse readComment(long sequence) {
        for (String definition : readColumn("SHOW CREATE VIEW `" + names.stateViewName(sequence) + "`", 1)) {
            Matcher commentMatcher = COMMENT_PATTERN.matcher(definition);
            return new LedgerResponse.TextResponse(commentMatcher.find() ? commentMatcher.group(1) : "");
        }
        return new LedgerResponse.Refused(0, "no row");
    }

    private List<String> readColumn(String sql, int columnIndex) {
        List<String> values = new ArrayList<>();
        for (List<@Nullable String> row : connection.fetchRows(sql, statementTimeout())) {
            values.add(String.valueOf(row.get(columnIndex)));
        }
        return values;
    }

    /**
     * Waits for the server. The protocol stays correct however long that takes: an owner whose lease has ended checks
     * who owns the ledger now before it does anything else.
     */
    private void reconnect() {
        try {
            ServerConnection newConnection =
                    connectionFactory.withOutageWait(beginWait()).reopen(Map.of(), statementTimeout());
            close();
            connection = newConnection;
            ownsConnection = true;
        } catch (ServerUnreachableException | ConnectionLostException | ServerRefusalException failure) {
            throw participant.exceptions().failedConnection(failure);
        } finally {
            endWait();
        }
    }

    /** Remembers the waiting thread. Returns how long it may wait. */
    private synchronized Duration beginWait() {
        waitingThread = Thread.currentThread();
        return hasGivenUpWaiting ? Duration.ZERO : outageTimeout;
    }

    private synchronized void endWait() {
        waitingThread = null;
    }

    /** Ends a wait for an unreachable server, and prevents later ones. */
    synchronized void giveUpWaiting() {
        hasGivenUpWaiting = true;
        if (waitingThread != null) {
            waitingThread.interrupt();
        }
    }

    private void sleep(Duration duration) {
        try {
            participant.ticker().sleep(duration);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw participant.exceptions().waitInterrupted(interruption);
        }
    }

    /** Closes the connection if it replaced the one of the caller. */
    @Override
    public void close() {
        if (ownsConnection) {
            connection.close();
            ownsConnection = false;
        }
    }
}
