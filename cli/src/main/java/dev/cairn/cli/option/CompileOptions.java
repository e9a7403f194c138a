package dev.cairn.cli.option;

import dev.cairn.tooling.recording.ClassPathFile;
import dev.cairn.tooling.recording.Project;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options for the compilation of sources. */
public final class CompileOptions {
    @Option(
            names = {"-cp", "--class-path"},
            paramLabel = "PATH",
            defaultValue = "",
            description =
                    "The additional class path of the sources, in the format of java -cp. Default: that of the build,"
                            + " which its plugin writes into cairn/class-path.txt of the build folder")
    private String classPath = "";

    @Option(
            names = "--javac",
            paramLabel = "OPTION",
            description = "An option of javac that the sources need; may be repeated: --javac=--release --javac=17")
    private List<String> javacOptions = new ArrayList<>();

    /**
     * Returns the inputs of javac for sources. Their class path also contains Cairn's own classes, from the class path
     * of the command. If the class path is that of the build, its file is printed to the error output.
     *
     * @param sourceDirectories the directories of the sources, at least one
     */
    public Project createProject(List<Path> sourceDirectories, PrintWriter errorOutput) {
        List<Path> paths = new ArrayList<>(readClassPath(sourceDirectories, errorOutput));
        paths.addAll(ClassPath.ofCurrentProcess());
        return new Project(sourceDirectories, paths, javacOptions);
    }

    /**
     * Returns the class path of the option or, without the option, the one that the plugin of the build has written.
     */
    private List<Path> readClassPath(List<Path> sourceDirectories, PrintWriter errorOutput) {
        Optional<ClassPathFile> classPathFile = ClassPathFile.findByDirectory(sourceDirectories.get(0));
        if (!classPath.isEmpty() || classPathFile.isEmpty()) {
            return ClassPath.parse(classPath);
        }
        if (!classPathFile.get().exists()) {
            errorOutput.println("Class path: none, because there is no " + classPathFile.get() + ". "
                    + classPathFile.get().command() + " writes it; --class-path names another class path.");
            return List.of();
        }
        List<Path> paths = classPathFile.get().read();
        errorOutput.println("Class path: " + classPathFile.get());
        return paths;
    }
}
