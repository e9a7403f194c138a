package dev.cairn.cli;

import dev.cairn.Drift;
import dev.cairn.Fleet;
import dev.cairn.FleetResult;
import dev.cairn.Migrator;
import dev.cairn.PlannedChanges;
import dev.cairn.Status;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.cli.output.MigrationFormatter;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.tooling.report.ReportDocument;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.RecordedMigration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/**
 * The command {@code cairn check}: prints how records, migrations, ledger and database differ, and the statements that
 * would remove the drift. Nothing is changed; the exit code distinguishes a difference from an object that can't be
 * read.
 */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Compares the records with the migrations, the migrations with the ledger, and the database with"
                + " the migrations. Exits with 3 if anything differs, and with 1 if an object can't be"
                + " read.")
final class CheckCommand extends MigratorCommand.ReportingCommand {
    @Override
    int runFleet(SchemaDescriptor schema, Fleet fleet) {
        FleetResult<DatabaseComparison> result = fleet.read(CheckCommand::compareDatabase);
        return printFleetResult("Check", schema, fleet, result, comparison -> describeComparison(comparison, schema));
    }

    @Override
    int runSingle(SchemaDescriptor schema) {
        Migrator migrator = factory.createMigrator(schema);
        DatabaseComparison comparison = compareDatabase(migrator);
        Drift drift = comparison.drift();
        Status status = drift.status();
        output.print(toJson(comparison), renderComparison(comparison, schema));
        comparison
                .renderRemediation()
                .ifPresent(statements -> output.printCode("-- statements that remove the drift\n" + statements));
        reportOptions.write(() -> createReport(comparison, schema));
        drift.gaps().forEach(gap -> output.printRemark("not checked: " + gap));
        drift.staged().forEach(object -> output.printRemark(describeTemporaryObject(object, status)));
        return comparison.exitCode().number();
    }

    /** Describes a temporary object that the database has: why it exists, and which command drops it. */
    private static String describeTemporaryObject(Drift.FoundObject foundObject, Status status) {
        Optional<Instant> retentionEnd = foundObject.retentionEnd();
        if (retentionEnd.isPresent()) {
            String objectName =
                    foundObject.object().substring(foundObject.object().indexOf('.') + 1);
            return "old table of a rebuild, kept until " + retentionEnd.get()
                    + "; cairn cleanup drops it after that, and cairn cleanup " + objectName + " before: "
                    + foundObject;
        }
        if (status.unfinishedScript().isPresent()) {
            return "part of the unfinished script, or left behind by a stopped migrator: " + foundObject;
        }
        return (status.migrationInProgress().isPresent()
                        ? "part of the unfinished migration, or left behind by a stopped migrator: "
                        : "left behind by a stopped migrator; cairn cleanup drops it: ")
                + foundObject;
    }

    /**
     * Compares a database with the compiled schema. A database that a newer release has migrated counts as different,
     * although its definitions are not compared: the migrations of this release do not lead to them.
     *
     * <p>Other migrations are compared only if the database may be at another one than its ledger says: if its
     * definitions differ, or if migrations are pending and it has unmanaged objects, which may be those of these
     * migrations. They are not compared while a script runs migrations, which explains the differences.
     */
    private static DatabaseComparison compareDatabase(Migrator migrator) {
        try {
            Drift drift = migrator.check();
            boolean mayHavePendingObjects =
                    !drift.status().pending().isEmpty() && !drift.unmanaged().isEmpty();
            boolean mayMatchAnotherMigration = (!drift.isEmpty() || mayHavePendingObjects)
                    && drift.status().unfinishedScript().isEmpty();
            return new DatabaseComparison(drift, mayMatchAnotherMigration ? migrator.matchingMigrations() : List.of());
        } catch (HistoryMismatchException failure) {
            Status status = migrator.status();
            if (describeAhead(status).isEmpty()) {
                throw failure;
            }
            PlannedChanges noChanges = new PlannedChanges(List.of(), List.of(), List.of());
            return new DatabaseComparison(
                    new Drift(status, List.of(), noChanges, List.of(), List.of(), List.of()), List.of());
        }
    }

