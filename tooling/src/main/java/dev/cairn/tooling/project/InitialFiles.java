package dev.cairn.tooling.project;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The files of a new project. */
public record InitialFiles(String schema, String packageName, String version) {
    /** The table, and its generated descriptor. */
    private static final Set<String> TYPES = Set.of("Account", "AccountTable");

    /** A build tool, with its files and the commands that {@code AGENTS.md} names. */
    public enum ProjectBuild {
        MAVEN(
                "pom.xml",
                "/target/",
                "mvn compile",
                "mvn cairn:record -Dcairn.message=\"add points\"",
                "mvn cairn:record -Dcairn.empty -Dcairn.message=\"fill points\""),
        /** Gradle with build files in Kotlin. */
        GRADLE_KOTLIN("settings.gradle.kts build.gradle.kts"),
        /** Gradle with build files in Groovy. */
        GRADLE_GROOVY("settings.gradle build.gradle");

        private final String files;
        private final String outputs;
        private final String compile;
        private final String record;
        private final String empty;

        /**
         * Creates a build tool.
         *
         * @param files the names of the build files, separated by blanks
         * @param outputs the folders that a build writes, separated by blanks. Each begins with a slash: without it, git would
         *     also ignore packages of these names
         */
        ProjectBuild(String files, String outputs, String compile, String record, String empty) {
            this.files = files;
            this.outputs = outputs;
            this.compile = compile;
            this.record = record;
            this.empty = empty;
        }

        ProjectBuild(String files) {
            this(
                    files,
                    "/.gradle/ /build/",
                    "gradle classes",
                    "gradle cairnRecord --message=\"add points\"",
                    "gradle cairnRecord --empty --message=\"fill points\"");
        }

        private List<String> files() {
            return List.of(files.split(" ", -1));
        }

        private String ignoredFolders() {
            return outputs.replace(' ', '\n') + "\n";
        }
    }

    /** Paths and texts of a project: build files, the root, a table, {@code .gitignore}, and instructions for coding assistants. */
    public Map<String, String> filesFor(ProjectBuild build) {
        Map<String, String> files = new LinkedHashMap<>();
        for (String file : build.files()) {
            files.put(file, readTemplate(file));
        }
        String folder = "src/main/java/" + packageFolder() + "/";
        files.put(folder + root() + ".java", readTemplate("Root.java.txt"));
        files.put(folder + "Account.java", readTemplate("Account.java.txt"));
        files.put(".gitignore", build.ignoredFolders());
        files.put(
                "AGENTS.md",
                readTemplate("AGENTS.md")
                        .replace("@compile@", build.compile)
                        .replace("@record@", build.record)
                        .replace("@empty@", build.empty));
        return files;
    }

    private String root() {
        return SchemaNames.ofRoot(schema, TYPES);
    }

    private String packageFolder() {
        return packageName.replace('.', '/');
    }

    private String readTemplate(String template) {
        try (InputStream text = Objects.requireNonNull(InitialFiles.class.getResourceAsStream(template), template)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@schema@", schema)
                    .replace("@root@", root())
                    .replace("@package@", packageName)
                    .replace("@folder@", packageFolder())
                    .replace("@version@", version);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The command's own archive can't be read", unreadable);
        }
    }
}
