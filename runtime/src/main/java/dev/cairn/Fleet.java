package dev.cairn;

import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.migrate.FleetRun;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.Progress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Several databases with the same schema, such as one for each tenant. They are migrated in parallel, and a failure of
 * one does not stop the others.
 *
 * <pre>{@code
 * FleetResult<MigrationResult> result = Migrator.fleet(ShopSchema.SCHEMA)
 *         .database("eu-1", euOne)
 *         .database("eu-2", "starrocks://app@host:9030/eu_2")
 *         .maxParallel(16)       // how many databases are migrated in parallel; default: 8
 *         .canary("eu-1")        // the others begin only after this one has succeeded
 *         .stopAfter(3)          // starts no further databases after three failures; default: unlimited
 *         .upgrade();
 * result.orThrow();
 * }</pre>
 *
 * <p>A fleet is immutable: each method that sets a value returns a copy. Each database has its own ledger and its own
 * connections, so it can be upgraded again after a failure, alone or with the others, and by several processes at once.
 *
 * <p>While a database is migrated, its migrator uses up to {@link MigratorOptions#connections} connections and one for
 * the ledger. So a fleet needs at most {@code maxParallel × (connections + 1)} connections at once.
 */
public final class Fleet {
    private static final int DEFAULT_PARALLELISM = 8;

    private final SchemaDescriptor schema;
    private Map<String, Member> memberByName = Map.of();
    private MigratorOptions options = MigratorOptions.DEFAULT;
    private int parallelism = DEFAULT_PARALLELISM;
    private int leadingCanaryCount;
    private Set<String> canaryNames = Set.of();
    private int maxFailures = Integer.MAX_VALUE;
    private Consumer<Event> listener = event -> {};

    /**
     * A database of the fleet.
     *
     * @param options the options of the database; null for those of the fleet
     */
    private record Member(DataSource dataSource, @Nullable MigratorOptions options) {}

    Fleet(SchemaDescriptor schema) {
        this.schema = schema;
    }

    /** Returns a copy that the given change has modified; nothing modifies the copy later. */
    private Fleet withChange(Consumer<Fleet> change) {
        Fleet copy = new Fleet(schema);
        copy.memberByName = memberByName;
        copy.options = options;
        copy.parallelism = parallelism;
        copy.leadingCanaryCount = leadingCanaryCount;
        copy.canaryNames = canaryNames;
        copy.maxFailures = maxFailures;
        copy.listener = listener;
        change.accept(copy);
        return copy;
    }

    /**
     * Returns a fleet with one more database.
     *
     * @param name the name of the database in results and events, such as {@code eu-1}
     * @param dataSource opens connections that have the database selected
     * @throws IllegalArgumentException if the fleet has a database of this name
     */
    public Fleet database(String name, DataSource dataSource) {
        return withMember(name, new Member(dataSource, null));
    }

    /**
     * Returns a fleet with one more database, which has its own options, such as the values of placeholders.
     *
     * @param name the name of the database in results and events, such as {@code eu-1}
     * @param dataSource opens connections that have the database selected
     * @param ownOptions used in place of the {@linkplain #options options of the fleet}
     * @throws IllegalArgumentException if the fleet has a database of this name
     */
    public Fleet database(String name, DataSource dataSource, MigratorOptions ownOptions) {
        return withMember(name, new Member(dataSource, ownOptions));
    }

    /**
     * Returns a fleet with one more database.
     *
     * @param name the name of the database in results and events, such as {@code eu-1}
     * @param url a JDBC URL such as {@code jdbc:mysql://host:9030/shop?user=root}, or the short form
     *     {@code starrocks://root@host:9030/shop}
     * @throws IllegalArgumentException if the fleet has a database of this name, or the URL is malformed
     */
    public Fleet database(String name, String url) {
        return database(name, ServerAddress.parse(url));
    }

    /**
     * Returns a fleet with more databases, in the order of the map.
     *
     * @param dataSources data sources by the names of their databases
     * @throws IllegalArgumentException if the fleet has a database of one of these names
     */
    public Fleet databases(Map<String, ? extends DataSource> dataSources) {
        Fleet fleet = this;
        for (Map.Entry<String, ? extends DataSource> dataSourceEntry : dataSources.entrySet()) {
            fleet = fleet.database(dataSourceEntry.getKey(), dataSourceEntry.getValue());
        }
        return fleet;
    }

    private Fleet withMember(String name, Member member) {
        if (memberByName.containsKey(name)) {
            throw new IllegalArgumentException(
                    "The fleet already contains a database '" + name + "'; give each database its own name");
        }
        Map<String, Member> newMemberByName = new LinkedHashMap<>(memberByName);
        newMemberByName.put(name, member);
        return withChange(copy -> copy.memberByName = Collections.unmodifiableMap(newMemberByName));
    }

    /** Returns a fleet with other options for the migrators of all databases that do not have their own options. */
    public Fleet options(MigratorOptions newOptions) {
        return withChange(copy -> copy.options = newOptions);
    }

    /**
     * Returns a fleet with another number of databases that are migrated in parallel. Default: 8.
     *
     * @throws IllegalArgumentException if the number is less than 1
     */
    public Fleet maxParallel(int databases) {
        if (databases < 1) {
            throw new IllegalArgumentException(
                    "The number of databases in parallel must be at least 1, but was " + databases);
        }
        return withChange(copy -> copy.parallelism = databases);
    }

    /**
     * Returns a fleet whose first databases are canaries: the others start only after all canaries have succeeded.
     * Default: no canaries.
     *
     * @param count the number of canaries; if it exceeds the number of databases, all of them are canaries
     * @throws IllegalArgumentException if the number is negative
     */
    public Fleet canary(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("The number of canaries must not be negative: " + count);
        }
        return withChange(copy -> copy.leadingCanaryCount = count);
    }

    /**
     * Returns a fleet with these canaries, in place of the canaries that an earlier call named; databases that
     * {@link #canary(int)} chooses are canaries, too. The other databases start only after all canaries have succeeded.
     * Default: no canaries.
     *
     * @param databases the names of databases; a name that is not in the fleet is refused when the fleet is run
     */
    public Fleet canary(String... databases) {
        Set<String> names = new LinkedHashSet<>(Arrays.asList(databases));
        return withChange(copy -> copy.canaryNames = Collections.unmodifiableSet(names));
    }

    /**
     * Returns a fleet that starts no further databases after this number of failures. Databases that were started are
     * completed. Default: unlimited.
     *
     * @throws IllegalArgumentException if the number is less than 1
     */
    public Fleet stopAfter(int failures) {
        if (failures < 1) {
            throw new IllegalArgumentException("The number of failures must be at least 1, but was " + failures);
        }
        return withChange(copy -> copy.maxFailures = failures);
    }

    /**
     * Returns a fleet with one more listener for progress events, which is called from several threads. If the listener
     * throws an exception, the database of the event counts as failed. Default: events are ignored.
     */
    public Fleet listener(Consumer<Event> addedListener) {
        return withChange(copy -> copy.listener = listener.andThen(addedListener));
    }

    /** Returns the names of the databases, in the order in which they were added. */
    public List<String> names() {
        return List.copyOf(memberByName.keySet());
    }

    /**
     * Runs all pending migrations of all databases, as {@link Migrator#upgrade} does. The canaries come first, and no
     * further databases start after too many have failed.
     *
     * @return one result for each database; failures are in the result, and are not thrown
     * @throws IllegalArgumentException if a canary is not in the fleet
     */
    public FleetResult<MigrationResult> upgrade() {
        return run(Migrator::upgrade);
    }

    /**
     * Like {@link #upgrade}, but runs only the pending migrations up to the given one, as {@link Migrator#upgradeTo}
     * does.
     *
     * @param number the number of the last migration to run; an unknown number is a failure of each database
     * @return one result for each database; failures are in the result, and are not thrown
     * @throws IllegalArgumentException if a canary is not in the fleet
     */
    public FleetResult<MigrationResult> upgradeTo(int number) {
        return run(migrator -> migrator.upgradeTo(number));
    }

    /**
     * Returns the position of each database in the history of migrations. Like the other methods that change nothing,
     * this one ignores canaries and the limit of failures; failures are in the result.
     */
    public FleetResult<Status> status() {
        return read(Migrator::status);
    }

    /** Returns the migrations that {@link #upgrade} would run in each database. */
    public FleetResult<List<PlannedMigration>> plan() {
        return read(Migrator::plan);
    }

    /** Compares each database with the schema that its migrations produce. */
    public FleetResult<Drift> check() {
        return read(Migrator::check);
    }

    /**
     * Runs the same work on each database. The canaries come first, and no further databases start after too many have
     * failed.
     *
     * <p>If the calling thread is interrupted, no further databases start, and the running ones are interrupted: each
     * of them stops where it can be resumed. The method returns when all of them have stopped, and keeps the interrupt
     * status.
     *
     * @param work the work on one database; called from several threads. Its return value, which may be null, is the
     *     value of the result
     * @return one result for each database; failures are in the result, and are not thrown
     * @throws IllegalArgumentException if a canary is not in the fleet
     */
    public <T> FleetResult<T> run(Function<Migrator, T> work) {
        Set<String> allCanaryNames =
                new LinkedHashSet<>(names().subList(0, Math.min(leadingCanaryCount, memberByName.size())));
        for (String name : canaryNames) {
            if (!memberByName.containsKey(name)) {
                throw new IllegalArgumentException("The canary '" + name + "' is not a database of the fleet");
            }
            allCanaryNames.add(name);
        }
        return createFleetRun(work, maxFailures).run(allCanaryNames);
    }

    /**
     * Runs work that changes nothing on each database, like {@link #run}, but without canaries and without a limit for
     * failures.
     *
     * @return one result for each database; failures are in the result, and are not thrown
     */
    public <T> FleetResult<T> read(Function<Migrator, T> work) {
        return createFleetRun(work, Integer.MAX_VALUE).run(Set.of());
    }

    private <T> FleetRun<Migrator, T> createFleetRun(Function<Migrator, T> work, int failureLimit) {
        return new FleetRun<>(
                names(),
                this::createMigrator,
                new FleetRun.FleetLimits(parallelism, failureLimit),
                listener,
                options.settings().ticker(),
                work);
    }

    private Migrator createMigrator(String name) {
        Member member = Objects.requireNonNull(memberByName.get(name));
        MigratorOptions memberOptions = Objects.requireNonNullElse(member.options(), options);
        return Migrator.of(
                schema,
                member.dataSource(),
                memberOptions.listener(progress -> listener.accept(new Event.DatabaseProgress(name, progress))));
    }

    /**
     * A progress event of work on several databases. Databases are worked on in parallel, so events are sent from
     * several threads.
     *
     * <pre>{@code
     * fleet.listener(event -> {
     *     if (event instanceof Fleet.Event.DatabaseEnded ended && ended.failure() != null) {
     *         log.warn(ended.database() + " failed", ended.failure());
     *     }
     * });
     * }</pre>
     */
    public sealed interface Event {
        /** Returns the name of the database. */
        String database();

        /** The work on a database begins. */
        record DatabaseStarted(String database) implements Event {}

        /** An event of the migrator of a database. */
        record DatabaseProgress(String database, Progress progress) implements Event {}

        /**
         * The work on a database has ended.
         *
         * @param failure the failure; null if the work succeeded
         */
        record DatabaseEnded(
                String database,
                Duration duration,
                @Nullable Throwable failure) implements Event {}

        /**
         * The work on a database does not begin.
         *
         * @param reason the reason: {@code the canary eu-1 failed}
         */
        record DatabaseSkipped(String database, String reason) implements Event {}
    }
}
