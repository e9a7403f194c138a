package dev.cairn;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.ledger.LedgerOptions;
import dev.cairn.internal.link.ConnectionOptions;
import dev.cairn.internal.run.prepare.Placeholders;
import dev.cairn.internal.run.prepare.Progress;
import dev.cairn.internal.run.prepare.RunOptions;
import dev.cairn.plan.step.Consent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The options of a migrator. Each has a default:
 *
 * <pre>{@code
 * MigratorOptions.DEFAULT
 *         .lease(Duration.ofSeconds(30))               // after this time without a heartbeat, another takes over
 *         .patience(Duration.ofMinutes(10))            // how long to wait while another migrator holds the ledger
 *         .statementTimeout(Duration.ofMinutes(15))    // for DDL; the connection is then considered lost
 *         .loadTimeout(Duration.ofHours(5))            // for INSERT, UPDATE, DELETE, and for code of migrations
 *         .connections(4)                              // how many tables are changed or inspected in parallel
 *         .placeholder("replication_num", "1")         // the value of ${replication_num}
 *         .consent(new Consent(false, false))          // to destroy data, and to rebuild tables without a migration
 *         .author("deploy@ci")                         // as recorded in the history; default: user and host
 *         .listener(progress -> { … })
 * }</pre>
 *
 * @param ledger the lease of the ledger, and how long to wait for it
 * @param run the number of connections, and the polling intervals for jobs of the server
 * @param connection the timeouts of connections and statements, and how long to retry transient failures
 * @param placeholders the values of placeholders in statements
 * @param consent the consent to destroy data in a downgrade, in {@link Migrator#apply} and in {@link Migrator#cleanup},
 *     and to rebuild tables in {@link Migrator#apply}; an upgrade needs none, because recording the migration gave it
 * @param author the author of migrations in the history
 * @param listener receives progress events, from several threads
 * @param ticker measures elapsed time
 * @param clock gives the timestamps of the history; nothing else depends on it
 * @param tokens gives unique tokens, which distinguish a migrator from all others
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
    /**
     * The default options: a lease of 30 seconds, ten minutes of patience, timeouts of 15 minutes for a statement and
     * five hours for a load, five minutes of retries, four connections, no placeholders, no consent, and the user and
     * host as author.
     */
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

    /**
     * Returns options with another lease. The owner of the ledger renews its lease by heartbeats; if there is none for
     * a whole lease, another migrator takes the ledger over. Default: 30 seconds.
     *
     * @throws IllegalArgumentException if the lease is shorter than 100 ms
     */
    public MigratorOptions lease(Duration lease) {
        return with(new LedgerOptions(lease, ledger.patience()));
    }

    /**
     * Returns options with another limit for waiting while another migrator holds the ledger. Default: ten minutes.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public MigratorOptions patience(Duration patience) {
        return with(new LedgerOptions(ledger.lease(), patience));
    }

    /** Returns options with other ledger options. */
    public MigratorOptions with(LedgerOptions newLedger) {
        return new MigratorOptions(
                newLedger, run, connection, placeholders, consent, author, listener, ticker, clock, tokens);
    }

    /**
     * Returns options with another number of connections, and so of tables that are changed or inspected in parallel.
     * Default: 4.
     *
     * @throws IllegalArgumentException if the number is less than 1
     */
    public MigratorOptions connections(int connections) {
        return with(new RunOptions(connections, run.firstPoll(), run.longestPoll()));
    }

    /** Returns options with other run options. */
    public MigratorOptions with(RunOptions newRun) {
        return new MigratorOptions(
                ledger, newRun, connection, placeholders, consent, author, listener, ticker, clock, tokens);
    }

    /**
     * Returns options with another timeout for statements that change the schema. When it expires, the connection is
     * considered lost. Default: 15 minutes.
     *
     * @throws IllegalArgumentException if the timeout is shorter than 1 ms
     */
    public MigratorOptions statementTimeout(Duration limit) {
        return with(connection.statement(limit));
    }

    /**
     * Returns options with another timeout for statements that read or write rows, and for code of migrations. When it
     * expires, the connection is considered lost. Default: five hours.
     *
     * @throws IllegalArgumentException if the timeout is shorter than 1 ms
     */
    public MigratorOptions loadTimeout(Duration limit) {
        return with(connection.load(limit));
    }

    /**
     * Returns options with another time limit for retries after the server rejects a request for a transient reason,
     * such as too many connections. Default: five minutes.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public MigratorOptions retry(Duration time) {
        return with(connection.retry(time));
    }

    /** Returns options with other connection options. */
    public MigratorOptions with(ConnectionOptions newConnection) {
        return new MigratorOptions(
                ledger, run, newConnection, placeholders, consent, author, listener, ticker, clock, tokens);
    }

    /**
     * Returns options with the value of one more placeholder, which replaces a previous value of the same name.
     * Default: no values.
     *
     * @param name the name of the placeholder: {@code replication_num} for {@code ${replication_num}}
     */
    public MigratorOptions placeholder(String name, String value) {
        Map<String, String> values = new LinkedHashMap<>(placeholders.values());
        values.put(name, value);
        return new MigratorOptions(
                ledger, run, connection, new Placeholders(values), consent, author, listener, ticker, clock, tokens);
    }

    /**
     * Returns options with another consent to destroy data in a downgrade, in {@link Migrator#apply} and in
     * {@link Migrator#cleanup}, and to rebuild tables in {@link Migrator#apply}. Default: {@link Consent#NONE}.
     */
    public MigratorOptions consent(Consent newConsent) {
        return new MigratorOptions(
                ledger, run, connection, placeholders, newConsent, author, listener, ticker, clock, tokens);
    }

    /**
     * Returns options with another author for the history. Default: the user of the operating system and the name of
     * the host.
     */
    public MigratorOptions author(String newAuthor) {
        return new MigratorOptions(
                ledger, run, connection, placeholders, consent, newAuthor, listener, ticker, clock, tokens);
    }

    /**
     * Returns options with another listener for progress events, which is called from several threads. Default: events
     * are ignored.
     */
    public MigratorOptions listener(Consumer<Progress> newListener) {
        return new MigratorOptions(
                ledger, run, connection, placeholders, consent, author, newListener, ticker, clock, tokens);
    }

    /** Returns options with another source of elapsed time. Default: {@link Ticker#system}. */
    public MigratorOptions ticker(Ticker newTicker) {
        return new MigratorOptions(
                ledger, run, connection, placeholders, consent, author, listener, newTicker, clock, tokens);
    }

    /** Returns options with another clock for the timestamps of the history. Default: the system clock. */
    public MigratorOptions clock(InstantSource newClock) {
        return new MigratorOptions(
                ledger, run, connection, placeholders, consent, author, listener, ticker, newClock, tokens);
    }

    /**
     * Returns options with another source of unique tokens, which distinguish a migrator from all others. Default:
     * random UUIDs.
     */
    public MigratorOptions tokens(Supplier<String> newTokens) {
        return new MigratorOptions(
                ledger, run, connection, placeholders, consent, author, listener, ticker, clock, newTokens);
    }
}
