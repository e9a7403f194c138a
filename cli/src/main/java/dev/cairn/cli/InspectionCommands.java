package dev.cairn.cli;

import dev.cairn.Drift;
import dev.cairn.Fleet;
import dev.cairn.FleetResult;
import dev.cairn.History;
import dev.cairn.Migrator;
import dev.cairn.PlannedChanges;
import dev.cairn.Status;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.JsonObject;
import dev.cairn.cli.option.MigrationText;
import dev.cairn.cli.option.SchemaOptions;
import dev.cairn.cli.option.VersionArgument;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.report.ReportDocument;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.RecordedMigration;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands that show where a database and its migrations are, and change nothing. */
final class InspectionCommands {
    private InspectionCommands() {}

    /** {@code cairn status}. */
    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Shows which migration the database is at, and which are pending.")
    static final class StatusCommand extends MigratorCommand.Reporting {
        @Mixin
        private final FleetOptions databases = new FleetOptions();

        @Override
        int run(SchemaDescriptor schema) {
            Optional<Fleet> fleet = databases.fleet(factory, schema);
            if (fleet.isPresent()) {
                return print("Status", schema, fleet.get(), fleet.get().status(), status -> described(status, schema));
            }
            Status status = factory.migrator(schema).status();
            output.print(object(status), text(status, schema.migrations()));
            report.write(() -> document(status, schema.migrations()));
            return ExitCode.DONE.number();
        }

        private static ReportDocument document(Status status, List<RecordedMigration> known) {
            ReportDocument document = new ReportDocument("Status of " + status.schema());
            document.paragraph(position(status, known));
            addState(status, document);
            return document;
        }

        private static FleetOutput.Description described(Status status, SchemaDescriptor schema) {
            List<String> all = new ArrayList<>(List.of(position(status, schema.migrations())));
            all.addAll(progress(status));
            if (status.held() && status.run().isEmpty()) {
                all.add("A migrator holds the ledger.");
            }
            return new FleetOutput.Description(String.join(" ", all), object(status), ExitCode.DONE);
        }

        /** Adds what is pending, in progress and not recorded. */
        static void addState(Status status, ReportDocument document) {
            document.items(progress(status));
            if (status.unrecorded()) {
                document.paragraph("The records have changes that no migration contains.");
            }
            if (!status.repeatables().isEmpty()) {
                document.heading("To be repeated");
                document.items(
                        status.repeatables().stream().map(MigrationText::of).toList());
            }
            if (!status.pending().isEmpty()) {
                document.heading("Pending migrations");
                document.table(
                        List.of("Number", "Name", "Title", "Hash"),
                        status.pending().stream()
                                .map(migration -> List.of(
                                        String.valueOf(migration.number()),
                                        migration.name(),
                                        migration.title(),
                                        migration.hash()))
                                .toList());
            }
        }

        private static String position(Status status, List<RecordedMigration> known) {
            return status.schema() + " is " + MigrationText.of(status.head().number(), known) + ": " + standing(status)
                    + ".";
        }

        static String text(Status status, List<RecordedMigration> known) {
            List<String> lines = new ArrayList<>();
            lines.add(position(status, known));
            status.pending().forEach(migration -> lines.add("  pending: " + MigrationText.of(migration)));
            status.repeatables().forEach(migration -> lines.add("  to be repeated: " + migration.name()));
            lines.addAll(progress(status));
            if (status.held() && status.run().isEmpty()) {
                lines.add("A migrator holds the ledger.");
            }
            if (status.unrecorded()) {
                lines.add("The records have unrecorded changes: cairn record \"what changed\"");
            }
            return String.join("\n", lines);
        }

        /** Describes the unfinished migration and its steps; empty if no migration is unfinished. */
        static List<String> progress(Status status) {
            List<String> lines = new ArrayList<>();
            status.run()
                    .ifPresent(run -> lines.add("Migration " + run.number()
                            + (run.direction() == Direction.UPGRADE ? " is in progress" : " is being reverted")
                            + (status.held()
                                    ? "."
                                    : ", and no migrator runs it: the next upgrade or downgrade continues it.")));
            if (!status.finished().isEmpty()) {
                lines.add("Steps done: " + status.finished());
            }
            if (!status.unfinished().isEmpty()) {
                lines.add("Steps begun and not finished: " + status.unfinished());
            }
            status.copies()
                    .forEach(copy -> lines.add("Step " + copy.step() + " copies " + copy.table() + ": "
                            + copy.done().of(copy.all())));
            return lines;
        }

