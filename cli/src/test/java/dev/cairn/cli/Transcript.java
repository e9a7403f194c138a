package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A golden file of commands with mistakes and their complete output. */
final class Transcript {
    private static final Path GOLDEN_FOLDER = Path.of("src/test/resources/dev/cairn/cli/errors");

    private final CommandProject project;
    private final StringBuilder text = new StringBuilder();

    Transcript(CommandProject project) {
        this.project = project;
    }

    /** Runs a command with only the given arguments. */
    Transcript cairn(String situation, String... arguments) {
        int exitCode = project.cairn(arguments);
        text.append("# ").append(situation).append('\n').append("$ cairn");
        for (String argument : arguments) {
            text.append(' ').append(argument.matches(".*[ *${].*") ? "'" + argument + "'" : argument);
        }
        text.append('\n').append(project.out()).append(project.err());
        text.append("[exit code ").append(exitCode).append("]\n\n");
        return this;
    }

    /** Runs a command with the option for the folder of the classes. */
    Transcript cairnWithClasses(String situation, String... arguments) {
        return cairn(situation, appendOption("--classes=" + project.classes(), arguments));
    }

    /** Runs a command with the option for the folder of the sources. */
    Transcript cairnWithSources(String situation, String... arguments) {
        return cairn(situation, appendOption("--sources=" + project.sources(), arguments));
    }

    private static String[] appendOption(String option, String... arguments) {
        List<String> allArguments = new ArrayList<>(List.of(arguments));
        allArguments.add(option);
        return allArguments.toArray(String[]::new);
    }

    /**
     * Compares the commands and their output with a golden file.
     *
     * @param port the port of the server, which differs from run to run
     */
    void assertMatchesGoldenFile(String name, int port) throws IOException {
        String folder = project.folder.toString();
        String normalizedText = text.toString()
                .replace("--classes=" + project.classes(), "--classes=classes")
                .replace("--sources=" + project.sources(), "--sources=src")
                .replace(folder + "/", "")
                .replace(folder, ".")
                .replaceAll(" \\d+\\.\\d\\d s\n", " 0.00 s\n")
                .replaceAll("job \\d+", "job 10001")
                .replaceAll("(link failure) \\(.*?\\)\\. ", "$1 (in words of the operating system). ")
                .replace("127.0.0.1:" + port, "127.0.0.1:9030");
        Path goldenFile = GOLDEN_FOLDER.resolve(name + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN_FOLDER);
            Files.writeString(goldenFile, normalizedText);
        }
        assertThat(goldenFile).content().isEqualTo(normalizedText);
    }
}
