package dev.cairn.cli;

import dev.cairn.cli.option.ProjectOptions;
import dev.cairn.internal.ExitCode;
import dev.cairn.tooling.recording.CheckpointOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code cairn checkpoint 500 --archive src/main/archive}: passes its options to {@code MigrationRecorder},
 * which writes the checkpoint or explains which steps prevent it.
 */
@Command(
        name = "checkpoint",
        mixinStandardHelpOptions = true,
        description = {
            "Replaces the migrations up to one of them by a single migration that creates the schema as they left it.",
            "A database that has run this migration or later ones continues as before, and an empty one starts with the"
                    + " checkpoint. Any other database must be upgraded with an older release first."
        })
final class CheckpointCommand implements Callable<Integer> {
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
    private @Nullable Path archiveFolder;

    @Option(names = "--delete", description = "Delete the sources of the replaced migrations.")
    private boolean deletesSources;

    @Option(
            names = "--release",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The release that still contains the replaced migrations, such as \"shop 2.7\". The message"
                    + " about a database that needs it first names it.")
    private String release = "";

    @Option(
            names = "--keep",
            paramLabel = "STEP",
            description = "A step of a replaced migration that defines no object, such as an INSERT, and that the"
                    + " checkpoint repeats: V0003Fill.2, V0003Fill, or all; may be repeated.")
    private List<String> stepsToKeep = new ArrayList<>();

    @Option(
            names = "--omit",
            paramLabel = "STEP",
            description = "Such a step that the checkpoint leaves out, because an empty database does not need it; may"
                    + " be repeated.")
    private List<String> stepsToOmit = new ArrayList<>();

    @Mixin
    private final ProjectOptions projectOptions = new ProjectOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        CheckpointOptions options = CheckpointOptions.UNDECIDED
                .withRelease(release)
                .withKeptSteps(stepsToKeep)
                .withOmittedSteps(stepsToOmit);
        options = archiveFolder == null ? options : options.withArchive(archiveFolder);
        options = deletesSources ? options.withDeletion() : options;
        PrintWriter out = spec.commandLine().getOut();
        projectOptions
                .openRecorder(spec)
                .writeCheckpoint(version, options)
                .describe()
                .forEach(out::println);
        return ExitCode.DONE.number();
    }
}
