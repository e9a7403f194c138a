package dev.cairn.internal.option;

import dev.cairn.internal.option.OptionFormat.ChoiceFormat;
import dev.cairn.internal.option.OptionFormat.CountFormat;
import dev.cairn.internal.option.OptionFormat.DurationFormat;
import dev.cairn.internal.option.OptionFormat.NameFormat;
import dev.cairn.internal.option.OptionFormat.RowCountFormat;
import dev.cairn.internal.option.OptionFormat.TimeWindowFormat;
import dev.cairn.upgrade.DependentPolicy;
import dev.cairn.upgrade.RebuildOptions;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import dev.cairn.upgrade.RebuildOptions.TimeWindow;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An option of a migrator that users can write as text, with its name, format, default, scopes and description. A new
 * option is one entry here, and one method of {@code MigratorOptions} or of {@link RebuildOptions}. The command line
 * reads the entries. Tests with {@code -Dgolden.update=true} generate from them what frameworks need as source (the
 * parameters of Maven's goals and the properties for Spring), and docs/options.md.
 *
 * <p>The command line, Maven and Spring use the name of the entry, in their own spelling: {@code --load-timeout},
 * {@code cairn.loadTimeout}, {@code cairn.load-timeout}.
 */
public final class MigratorOption<T> extends OptionKey<T> {
    /** The version of Cairn with the first options. */
    private static final String FIRST_VERSION = "0.1.0";

    /** The options of rebuilds, which have their own builder. */
    public static final OptionKey<RebuildOptions> REBUILD = new OptionKey<>(RebuildOptions.DEFAULT);

    public static final MigratorOption<String> AUTHOR = option("author", FIRST_VERSION, new NameFormat())
            .settableIn(OptionScope.SPRING)
            .defaultText("user and host")
            .build(
                    System.getProperty("user.name", "") + "@" + System.getenv().getOrDefault("HOSTNAME", "localhost"),
                    "The author that the history of migrations records.");

    public static final MigratorOption<Duration> PATIENCE = option(
                    "patience", FIRST_VERSION, DurationFormat.atLeast(Duration.ZERO))
            .formerName("wait")
            .settableIn(OptionScope.MIGRATING, OptionScope.SPRING)
            .build(Duration.ofMinutes(10), "How long to wait while another migrator holds the ledger.");

    public static final MigratorOption<Duration> LEASE = option(
                    "lease", FIRST_VERSION, DurationFormat.atLeast(Duration.ofMillis(100)))
            .settableIn(OptionScope.SPRING)
            .build(
                    Duration.ofSeconds(30),
                    "The time without a heartbeat after which another migrator takes over the ledger.");

    public static final MigratorOption<Integer> CONNECTIONS = option(
                    "connections", FIRST_VERSION, new CountFormat(Integer.MAX_VALUE))
            .settableIn(OptionScope.SPRING)
            .build(4, "The number of tables that are changed or inspected in parallel.");

    /** The first pause between two polls of a job; each subsequent pause is twice as long. */
    public static final OptionKey<Duration> FIRST_POLL_PAUSE = new OptionKey<>(Duration.ofMillis(50));

    /** The longest pause between two polls of a job. */
    public static final OptionKey<Duration> MAX_POLL_PAUSE = new OptionKey<>(Duration.ofSeconds(5));

    public static final MigratorOption<Duration> CONNECT_TIMEOUT = option(
                    "connectTimeout", FIRST_VERSION, timeoutFormat())
            .settableIn(OptionScope.SPRING)
            .build(Duration.ofMinutes(1), "The timeout for opening a connection, with its login.");

    public static final MigratorOption<Duration> READ_TIMEOUT = option("readTimeout", FIRST_VERSION, timeoutFormat())
            .settableIn(OptionScope.SPRING)
            .build(Duration.ofMinutes(2), "The timeout of SHOW, and of queries about the schema.");

    /**
     * The default is longer than the time after which the server itself gives up CREATE TABLE: at most ten minutes
     * ({@code max_create_table_timeout_second}).
     */
    public static final MigratorOption<Duration> STATEMENT_TIMEOUT = option(
                    "statementTimeout", FIRST_VERSION, timeoutFormat())
            .settableIn(OptionScope.MIGRATING, OptionScope.SPRING)
            .build(Duration.ofMinutes(15), "The timeout of DDL, after which the connection is considered lost.");

    /** The default is longer than the four hours after which the server gives up an INSERT ({@code insert_timeout}). */
    public static final MigratorOption<Duration> LOAD_TIMEOUT = option("loadTimeout", FIRST_VERSION, timeoutFormat())
            .settableIn(OptionScope.MIGRATING, OptionScope.SPRING)
            .build(Duration.ofHours(5), "The timeout of INSERT, UPDATE, DELETE and code of migrations.");

    public static final MigratorOption<Duration> RETRY = option(
                    "retry", FIRST_VERSION, DurationFormat.atLeast(Duration.ZERO))
            .settableIn(OptionScope.CONNECTING, OptionScope.SPRING)
            .build(
                    Duration.ofMinutes(5),
                    "How long to retry what an overloaded server refuses, and to wait for a server that can't be"
                            + " reached any more.");

    public static final MigratorOption<DependentPolicy> DEPENDENTS = option(
                    "dependents", "0.3.0", new ChoiceFormat<>("CHOICE", DependentPolicy.class))
            .settableIn(OptionScope.MIGRATING, OptionScope.SPRING)
            .build(
                    DependentPolicy.KEEP,
                    "Whether a migration stops before it ends Routine Loads, pipes, tasks or dictionaries of a table"
                            + " (keep), or runs (lose).");

    public static final MigratorOption<SwapMode> REBUILD_SWAP_MODE = option(
                    "rebuildSwapMode", FIRST_VERSION, new ChoiceFormat<>("MODE", SwapMode.class))
            .formerName("rebuildEnd")
            .defaultText("stopped-writers, which stops if rows are written during the copy")
            .buildForRebuilds(
                    RebuildOptions::swapMode,
                    "How a rebuilt table replaces the old one: stopped-writers, swap or fence.");

    public static final MigratorOption<Duration> REBUILD_MAX_UNAVAILABILITY = option(
                    "rebuildMaxUnavailability", FIRST_VERSION, DurationFormat.atLeast(Duration.ofSeconds(1)))
            .formerName("rebuildUnavailable")
            .forConcurrentWrites(RebuildOptions::maxUnavailability)
            .buildForRebuilds(
                    RebuildOptions::maxUnavailability, "How long the fence at the end may make a table unavailable.");

    public static final MigratorOption<Integer> REBUILD_MAX_ROUNDS = option(
                    "rebuildMaxRounds", FIRST_VERSION, new CountFormat(Integer.MAX_VALUE))
            .formerName("rebuildRounds")
            .forConcurrentWrites(RebuildOptions::maxRounds)
            .buildForRebuilds(
                    RebuildOptions::maxRounds,
                    "The maximum number of rounds in which partitions that changed during the copy are copied again.");

    public static final MigratorOption<Duration> REBUILD_PAUSE = option(
                    "rebuildPause", FIRST_VERSION, DurationFormat.atLeast(Duration.ZERO))
            .forConcurrentWrites(RebuildOptions::pause)
            .buildForRebuilds(RebuildOptions::pause, "The pause between the copies of two partitions.");

    public static final MigratorOption<Integer> MAX_PARALLEL = option("maxParallel", FIRST_VERSION, new CountFormat(64))
            .forConcurrentWrites(RebuildOptions::maxParallel)
            .buildForRebuilds(
                    RebuildOptions::maxParallel,
                    "The maximum number of partitions of a table that are copied in parallel.");

    public static final MigratorOption<Long> SAMPLE_ABOVE = option("sampleAbove", FIRST_VERSION, new RowCountFormat())
            .forConcurrentWrites(RebuildOptions::sampleAbove)
            .defaultText("all rows are compared")
            .buildForRebuilds(
                    RebuildOptions::sampleAbove,
                    "The number of rows in a partition above which only a sample of its copy is compared.");

    public static final MigratorOption<Long> RANGE_ROWS = option("rangeRows", FIRST_VERSION, new RowCountFormat())
            .forConcurrentWrites(RebuildOptions::rangeRows)
            .buildForRebuilds(
                    RebuildOptions::rangeRows,
                    "The number of rows above which a table without partitions is copied in ranges, and the rows of a range.");

    public static final MigratorOption<Duration> KEEP_OLD = option(
                    "keepOld", FIRST_VERSION, DurationFormat.daysUpTo(3650))
            .defaultText("it is dropped at once")
            .buildForRebuilds(
                    RebuildOptions::keepOld,
                    "How long the old table of a rebuild is kept, for example 7d or 12h; then cairn cleanup drops it.");

    public static final MigratorOption<TimeWindow> ONLY_BETWEEN = option(
                    "onlyBetween", FIRST_VERSION, new TimeWindowFormat())
            .defaultText("at all times")
            .buildForRebuilds(
                    (options, window) -> options.onlyBetween(window.from(), window.to()),
                    "The times of day at which copies of rebuilds start, by the clock of the server, for example"
                            + " 22:00-06:00.");

    public static final MigratorOption<String> RESOURCE_GROUP = option("resourceGroup", FIRST_VERSION, new NameFormat())
            .defaultText("as the server classifies them")
            .buildForRebuilds(RebuildOptions::resourceGroup, "The resource group of the copies of rebuilds.");

    /** All entries, in the order of docs/options.md. */
    public static final List<MigratorOption<?>> ALL = List.of(
            AUTHOR,
            PATIENCE,
            LEASE,
            CONNECTIONS,
            CONNECT_TIMEOUT,
            READ_TIMEOUT,
            STATEMENT_TIMEOUT,
            LOAD_TIMEOUT,
            RETRY,
            DEPENDENTS,
            REBUILD_SWAP_MODE,
            REBUILD_MAX_UNAVAILABILITY,
            REBUILD_MAX_ROUNDS,
            REBUILD_PAUSE,
            MAX_PARALLEL,
            SAMPLE_ABOVE,
            RANGE_ROWS,
            KEEP_OLD,
            ONLY_BETWEEN,
            RESOURCE_GROUP);

    /**
     * Returns the option with a name or former name, in the spelling of Java or with hyphens; empty if no option has
     * the name.
     */
    public static Optional<MigratorOption<?>> find(String name) {
        return ALL.stream()
                .filter(option -> hasSpelling(option.name, name)
                        || (option.formerName != null && hasSpelling(option.formerName, name)))
                .findFirst();
    }

    private static boolean hasSpelling(String javaName, String name) {
        return javaName.equals(name) || hyphenatedName(javaName).equals(name);
    }

    /** Returns the options that users can write in a scope. */
    public static List<MigratorOption<?>> findSettableIn(OptionScope scope) {
        return ALL.stream().filter(option -> option.scopes.contains(scope)).toList();
    }

    /** The places where users can write an option; code can set all of them. */
    public enum OptionScope {
        /** All commands and goals that connect to a server. */
        CONNECTING,
        /** The commands and goals that work with the ledger. */
        MIGRATING,
        /** The commands and goals that run migrations. */
        REBUILDING,
        /** The properties of a Spring application. */
        SPRING
    }

    private final String name;
    private final OptionFormat<T> format;
    private final String description;
    private final String defaultText;
    private final Set<OptionScope> scopes;
    private final String firstVersion;
    private final @Nullable String formerName;
    private final boolean isForConcurrentWrites;
    private final @Nullable BiFunction<RebuildOptions, T, RebuildOptions> rebuildSetter;

    private MigratorOption(
            Builder<T> builder,
            @Nullable T defaultValue,
            String description,
            @Nullable BiFunction<RebuildOptions, T, RebuildOptions> rebuildSetter) {
        super(defaultValue);
        this.name = builder.name;
        this.format = builder.format;
        this.description = description;
        this.defaultText = Objects.requireNonNull(builder.defaultText, name);
        this.scopes = Set.copyOf(builder.scopes);
        this.firstVersion = builder.firstVersion;
        this.formerName = builder.formerName;
        this.isForConcurrentWrites = builder.isForConcurrentWrites;
        this.rebuildSetter = rebuildSetter;
    }

    private static <T> Builder<T> option(String name, String firstVersion, OptionFormat<T> format) {
        return new Builder<>(name, firstVersion, format);
    }

    private static OptionFormat<Duration> timeoutFormat() {
        return DurationFormat.atLeast(Duration.ofMillis(1));
    }

    /** Returns the name in Java and in the properties of Maven: {@code loadTimeout}. */
    public String name() {
        return name;
    }

    /** Returns the name on the command line and in the properties of Spring: {@code load-timeout}. */
    public String hyphenatedName() {
        return hyphenatedName(name);
    }

    private static String hyphenatedName(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /**
     * Returns whether a method of {@link RebuildOptions} sets the option. The method has the name of the option,
     * without a leading "rebuild".
     */
    public boolean isRebuildOption() {
        return rebuildSetter != null;
    }

    public OptionFormat<T> format() {
        return format;
    }

    /** Returns one sentence that describes the option. */
    public String description() {
        return description;
    }

    /** Returns the default, in words if it is not a fixed value. */
    public String defaultText() {
        return defaultText;
    }

    public boolean isSettableIn(OptionScope scope) {
        return scopes.contains(scope);
    }

    /** Returns whether commands or goals accept the option. */
    public boolean isCommandOption() {
        return isSettableIn(OptionScope.CONNECTING)
                || isSettableIn(OptionScope.MIGRATING)
                || isSettableIn(OptionScope.REBUILDING);
    }

    /** Returns the first version of Cairn with the option. */
    public String firstVersion() {
        return firstVersion;
    }

    /** Returns the former name, with hyphens, which is still accepted; empty if the name never changed. */
    public Optional<String> formerName() {
        return Optional.ofNullable(formerName).map(MigratorOption::hyphenatedName);
    }

    /** Returns whether the option affects only rebuilds of tables to which others write. */
    public boolean isForConcurrentWrites() {
        return isForConcurrentWrites;
    }

    /**
     * Parses and validates a value.
     *
     * @throws InvalidOptionException if the option does not accept the value
     */
    public T parseValue(String valueText) {
        try {
            T value = format.parse(valueText);
            format.requireValid(value);
            return value;
        } catch (IllegalArgumentException failure) {
            throw createInvalidOptionException(failure);
        }
    }

    private InvalidOptionException createInvalidOptionException(IllegalArgumentException failure) {
        return new InvalidOptionException(name, String.valueOf(failure.getMessage()));
    }

    @Override
    OptionValues withValueIn(OptionValues values, T value) {
        try {
            format.requireValid(value);
        } catch (IllegalArgumentException failure) {
            throw createInvalidOptionException(failure);
        }
        return rebuildSetter == null
                ? super.withValueIn(values, value)
                : values.withValue(REBUILD, rebuildSetter.apply(values.get(REBUILD), value));
    }

    @Override
    public String toString() {
        return name;
    }

    /** Builds an entry. The default text is the text of the default value unless it is set. */
    private static final class Builder<T> {
        private final String name;
        private final String firstVersion;
        private final OptionFormat<T> format;
        private final Set<OptionScope> scopes = EnumSet.noneOf(OptionScope.class);
        private @Nullable String defaultText;
        private @Nullable String formerName;
        private boolean isForConcurrentWrites;

        Builder(String name, String firstVersion, OptionFormat<T> format) {
            this.name = name;
            this.firstVersion = firstVersion;
            this.format = format;
        }

        Builder<T> settableIn(OptionScope... newScopes) {
            scopes.addAll(List.of(newScopes));
            return this;
        }

        Builder<T> formerName(String newFormerName) {
            formerName = newFormerName;
            return this;
        }

        Builder<T> defaultText(String newDefaultText) {
            defaultText = newDefaultText;
            return this;
        }

        /**
         * Declares that the option affects only rebuilds of tables to which others write. Its default text is the value
         * that the getter reads from the default options.
         */
        Builder<T> forConcurrentWrites(Function<RebuildOptions, T> defaultGetter) {
            isForConcurrentWrites = true;
            return defaultText(format.format(defaultGetter.apply(RebuildOptions.DEFAULT)));
        }

        MigratorOption<T> build(T defaultValue, String description) {
            return new MigratorOption<>(
                    defaultText == null ? defaultText(format.format(defaultValue)) : this,
                    defaultValue,
                    description,
                    null);
        }

        MigratorOption<T> buildForRebuilds(
                BiFunction<RebuildOptions, T, RebuildOptions> rebuildSetter, String description) {
            return new MigratorOption<>(settableIn(OptionScope.REBUILDING), null, description, rebuildSetter);
        }
    }
}
