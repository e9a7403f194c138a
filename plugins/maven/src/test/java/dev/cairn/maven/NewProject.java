package dev.cairn.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.Cairn;
import dev.cairn.cli.output.CommandEnvironment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A project that {@code cairn init} has created. */
record NewProject(Path folder) {
    static NewProject createIn(Path folder, String... options) {
        NewProject project = new NewProject(folder);
        List<String> arguments = new ArrayList<>(List.of("init", folder.toString()));
        arguments.addAll(List.of(options));
        project.runCairn(arguments.toArray(String[]::new));
        return project;
    }

    /** Runs a command of {@code cairn}, which must succeed. */
    void runCairn(String... arguments) {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output, true);
        assertThat(Cairn.run(writer, writer, CommandEnvironment.withoutTerminal(Map.of()), arguments))
                .as(output::toString)
                .isZero();
    }

    Path sources() {
        return folder.resolve("src/main/java");
    }

    Path classes() {
        return folder.resolve("target/classes");
    }

    Path source(String file) {
        return sources().resolve("com/example/shop/" + file);
    }

    void replaceText(String file, String oldText, String newText) throws IOException {
        String text = Files.readString(source(file));
        assertThat(text).contains(oldText);
        Files.writeString(source(file), text.replace(oldText, newText));
    }
}