    /** Describes a database that a newer release has migrated, or is migrating; empty for other databases. */
    private static Optional<String> describeAhead(Status status) {
        Optional<String> position = status.databaseState() == Status.DatabaseState.AHEAD
                ? Optional.of("the database is at migration " + status.head().number()
                        + ", which a newer release of the application ran")
                : status.migrationInProgress()
                        .filter(migration -> status.isMigratedByNewerVersion())
                        .map(migration ->
                                "a newer release of the application has begun migration " + migration.number());
        return position.map(text -> "ahead: " + text + ". Only that release can compare the definitions.");
    }

    /**
     * The comparison of one database with the compiled schema.
     *
     * @param matchingMigrations the other migrations whose definitions the database has; empty if nothing differs
     */
    private record DatabaseComparison(Drift drift, List<RecordedMigration> matchingMigrations) {
        Status status() {
            return drift.status();
        }

        boolean isInSync() {
            Status status = status();
            return drift.isEmpty()
                    && status.databaseState() != Status.DatabaseState.AHEAD
                    && status.pending().isEmpty()
                    && status.repeatables().isEmpty()
                    && status.migrationInProgress().isEmpty()
                    && status.unfinishedScript().isEmpty()
                    && !status.hasUnrecordedChanges();
        }

        /** Returns the statements that remove the drift; empty while a script runs migrations, which explains it. */
        Optional<String> renderRemediation() {
            return drift.remediation().isEmpty() || status().unfinishedScript().isPresent()
                    ? Optional.empty()
                    : Optional.of(String.join("\n", MigrationFormatter.renderStatements(drift.remediation())));
        }

