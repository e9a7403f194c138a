package dev.cairn.internal.run.preparation;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.LedgerShutdownHook;
import dev.cairn.internal.ledger.LedgerTransition;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionKey;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.profile.ServerCondition;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RecordedMigration;
import dev.cairn.upgrade.UpgradeHook;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * The settings of a migrator or of a script: the values of {@link MigratorOption}s, options that only code can set, and
 * the sources of time and of unique tokens. Immutable. Applications set the public ones with
 * {@code dev.cairn.MigratorOptions}, which describes their meaning and defaults.
 *
 * @param values the values by their keys
 */
public record MigratorSettings(OptionValues values) {
    /** The settings with all defaults. */
    public static final MigratorSettings DEFAULT = new MigratorSettings(OptionValues.DEFAULTS);

    /** The changes to which the options give consent. */
    public static final OptionKey<AllowedChanges> ALLOWED_CHANGES = new OptionKey<>(AllowedChanges.NONE);

    /** The kind of servers for which SQL is written without a connection. */
    public static final OptionKey<Optional<ServerCondition>> TARGET = new OptionKey<>(Optional.empty());

    /** Whether a shutdown of the process releases the ledger. */
    public static final OptionKey<Boolean> RELEASE_ON_SHUTDOWN = new OptionKey<>(false);

    /** The hooks that are called before the first migration. */
    public static final OptionKey<List<UpgradeHook>> BEFORE_UPGRADE = new OptionKey<>(List.of());

    /** The hooks that are called after the last migration. */
    public static final OptionKey<List<UpgradeHook>> AFTER_UPGRADE = new OptionKey<>(List.of());

    private static final OptionKey<Placeholders> PLACEHOLDERS = new OptionKey<>(Placeholders.NONE);
    private static final OptionKey<Consumer<Progress>> LISTENER = new OptionKey<>(progress -> {});
    private static final OptionKey<Ticker> TICKER = new OptionKey<>(Ticker.system());
    private static final OptionKey<InstantSource> CLOCK = new OptionKey<>(InstantSource.system());
    private static final OptionKey<Supplier<String>> TOKEN_SUPPLIER =
            new OptionKey<>(() -> UUID.randomUUID().toString());

    public <T> T get(OptionKey<T> key) {
        return values.get(key);
    }

    /**
     * Returns a copy with another value.
     *
     * @throws IllegalArgumentException if the option does not accept the value
     */
    public <T> MigratorSettings withOption(OptionKey<T> key, T value) {
        return new MigratorSettings(values.withValue(key, value));
    }

    /**
     * Returns a copy in which an option has the value that a text denotes.
     *
     * @throws IllegalArgumentException if the option does not accept the value
     */
    public <T> MigratorSettings withText(MigratorOption<T> option, String valueText) {
        return new MigratorSettings(values.withText(option, valueText));
    }

    public Placeholders placeholders() {
        return get(PLACEHOLDERS);
    }

    public MigratorSettings withPlaceholder(String name, String value) {
        Map<String, String> newValues = new LinkedHashMap<>(placeholders().valueByName());
        newValues.put(name, value);
        return withOption(PLACEHOLDERS, new Placeholders(newValues));
    }

    public Consumer<Progress> listener() {
        return get(LISTENER);
    }

    /** Returns a copy with one more listener, which is called after the others. */
    public MigratorSettings withListener(Consumer<Progress> additionalListener) {
        return withOnlyListener(listener().andThen(additionalListener));
    }

    /** Returns a copy with this listener in place of all others. */
    public MigratorSettings withOnlyListener(Consumer<Progress> newListener) {
        return withOption(LISTENER, newListener);
    }

    /** Creates the factory of connections, which tells the listener of each server that it can't reach. */
    public ConnectionFactory createConnectionFactory(DataSource dataSource, String schemaName) {
        return new ConnectionFactory(
                dataSource,
                schemaName,
                ticker(),
                values,
                reason -> listener().accept(new Progress.ServerUnreachable(reason, get(MigratorOption.RETRY))));
    }

    /**
     * Returns the backoff for a wait outside of the steps of a migration. An interruption of the thread ends the run,
     * which can be resumed later.
     */
    public Backoff createBackoff(HistoryPlace place) {
        return new Backoff(
                ticker(),
                get(MigratorOption.FIRST_POLL_PAUSE),
                get(MigratorOption.MAX_POLL_PAUSE),
                () -> {},
                interruption -> createInterruptionException(place));
    }

    /** Notifies the listener of a failure. An exception of the listener does not replace the failure. */
    public void publishFailure(Progress event, Throwable failure) {
        try {
            listener().accept(event);
        } catch (RuntimeException listenerFailure) {
            if (listenerFailure != failure) {
                failure.addSuppressed(listenerFailure);
            }
        }
    }

    /**
     * Runs work that holds the ledger. If {@link #RELEASE_ON_SHUTDOWN} is set, a shutdown of the process writes the
     * pending transition, and releases the ledger.
     */
    @SuppressWarnings("try") // the release exists only to be closed
    public <T> T callWithReleaseOnShutdown(
            HeldLedger heldLedger, LedgerTransition pendingTransition, Supplier<T> work) {
        if (!get(RELEASE_ON_SHUTDOWN)) {
            return work.get();
        }
        try (LedgerShutdownHook hook = LedgerShutdownHook.register(heldLedger, pendingTransition)) {
            return work.get();
        }
    }

    /** Returns a copy with one more hook. */
    public MigratorSettings withHook(OptionKey<List<UpgradeHook>> key, UpgradeHook additionalHook) {
        return withOption(
                key, Stream.concat(get(key).stream(), Stream.of(additionalHook)).toList());
    }

    /** Returns the source of elapsed time. */
    public Ticker ticker() {
        return get(TICKER);
    }

    public MigratorSettings withTicker(Ticker ticker) {
        return withOption(TICKER, ticker);
    }

    /** Returns a new name for an owner of the ledger: the author with a token that no other migrator has. */
    public String createOwnerName() {
        return get(MigratorOption.AUTHOR) + "/" + get(TOKEN_SUPPLIER).get();
    }

    /**
     * Returns the row of a migration that has ended now. Only the history uses the timestamp.
     *
     * @param millis how long the migration took, in milliseconds
     */
    public HistoryRow createHistoryRow(int number, String title, String hash, long millis) {
        return new HistoryRow(number, title, hash, get(CLOCK).instant(), get(MigratorOption.AUTHOR), millis);
    }

    /** Returns the row of a recorded migration that has ended now. */
    public HistoryRow createHistoryRow(RecordedMigration migration, long millis) {
        return createHistoryRow(migration.number(), migration.title(), migration.hash(), millis);
    }

    /** Returns the exception for a run whose thread was interrupted; the next run continues where it stopped. */
    public static StepFailedException createInterruptionException(HistoryPlace place) {
        return new StepFailedException(
                place, "the run was interrupted", "Repeat the operation: it resumes where this run stopped.");
    }
}
