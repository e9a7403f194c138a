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
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads how far the rebuilds of the migration in progress have copied their tables. A table that can't be read has no
 * entry in the result, because users without privileges on the tables read the status, too.
 */
final class CopyStatusReader {
    private final MigratorContext context;
    private final ApplicationSchema application;

    CopyStatusReader(MigratorContext context) {
        this.context = context;
        this.application = context.application();
    }

    /** Returns the copies of rebuilds that are begun and not done, if their tables can be read. */
    List<Status.Copy> readCopies(ServerConnection connection, LedgerState state) {
        List<Status.Copy> copies = new ArrayList<>();
        state.run().filter(run -> application.hasMigration(run.number())).ifPresent(run -> {
            RecordedStepTexts texts = RecordedStepTexts.of(application.migration(run.number()), run.direction());
            state.openSteps()
                    .forEach(step -> findFilledTable(connection, texts.textOf(step, state))
                            .flatMap(staging -> readCopy(connection, step, staging))
                            .ifPresent(copies::add));
        });
        return copies;
    }

    /** Returns the staging table that a statement fills, as it is recorded. */
    private Optional<ObjectName> findFilledTable(ServerConnection connection, String text) {
        try {
            return Sql.parse(text) instanceof Statement.OpaqueStatement insert
                            && insert.target() != null
                            && StagingName.isStaging(insert.target().lastPart().text())
                    ? Optional.of(ObjectName.resolve(
                            insert.target(), new Session(context.connections().readDatabase(connection))))
                    : Optional.empty();
        } catch (SqlSyntaxException ignored) {
            return Optional.empty();
        }
    }

    private static Optional<Status.Copy> readCopy(ServerConnection connection, int step, ObjectName recordedName) {
        ObjectName table = recordedName.withName(StagingName.plainName(recordedName.name()));
        try {
            return SchemaReflection.listStaged(connection, List.of(table.database())).stream()
                    .map(ListedObject::object)
                    .filter(object -> StagingName.parseNumber(object.name()).isPresent()
                            && StagingName.originalName(object.name()).equals(table.name()))
                    .max(Comparator.comparing(
                            object -> StagingName.parseNumber(object.name()).orElseThrow()))
                    .map(staging -> new Status.Copy(
                            step,
                            table.toString(),
                            PartitionSnapshot.read(connection, staging).amount(),
                            PartitionSnapshot.read(connection, table).amount()));
        } catch (ServerRefusalException ignored) {
            // A status is also read by users without privileges on the tables.
            return Optional.empty();
        }
    }
}
