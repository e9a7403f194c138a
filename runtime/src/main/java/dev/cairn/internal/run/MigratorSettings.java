package dev.cairn.internal.run;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionOptions;
import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.LedgerOptions;
import dev.cairn.internal.run.preparation.Placeholders;
import dev.cairn.internal.run.preparation.RunOptions;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.profile.ServerProfile.ServerCondition;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.UpgradeHook;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a migrator or of a script, and their sources of time and of unique tokens. They are immutable: each
 * method that sets a value returns a copy. Applications see those that they may set as {@code dev.cairn.MigratorOptions},
 * where their meaning and their defaults are described.
 */
public final class MigratorSettings {
    /** The settings with all defaults. */
    public static final MigratorSettings DEFAULT = new MigratorSettings();

    private LedgerOptions ledger = LedgerOptions.DEFAULT;
    private RunOptions run = RunOptions.DEFAULT;
    private ConnectionOptions connection = ConnectionOptions.DEFAULT;
    private Placeholders placeholders = Placeholders.NONE;
    private AllowedChanges allowed = AllowedChanges.NONE;
    private @Nullable ServerCondition target;
    private String author =
            System.getProperty("user.name", "") + "@" + System.getenv().getOrDefault("HOSTNAME", "localhost");
    private Consumer<Progress> listener = progress -> {};
    private List<UpgradeHook> beforeUpgrade = List.of();
    private List<UpgradeHook> afterUpgrade = List.of();
    private boolean releasedOnShutdown;
    private Ticker ticker = Ticker.system();
    private InstantSource clock = InstantSource.system();
    private Supplier<String> tokens = () -> UUID.randomUUID().toString();

    private MigratorSettings() {}

    private MigratorSettings with(Consumer<MigratorSettings> change) {
        MigratorSettings copy = new MigratorSettings();
        copy.ledger = ledger;
        copy.run = run;
        copy.connection = connection;
        copy.placeholders = placeholders;
        copy.allowed = allowed;
        copy.target = target;
        copy.author = author;
        copy.listener = listener;
        copy.beforeUpgrade = beforeUpgrade;
        copy.afterUpgrade = afterUpgrade;
        copy.releasedOnShutdown = releasedOnShutdown;
        copy.ticker = ticker;
        copy.clock = clock;
        copy.tokens = tokens;
        change.accept(copy);
        return copy;
    }

    public LedgerOptions ledger() {
        return ledger;
    }

    public MigratorSettings lease(Duration lease) {
        return with(copy -> copy.ledger = new LedgerOptions(lease, ledger.patience()));
    }

    public MigratorSettings patience(Duration patience) {
        return with(copy -> copy.ledger = new LedgerOptions(ledger.lease(), patience));
    }

    public RunOptions run() {
        return run;
    }

    public MigratorSettings run(RunOptions newRun) {
        return with(copy -> copy.run = newRun);
    }

    public ConnectionOptions connection() {
        return connection;
    }

    public MigratorSettings connection(ConnectionOptions newConnection) {
        return with(copy -> copy.connection = newConnection);
    }

    public Placeholders placeholders() {
        return placeholders;
    }

    public MigratorSettings placeholder(String name, String value) {
        Map<String, String> values = new LinkedHashMap<>(placeholders.values());
        values.put(name, value);
        return with(copy -> copy.placeholders = new Placeholders(values));
    }

    /** The changes to which the options give consent. */
    public AllowedChanges allowed() {
        return allowed;
    }

    public MigratorSettings allowed(AllowedChanges newAllowed) {
        return with(copy -> copy.allowed = newAllowed);
    }

    /** The kind of servers for which SQL is written without a connection; null if none was chosen. */
    public @Nullable ServerCondition target() {
        return target;
    }

    public MigratorSettings target(ServerCondition newTarget) {
        return with(copy -> copy.target = newTarget);
    }

    public String author() {
        return author;
    }

    public MigratorSettings author(String newAuthor) {
        return with(copy -> copy.author = newAuthor);
    }

    public Consumer<Progress> listener() {
        return listener;
    }

    public MigratorSettings listener(Consumer<Progress> added) {
        return with(copy -> copy.listener = listener.andThen(added));
    }

    /** Returns a copy with this listener in place of all others. */
    public MigratorSettings onlyListener(Consumer<Progress> only) {
        return with(copy -> copy.listener = only);
    }

    /** Notifies the listener of a failure. An exception of the listener does not replace the failure. */
    public void publishFailure(Progress event, Throwable failure) {
        try {
            listener.accept(event);
        } catch (RuntimeException ofListener) {
            if (ofListener != failure) {
                failure.addSuppressed(ofListener);
            }
        }
    }

    /** The hooks that are called before the first migration. */
    public List<UpgradeHook> beforeUpgrade() {
        return beforeUpgrade;
    }

    public MigratorSettings beforeUpgrade(UpgradeHook added) {
        return with(copy -> copy.beforeUpgrade = plus(beforeUpgrade, added));
    }

    /** The hooks that are called after the last migration. */
    public List<UpgradeHook> afterUpgrade() {
        return afterUpgrade;
    }

    public MigratorSettings afterUpgrade(UpgradeHook added) {
        return with(copy -> copy.afterUpgrade = plus(afterUpgrade, added));
    }

    private static List<UpgradeHook> plus(List<UpgradeHook> hooks, UpgradeHook added) {
        List<UpgradeHook> more = new ArrayList<>(hooks);
        more.add(added);
        return List.copyOf(more);
    }

    /** Whether a shutdown of the process releases the ledger. */
    public boolean releasedOnShutdown() {
        return releasedOnShutdown;
    }

    public MigratorSettings releasedOnShutdown(boolean released) {
        return with(copy -> copy.releasedOnShutdown = released);
    }

    /** Measures elapsed time. */
    public Ticker ticker() {
        return ticker;
    }

    public MigratorSettings ticker(Ticker newTicker) {
        return with(copy -> copy.ticker = newTicker);
    }

    /** Returns a new name for an owner of the ledger: the author with a token that no other migrator has. */
    public String newOwner() {
        return author + "/" + tokens.get();
    }

    /**
     * Returns the row of a migration that is done now. Nothing but the history depends on its timestamp.
     *
     * @param millis how long the migration took, in milliseconds
     */
    public HistoryRow row(int number, String title, String hash, long millis) {
        return new HistoryRow(number, title, hash, clock.instant(), author, millis);
    }
}
