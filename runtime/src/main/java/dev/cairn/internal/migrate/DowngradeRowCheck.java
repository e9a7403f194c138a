package dev.cairn.internal.migrate;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RowRequirements;
import dev.cairn.internal.run.preparation.RowRequirements.RowRequirement;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.HistoryException;
import java.util.List;

/** The rows that a downgrade needs: it begins only if no row would stop it after a part of its statements has run. */
public final class DowngradeRowCheck {
    private final ApplicationSchema application;

    DowngradeRowCheck(ApplicationSchema application) {
        this.application = application;
    }

    /** @throws HistoryException if a row prevents a copy of the downgrade */
    void requireRows(List<PreparedMigration> migrations, ServerConnection connection) {
        if (migrations.stream().anyMatch(prepared -> prepared.direction() == Direction.UPGRADE)) {
            return;
        }
        for (RowRequirement required : RowRequirements.determine(migrations)) {
            if (!connection.query(required.query()).isEmpty()) {
                String table = required.table().name();
                throw new HistoryException(
                        application.where(required.migration()),
                        "the downgrade would fail, because it copies the rows of " + table
                                + " into a table whose column "
                                + required.column() + " does not hold them all: a row of " + table + " "
                                + required.missingProperty(),
                        "Nothing is changed. Change these rows, which this query finds: " + required.query()
                                + "; or edit the downgrade of the migration, so that it copies another value.");
            }
        }
    }
}