        private static String standing(Status status) {
            return switch (status.standing()) {
                case CURRENT -> "nothing is pending";
                case BEHIND -> MigrationText.counted(status.pending().size()) + " pending";
                case AHEAD -> "the database was migrated by a newer version of the application";
                case TOO_OLD -> "a checkpoint replaces this migration, so an older release has to upgrade it first";
                case FOREIGN -> "the database has migrations that the application does not know";
            };
        }

        private static JsonObject object(Status status) {
            JsonObject object = new JsonObject()
                    .put("schema", status.schema())
                    .put("standing", status.standing().name().toLowerCase(Locale.ROOT))
                    .put("number", status.head().number())
                    .put("hash", status.head().hash())
                    .put("pending", MigrationText.objects(status.pending()))
                    .put("underWay", status.run().map(run -> run.number()).orElse(null))
                    .put("unfinished", status.unfinished())
                    .put("held", status.held())
                    .put("unrecorded", status.unrecorded());
            if (!status.repeatables().isEmpty()) {
                object.put("repeatables", MigrationText.objects(status.repeatables()));
            }
            if (!status.copies().isEmpty()) {
                object.put(
                        "copies",
                        status.copies().stream()
                                .map(copy -> new JsonObject()
                                        .put("step", copy.step())
                                        .put("table", copy.table())
                                        .put("done", ProgressDrawing.amount(copy.done()))
                                        .put("all", ProgressDrawing.amount(copy.all())))
                                .toList());
            }
            return object;
        }
    }

    /** {@code cairn current}. */
    @Command(
            name = "current",
            mixinStandardHelpOptions = true,
            description =
                    "Prints the number and the hash of the last migration of the database; 0 is before the first.")
    static final class CurrentCommand extends MigratorCommand {
        @Override
        int run(SchemaDescriptor schema) {
            Status.Position head = factory.migrator(schema).status().head();
            output.print(
                    new JsonObject()
                            .put("schema", schema.name())
                            .put("number", head.number())
                            .put("hash", head.hash()),
                    (head.number() + " " + head.hash()).strip());
            return ExitCode.DONE.number();
        }
    }

    /** {@code cairn history}. */
    @Command(
            name = "history",
            mixinStandardHelpOptions = true,
            description = "Lists the migrations of the database, with the time and the user of each run.")
    static final class HistoryCommand extends MigratorCommand.Reporting {
        @Override
        int run(SchemaDescriptor schema) {
            History history = factory.migrator(schema).history();
            if (history.rows().isEmpty()) {
                output.text("No migration of " + schema.name() + " has run in this database.");
            }
            history.rows().forEach(row -> output.print(object(row), text(row)));
            report.write(() -> document(schema.name(), history));
            if (!history.complete()) {
                output.note("Rows may be missing: the next migration writes them again.");
            }
            return ExitCode.DONE.number();
        }

        private static ReportDocument document(String schema, History history) {
            ReportDocument document = new ReportDocument("Migrations of " + schema);
            document.paragraph(MigrationText.counted(history.rows().size()) + " ran in this database."
                    + (history.complete() ? "" : " Rows may be missing: the next migration writes them again."));
            document.table(
                    List.of("Number", "Title", "Time", "User", "Duration", "Hash"),
                    history.rows().stream()
                            .map(row -> List.of(
                                    row.number() == 0 ? "" : String.valueOf(row.number()),
                                    row.title(),
                                    time(row),
                                    row.by(),
                                    ProgressDrawing.seconds(Duration.ofMillis(row.milliseconds())),
                                    row.hash()))
                            .toList());
            return document;
        }

        private static String time(History.Row row) {
            return row.at() == null
                    ? "time unknown"
                    : row.at().truncatedTo(ChronoUnit.SECONDS).toString();
        }

        private static String text(History.Row row) {
            String by = row.by().isEmpty() ? "" : ", " + row.by();
            return (row.number() == 0 ? "repeatable" : row.number()) + " " + row.title() + " (" + time(row) + by + ", "
                    + ProgressDrawing.seconds(Duration.ofMillis(row.milliseconds())) + ")";
        }

        private static JsonObject object(History.Row row) {
            return new JsonObject()
                    .put("number", row.number())
                    .put("title", row.title())
                    .put("hash", row.hash())
                    .put("at", row.at() == null ? null : Objects.toString(row.at()))
                    .put("by", row.by())
                    .put("milliseconds", row.milliseconds());
        }
    }

