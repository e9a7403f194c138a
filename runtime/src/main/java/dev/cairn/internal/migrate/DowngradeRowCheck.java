package dev.cairn.internal.migrate;

import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RowRequirement;
import dev.cairn.internal.run.preparation.RowRequirementFinder;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import java.util.List;

/**
 * Requires that the rows of the database allow a downgrade. Otherwise, one of its copies would fail, and the downgrade
 * would stop after some of its statements.
 */
public final class DowngradeRowCheck {
    private final ApplicationSchema application;
    private final SchemaReflection reflection;

    DowngradeRowCheck(ApplicationSchema application, SchemaReflection reflection) {
        this.application = application;
        this.reflection = reflection;
    }

    /**
     * Requires that each row fits the table into which the downgrade copies it. Checks nothing if one of the migrations
     * is an upgrade.
     *
     * @throws HistoryMismatchException if a row does not fit
     */
    void requireCopyableRows(List<PreparedMigration> migrations, ServerConnection connection) {
        if (migrations.isEmpty()
                || migrations.stream()
                        .anyMatch(preparedMigration -> preparedMigration.direction() == Direction.UPGRADE)) {
            return;
        }
        List<RowRequirement> requirements = RowRequirementFinder.findRequirements(
                migrations,
                name -> reflection.readTable(connection, name, migrations.get(0).catalogBefore()));
        for (RowRequirement requirement : requirements) {
            requirement.requireMet(
                    connection, application.place(requirement.migration()), Direction.DOWNGRADE, "Nothing is changed.");
        }
    }
}
