package dev.cairn.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.Cairn;
import dev.cairn.cli.option.CommandEnvironment;
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
    static NewProject in(Path folder, String... options) {
        NewProject project = new NewProject(folder);
        List<String> arguments = new ArrayList<>(List.of("init", folder.toString()));
        arguments.addAll(List.of(options));
        project.cairn(arguments.toArray(String[]::new));
        return project;
    }

    void cairn(String... arguments) {
        StringWriter output = new StringWriter();
        PrintWriter words = new PrintWriter(output, true);
        assertThat(Cairn.run(words, words, CommandEnvironment.withoutTerminal(Map.of()), arguments))
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

    void replace(String file, String old, String replacement) throws IOException {
        String text = Files.readString(source(file));
        assertThat(text).contains(old);
        Files.writeString(source(file), text.replace(old, replacement));
    }
}
