package dev.cairn.tooling.project;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The files of a new project. */
public record StartingFiles(String schema, String inPackage, String version) {
    /** Paths and texts of a Maven project: a build file, the root and a table. */
    public Map<String, String> forMaven() {
        return with(Map.of("pom.xml", text("pom.xml")));
    }

    /** Paths and texts of a Gradle project. */
    public Map<String, String> forGradle() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("settings.gradle.kts", text("settings.gradle.kts"));
        files.put("build.gradle.kts", text("build.gradle.kts"));
        return with(files);
    }

    private Map<String, String> with(Map<String, String> build) {
        Map<String, String> files = new LinkedHashMap<>(build);
        String folder = "src/main/java/" + inPackage.replace('.', '/') + "/";
        files.put(folder + SchemaNames.ofRoot(schema) + ".java", text("Root.java.txt"));
        files.put(folder + "Account.java", text("Account.java.txt"));
        return files;
    }

    private String text(String template) {
        try (InputStream text = Objects.requireNonNull(StartingFiles.class.getResourceAsStream(template), template)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@schema@", schema)
                    .replace("@root@", SchemaNames.ofRoot(schema))
                    .replace("@package@", inPackage)
                    .replace("@version@", version);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The command's own archive can't be read", unreadable);
        }
    }
}
