package dev.cairn;

import dev.cairn.plan.Consent;
import dev.cairn.server.Ticker;
import dev.cairn.server.ledger.LedgerOptions;
import dev.cairn.server.link.ConnectionOptions;
import dev.cairn.server.run.Placeholders;
import dev.cairn.server.run.Progress;
import dev.cairn.server.run.RunOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How a migrator works. All have a default:
 *
 * <pre>{@code
 * MigratorOptions.DEFAULT
 *         .lease(Duration.ofSeconds(30))               // how long a migrator may be silent before another takes over
 *         .patience(Duration.ofMinutes(10))            // how long to wait for another migrator
 *         .statementTimeout(Duration.ofMinutes(15))    // for an answer to DDL; then the connection is taken for lost
 *         .loadTimeout(Duration.ofHours(5))            // for an answer to INSERT, UPDATE, DELETE, and for code
 *         .connections(4)                              // how many tables are changed, or looked at, side by side
 *         .placeholder("replication_num", "1")         // for ${replication_num}
 *         .consent(new Consent(false, false))          // to what destroys data, and to rebuilds that nobody recorded
 *         .author("deploy@ci")                         // in the history; user and host
 *         .listener(progress -> { … })
 * }</pre>
 *
 * @param consent for a downgrade, and for {@link Migrator#apply}: who recorded a migration has agreed to its upgrade
 * @param connection how long a server may be silent or overloaded
 * @param listener is told what happens, by several threads
 * @param ticker measures how much time has passed
 * @param clock what the history takes for the time; nothing depends on it
 * @param tokens tell one migrator from all others
 */
public record MigratorOptions(
        LedgerOptions ledger,
        RunOptions run,
        ConnectionOptions connection,
        Placeholders placeholders,
        Consent consent,
        String author,
        Consumer<Progress> listener,
        Ticker ticker,
        InstantSource clock,
        Supplier<String> tokens) {
    public static final MigratorOptions DEFAULT = new MigratorOptions(
            LedgerOptions.DEFAULT,
            RunOptions.DEFAULT,
            ConnectionOptions.DEFAULT,
            Placeholders.NONE,
            Consent.NONE,
            System.getProperty("user.name", "") + "@" + System.getenv().getOrDefault("HOSTNAME", "localhost"),
            progress -> {},
            Ticker.system(),
            InstantSource.system(),
            () -> UUID.randomUUID().toString());

    public MigratorOptions lease(Duration lease) {
        return with(new LedgerOptions(lease, ledger.patience()));
    }

    public MigratorOptions patience(Duration patience) {
        return with(new LedgerOptions(ledger.lease(), patience));
    }

    public MigratorOptions with(LedgerOptions newLedger) {
        return new MigratorOptions(
                newLedger, run, connection, placeholders, consent, author, listener, ticker, clock, tokens);
    }

    /** At least one. */
    public MigratorOptions connections(int connections) {
        return with(new RunOptions(connections, run.firstPoll(), run.longestPoll()));
    }

    public MigratorOptions with(RunOptions newRun) {
        return new MigratorOptions(
                ledger, newRun, connection, placeholders, consent, author, listener, ticker, clock, tokens);
    }

    /** How long an answer to a statement may take that changes the schema; then the connection is taken for lost. */
    public MigratorOptions statementTimeout(Duration limit) {
        return with(connection.statement(limit));
    }

    /** The same for a statement that reads or writes rows, and for code of migrations. */
    public MigratorOptions loadTimeout(Duration limit) {
        return with(connection.load(limit));
    }

    /** How long something is tried again that the server refuses for a reason that passes, such as too many connections. */
    public MigratorOptions retry(Duration time) {
        return with(connection.retry(time));
    }

    public MigratorOptions with(ConnectionOptions newConnection) {
        return new MigratorOptions(
                ledger, run, newConnection, placeholders, consent, author, listener, ticker, clock, tokens);
    }

    /** One more value. */
    public MigratorOptions placeholder(String name, String value) {
        Map<String, String> values = new LinkedHashMap<>(placeholders.values());
        values.put(name, value);
        return new MigratorOptions(
                ledger, run, connection, new Placeholders(values), consent, author, listener, ticker, clock, tokens);
    }

    public MigratorOptions consent(Consent newConsent) {
        return new MigratorOptions(
                ledger, run, connection, placeholders, newConsent, author, listener, ticker, clock, tokens);
    }

    public MigratorOptions author(String newAuthor) {
        return new MigratorOptions(
                ledger, run, connection, placeholders, consent, newAuthor, listener, ticker, clock, tokens);
    }

    public MigratorOptions listener(Consumer<Progress> newListener) {
        return new MigratorOptions(
                ledger, run, connection, placeholders, consent, author, newListener, ticker, clock, tokens);
    }

    public MigratorOptions ticker(Ticker newTicker) {
        return new MigratorOptions(
                ledger, run, connection, placeholders, consent, author, listener, newTicker, clock, tokens);
    }

    public MigratorOptions clock(InstantSource newClock) {
        return new MigratorOptions(
                ledger, run, connection, placeholders, consent, author, listener, ticker, newClock, tokens);
    }

    public MigratorOptions tokens(Supplier<String> newTokens) {
        return new MigratorOptions(
                ledger, run, connection, placeholders, consent, author, listener, ticker, clock, newTokens);
    }
}
