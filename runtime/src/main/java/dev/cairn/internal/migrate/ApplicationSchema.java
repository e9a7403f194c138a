package dev.cairn.internal.migrate;

import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.LedgerHead;
import dev.cairn.internal.ledger.RepeatableMigrationState;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A schema in the version of the application: its migrations, and comparisons of a database's history with them.
 *
 * @param schema the descriptor of the schema
 * @param migrations the recorded migrations, beginning with the first or with a checkpoint that replaces the ones
 *     before it
 * @param repeatables the repeatable migrations, in the order of their names
 */
public record ApplicationSchema(
        SchemaDescriptor schema, List<RecordedMigration> migrations, List<RecordedMigration> repeatables) {
    public static ApplicationSchema of(SchemaDescriptor schema) {
        return new ApplicationSchema(schema, schema.migrations(), schema.repeatableMigrations());
    }

    /** Returns the schema as a place for messages. */
    HistoryPlace place() {
        return HistoryPlace.in(schema.name());
    }

    /**
     * Returns the target of the schema whose rules apply to a server.
     *
     * @param profile a server that was not refused
     */
    ServerProfile chooseTarget(ServerProfile profile) {
        return profile.selectTarget(schema.targets()).orElseThrow();
    }

    /** Returns a migration as a place for messages. */
    HistoryPlace place(RecordedMigration migration) {
        return place().migration(migration.name());
    }

    /** Returns the number of the last migration; 0 if the schema has no migrations. */
    int lastNumber() {
        return migrations.isEmpty() ? 0 : migrations.get(migrations.size() - 1).number();
    }

    /** Returns the checkpoint with which the migrations begin; empty if they begin with migration 1. */
    Optional<RecordedMigration> checkpoint() {
        return migrations.stream().findFirst().filter(RecordedMigration::isCheckpoint);
    }

    /** Returns whether this application has a migration with the number. */
    boolean hasMigration(int number) {
        return number > 0 && number <= lastNumber() && position(number) > 0;
    }

    /**
     * Returns the position of a migration, counted from 1; 0 or less if a checkpoint has replaced it or the number is
     * 0.
     */
    int position(int number) {
        return number == 0 || migrations.isEmpty()
                ? 0
                : number - migrations.get(0).number() + 1;
    }

    /** Returns the number of the migration before the given one; 0 if it is the first. */
    int previousNumber(int number) {
        return position(number) == 1 ? 0 : number - 1;
    }

    /**
     * Returns the migrations after one number, up to and including another; an empty list if the second is not higher.
     *
     * @throws IndexOutOfBoundsException if the first number is neither 0 nor between the number before the first
     *     migration and the last one, or if the second number is beyond the last one
     */
    List<RecordedMigration> migrationsBetween(int startNumber, int endNumber) {
        return migrations.subList(position(startNumber), Math.max(position(startNumber), position(endNumber)));
    }

    /** Returns whether a checkpoint has replaced the migration of this head, so this application does not know it. */
    boolean isReplaced(LedgerHead head) {
        return head.number() > 0
                && checkpoint()
                        .filter(checkpoint -> head.number() < checkpoint.number())
                        .isPresent();
    }

    /** Returns the number and the hash of an existing migration; {@link LedgerHead#NONE} for 0. */
    LedgerHead head(int number) {
        return number == 0
                ? LedgerHead.NONE
                : new LedgerHead(number, migration(number).hash());
    }

    /**
     * Returns the migration with a number.
     *
     * @throws IndexOutOfBoundsException if this application has no migration with the number
     */
    RecordedMigration migration(int number) {
        return migrations.get(position(number) - 1);
    }

    /** Returns the numbers of the migrations that have neither statements nor code. */
    Set<Integer> numbersWithoutSteps() {
        return migrations.stream()
                .filter(migration ->
                        migration.upgrade().isEmpty() && migration.step().isEmpty())
                .map(RecordedMigration::number)
                .collect(Collectors.toSet());
    }

    /** Returns the history rows of all migrations, without the data of a run. */
    List<HistoryRow> historyRows() {
        return historyRows(migrations);
    }

    /** Returns the history rows of these migrations. The title of a repeatable migration is its name. */
    static List<HistoryRow> historyRows(List<RecordedMigration> migrations) {
        return migrations.stream()
                .map(migration -> HistoryRow.of(
                        migration.number(),
                        migration.isRepeatable() ? migration.name() : migration.title(),
                        migration.hash()))
                .toList();
    }

    /**
     * Returns the repeatable migrations whose present text has not run; empty unless all other migrations are done.
     *
     * @param headNumber the number of the last migration that is done; repeatable migrations run only after the
     *     application's last one
     */
    List<RecordedMigration> findDueRepeatables(RepeatableMigrationState repeatableMigrationState, int headNumber) {
        return headNumber == lastNumber()
                ? repeatables.stream()
                        .filter(migration -> !repeatableMigrationState.isDone(migration.name(), migration.hash()))
                        .toList()
                : List.of();
    }

    /** Returns whether a database with this head has run only migrations of this application. */
    boolean isKnown(LedgerHead head) {
        return head.equals(LedgerHead.NONE)
                || (hasMigration(head.number()) && head(head.number()).equals(head));
    }

    /**
     * Returns the number if it is 0 or the number of a migration.
     *
     * @throws IllegalArgumentException if there is no such migration
     */
    int requireNumber(int number) {
        if (number != 0 && !hasMigration(number)) {
            throw new IllegalArgumentException("There is no migration " + number + ": " + schema.name() + " has "
                    + (lastNumber() == 0
                            ? "none"
                            : migrations.get(0).number() + " to " + lastNumber()
                                    + ", and 0 is the state before the first")
                    + checkpoint()
                            .filter(checkpoint -> number > 0 && number < checkpoint.number())
                            .map(checkpoint ->
                                    ". The checkpoint " + checkpoint.name() + " replaces the migrations before it, so "
                                            + "a database can't go back to one of them")
                            .orElse(""));
        }
        return number;
    }
}
