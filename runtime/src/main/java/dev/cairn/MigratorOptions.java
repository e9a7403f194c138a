package dev.cairn;

import dev.cairn.internal.option.InvalidOptionException;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionKey;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.profile.ServerCondition;
import dev.cairn.upgrade.DependentPolicy;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RebuildOptions;
import dev.cairn.upgrade.UpgradeHook;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The options of a migrator. They are immutable: each method that sets an option returns a copy. Each option has a
 * default:
 *
 * <pre>{@code
 * MigratorOptions.DEFAULT
 *         .lease(Duration.ofSeconds(30))               // after this time without a heartbeat, another takes over
 *         .patience(Duration.ofMinutes(10))            // how long to wait while another migrator holds the ledger
 *         .statementTimeout(Duration.ofMinutes(15))    // for DDL; the connection is then considered lost
 *         .loadTimeout(Duration.ofHours(5))            // for INSERT, UPDATE, DELETE, and for code of migrations
 *         .connections(4)                              // how many tables are changed or inspected in parallel
 *         .placeholder("replication_num", "1")         // the value of ${replication_num}
 *         .consent(Consent.DESTRUCTIVE)                // what may be done that needs consent; default: nothing
 *         .rebuild(RebuildOptions.DEFAULT.swapMode(FENCE)) // default: nothing writes to a table during its rebuild
 *         .author("deploy@ci")                         // as recorded in the history; default: user and host
 *         .listener(progress -> { … })
 *         .afterUpgrade(UpgradeHook.sql("ANALYZE TABLE orders"))
 * }</pre>
 */
public final class MigratorOptions {
    /**
     * The default options: a lease of 30 seconds, ten minutes of patience, timeouts of 15 minutes for a statement and
     * five hours for a load, five minutes of retries, four connections, no placeholders, no consent, and the user and
     * host as author.
     */
    public static final MigratorOptions DEFAULT = new MigratorOptions(MigratorSettings.DEFAULT);

    private final MigratorSettings settings;

    private MigratorOptions(MigratorSettings settings) {
        this.settings = settings;
    }

    /** Returns the options as the migrator reads them, with its sources of time and of unique tokens. */
    MigratorSettings settings() {
        return settings;
    }

    /** Returns options with changed settings, which may also be settings without a public method. */
    MigratorOptions withSettings(UnaryOperator<MigratorSettings> change) {
        return new MigratorOptions(change.apply(settings));
    }

    private <T> MigratorOptions withOption(OptionKey<T> key, T value) {
        return new MigratorOptions(settings.withOption(key, value));
    }

    /**
     * Returns options with another value of a named option, which is parsed from text. This is meant for tools that
     * read options from their own configuration; {@code docs/options.md} lists the names and the notation of values.
     *
     * @param name the name of the option, such as {@code loadTimeout} or {@code load-timeout}, or a former name of it
     * @param value the value, such as {@code 10m}
     * @throws IllegalArgumentException if there is no option with this name, or the option does not accept the value
     */
    public MigratorOptions option(String name, String value) {
        MigratorOption<?> option = MigratorOption.find(name)
                .orElseThrow(() -> new IllegalArgumentException("A migrator has no option " + name));
        try {
            return new MigratorOptions(settings.withText(option, value));
        } catch (InvalidOptionException failure) {
            throw new InvalidOptionException(name, failure.reason());
        }
    }

    /**
     * Returns options with another lease. The owner of the ledger renews its lease by heartbeats; if there is none for
     * a whole lease, another migrator takes the ledger over. Default: 30 seconds.
     *
     * @throws IllegalArgumentException if the lease is shorter than 100 ms
     */
    public MigratorOptions lease(Duration lease) {
        return withOption(MigratorOption.LEASE, lease);
    }

    /**
     * Returns options with another limit for waiting while another migrator holds the ledger. Default: ten minutes.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public MigratorOptions patience(Duration patience) {
        return withOption(MigratorOption.PATIENCE, patience);
    }

    /**
     * Returns options with another number of connections, and so of tables that are changed or inspected in parallel.
     * One more connection holds the ledger. A connection pool must have at least two connections; if it has fewer than
     * the run could use, steps wait for one another. Default: 4.
     *
     * @throws IllegalArgumentException if the number is less than 1
     */
    public MigratorOptions connections(int connections) {
        return withOption(MigratorOption.CONNECTIONS, connections);
    }

    /**
     * Returns options with other intervals between two polls of a job of the server. The interval doubles after each
     * poll. Default: from 50 ms to five seconds.
     *
     * @param firstPause the time before the first poll, which is used even if it is longer than {@code longestPause}
     * @param longestPause the longest interval
     * @throws IllegalArgumentException if an interval is negative
     */
    public MigratorOptions pollIntervals(Duration firstPause, Duration longestPause) {
        if (firstPause.isNegative() || longestPause.isNegative()) {
            throw new IllegalArgumentException("An interval between two polls must not be negative");
        }
        return withOption(MigratorOption.FIRST_POLL_PAUSE, firstPause)
                .withOption(MigratorOption.MAX_POLL_PAUSE, longestPause);
    }

    /**
     * Returns options with another timeout for opening a connection, including its login. Default: one minute.
     *
     * @throws IllegalArgumentException if the timeout is shorter than 1 ms
     */
    public MigratorOptions connectTimeout(Duration timeout) {
        return withOption(MigratorOption.CONNECT_TIMEOUT, timeout);
    }

    /**
     * Returns options with another timeout for SHOW and for queries about the schema. When it expires, the connection
     * is considered lost. Default: two minutes.
     *
     * @throws IllegalArgumentException if the timeout is shorter than 1 ms
     */
    public MigratorOptions readTimeout(Duration timeout) {
        return withOption(MigratorOption.READ_TIMEOUT, timeout);
    }

