package dev.cairn.tooling.recording;

import dev.cairn.migration.Sha256;
import dev.cairn.tooling.project.TextFileWriter;
import dev.cairn.tooling.recording.RecordingException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file in which a build tool writes the class path of a project's sources, so that the command cairn compiles them
 * as the build does. It also lists the build files with their hashes, so that {@link #read} detects a class path of
 * earlier dependencies, which might contain other records.
 */
public final class ClassPathFile {
    private static final Path RELATIVE_PATH = Path.of("cairn", "class-path.txt");
    private static final String BUILD_PREFIX = "build ";
    private static final String ENTRY_PREFIX = "path ";
    private static final String HEADER =
            "# The class path of the sources of this project. Cairn's plugin of the build tool writes it, and the command cairn reads it.";

    private final Path file;
    private final BuildTool buildTool;

    private ClassPathFile(Path file, BuildTool buildTool) {
        this.file = file;
        this.buildTool = buildTool;
    }

    /**
     * Returns the class path file of the project that contains a directory, whether the file exists or not; empty if
     * there is no such project. If the project has build files of several tools, an existing file is preferred.
     */
    public static Optional<ClassPathFile> findByDirectory(Path directory) {
        for (Path ancestor = directory.toAbsolutePath().normalize();
                ancestor != null;
                ancestor = ancestor.getParent()) {
            List<ClassPathFile> files = new ArrayList<>();
            for (BuildTool buildTool : BuildTool.values()) {
                if (buildTool.hasBuildFileIn(ancestor)) {
                    files.add(ofBuildDirectory(ancestor.resolve(buildTool.buildDirectory), buildTool));
                }
            }
            if (!files.isEmpty()) {
                return files.stream().filter(ClassPathFile::exists).findFirst().or(() -> Optional.of(files.get(0)));
            }
        }
        return Optional.empty();
    }

    /** Returns the file in the directory into which a project is built. */
    public static ClassPathFile ofBuildDirectory(Path buildDirectory, BuildTool buildTool) {
        return new ClassPathFile(buildDirectory.resolve(RELATIVE_PATH), buildTool);
    }

    /**
     * Writes the file, without the entries that do not exist. Leaves a file with the same content unchanged.
     *
     * @param buildFiles the files that declare the dependencies
     * @throws RecordingException if a build file can't be read
     */
    public void write(List<Path> buildFiles, List<Path> classPath) {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        buildFiles.forEach(
                buildFile -> lines.add(BUILD_PREFIX + computeHash(buildFile) + " " + buildFile.toAbsolutePath()));
        classPath.stream().filter(Files::exists).forEach(entry -> lines.add(ENTRY_PREFIX + entry.toAbsolutePath()));
        String content = String.join("\n", lines) + "\n";
        if (!Files.exists(file) || !SourceFiles.read(file).equals(content)) {
            TextFileWriter.replace(file, content);
        }
    }

    public boolean exists() {
        return Files.isRegularFile(file);
    }

    /** Returns the command that writes the file. */
    public String command() {
        return buildTool.command;
    }

    /**
     * Returns the class path.
     *
     * @throws RecordingException if the file can't be read, or if it is stale: a build file has changed, or an entry no
     *     longer exists
     */
    public List<Path> read() {
        List<Path> classPath = new ArrayList<>();
        for (String line : SourceFiles.read(file).lines().toList()) {
            if (line.startsWith(BUILD_PREFIX)) {
                requireUnchanged(line.substring(BUILD_PREFIX.length()));
            } else if (line.startsWith(ENTRY_PREFIX)) {
                Path entry = Path.of(line.substring(ENTRY_PREFIX.length()));
                if (!Files.exists(entry)) {
                    throw createStaleFileException(entry + " no longer exists");
                }
                classPath.add(entry);
            }
        }
        return classPath;
    }

    private void requireUnchanged(String hashAndFile) {
        int separatorIndex = hashAndFile.indexOf(' ');
        Path buildFile = Path.of(hashAndFile.substring(separatorIndex + 1));
        if (!Files.isRegularFile(buildFile)
                || !computeHash(buildFile).equals(hashAndFile.substring(0, Math.max(separatorIndex, 0)))) {
            throw createStaleFileException(buildFile + " has changed since it was written");
        }
    }

    private RecordingException createStaleFileException(String reason) {
        return new RecordingException(
                Reason.USAGE,
                "The class path in " + this + " is stale: " + reason + ". Run " + command()
                        + ", which writes it again, or pass --class-path.");
    }

    private static String computeHash(Path file) {
        try {
            return Sha256.hash(Files.readAllBytes(file));
        } catch (IOException failure) {
            throw new RecordingException(Reason.FILES, file + " can't be read: " + failure.getMessage(), failure);
        }
    }

    /** Returns the path of the file, relative to the current directory if the file is below it. */
    @Override
    public String toString() {
        Path currentDirectory = Path.of("").toAbsolutePath();
        return (file.startsWith(currentDirectory) ? currentDirectory.relativize(file) : file).toString();
    }

    /** A build tool whose plugin writes such a file. */
    public enum BuildTool {
        MAVEN("pom.xml", "target", "mvn cairn:classpath"),
        GRADLE("build.gradle.kts build.gradle", "build", "gradle cairnClassPath");

        private final String joinedBuildFileNames;
        private final String buildDirectory;
        private final String command;

        /**
         * Creates a build tool.
         *
         * @param joinedBuildFileNames the names of build files, separated by spaces
         */
        BuildTool(String joinedBuildFileNames, String buildDirectory, String command) {
            this.joinedBuildFileNames = joinedBuildFileNames;
            this.buildDirectory = buildDirectory;
            this.command = command;
        }

        private boolean hasBuildFileIn(Path directory) {
            return Stream.of(joinedBuildFileNames.split(" ", -1))
                    .anyMatch(fileName -> Files.isRegularFile(directory.resolve(fileName)));
        }
    }
}
