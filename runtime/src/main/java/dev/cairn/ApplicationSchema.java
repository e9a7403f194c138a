package dev.cairn;

import dev.cairn.internal.ledger.Head;
import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.RecordedMigration;
import dev.cairn.upgrade.Where;
import java.util.List;

/**
 * A schema in the version of the application: its migrations, and comparisons of a database's history with them.
 *
 * @param schema the descriptor of the schema
 * @param migrations the recorded migrations, beginning with the first
 */
record ApplicationSchema(SchemaDescriptor schema, List<RecordedMigration> migrations) {
    static ApplicationSchema of(SchemaDescriptor schema) {
        return new ApplicationSchema(schema, schema.migrations());
    }

    /** Returns the schema as a place for messages. */
    Where where() {
        return Where.in(schema.name());
    }

    /** Returns a migration as a place for messages. */
    Where where(RecordedMigration migration) {
        return where().migration(migration.name());
    }

    /** Returns the number of the last migration; 0 if the schema has no migrations. */
    int last() {
        return migrations.size();
    }

    /** Returns the number and hash of a migration; {@link Head#NONE} for 0. */
    Head head(int number) {
        return number == 0 ? Head.NONE : new Head(number, migration(number).hash());
    }

    /** Returns a migration by its number, counted from 1. */
    RecordedMigration migration(int number) {
        return migrations.get(number - 1);
    }

    /** Returns the rows of all migrations in the history, as they are before they have run. */
    List<HistoryRow> rows() {
        return migrations.stream()
                .map(migration -> HistoryRow.of(migration.number(), migration.title(), migration.hash()))
                .toList();
    }

    /** Returns whether a database with this head has run only migrations of this application. */
    boolean knows(Head head) {
        return head.number() <= last() && head(head.number()).equals(head);
    }

    /**
     * Returns the number if it is 0 or that of a migration.
     *
     * @throws IllegalArgumentException if there is no such migration
     */
    int checked(int number) {
        if (number < 0 || number > last()) {
            throw new IllegalArgumentException("There is no migration " + number + ": " + schema.name() + " has "
                    + (last() == 0 ? "none" : "1 to " + last() + "; 0 is the state before the first"));
        }
        return number;
    }
}