    /** {@code cairn heads}. */
    @Command(
            name = "heads",
            mixinStandardHelpOptions = true,
            description = "Prints the last migration of each compiled schema. Connects to no server.")
    static final class HeadsCommand implements Callable<Integer> {
        @Mixin
        private final SchemaOptions schemas = new SchemaOptions();

        @Mixin
        private final Output output = new Output();

        @Override
        public Integer call() {
            for (SchemaDescriptor schema : schemas.all()) {
                List<RecordedMigration> migrations = schema.migrations();
                JsonObject object = new JsonObject();
                object.put("schema", schema.name());
                object.put("unrecorded", schema.pending());
                String head = "no migration yet";
                if (!migrations.isEmpty()) {
                    RecordedMigration last = migrations.get(migrations.size() - 1);
                    object.put("head", MigrationText.object(last));
                    head = last.name() + " " + last.hash();
                }
                output.print(
                        object, schema.name() + ": " + head + (schema.pending() ? ", and unrecorded changes" : ""));
            }
            return ExitCode.DONE.number();
        }
    }

    /** {@code cairn show 3}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Prints one migration as it was recorded. Connects to no server.")
    static final class ShowCommand implements Callable<Integer> {
        @Parameters(paramLabel = "VERSION", description = "The migration, by number or name; head is the last one.")
        private String version = "";

        @Mixin
        private final SchemaOptions schemas = new SchemaOptions();

        @Mixin
        private final Output output = new Output();

        @Override
        public Integer call() {
            SchemaDescriptor schema = schemas.schema();
            RecordedMigration migration = schema.repeatables().stream()
                    .filter(repeatable -> repeatable.name().equals(version))
                    .findFirst()
                    .orElseGet(() -> recorded(schema));
            JsonObject object = MigrationText.object(migration);
            object.put("after", migration.parentHash());
            object.put("upgrade", migration.upgrade());
            object.put("downgrade", migration.downgrade());
            migration.irreversible().ifPresent(why -> object.put("irreversible", why));
            object.put("session", migration.session());
            output.print(object, text(migration));
            return ExitCode.DONE.number();
        }

        private RecordedMigration recorded(SchemaDescriptor schema) {
            int number = VersionArgument.of(version, schema);
            if (number == 0) {
                throw CommandException.usage("Nothing is recorded before the first migration.");
            }
            return MigrationText.numbered(number, schema.migrations()).orElseThrow();
        }

        private static String text(RecordedMigration migration) {
            List<String> lines = new ArrayList<>();
            lines.add("-- " + MigrationText.of(migration));
            lines.add("-- " + migration.hash());
            if (!migration.parentHash().isEmpty()) {
                lines.add("-- after " + migration.parentHash());
            }
            migration.session().forEach((name, value) -> lines.add("-- session: " + name + "=" + value));
            lines.add(migration.isRepeatable() ? "-- repeatable" : "-- upgrade");
            migration.upgrade().forEach(statement -> lines.add(MigrationText.ended(statement)));
            if (migration.isRepeatable()) {
                return String.join("\n", lines);
            }
            lines.add("-- downgrade"
                    + migration
                            .irreversible()
                            .map(why -> ": irreversible, " + why)
                            .orElse(""));
            migration.downgrade().forEach(statement -> lines.add(MigrationText.ended(statement)));
            return String.join("\n", lines);
        }
    }

    /** {@code cairn check}. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description =
                    "Compares the records with the migrations, the migrations with the ledger, and the database with"
                            + " the migrations. Exits with 3 if anything differs, and with 1 if an object can't be"
                            + " read.")
    static final class CheckCommand extends MigratorCommand.Reporting {
        @Mixin
        private final FleetOptions databases = new FleetOptions();

        @Override
        int run(SchemaDescriptor schema) {
            Optional<Fleet> fleet = databases.fleet(factory, schema);
            if (fleet.isPresent()) {
                FleetResult<Checked> result = fleet.get().read(migrator -> new Checked(migrator.check()));
                return print("Check", schema, fleet.get(), result, CheckCommand::described);
            }
            Migrator migrator = factory.migrator(schema);
            Checked checked = new Checked(migrator.check());
            Drift drift = checked.drift();
            Status status = drift.status();
            boolean same = checked.isSame();
            output.print(object(status, drift), text(status, drift, same));
            report.write(() -> document(status, drift, same));
            drift.gaps().forEach(gap -> output.note("not checked: " + gap));
            String from = status.run().isPresent()
                    ? "part of the unfinished migration, or left behind by a stopped migrator: "
                    : "left behind by a stopped migrator; cairn cleanup drops it: ";
            drift.staged().forEach(object -> output.note(from + object));
            return checked.code().number();
        }

        /** The comparisons of one database. */
        private record Checked(Drift drift) {
            Status status() {
                return drift.status();
            }

