package dev.cairn.internal.migrate;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RowRequirementFinder;
import dev.cairn.internal.run.preparation.RowRequirementFinder.RowRequirement;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.HistoryException;
import java.util.List;

/** Requires that the rows of the database allow a downgrade: otherwise it would stop after a part of its statements. */
public final class DowngradeRowCheck {
    private final ApplicationSchema application;

    DowngradeRowCheck(ApplicationSchema application) {
        this.application = application;
    }

    /**
     * Does nothing if one of the migrations is an upgrade.
     *
     * @throws HistoryException if a row prevents a copy of the downgrade
     */
    void requireCopyableRows(List<PreparedMigration> migrations, ServerConnection connection) {
        if (migrations.stream().anyMatch(preparedMigration -> preparedMigration.direction() == Direction.UPGRADE)) {
            return;
        }
        for (RowRequirement requirement : RowRequirementFinder.findRequirements(migrations)) {
            if (!connection.query(requirement.query()).isEmpty()) {
                String tableName = requirement.tableName().name();
                throw new HistoryException(
                        application.place(requirement.migration()),
                        "the downgrade would fail, because it copies the rows of " + tableName
                                + " into a table whose column "
                                + requirement.columnName() + " does not hold them all: a row of " + tableName + " "
                                + requirement.rowProblem(),
                        "Nothing is changed. Change these rows, which this query finds: " + requirement.query()
                                + "; or edit the downgrade of the migration, so that it copies another value.");
            }
        }
    }
}
