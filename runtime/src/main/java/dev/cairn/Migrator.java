package dev.cairn;

import dev.cairn.plan.ObjectName;
import dev.cairn.plan.Plan;
import dev.cairn.schema.MigrationException;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.server.ledger.History;
import dev.cairn.server.link.Address;
import dev.cairn.server.look.Drift;
import dev.cairn.server.script.MigrationScript;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Brings a database to where an application's schema is, and tells where it stands.
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
 * <p>The connections must have selected the database of the schema. All verbs can be called again after a failure, from any
 * number of processes at once, and by several threads. What goes wrong is a {@link MigrationException} that says what to
 * do.
 */
public final class Migrator {
    private final Workplace workplace;

    private Migrator(Workplace workplace) {
        this.workplace = workplace;
    }

    public static Migrator of(SchemaDescriptor schema, DataSource dataSource) {
        return of(schema, dataSource, MigratorOptions.DEFAULT);
    }

    public static Migrator of(SchemaDescriptor schema, DataSource dataSource, MigratorOptions options) {
        return new Migrator(new Workplace(Application.of(schema), dataSource, options));
    }

    /**
     * One whose connections are new each time.
     *
     * @param url as in {@code jdbc:mysql://host:9030/shop?user=root} or {@code starrocks://root@host:9030/shop}
     */
    public static Migrator of(SchemaDescriptor schema, String url) {
        return of(schema, url, MigratorOptions.DEFAULT);
    }

    /**
     * One whose connections are new each time.
     *
     * @param url as in {@code jdbc:mysql://host:9030/shop?user=root} or {@code starrocks://root@host:9030/shop}
     */
    public static Migrator of(SchemaDescriptor schema, String url, MigratorOptions options) {
        return of(schema, Address.of(url), options);
    }

    /**
     * Runs all migrations that the database has not seen. Where there are none, that takes two statements and no lock.
     * A database where a newer version of the application was is left as it is.
     */
    public Outcome upgrade() {
        return new Upgrading(workplace).upgrade();
    }

    /**
     * Runs migrations up to this one, and none where the database has it already.
     *
     * @throws IllegalArgumentException if there is no such migration
     */
    public Outcome upgradeTo(int number) {
        return new Upgrading(workplace).upgradeTo(number);
    }

    /**
     * Takes migrations back, until this one is the last. What destroys data needs consent, in the options.
     *
     * @param number 0 takes all back
     * @throws IllegalArgumentException if there is no such migration
     */
    public Outcome downgradeTo(int number) {
        return new Upgrading(workplace).downgradeTo(number);
    }

    /** What {@link #upgrade} would run now. */
    public List<PlannedMigration> plan() {
        return new Upgrading(workplace).plan();
    }

    /**
     * What leads from one migration to another, in either direction, as SQL; 0 is before the first. Nothing is asked of the
     * server. Where a job of the server must have ended before the next statement can run, a line {@code -- wait: ALTER TABLE
     * orders} says so.
     */
    public String sql(int from, int to) {
        return script(from, to, workplace.application().schema().name()).text();
    }

    /**
     * The same as a script, which can also be written as one file for each part that a plain client can run at once.
     *
     * @param database in which it will be run
     */
    public MigrationScript script(int from, int to, String database) {
        return workplace.script(from, to, database);
    }

    /** Where the application and the database stand. Two statements; three where others than its own migrations were run. */
    public Status status() {
        return new Standings(workplace).status();
    }

    /** The migrations that are done, by whom and when. */
    public History history() {
        return new Standings(workplace).history();
    }

    /**
     * In what the database is not as the migrations made it that the ledger has. While one is under way, its finished steps count;
     * what its other steps change may be as before or after them.
     */
    public Drift check() {
        return new Comparison(workplace).check();
    }

    /**
     * Takes the migrations up to this one for done, without a look at the database.
     *
     * @throws IllegalArgumentException if there is no such migration
     * @throws dev.cairn.schema.ConsentException where a migration is under way: {@link #stampAbandoning}
     */
    public void stamp(int number) {
        new Bookkeeping(workplace).stamp(number, false);
    }

    /**
     * Stamps also where a migration is under way, and forgets how far that came: for one whose steps were ended, or undone, by
     * hand.
     *
     * @throws IllegalArgumentException if there is no such migration
     */
    public void stampAbandoning(int number) {
        new Bookkeeping(workplace).stamp(number, true);
    }