    /**
     * Returns options with another timeout for statements that change the schema. When it expires, the connection is
     * considered lost. Default: 15 minutes.
     *
     * @throws IllegalArgumentException if the timeout is shorter than 1 ms
     */
    public MigratorOptions statementTimeout(Duration timeout) {
        return withOption(MigratorOption.STATEMENT_TIMEOUT, timeout);
    }

    /**
     * Returns options with another timeout for statements that read or write rows, and for code of migrations. When it
     * expires, the connection is considered lost. Default: five hours.
     *
     * @throws IllegalArgumentException if the timeout is shorter than 1 ms
     */
    public MigratorOptions loadTimeout(Duration timeout) {
        return withOption(MigratorOption.LOAD_TIMEOUT, timeout);
    }

    /**
     * Returns options with another time limit for retries. A request is repeated if the server rejects it for a
     * transient reason, such as too many connections; during a run, also while the server can't be reached. With zero,
     * a run neither retries nor waits. Default: five minutes.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public MigratorOptions retry(Duration timeLimit) {
        return withOption(MigratorOption.RETRY, timeLimit);
    }

    /**
     * Returns options with the value of one more placeholder, which replaces a previous value of the same name.
     * The value is checked when a migration that uses it is prepared. Default: no values.
     *
     * @param name the name of the placeholder: {@code replication_num} for {@code ${replication_num}}
     */
    public MigratorOptions placeholder(String name, String value) {
        return new MigratorOptions(settings.withPlaceholder(name, value));
    }

    /**
     * Returns options with the kind of servers for which {@link Migrator#sql} and {@link Migrator#script} write SQL,
     * such as {@code 3.5 shared-data}. A connected migrator detects the kind of its server itself. Default: any target
     * of the schema, which must be chosen if the SQL differs by target.
     *
     * @throws IllegalArgumentException if the text is not a {@link ServerCondition}
     */
    public MigratorOptions target(String serverCondition) {
        return withOption(MigratorSettings.TARGET, Optional.of(ServerCondition.of(serverCondition)));
    }

    /**
     * Returns options with consent to the given kinds of changes and to no others: to destroy data in a downgrade, in
     * {@link Migrator#apply} and in {@link Migrator#cleanup}, and to rebuild tables in {@link Migrator#apply}. An
     * upgrade needs no consent, because consent was given when the migration was recorded. Without arguments, all
     * consent is withdrawn. Default: no consent.
     */
    public MigratorOptions consent(Consent... kinds) {
        List<Consent> consents = List.of(kinds);
        return withOption(
                MigratorSettings.ALLOWED_CHANGES,
                new AllowedChanges(consents.contains(Consent.DESTRUCTIVE), consents.contains(Consent.REBUILD)));
    }

    /**
     * Returns options that say whether a migration may end the Routine Loads, pipes, tasks and dictionaries of a table.
     * Default: the run stops before the migration, and names them.
     */
    public MigratorOptions dependents(DependentPolicy policy) {
        return withOption(MigratorOption.DEPENDENTS, policy);
    }

    /**
     * Returns options with other options for rebuilds of tables: what happens to writers, and for how long. Default:
     * nothing may write to a table while it is rebuilt.
     */
    public MigratorOptions rebuild(RebuildOptions options) {
        return withOption(MigratorOption.REBUILD, options);
    }

    /**
     * Returns options with another author for the history. Default: the user of the operating system and the name of
     * the host.
     */
    public MigratorOptions author(String author) {
        return withOption(MigratorOption.AUTHOR, author);
    }

    /**
     * Returns options with one more listener for progress events, which is called from several threads. An exception of
     * a listener aborts the upgrade. Default: events are ignored.
     */
    public MigratorOptions listener(Consumer<Progress> addedListener) {
        return new MigratorOptions(settings.withListener(addedListener));
    }

    /**
     * Returns options with which a shutdown of the process, such as by Ctrl-C or SIGTERM, releases the ledger, so that
     * the next migrator does not wait until the lease has ended. During a run, a shutdown hook of the JVM interrupts
     * the thread of the run, waits a few seconds for its end, and releases the ledger if the run has not ended by then.
     * Statements that the server has received go on; the next run inspects them. Default: false, because an application
     * has its own order of shutting down, and stops a run by interrupting its thread.
     */
    public MigratorOptions releaseOnShutdown(boolean shouldRelease) {
        return withOption(MigratorSettings.RELEASE_ON_SHUTDOWN, shouldRelease);
    }

    /**
     * Returns options with one more hook that each upgrade calls before its first migration. It is called only if the
     * upgrade has something to run, by the migrator that holds the ledger; a downgrade calls no hook. Hooks run one
     * after the other, in the order in which they were added. If a hook fails, the upgrade throws a
     * {@code StepFailedException} and runs nothing. Default: no hook.
     */
    public MigratorOptions beforeUpgrade(UpgradeHook addedHook) {
        return new MigratorOptions(settings.withHook(MigratorSettings.BEFORE_UPGRADE, addedHook));
    }

    /**
     * Returns options with one more hook that each upgrade calls after its last migration. It is called only if the
     * upgrade ran something, by the migrator that holds the ledger; a downgrade calls no hook. Hooks run one after the
     * other, in the order in which they were added. If a hook fails, the upgrade throws a {@code StepFailedException};
     * its migrations remain done, and the ledger notes that the hook is due: the next upgrade calls it again, even if
     * nothing is pending. The same holds if the upgrade is interrupted. Default: no hook.
     */
    public MigratorOptions afterUpgrade(UpgradeHook addedHook) {
        return new MigratorOptions(settings.withHook(MigratorSettings.AFTER_UPGRADE, addedHook));
    }
}
