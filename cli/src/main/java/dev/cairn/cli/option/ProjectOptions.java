package dev.cairn.cli.option;

import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.tooling.recording.MigrationRecorder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that locate the sources of a schema and determine how they are compiled. */
public final class ProjectOptions {
    /** The folder of sources in which Maven and Gradle look by default. */
    public static final String DEFAULT_SOURCES = "src/main/java";

    @Option(
            names = "--sources",
            paramLabel = "FOLDER",
            defaultValue = DEFAULT_SOURCES,
            description = "A folder with packages of sources; may be repeated. Default: " + DEFAULT_SOURCES)
    private List<Path> sourceFolders = new ArrayList<>();

    @Mixin
    private final CompileOptions compileOptions = new CompileOptions();

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The schema, by its name or that of its root, if there is more than one.")
    private String schemaName = "";

    /**
     * Compiles the sources of the project, and returns the recorder of its migrations.
     *
     * @throws CommandException if a folder of sources does not exist, or if this process can't load classes
     * @throws dev.cairn.tooling.recording.RecordingException if the schema can't be read from the sources
     */
    public MigrationRecorder openRecorder(CommandSpec spec) {
        ClassLoadingSupport.requireAvailable();
        for (Path sourceDirectory : sourceFolders) {
            if (!Files.isDirectory(sourceDirectory)) {
                throw CommandException.usage("There is no folder " + sourceDirectory
                        + ": pass the folder with the packages of sources as --sources.");
            }
        }
        return MigrationRecorder.open(
                compileOptions.createProject(sourceFolders, spec.commandLine().getErr()), schemaName);
    }

    /**
     * Compiles the sources of the project, and returns the recorder of its migrations. If the options name a server,
     * the previous release is the one that runs on its database.
     */
    public MigrationRecorder openRecorder(
            CommandSpec spec, ServerOptions serverOptions, CommandEnvironment environment) {
        MigrationRecorder recorder = openRecorder(spec);
        return recorder.withLastAppliedNumber(serverOptions.findLastAppliedNumber(recorder.schemaName(), environment));
    }
}