    /**
     * Takes the migrations up to this one for done, in a database that has no ledger yet and is as they would have made it.
     *
     * @throws IllegalArgumentException if there is no such migration
     */
    public void baseline(int number) {
        new Bookkeeping(workplace).baseline(number);
    }

    /**
     * The steps of the migration under way that were begun and not ended, each with its statement. Cairn finds out by itself
     * what became of most of them, in the next upgrade; of an UPDATE, say, only a person can.
     */
    public List<OpenStep> openSteps() {
        return new Bookkeeping(workplace).openSteps();
    }

    /**
     * Says of a step that was begun, and of which Cairn can't see whether it ran, that it did or that it did not. The next
     * upgrade goes on from there.
     *
     * @param step its number, as in {@link #openSteps}
     * @throws dev.cairn.schema.HistoryException where the step is not open; DONE is also accepted for a step that was not begun
     */
    public void repair(int step, Repair answer) {
        repair(Map.of(step, answer));
    }

    /**
     * The same for several steps at once, with an answer for each. Those without one stay open.
     *
     * @param answers by the number of the step
     * @throws dev.cairn.schema.HistoryException where one of the steps is not open; then nothing is changed
     */
    public void repair(Map<Integer, Repair> answers) {
        new Bookkeeping(workplace).repair(answers);
    }

    /**
     * What failed runs have left behind beside the schema's objects: copies of a rebuild that was given up, and tables that were
     * about to be dropped. What the migration under way needs is no leftover.
     */
    public List<Leftover> leftovers() {
        return new Cleanup(workplace).leftovers();
    }

    /**
     * Drops some of the {@link #leftovers}, with the ledger held. Needs consent to what destroys data, in the options.
     *
     * @param chosen their names; what is no leftover any more is left alone
     * @return what was dropped
     */
    public List<Leftover> cleanup(Collection<ObjectName> chosen) {
        return new Cleanup(workplace).drop(chosen);
    }

    /**
     * Takes the ledger from who holds it: for one that does not live any more, if its lease is too long to wait for.
     *
     * @return whose it was; empty if nobody's
     */
    public Optional<String> unlock() {
        return new Bookkeeping(workplace).unlock();
    }

    /**
     * Goes on if the database is where the application needs it to be: at its last migration, or further.
     *
     * @throws dev.cairn.schema.NotCurrentException if not
     */
    public void requireCurrent() {
        new Standings(workplace).requireCurrent();
    }

    /**
     * Waits until the database is where the application needs it to be, because somebody else upgrades it.
     *
     * @throws dev.cairn.schema.NotCurrentException if it is not by then
     */
    public void awaitCurrent(Duration timeout) {
        new Standings(workplace).awaitCurrent(timeout);
    }

    /** What leads from the database as it is to what the records declare, without recorded migrations. */
    public Plan diff() {
        return new Comparison(workplace).diff();
    }

    /**
     * Makes the database as the records declare it, without recorded migrations: for development and tests. What is not
     * declared is left alone. What destroys data or makes a table anew needs consent, in the options.
     *
     * <p>Where no migration has run yet, and the recorded migrations lead to the same, all of them then count as done, as after
     * {@link #baseline(int)}: a later {@link #upgrade()} has nothing to do. Rows that migrations write are not written.
     *
     * @return what was done
     */
    public Plan apply() {
        return new Declaring(workplace).apply();
    }

    /**
     * Creates what the records declare and is not there; what is there stays as it is.
     *
     * <p>Where no migration has run yet, and the recorded migrations lead to the same, all of them then count as done, as after
     * {@link #baseline(int)}: a later {@link #upgrade()} has nothing to do. Rows that migrations write are not written.
     *
     * @return the statements that were sent
     */
    public List<String> createAll() {
        return new Declaring(workplace).createAll();
    }

    /** Lets a materialized view be used and refreshed again. */
    public void activate(String materializedView) {
        workplace.execute("ALTER MATERIALIZED VIEW " + Workplace.quoted(materializedView) + " ACTIVE");
    }

    /** Keeps a materialized view from being used and refreshed. */
    public void deactivate(String materializedView) {
        workplace.execute("ALTER MATERIALIZED VIEW " + Workplace.quoted(materializedView) + " INACTIVE");
    }
}
