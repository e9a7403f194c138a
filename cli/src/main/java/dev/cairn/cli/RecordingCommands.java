package dev.cairn.cli;

import dev.cairn.cli.option.ClassPath;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.CompileOptions;
import dev.cairn.cli.option.MigrationText;
import dev.cairn.internal.ExitCode;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.tooling.recording.CheckpointOptions;
import dev.cairn.tooling.recording.RebasedFiles;
import dev.cairn.tooling.recording.RecordedFile;
import dev.cairn.tooling.recording.Recording;
import dev.cairn.tooling.recording.RecordingOptions;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands that write migrations, as sources. */
final class RecordingCommands {
    private RecordingCommands() {}

    /** {@code cairn record "add discount"}. */
    @Command(
            name = "record",
            mixinStandardHelpOptions = true,
            description = "Records all declared changes that no migration contains yet as one migration.")
    static final class RecordCommand implements Callable<Integer> {
        private static final String QUERIES = "-- queries that use ";

        @Parameters(
                arity = "0..1",
                paramLabel = "MESSAGE",
                defaultValue = "",
                description = "A short description of the change; it names the migration.")
        private String message = "";

        @Option(names = "--empty", description = "Write a migration without statements, to be filled by hand.")
        private boolean empty;

        @Option(
                names = "--check",
                description =
                        "Write nothing; show the changes that are not recorded, and exit with 3 if there are any.")
        private boolean check;

        @Option(names = "--destructive", description = "Allow changes that drop data.")
        private boolean destructive;

        @Option(names = "--rebuild", description = "Rebuild tables that StarRocks can't alter, and copy their rows.")
        private boolean rebuild;

        @Option(
                names = "--accept-grant-loss",
                description = "Allow the loss of the grants of rebuilt tables if they can't be read.")
        private boolean grantLoss;

        @Option(
                names = "--fill",
                paramLabel = "COLUMN=EXPRESSION",
                description =
                        "The value of a NOT NULL column for rows that have none when their table is rebuilt, as in"
                                + " orders.region='EU': an expression over the columns of the old table; may be"
                                + " repeated.")
        private List<String> fills = new ArrayList<>();

        @Option(
                names = "--exact-downgrade",
                description =
                        "Let the downgrade narrow columns that the upgrade widened, which rebuilds their table and"
                                + " loses longer values. Default: the downgrade keeps the wider type.")
        private boolean exactDowngrade;

