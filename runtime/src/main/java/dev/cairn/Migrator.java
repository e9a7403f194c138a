package dev.cairn;

import dev.cairn.Status.OpenStep;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.migrate.ApplicationSchema;
import dev.cairn.internal.migrate.HistoryScriptRenderer;
import dev.cairn.internal.migrate.LedgerMaintenance;
import dev.cairn.internal.migrate.LeftoverCleaner;
import dev.cairn.internal.migrate.MigrationExecutor;
import dev.cairn.internal.migrate.MigratorContext;
import dev.cairn.internal.migrate.SchemaComparator;
import dev.cairn.internal.migrate.StatusReader;
import dev.cairn.internal.migrate.UnrecordedSchemaChanger;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.RebuildOptions;
import dev.cairn.upgrade.RecordedMigration;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Upgrades, downgrades, inspects and compares the database of a schema.
 *
 * <pre>{@code
 * Migrator.of(ShopSchema.SCHEMA, dataSource).upgrade();
 *
 * Migrator migrator = Migrator.of(ShopSchema.SCHEMA, "starrocks://root@localhost:9030/shop",
 *         MigratorOptions.DEFAULT.placeholder("replication_num", "1"));
 * migrator.status();
 * migrator.check().differences().forEach(System.out::println);
 * }</pre>
 *
 * <p>Each connection must have the database of the schema selected. Each method can be called again after a failure.
 * All methods except {@link #createAll} can be called by any number of processes and threads at the same time: the
 * ledger lets only one of them change the database. A failure is thrown as a {@link MigrationException}, whose message
 * says what to do next. If the calling thread is interrupted, a run stops where it can be resumed, throws a {@code
 * MigrationException}, and keeps the interrupt status.
 */
public final class Migrator {
    private final MigratorContext context;

    private Migrator(MigratorContext context) {
        this.context = context;
    }

    /**
     * Returns a migrator with {@linkplain MigratorOptions#DEFAULT default options}.
     *
     * @param schema the descriptor that is generated from the root of the schema
     * @param dataSource opens connections that have the database of the schema selected
     */
    public static Migrator of(SchemaDescriptor schema, DataSource dataSource) {
        return of(schema, dataSource, MigratorOptions.DEFAULT);
    }

    /**
     * Returns a migrator with the given options.
     *
     * @param schema the descriptor that is generated from the root of the schema
     * @param dataSource opens connections that have the database of the schema selected
     * @param options timeouts, consent, placeholders and so on
     */
    public static Migrator of(SchemaDescriptor schema, DataSource dataSource, MigratorOptions options) {
        return new Migrator(new MigratorContext(ApplicationSchema.of(schema), dataSource, options.settings()));
    }

    /**
     * Returns a migrator with {@linkplain MigratorOptions#DEFAULT default options} that opens a new connection whenever
     * it needs one.
     *
     * @param schema the descriptor that is generated from the root of the schema
     * @param url a JDBC URL such as {@code jdbc:mysql://host:9030/shop?user=root}, or the short form
     *     {@code starrocks://root@host:9030/shop}
     * @throws IllegalArgumentException if the URL is malformed
     */
    public static Migrator of(SchemaDescriptor schema, String url) {
        return of(schema, url, MigratorOptions.DEFAULT);
    }

    /**
     * Returns a migrator with the given options that opens a new connection whenever it needs one.
     *
     * @param schema the descriptor that is generated from the root of the schema
     * @param url a JDBC URL such as {@code jdbc:mysql://host:9030/shop?user=root}, or the short form
     *     {@code starrocks://root@host:9030/shop}
     * @param options timeouts, consent, placeholders and so on
     * @throws IllegalArgumentException if the URL is malformed
     */
    public static Migrator of(SchemaDescriptor schema, String url, MigratorOptions options) {
        Objects.requireNonNull(url, "The URL of the server is null; pass one such as starrocks://root@host:9030/shop");
        return of(schema, ServerAddress.parse(url), options);
    }

    /**
     * Returns an empty fleet. A fleet is a group of databases with the same schema, which are migrated together.
     *
     * <pre>{@code
     * Migrator.fleet(ShopSchema.SCHEMA)
     *         .database("eu-1", euOne)
     *         .database("eu-2", euTwo)
     *         .upgrade()
     *         .orThrow();
     * }</pre>
     *
     * @param schema the descriptor that is generated from the root of the schema
     */
    public static Fleet fleet(SchemaDescriptor schema) {
        return new Fleet(schema);
    }

    /** Returns the descriptor of the schema. */
    public SchemaDescriptor schema() {
        return context.application().schema();
    }

    /**
     * Runs all pending migrations. If there are none, the call sends two statements and does not acquire the ledger. A
     * database that a newer version of the application has upgraded further is left unchanged. A migration that was
     * started is completed first; if its downgrade was started and can't be reverted, the downgrade is completed first.
     *
     * @return the migrations that were run, or that the completion of a started downgrade reverted
     * @throws dev.cairn.upgrade.MigrationException.HistoryMismatchException if the record classes have changes that no
     *     migration contains, or were compiled without the root of the schema, or if the histories of the database and
     *     the application have diverged
     * @throws dev.cairn.upgrade.MigrationException.LedgerHeldException if another migrator does not release the ledger
     *     within {@link MigratorOptions#patience}
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if the server rejects a step, or an object is in
     *     neither the state before a step nor the state after it
     * @throws dev.cairn.upgrade.MigrationException.UncertainStepException if it is unknown whether an interrupted step
     *     ran; see {@link #repair}
     * @throws dev.cairn.upgrade.MigrationException.MissingConsentException if a started downgrade destroys data, or if
     *     a migration would end a Routine Load, a pipe, a task or a dictionary, and the options do not allow that
     * @throws MigrationException for other reasons, such as a placeholder without a value or a server that can't be
     *     reached; each has its own subclass
     */
    public MigrationResult upgrade() {
        return new MigrationExecutor(context).upgrade();
    }

    /**
     * Runs the pending migrations up to the given one. A later migration that was started and not finished is reverted.
     * If the database has the given migration already, no migration is run. Unlike {@link #upgrade}, the call accepts
     * changes of the record classes that no migration contains. Repeatable migrations are run only if the target is the
     * last migration.
     *
     * @param number the number of the last migration to run
     * @return the migrations that were run or reverted
     * @throws IllegalArgumentException if there is no such migration
     * @throws dev.cairn.upgrade.MigrationException.MissingConsentException if a migration has to be reverted, which
     *     destroys data, and the options do not allow that
     * @throws MigrationException for the reasons of {@link #upgrade}
     */
    public MigrationResult upgradeTo(int number) {
        return new MigrationExecutor(context).upgradeTo(number);
    }

    /**
     * Reverts migrations, the latest first, until the given one is the last completed migration. A downgrade that
     * destroys data requires {@linkplain MigratorOptions#consent consent}.
     *
     * @param number the number of the last migration to keep; 0 reverts all
     * @return the migrations that were reverted
     * @throws IllegalArgumentException if there is no such migration
     * @throws dev.cairn.upgrade.MigrationException.MissingConsentException if the downgrade destroys data and the
     *     options do not allow that
     * @throws dev.cairn.upgrade.MigrationException.HistoryMismatchException if a migration is irreversible, or if a
     *     newer version of the application has upgraded the database further
     */
    public MigrationResult downgradeTo(int number) {
        return new MigrationExecutor(context).downgradeTo(number);
    }

    /**
     * Returns the migrations that {@link #upgrade} would run now, with their statements. Nothing is changed. The list
     * is empty if nothing is pending, or if a newer version of the application has upgraded the database further. The
     * first migration may be a started downgrade, which is completed first. Steps that an earlier run has completed are
     * omitted. Changes of the record classes that no migration contains are not reported.
     *
     * @throws dev.cairn.upgrade.MigrationException.HistoryMismatchException if the history of the database and that of
     *     the application have diverged
     */
    public List<PlannedMigration> plan() {
        return new MigrationExecutor(context).plan();
    }

    /**
     * Returns the migrations that {@link #upgradeTo} would run now, with their statements. Nothing is changed. The list
     * is empty if the database has reached this migration, or a later one.
     *
     * @param number the number of the last migration to run
     * @throws IllegalArgumentException if there is no such migration
     * @throws dev.cairn.upgrade.MigrationException.HistoryMismatchException if the history of the database and that of
     *     the application have diverged
     */
    public List<PlannedMigration> planTo(int number) {
        return new MigrationExecutor(context).planTo(number);
    }

    /**
     * Returns the SQL that leads from one migration to another, in either direction. The server is not contacted. If a
     * statement can run only after a job of the server has finished, a line {@code -- wait: ALTER TABLE orders}
     * precedes it.
     *
     * @param from the number of the migration at which the database stands; 0 is before the first
     * @param to the number of the target migration; 0 is before the first
     * @throws IllegalArgumentException if there is no such migration, or if the SQL differs by server and
     *     {@link MigratorOptions#target} does not choose one
     */
    public String sql(int from, int to) {
        return new HistoryScriptRenderer(context)
                .renderScriptBetween(from, to, context.application().schema().name())
                .renderText();
    }

    /**
     * Returns the same SQL as {@link #sql} as a script, which can also be written as several files, each of which a
     * plain client can run without waiting for a job.
     *
     * @param from the number of the migration at which the database stands; 0 is before the first
     * @param to the number of the target migration; 0 is before the first
     * @param database the database in which the script will be run
     * @throws IllegalArgumentException if there is no such migration, or if the SQL differs by server and
     *     {@link MigratorOptions#target} does not choose one
     */
    public MigrationScript script(int from, int to, String database) {
        return MigrationScript.of(new HistoryScriptRenderer(context).renderScriptBetween(from, to, database));
    }

    /**
     * Returns the positions of the application and the database in the history of migrations. The call sends two
     * statements, a third if the database has migrations that the application does not know, and six for each copy of a
     * rebuild that is not done. Without a ledger, the call looks for rows in the tables of the schema.
     *
     * @throws dev.cairn.upgrade.MigrationException.HistoryMismatchException if the ledger is damaged, or if it is
     *     missing although rows were written to tables of the schema, so that migrations have probably run
     */
    public Status status() {
        return new StatusReader(context).readStatus();
    }

    /**
     * Returns the migrations that are done, with their authors and times.
     *
     * @throws dev.cairn.upgrade.MigrationException.HistoryMismatchException if the ledger is damaged
     */
    public History history() {
        return History.of(new StatusReader(context).readHistory());
    }

    /**
     * Compares the database with the schema that its migrations produce, according to the ledger. While a migration is
     * in progress, its finished steps count as done; an object that its other steps change may be in its old or its new
     * state.
     *
     * @throws dev.cairn.upgrade.MigrationException.HistoryMismatchException if the application does not know the last
     *     migration of the database, or if the ledger is damaged, or is missing although rows were written to tables of
     *     the schema
     */
    public Drift check() {
        SchemaComparator.ComparisonResult result =
                SchemaComparator.forReading(context).compare();
        return Drift.of(result.status(), result.report());
    }

    /**
     * Returns the migrations after which the schema has exactly the definitions of the database, without the last one
     * of the ledger. They are the possible positions of a database whose tables or ledger were restored from a backup.
     * The result contains the migration whose number is nearest to that of the last one, and its neighbors that change
     * no definition. It is empty if no migration leads to these definitions, and while a migration is in progress. Like
     * {@link #check}, this method reads the definitions of all objects.
     */
    public List<RecordedMigration> matchingMigrations() {
        return SchemaComparator.forReading(context).findMatchingMigrations();
    }

    /**
     * Returns the data tests that the records declare, with default limits.
     *
     * <pre>{@code
     * DataTestReport report = migrator.dataTests().connections(2).maxFailingRows(5).run();
     * }</pre>
     */
    public DataTests dataTests() {
        return DataTests.of(context);
    }

    /**
     * Marks the migrations up to the given one as done, and later ones as not done. The database is not inspected. A
     * missing or damaged ledger state and history are rewritten.
     *
     * @param number the number of the last migration to mark as done; 0 marks none
     * @throws IllegalArgumentException if there is no such migration
     * @throws dev.cairn.upgrade.MigrationException.MissingConsentException if a migration is in progress;
     *     {@link #abandonRunAndStamp} discards its progress
     */
    public void stamp(int number) {
        new LedgerMaintenance(context).stamp(number, false);
    }

    /**
     * Marks migrations as done like {@link #stamp}, even if a migration is in progress, and discards the recorded
     * progress of that migration. This is meant for a migration whose steps were completed or reverted by hand.
     *
     * @param number the number of the last migration to mark as done; 0 marks none
     * @throws IllegalArgumentException if there is no such migration
     */
    public void abandonRunAndStamp(int number) {
        new LedgerMaintenance(context).stamp(number, true);
    }

    /**
     * Marks the migrations up to the given one as done, in a database in which none is recorded as done yet. The
     * database must match the schema that these migrations would have produced.
     *
     * @param number the number of the last migration to mark as done
     * @throws IllegalArgumentException if there is no such migration
     * @throws dev.cairn.upgrade.MigrationException.HistoryMismatchException if the ledger has migrations already, if
     *     the database does not match or can't be compared in full, or if the history ends with another migration and a
     *     step between the two, such as an INSERT, can't be verified by comparing definitions
     */
    public void baseline(int number) {
        new LedgerMaintenance(context).baseline(number);
    }

    /**
     * Returns the open steps of the migration in progress, which were started and are not recorded as done, each with
     * its statement. The next upgrade determines the result of most of them itself; for others, such as an UPDATE,
     * a person has to determine it and to call {@link #repair}. The list is empty if no migration is in progress.
     *
     * @throws dev.cairn.upgrade.MigrationException.HistoryMismatchException if the ledger is damaged
     */
    public List<OpenStep> openSteps() {
        return new LedgerMaintenance(context).readOpenSteps();
    }

    /**
     * Records the result of an open step, if Cairn can't determine whether it ran. The next upgrade continues from
     * there.
     *
     * @param step the number of the step, from {@link #openSteps}
     * @param answer whether the step ran
     * @throws dev.cairn.upgrade.MigrationException.HistoryMismatchException if the step is not open; DONE is also
     *     accepted for a step that was not started
     */
    public void repair(int step, Repair answer) {
        repair(Map.of(step, answer));
    }

    /**
     * Records the results of several open steps at once. Steps without an answer stay open.
     *
     * @param answers the results, by the numbers of the steps
     * @throws dev.cairn.upgrade.MigrationException.HistoryMismatchException if one of the steps is not open; in that
     *     case nothing is changed
     */
    public void repair(Map<Integer, Repair> answers) {
        new LedgerMaintenance(context).repair(answers);
    }

    /**
     * Returns the objects that failed runs have left behind in addition to the objects of the schema: copies from an
     * abandoned rebuild, tables that were about to be dropped, and views that prevent a late RENAME of a rebuild. An
     * old table that a rebuild keeps ({@link RebuildOptions#keepOld}) becomes a leftover when its retention period
     * ends. Objects that the migration in progress still needs are not leftovers.
     */
    public List<Leftover> leftovers() {
        return new LeftoverCleaner(context).findLeftovers();
    }

    /**
     * Returns the old tables that rebuilds keep until the end of a period, if that is not over yet by the clock of the
     * server. {@link #cleanup} can drop them earlier, if their names are given.
     */
    public List<Leftover> keptTables() {
        return new LeftoverCleaner(context).findRetainedTables();
    }

    /**
     * Drops some of the {@link #leftovers} or {@link #keptTables} while it holds the ledger. This requires consent to
     * destroy data, in the options.
     *
     * @param chosenNames the names of the leftovers to drop, each with its database; names of objects that are no
     *     longer leftovers are ignored
     * @return the objects that were dropped
     * @throws dev.cairn.upgrade.MigrationException.MissingConsentException if the options do not allow data to be
     *     destroyed
     */
    public List<Leftover> cleanup(Collection<String> chosenNames) {
        return new LeftoverCleaner(context).drop(chosenNames);
    }

    /**
     * Releases the ledger from its owner. This is meant for a dead migrator whose lease is too long to wait for. A
     * migrator that is still alive loses the ledger; the statement that it is running is not stopped.
     *
     * @return the previous owner; empty if the ledger was not held
     */
    public Optional<String> unlock() {
        return new LedgerMaintenance(context).unlock();
    }

    /**
     * Verifies that the database is ready for the application: its last migration is done, and none of its migrations
     * is in progress. A database that a newer version of the application has upgraded further, or upgrades at the
     * moment, is ready, too.
     *
     * @throws dev.cairn.upgrade.MigrationException.DatabaseNotCurrentException if the database is not ready
     */
    public void requireCurrent() {
        new StatusReader(context).requireCurrent();
    }

    /**
     * Waits until the database is ready for the application, as in {@link #requireCurrent}, while another process
     * upgrades it. The database is checked at least once. The call waits for the whole timeout even if an older release
     * of the application has to upgrade the database first.
     *
     * @param timeout how long to wait
     * @throws dev.cairn.upgrade.MigrationException.DatabaseNotCurrentException if the database is not ready when the
     *     timeout expires, or if the thread is interrupted
     * @throws dev.cairn.upgrade.MigrationException.HistoryMismatchException if the history of the database and that of
     *     the application have diverged
     */
    public void awaitCurrent(Duration timeout) {
        new StatusReader(context).awaitCurrent(timeout);
    }

    /**
     * Returns the plan that would change the database from its present state to the schema that the records declare,
     * without recorded migrations. Nothing is changed.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if an object exists and can't be read
     */
    public PlannedChanges diff() {
        return PlannedChanges.of(SchemaComparator.forReading(context).diff());
    }

    /**
     * Changes the database to match the schema that the records declare, without recorded migrations: for development
     * and tests. Objects that are not declared are left unchanged. A change that destroys data or rebuilds a table
     * requires consent, in the options.
     *
     * <p>If no migration has run yet and the recorded migrations lead to the same schema, all of them then count as
     * done, as after {@link #baseline(int)}: a later {@link #upgrade()} has nothing to do. Rows that migrations write
     * are not written.
     *
     * @return the plan that was run
     * @throws dev.cairn.upgrade.MigrationException.MissingConsentException if a change destroys data or rebuilds a
     *     table, and the options do not allow that
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if no statements lead to the declared schema, or
     *     if the server rejects one
     */
    public PlannedChanges apply() {
        return PlannedChanges.of(new UnrecordedSchemaChanger(context).apply());
    }

    /**
     * Creates the declared objects that do not exist yet. Existing objects are left unchanged. The call does not hold
     * the ledger: of two calls at the same time one may fail, and can be repeated.
     *
     * <p>If no migration has run yet and the recorded migrations lead to the same schema, all of them then count as
     * done, as after {@link #baseline(int)}: a later {@link #upgrade()} has nothing to do. Rows that migrations write
     * are not written.
     *
     * @return the statements that were sent
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if an object exists and can't be read, or if the
     *     server rejects a statement
     */
    public List<String> createAll() {
        return new UnrecordedSchemaChanger(context).createAll();
    }

    /**
     * Makes a materialized view active, so that it is used and refreshed again.
     *
     * @param materializedView the name of the view, optionally qualified by its database: {@code shop.daily_sales}
     */
    public void activate(String materializedView) {
        context.sendActivation(
                "ALTER MATERIALIZED VIEW " + SqlQuoting.quoteQualifiedName(materializedView) + " ACTIVE");
    }

    /**
     * Makes a materialized view inactive, so that it is neither used nor refreshed.
     *
     * @param materializedView the name of the view, optionally qualified by its database: {@code shop.daily_sales}
     */
    public void deactivate(String materializedView) {
        context.sendActivation(
                "ALTER MATERIALIZED VIEW " + SqlQuoting.quoteQualifiedName(materializedView) + " INACTIVE");
    }

    /**
     * An object that a failed run left behind and that no run needs any longer: a staging copy, an object that was
     * about to be dropped, or a view that prevents a late RENAME of a rebuild. An old table that a rebuild has retained
     * is a leftover, too.
     *
     * @param object the name of the object, with its database
     * @param kind {@code table}, {@code view} or {@code materialized view}
     * @param run the number of the ledger state in which the last run that used the object began, such as 51 for
     *     {@code __cairn_shop_00000051}; 0 if the object comes from a script that was run by hand
     * @param migrations the migrations of the application that build an object of this name; empty if no migration
     *     builds one any longer
     * @param size the size as the server reports it, {@code 1204 rows, 1.234 GB}; empty if the server does not report
     *     it
     * @param keptUntil the end of the period for which an old table is kept; empty for other objects
     */
    public record Leftover(
            String object,
            String kind,
            long run,
            List<RecordedMigration> migrations,
            String size,
            Optional<Instant> keptUntil) {
        public Leftover {
            migrations = List.copyOf(migrations);
        }

        /**
         * Returns a description:
         * {@code table shop.loan__cairn_51 (1204 rows, 1.234 GB), of the run that began at state 51, V0003LoansByKey}.
         */
        @Override
        public String toString() {
            String origin = run == 0 ? "of a script" : "of the run that began at state " + run;
            String joinedMigrationNames =
                    migrations.stream().map(RecordedMigration::name).collect(Collectors.joining(" or "));
            String sizeNote = kind.equals("view") ? "" : " (" + (size.isEmpty() ? "of unknown size" : size) + ")";
            String rebuildNote = keptUntil.isPresent() ? ", the old table of a rebuild" : "";
            return kind + " " + object + sizeNote + rebuildNote + ", " + origin
                    + (joinedMigrationNames.isEmpty() ? "" : ", " + joinedMigrationNames)
                    + keptUntil.map(until -> ", kept until " + until).orElse("");
        }
    }

    /** What a person has found out about a started step, for which Cairn can't determine whether it ran. */
    public enum Repair {
        /** The step ran to completion. */
        DONE,
        /** The step did not run, or may run again. */
        AGAIN
    }
}
