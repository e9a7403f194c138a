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

/**
 * The files of a new project: only the files that it needs to compile and to record its first migration. They
 * contain one table, as an example for further tables.
 */
public record InitialFiles(String schemaName, String packageName, String version) {
    /** The simple names of the table's record and of its generated descriptor. */
    private static final Set<String> EXAMPLE_TYPE_NAMES = Set.of("Account", "AccountTable");

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

        private final String joinedFileNames;
        private final String joinedOutputDirectories;
        private final String compileCommand;
        private final String recordCommand;
        private final String emptyMigrationCommand;

        /**
         * Creates a build tool.
         *
         * @param joinedFileNames the names of the build files, separated by spaces
         * @param joinedOutputDirectories the directories that a build writes, separated by spaces. Each begins with a
         *     slash, because git would otherwise also ignore packages with these names
         */
        ProjectBuild(
                String joinedFileNames,
                String joinedOutputDirectories,
                String compileCommand,
                String recordCommand,
                String emptyMigrationCommand) {
            this.joinedFileNames = joinedFileNames;
            this.joinedOutputDirectories = joinedOutputDirectories;
            this.compileCommand = compileCommand;
            this.recordCommand = recordCommand;
            this.emptyMigrationCommand = emptyMigrationCommand;
        }

        ProjectBuild(String joinedFileNames) {
            this(
                    joinedFileNames,
                    "/.gradle/ /build/",
                    "gradle classes",
                    "gradle cairnRecord --message=\"add points\"",
                    "gradle cairnRecord --empty --message=\"fill points\"");
        }

        private List<String> buildFileNames() {
            return List.of(joinedFileNames.split(" ", -1));
        }

        private String gitignoreText() {
            return joinedOutputDirectories.replace(' ', '\n') + "\n";
        }
    }

    /**
     * Returns the texts of the files by their paths in the project: build files, the root, a table, {@code .gitignore},
     * and instructions for coding assistants.
     */
    public Map<String, String> renderFiles(ProjectBuild build) {
        Map<String, String> textByPath = new LinkedHashMap<>();
        for (String fileName : build.buildFileNames()) {
            textByPath.put(fileName, readTemplate(fileName));
        }
        String sourceDirectory = "src/main/java/" + packagePath() + "/";
        textByPath.put(sourceDirectory + rootName() + ".java", readTemplate("Root.java.txt"));
        textByPath.put(sourceDirectory + "Account.java", readTemplate("Account.java.txt"));
        textByPath.put(".gitignore", build.gitignoreText());
        textByPath.put(
                "AGENTS.md",
                readTemplate("AGENTS.md")
                        .replace("@compile@", build.compileCommand)
                        .replace("@record@", build.recordCommand)
                        .replace("@empty@", build.emptyMigrationCommand));
        return textByPath;
    }

    private String rootName() {
        return SchemaNames.deriveRootName(schemaName, EXAMPLE_TYPE_NAMES);
    }

    private String packagePath() {
        return packageName.replace('.', '/');
    }

    private String readTemplate(String templateName) {
        try (InputStream resource =
                Objects.requireNonNull(InitialFiles.class.getResourceAsStream(templateName), templateName)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@schema@", schemaName)
                    .replace("@root@", rootName())
                    .replace("@package@", packageName)
                    .replace("@folder@", packagePath())
                    .replace("@version@", version);
        } catch (IOException failure) {
            throw new UncheckedIOException("The command's own archive can't be read", failure);
        }
    }
}