        @Mixin
        private final ProjectOptions project = new ProjectOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            if (check ? empty || !message.isEmpty() : message.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        check
                                ? "--check records nothing, so it takes no message."
                                : "Missing message. Example: cairn record \"add discount\"");
            }
            Recording recording = project.recording(spec);
            if (check) {
                return shown(recording).number();
            }
            if (empty) {
                print(recording.recordEmpty(message));
            } else {
                recording
                        .record(
                                message,
                                new RecordingOptions(destructive, rebuild, grantLoss)
                                        .withExactDowngrade(exactDowngrade)
                                        .filling(fills))
                        .ifPresentOrElse(this::print, () -> out().println("Nothing to record."));
            }
            return ExitCode.DONE.number();
        }

        private ExitCode shown(Recording recording) {
            Optional<Plan> pending = recording.pending();
            if (pending.isEmpty()) {
                out().println("Nothing to record.");
                return ExitCode.DONE;
            }
            for (Step step : pending.get().steps()) {
                out().println(MigrationText.ended(step.text()));
            }
            pending.get().impossible().forEach(objection -> out().println("-- not possible: " + objection));
            pending.get().hints().forEach(hint -> out().println("-- hint: " + hint));
            recording.touchedQueries(pending.get()).forEach(line -> out().println(QUERIES + line));
            return ExitCode.PENDING;
        }

        private void print(RecordedFile file) {
            out().println("Wrote " + file.file());
            file.hints().forEach(hint -> out().println("-- hint: " + hint));
            file.notes().forEach(out()::println);
            file.queries().forEach(line -> out().println(QUERIES + line));
        }

        private PrintWriter out() {
            return spec.commandLine().getOut();
        }
    }

    /** {@code cairn checkpoint 500 --archive src/main/archive}. */
    @Command(
            name = "checkpoint",
            mixinStandardHelpOptions = true,
            description = {
                "Replaces the migrations up to one of them by a single migration that creates the schema as they left it.",
                "A database that has run this migration or later ones goes on as before, and an empty one starts with the"
                        + " checkpoint. Any other database must be upgraded with an older release first."
            })
    static final class CheckpointCommand implements Callable<Integer> {
        @Parameters(
                arity = "0..1",
                paramLabel = "VERSION",
                defaultValue = "",
                description = "The last migration to replace, by number or name. Default: the last one.")
        private String version = "";

        @Option(
                names = "--archive",
                paramLabel = "FOLDER",
                description = "Move the sources of the replaced migrations into this folder, which must not be one that"
                        + " is compiled.")
        private @Nullable Path archive;

        @Option(names = "--delete", description = "Delete the sources of the replaced migrations.")
        private boolean delete;

        @Option(
                names = "--release",
                paramLabel = "NAME",
                defaultValue = "",
                description = "The release that still contains the replaced migrations, as in \"shop 2.7\". The message"
                        + " about a database that needs it first names it.")
        private String release = "";

        @Option(
                names = "--keep",
                paramLabel = "STEP",
                description = "A step of a replaced migration that defines no object, such as an INSERT, and that the"
                        + " checkpoint repeats: V0003Fill.2, V0003Fill, or all; may be repeated.")
        private List<String> kept = new ArrayList<>();

        @Option(
                names = "--omit",
                paramLabel = "STEP",
                description =
                        "Such a step that the checkpoint leaves out, because an empty database does not need it; may"
                                + " be repeated.")
        private List<String> omitted = new ArrayList<>();

        @Mixin
        private final ProjectOptions project = new ProjectOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            CheckpointOptions options =
                    CheckpointOptions.NONE.named(release).keeping(kept).omitting(omitted);
            options = archive == null ? options : options.archivedIn(archive);
            options = delete ? options.deleting() : options;
            PrintWriter out = spec.commandLine().getOut();
            project.recording(spec).checkpoint(version, options).report().forEach(out::println);
            return ExitCode.DONE.number();
        }
    }

    /** {@code cairn rebase V0003AddNote}. */
    @Command(
            name = "rebase",
            mixinStandardHelpOptions = true,
            description = "Moves a migration, and those that were recorded after it, to the end of the history.")
    static final class RebaseCommand implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The migration: V0003AddNote")
        private String name = "";

        @Mixin
        private final ProjectOptions project = new ProjectOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            RebasedFiles rebased = project.recording(spec).rebase(name);
            PrintWriter out = spec.commandLine().getOut();
            rebased.files().forEach(file -> out.println("Wrote " + file));
            out.println(rebased.moves().isEmpty() ? name + " is at the end already." : rebased.advice());
            rebased.problems().forEach(problem -> spec.commandLine().getErr().println(problem));
            return (rebased.problems().isEmpty() ? ExitCode.DONE : ExitCode.FAILED).number();
        }
    }

    /** Options that locate the sources of a schema, and for their compilation. */
    private static final class ProjectOptions {
        @Option(
                names = "--sources",
                paramLabel = "FOLDER",
                description = "A folder with packages of sources; may be repeated. Default: src/main/java")
        private List<Path> sources = new ArrayList<>();

        @Mixin
        private final CompileOptions compile = new CompileOptions();

        @Option(
                names = "--schema",
                paramLabel = "NAME",
                defaultValue = "",
                description = "The schema, by its name or that of its root, if there is more than one.")
        private String schema = "";

        /** Reads the project. */
        Recording recording(CommandSpec spec) {
            ClassPath.requireClassLoading();
            List<Path> folders = sources.isEmpty() ? List.of(Path.of("src", "main", "java")) : sources;
            for (Path folder : folders) {
                if (!Files.isDirectory(folder)) {
                    throw CommandException.usage("There is no folder " + folder
                            + ": pass the folder with the packages of sources as --sources.");
                }
            }
            return Recording.of(compile.project(folders, spec.commandLine().getErr()), schema);
        }
    }
}