            boolean isSame() {
                Status status = status();
                return drift.isEmpty()
                        && status.pending().isEmpty()
                        && status.repeatables().isEmpty()
                        && status.run().isEmpty()
                        && !status.unrecorded();
            }

            ExitCode code() {
                if (!isSame()) {
                    return ExitCode.PENDING;
                }
                return drift.gaps().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
            }
        }

        private static String repeated(Status status) {
            return "To be repeated: "
                    + status.repeatables().stream().map(RecordedMigration::name).collect(Collectors.joining(", "))
                    + ".";
        }

        private static FleetOutput.Description described(Checked checked) {
            List<String> all = new ArrayList<>();
            if (checked.isSame()) {
                all.add(agreement(checked.drift()));
            }
            if (!checked.status().pending().isEmpty()) {
                all.add(MigrationText.counted(checked.status().pending().size()) + " pending.");
            }
            if (!checked.status().repeatables().isEmpty()) {
                all.add(repeated(checked.status()));
            }
            all.addAll(StatusCommand.progress(checked.status()));
            if (!checked.drift().differences().isEmpty()) {
                all.add("drift: "
                        + checked.drift().differences().stream()
                                .map(Drift.Difference::toString)
                                .collect(Collectors.joining("; ")));
            }
            if (checked.status().unrecorded()) {
                all.add("The records have changes that no migration contains.");
            }
            return new FleetOutput.Description(
                    String.join(" ", all), object(checked.status(), checked.drift()), checked.code());
        }

        private static ReportDocument document(Status status, Drift drift, boolean same) {
            ReportDocument document = new ReportDocument("Check of " + status.schema());
            document.paragraph(same ? agreement(drift) : "The database, the migrations and the records differ.");
            StatusCommand.addState(status, document);
            if (!drift.differences().isEmpty()) {
                document.heading("Drift");
                document.items(drift.differences().stream()
                        .map(Drift.Difference::toString)
                        .toList());
            }
            if (!drift.remediation().steps().isEmpty()) {
                document.subheading("Statements that remove the drift");
                document.sql(String.join("\n", MigrationText.statements(drift.remediation())));
            }
            if (!drift.gaps().isEmpty()) {
                document.heading("Not checked");
                document.items(drift.gaps().stream().map(Drift.Gap::toString).toList());
            }
            return document;
        }

        private static String agreement(Drift drift) {
            return drift.gaps().isEmpty()
                    ? "No drift, and nothing pending."
                    : "No drift in the objects that could be checked, and nothing pending.";
        }

        private static String text(Status status, Drift drift, boolean same) {
            List<String> lines = new ArrayList<>();
            if (same) {
                lines.add(agreement(drift));
            }
            if (status.unrecorded()) {
                lines.add("not recorded: the records have changes that no migration contains; cairn record --check"
                        + " shows them");
            }
            lines.addAll(StatusCommand.progress(status));
            status.pending().forEach(migration -> lines.add("pending: " + MigrationText.of(migration)));
            status.repeatables().forEach(migration -> lines.add("to be repeated: " + migration.name()));
            drift.differences().forEach(difference -> lines.add("drift: " + difference));
            if (!drift.remediation().steps().isEmpty()) {
                lines.add("-- statements that remove the drift");
                lines.addAll(MigrationText.statements(drift.remediation()));
            }
            return String.join("\n", lines);
        }

        private static JsonObject object(Status status, Drift drift) {
            JsonObject object = new JsonObject()
                    .put("schema", status.schema())
                    .put("unrecorded", status.unrecorded())
                    .put("pending", MigrationText.objects(status.pending()))
                    .put("underWay", status.run().map(run -> run.number()).orElse(null))
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
                                    .map(PlannedChanges.Step::text)
                                    .toList())
                    .put("gaps", drift.gaps().stream().map(Drift.Gap::toString).toList());
            if (!status.repeatables().isEmpty()) {
                object.put("repeatables", MigrationText.objects(status.repeatables()));
            }
            return object;
        }
    }
}
