package dev.cairn;

import dev.cairn.schema.RecordedMigration;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.schema.Where;
import dev.cairn.server.ledger.Head;
import java.util.List;

/** A schema as the application has it: the migrations that it knows, and where others stand in them. */
record Application(SchemaDescriptor schema, List<RecordedMigration> migrations) {
    static Application of(SchemaDescriptor schema) {
        return new Application(schema, schema.migrations());
    }

    Where where() {
        return Where.in(schema.name());
    }

    Where where(RecordedMigration migration) {
        return where().migration(migration.name());
    }

    /** The number of the last migration; 0 where there is none. */
    int last() {
        return migrations.size();
    }

    Head head(int number) {
        return number == 0 ? Head.NONE : new Head(number, migration(number).hash());
    }

    /** Counted from 1. */
    RecordedMigration migration(int number) {
        return migrations.get(number - 1);
    }

    /** Whether a database that stands there has run migrations of this application, and no others. */
    boolean knows(Head head) {
        return head.number() <= last() && head(head.number()).equals(head);
    }

    /** @throws IllegalArgumentException if there is no such migration */
    int checked(int number) {
        if (number < 0 || number > last()) {
            throw new IllegalArgumentException("There is no migration " + number + ": " + schema.name() + " has "
                    + (last() == 0 ? "none" : "1 to " + last() + ", and 0 is before them"));
        }
        return number;
    }
}