        ExitCode exitCode() {
            if (!isInSync()) {
                return ExitCode.ACTION_REQUIRED;
            }
            return drift.gaps().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private static String describeRepeatables(Status status) {
        return "To be repeated: "
                + status.repeatables().stream().map(RecordedMigration::name).collect(Collectors.joining(", "))
                + ".";
    }

    /** Describes the other migrations whose definitions the database has; empty if there are none. */
    private static Optional<String> describeMatch(DatabaseComparison comparison) {
        List<RecordedMigration> migrations = comparison.matchingMigrations();
        if (migrations.isEmpty()) {
            return Optional.empty();
        }
        RecordedMigration first = migrations.get(0);
        RecordedMigration last = migrations.get(migrations.size() - 1);
        boolean hasLedger = comparison.status().sequence() > 0;
        String reason = hasLedger
                ? "If its tables or its ledger were restored from a backup, record "
                : "It has no ledger: if its tables existed before Cairn migrated them, record ";
        String command = hasLedger ? "cairn stamp " : "cairn baseline ";
        return Optional.of("The database has exactly the definitions after "
                + (migrations.size() == 1
                        ? first.name() + ". " + reason + "that: " + command + first.number()
                        : first.name() + " to " + last.name() + ". " + reason
                                + "the last of them that ran, for example: " + command + last.number())
                + ".");
    }

    private static FleetOutput.Description describeComparison(DatabaseComparison comparison, SchemaDescriptor schema) {
        List<String> sentences = new ArrayList<>();
        if (comparison.isInSync()) {
            sentences.add(describeAgreement(comparison.drift()));
        }
        if (!comparison.status().pending().isEmpty()) {
            sentences.add(MigrationFormatter.formatMigrationCount(
                            comparison.status().pending().size()) + " pending.");
        }
        if (!comparison.status().repeatables().isEmpty()) {
            sentences.add(describeRepeatables(comparison.status()));
        }
        describeAhead(comparison.status()).ifPresent(sentences::add);
        sentences.addAll(StatusCommand.describeProgress(comparison.status()));
        if (!comparison.drift().differences().isEmpty()) {
            sentences.add("drift: "
                    + comparison.drift().differences().stream()
                            .map(Drift.Difference::toString)
                            .collect(Collectors.joining("; ")));
        }
        describeMatch(comparison).ifPresent(sentences::add);
        MigrationFormatter.describeUnrecordedChanges(schema).ifPresent(sentences::add);
        return new FleetOutput.Description(String.join(" ", sentences), toJson(comparison), comparison.exitCode());
    }

    private static ReportDocument createReport(DatabaseComparison comparison, SchemaDescriptor schema) {
        Status status = comparison.status();
        Drift drift = comparison.drift();
        ReportDocument document = new ReportDocument("Check of " + status.schema());
        document.addParagraph(
                comparison.isInSync()
                        ? describeAgreement(drift)
                        : "The database, the migrations and the records differ.");
        describeAhead(status).ifPresent(document::addParagraph);
        StatusCommand.addPendingChanges(status, schema, document);
        if (!drift.differences().isEmpty()) {
            document.addHeading("Drift");
            document.addItems(
                    drift.differences().stream().map(Drift.Difference::toString).toList());
            describeMatch(comparison).ifPresent(document::addParagraph);
        }
        comparison.renderRemediation().ifPresent(statements -> {
            document.addSubheading("Statements that remove the drift");
            document.addSql(statements);
        });
        if (!drift.gaps().isEmpty()) {
            document.addHeading("Not checked");
            document.addItems(drift.gaps().stream().map(Drift.Gap::toString).toList());
        }
        return document;
    }

    private static String describeAgreement(Drift drift) {
        return drift.gaps().isEmpty()
                ? "No drift, and nothing pending."
                : "No drift in the objects that could be checked, and nothing pending.";
    }

    private static String renderComparison(DatabaseComparison comparison, SchemaDescriptor schema) {
        Status status = comparison.status();
        Drift drift = comparison.drift();
        List<String> lines = new ArrayList<>();
        if (comparison.isInSync()) {
            lines.add(describeAgreement(drift));
        }
        MigrationFormatter.describeUnrecordedChanges(schema).ifPresent(lines::add);
        describeAhead(status).ifPresent(lines::add);
        lines.addAll(StatusCommand.describeProgress(status));
        status.pending().forEach(migration -> lines.add("pending: " + MigrationFormatter.formatMigration(migration)));
        status.repeatables().forEach(migration -> lines.add("to be repeated: " + migration.name()));
        drift.differences().forEach(difference -> lines.add("drift: " + difference));
        describeMatch(comparison).ifPresent(lines::add);
        return String.join("\n", lines);
    }

    private static JsonObject toJson(DatabaseComparison comparison) {
        Status status = comparison.status();
        Drift drift = comparison.drift();
        JsonObject object = new JsonObject()
                .put("schema", status.schema())
                .put("unrecorded", status.hasUnrecordedChanges())
                .put("pending", MigrationFormatter.toJsonList(status.pending()))
                .put(
                        "underWay",
                        status.migrationInProgress().map(run -> run.number()).orElse(null))
                .put("finished", status.finished())
                .put("unfinished", status.unfinished())
                .put(
                        "drift",
                        drift.differences().stream()
                                .map(Drift.Difference::toString)
                                .toList())
                .put(
                        "remediation",
                        drift.remediation().steps().stream()
                                .map(step -> RedactedSql.of(step.sql()).textWithNote())
                                .toList())
                .put("impossible", drift.remediation().impossible())
                .put("gaps", drift.gaps().stream().map(Drift.Gap::toString).toList())
                .put(
                        "staged",
                        drift.staged().stream()
                                .map(temporaryObject -> describeTemporaryObject(temporaryObject, status))
                                .toList());
        if (status.databaseState() == Status.DatabaseState.AHEAD) {
            object.put("standing", "ahead");
        }
        status.unfinishedScript().ifPresent(script -> object.put("script", script));
        if (!comparison.matchingMigrations().isEmpty()) {
            object.put("matching", MigrationFormatter.toJsonList(comparison.matchingMigrations()));
        }
        if (!status.repeatables().isEmpty()) {
            object.put("repeatables", MigrationFormatter.toJsonList(status.repeatables()));
        }
        return object;
    }
}
