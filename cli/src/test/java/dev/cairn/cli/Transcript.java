package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A golden file of commands with mistakes and their complete output. */
final class Transcript {
    private static final Path GOLDEN = Path.of("src/test/resources/dev/cairn/cli/errors");

    private final CommandProject project;
    private final StringBuilder text = new StringBuilder();

    Transcript(CommandProject project) {
        this.project = project;
    }

    /** Types it, as it stands. */
    Transcript cairn(String situation, String... arguments) {
        int code = project.cairn(arguments);
        text.append("# ").append(situation).append('\n').append("$ cairn");
        for (String argument : arguments) {
            text.append(' ').append(argument.matches(".*[ *${].*") ? "'" + argument + "'" : argument);
        }
        text.append('\n').append(project.out()).append(project.err());
        text.append("[exit code ").append(code).append("]\n\n");
        return this;
    }

    /** Types it with an option that says where the classes are. */
    Transcript migrating(String situation, String... arguments) {
        return cairn(situation, with("--classes=" + project.classes(), arguments));
    }

    /** Types it with an option that says where the sources are. */
    Transcript recording(String situation, String... arguments) {
        return cairn(situation, with("--sources=" + project.sources(), arguments));
    }

    private static String[] with(String option, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(option);
        return all.toArray(String[]::new);
    }

    /** @param port of the server, which differs from run to run */
    void matchesGoldenFile(String name, int port) throws IOException {
        String folder = project.folder.toString();
        String output = text.toString()
                .replace("--classes=" + project.classes(), "--classes=classes")
                .replace("--sources=" + project.sources(), "--sources=src")
                .replace(folder + "/", "")
                .replace(folder, ".")
                .replaceAll(" \\d+\\.\\d\\d s\n", " 0.00 s\n")
                .replaceAll("job \\d+", "job 10001")
                .replaceAll("(link failure) \\(.*?\\)\\. ", "$1 (in words of the operating system). ")
                .replace("127.0.0.1:" + port, "127.0.0.1:9030");
        Path golden = GOLDEN.resolve(name + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, output);
        }
        assertThat(golden).content().isEqualTo(output);
    }
}
