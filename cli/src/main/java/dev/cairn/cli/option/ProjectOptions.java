package dev.cairn.cli.option;

import dev.cairn.tooling.recording.Project;
import dev.cairn.tooling.recording.Recording;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that locate the sources of a schema, and for their compilation. */
public final class ProjectOptions {
    @Option(
            names = "--sources",
            paramLabel = "FOLDER",
            description = "A folder with packages of sources; may be repeated. Default: src/main/java")
    private List<Path> sources = new ArrayList<>();

    @Option(
            names = {"-cp", "--class-path"},
            paramLabel = "PATH",
            defaultValue = "",
            description = "The additional class path of the sources, in the format of java -cp.")
    private String classPath = "";

    @Option(
            names = "--javac",
            paramLabel = "OPTION",
            description = "An option of javac that the sources need; may be repeated: --javac=--release --javac=17")
    private List<String> javac = new ArrayList<>();

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The schema, by its name or that of its root, if there is more than one.")
    private String schema = "";

    /** Reads the project, with Cairn's own classes from the class path of the command. */
    public Recording recording() {
        List<Path> paths = new ArrayList<>(ClassPath.of(classPath));
        paths.addAll(ClassPath.ofProcess());
        List<Path> folders = sources.isEmpty() ? List.of(Path.of("src", "main", "java")) : sources;
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw CommandException.usage("There is no folder " + folder
                        + ": pass the folder with the packages of sources as --sources.");
            }
        }
        return Recording.of(new Project(folders, paths, javac), schema);
    }
}
