package dev.cairn.tooling.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.tooling.project.InitialFiles.ProjectBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InitialFilesTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Pattern COORDINATES = Pattern.compile("(\\w+)[ (][\"']([\\w.-]+:[\\w.-]+:[\\w.-]+)[\"']");

    private final InitialFiles files = new InitialFiles("shop", "com.acme.shop", "1.2.3");

    private String findText(ProjectBuild build, String file) {
        return Objects.requireNonNull(files.renderFiles(build).get(file), file);
    }

    @Test
    void theDocumentationShowsTheBuildFile() throws IOException {
        String page = Files.readString(DOCS.resolve("new-project.md"))
                .replaceFirst("<cairn\\.version>.*<", "<cairn.version>1.2.3<");
        assertThat(page).contains("```xml\n" + findText(ProjectBuild.MAVEN, "pom.xml") + "```\n");
    }

    @Test
    void theDocumentationShowsTheInstructionsForAssistants() throws IOException {
        assertThat(Files.readString(DOCS.resolve("coding-assistants.md")))
                .contains("````markdown\n" + findText(ProjectBuild.MAVEN, "AGENTS.md") + "````\n");
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLeftToReplace(ProjectBuild build) {
        Map<String, String> textsByPath = files.renderFiles(build);
        assertThat(textsByPath).containsKeys("AGENTS.md", "src/main/java/com/acme/shop/Account.java");
        assertThat(textsByPath.values()).noneMatch(text -> text.matches("(?s).*@[a-z]+@.*"));
    }

    @Test
    void gitIgnoresTheOutputsOfTheBuildAndNoPackagesOfTheseNames() {
        assertThat(findText(ProjectBuild.MAVEN, ".gitignore")).isEqualTo("/target/\n");
        assertThat(findText(ProjectBuild.GRADLE_KOTLIN, ".gitignore")).isEqualTo("/.gradle/\n/build/\n");
        assertThat(findText(ProjectBuild.GRADLE_GROOVY, ".gitignore")).isEqualTo("/.gradle/\n/build/\n");
    }

    @ParameterizedTest
    @EnumSource
    void instructionsForAssistantsAreShort(ProjectBuild build) {
        assertThat(findText(build, "AGENTS.md").lines()).hasSizeLessThan(40);
    }

    @ParameterizedTest
    @EnumSource(
            value = ProjectBuild.class,
            names = {"GRADLE_KOTLIN", "GRADLE_GROOVY"})
    void buildsOfGradleHaveThePluginOfTheSameVersion(ProjectBuild build) {
        assertThat(files.renderFiles(build).values())
                .anyMatch(text ->
                        text.replaceAll("[()'\"]", " ").replaceAll(" +", " ").contains("id dev.cairn version 1.2.3"))
                .anyMatch(text -> text.startsWith("pluginManagement {"));
    }

    @Test
    void bothLanguagesOfGradleHaveTheSameDependencies() {
        Set<String> kotlinDependencies = parseDependencies(findText(ProjectBuild.GRADLE_KOTLIN, "build.gradle.kts"));
        assertThat(kotlinDependencies)
                .hasSize(4)
                .contains("annotationProcessor dev.cairn:cairn-processor:1.2.3")
                .isEqualTo(parseDependencies(findText(ProjectBuild.GRADLE_GROOVY, "build.gradle")));
    }

    private static Set<String> parseDependencies(String buildFile) {
        Set<String> dependencies = new TreeSet<>();
        Matcher coordinatesMatcher = COORDINATES.matcher(buildFile);
        while (coordinatesMatcher.find()) {
            dependencies.add(coordinatesMatcher.group(1) + " " + coordinatesMatcher.group(2));
        }
        return dependencies;
    }
}
