package dev.cairn.internal.migrate;

import dev.cairn.Status;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.copy.PartitionSnapshot;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.UnfinishedMigration;
import dev.cairn.internal.reflection.ListedObject;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads how far the rebuilds of the migration in progress have copied their tables. A table that can't be read is
 * omitted, because users without privileges on the tables read the status, too. A copy whose statement can't be parsed
 * is also omitted.
 */
final class CopyProgressReader {
    private final MigratorContext context;
    private final ApplicationSchema applicationSchema;

    CopyProgressReader(MigratorContext context) {
        this.context = context;
        this.applicationSchema = context.application();
    }

    /** Returns the copies of rebuilds that were started and are not done. */
    List<Status.Copy> readCopies(ServerConnection connection, LedgerState state) {
        UnfinishedMigration unfinishedMigration = state.unfinishedMigration().orElse(null);
        if (unfinishedMigration == null || !applicationSchema.hasMigration(unfinishedMigration.number())) {
            return List.of();
        }
        RecordedStepTexts stepTexts = RecordedStepTexts.of(
                applicationSchema.migration(unfinishedMigration.number()), unfinishedMigration.direction());
        List<Status.Copy> copies = new ArrayList<>();
        for (int stepNumber : state.openStepNumbers()) {
            stepTexts
                    .findText(stepNumber, state)
                    .flatMap(text -> findPlannedStagingName(connection, text))
                    .flatMap(stagingNameInPlan -> readCopy(connection, stepNumber, stagingNameInPlan))
                    .ifPresent(copies::add);
        }
        return copies;
    }

    /**
     * Returns the planned name of the staging table that a statement fills; empty if the statement does not fill a
     * staging table, or can't be parsed.
     */
    private Optional<ObjectName> findPlannedStagingName(ServerConnection connection, String statementText) {
        try {
            return Sql.parse(statementText) instanceof Statement.OpaqueStatement statement
                            && statement.target() != null
                            && TemporaryName.isStaging(
                                    statement.target().lastPart().text())
                    ? Optional.of(ObjectName.resolve(
                            statement.target(),
                            new Session(context.connectionFactory().requireDatabaseName(connection))))
                    : Optional.empty();
        } catch (SqlSyntaxException ignored) {
            return Optional.empty();
        }
    }

    private static Optional<Status.Copy> readCopy(
            ServerConnection connection, int stepNumber, ObjectName stagingNameInPlan) {
        ObjectName rebuiltTableName =
                stagingNameInPlan.withName(TemporaryName.removePlannedSuffix(stagingNameInPlan.name()));
        try {
            return findNewestStagingName(connection, rebuiltTableName)
                    .map(stagingNameOnServer -> new Status.Copy(
                            stepNumber,
                            rebuiltTableName.toString(),
                            PartitionSnapshot.read(connection, stagingNameOnServer)
                                    .copiedAmount(),
                            PartitionSnapshot.read(connection, rebuiltTableName).copiedAmount()));
        } catch (ServerRefusalException ignored) {
            return Optional.empty(); // the user has no privileges on the tables
        }
    }

    /** Returns the name of the newest staging object of a table, as it was sent; empty if the table has none. */
    private static Optional<ObjectName> findNewestStagingName(
            ServerConnection connection, ObjectName rebuiltTableName) {
        ObjectName newestName = null;
        long newestSentNumber = -1;
        for (ListedObject listedObject :
                SchemaReflection.listTemporaryObjects(connection, List.of(rebuiltTableName.database()))) {
            ObjectName objectName = listedObject.name();
            long number = TemporaryName.findSentNumber(objectName.name()).orElse(-1);
            if (number > newestSentNumber
                    && TemporaryName.removeSuffix(objectName.name()).equals(rebuiltTableName.name())) {
                newestName = objectName;
                newestSentNumber = number;
            }
        }
        return Optional.ofNullable(newestName);
    }
}
