package dev.cairn.internal.migrate;

import dev.cairn.Status;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.copy.PartitionSnapshot;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.reflection.ListedObject;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads how far the rebuilds of the migration in progress have copied their tables. A table that can't be read is
 * omitted, because users without privileges on the tables read the status, too.
 */
final class CopyStatusReader {
    private final MigratorContext context;
    private final ApplicationSchema application;

    CopyStatusReader(MigratorContext context) {
        this.context = context;
        this.application = context.application();
    }

    /** Returns the copies of rebuilds that were started and are not done. */
    List<Status.Copy> readCopies(ServerConnection connection, LedgerState state) {
        List<Status.Copy> copies = new ArrayList<>();
        state.unfinishedMigration()
                .filter(unfinishedMigration -> application.hasMigration(unfinishedMigration.number()))
                .ifPresent(unfinishedMigration -> {
                    RecordedStepTexts stepTexts = RecordedStepTexts.of(
                            application.migration(unfinishedMigration.number()), unfinishedMigration.direction());
                    state.openSteps()
                            .forEach(stepNumber -> findFilledTableName(
                                            connection, stepTexts.findText(stepNumber, state))
                                    .flatMap(stagingTableName -> readCopy(connection, stepNumber, stagingTableName))
                                    .ifPresent(copies::add));
                });
        return copies;
    }

    /**
     * Returns the recorded name of the staging table that a statement fills; empty if the statement does not fill a
     * staging table, or can't be parsed.
     */
    private Optional<ObjectName> findFilledTableName(ServerConnection connection, String statementText) {
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
            ServerConnection connection, int stepNumber, ObjectName recordedStagingName) {
        ObjectName tableName =
                recordedStagingName.withName(TemporaryName.removePlannedSuffix(recordedStagingName.name()));
        try {
            return SchemaReflection.listStagedObjects(connection, List.of(tableName.database())).stream()
                    .map(ListedObject::name)
                    .filter(objectName -> TemporaryName.findSentNumber(objectName.name())
                                    .isPresent()
                            && TemporaryName.removeSuffix(objectName.name()).equals(tableName.name()))
                    .max(Comparator.comparing(objectName ->
                            TemporaryName.findSentNumber(objectName.name()).orElseThrow()))
                    .map(stagingTableName -> new Status.Copy(
                            stepNumber,
                            tableName.toString(),
                            PartitionSnapshot.read(connection, stagingTableName).copiedAmount(),
                            PartitionSnapshot.read(connection, tableName).copiedAmount()));
        } catch (ServerRefusalException ignored) {
            // A status is also read by users without privileges on the tables.
            return Optional.empty();
        }
    }
}
