package dev.cairn.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands, options, goals and properties in README and docs exist. */
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of("..", "..");

    /** Indented and fenced lines of code, and what stands in backquotes. */
    private static final Pattern CODE_TEXT =
            Pattern.compile("(?ms)^```[a-z]*\n.*?^```$|^    \\S[^\n]*$|(?<!`)`([^`]+)`(?!`)");

    private static final Pattern COMMAND =
            Pattern.compile("(?:^|[\\s/(])cairn ([a-z]+(?:-[a-z]+)*)\\b(?!\\s*=)([^\n#|;)]*)");
    private static final Pattern OPTION = Pattern.compile("(?<=\\s|^)--?([a-z]+(?:-[a-z]+)*)");
    private static final Pattern GOAL = Pattern.compile("(?<![.\\w])cairn:([a-z]+)(?![:\\w])");
    private static final Pattern PROPERTY = Pattern.compile("-Dcairn\\.([A-Za-z]+)(?![.\\w])");
    private static final Pattern LISTED_PROPERTY = Pattern.compile("^cairn\\.([a-zA-Z]+)$");

    /** Options of other programs that are named in backquotes, without the program; some are of tasks of Gradle. */
    private static final Set<String> OPTIONS_OF_OTHERS = Set.of(
            "add-opens",
            "build-arg",
            "cairn-dry-run",
            "cairn-parallel",
            "comments",
            "continue",
            "database",
            "http-port",
            "message",
            "port",
            "prefix",
            "release",
            "root",
            "select",
            "serve",
            "signed",
            "tests",
            "to",
            "uninstall");

    /**
     * Texts that look like properties of a goal but are not: files, a setting of the plugin's users, an option of
     * javac.
     */
    private static final Set<String> OTHER_TEXTS = Set.of(
            "chains",
            "interleavings",
            "jar",
            "kills",
            "pending",
            "properties",
            "rounds",
            "schema",
            "sql",
            "subqueries",
            "version");

    /** Properties and metrics of the Spring Boot starter, in the tables of its page. */
    private static final Pattern SPRING_PROPERTY = Pattern.compile("`(cairn\\.[a-z]+)[^`]*`");

    private static final Map<String, Set<String>> OPTIONS_BY_COMMAND =
            CairnCommand.names().stream().collect(Collectors.toMap(command -> command, CairnCommand::optionsOf));
    private static final Set<String> ALL_OPTIONS =
            OPTIONS_BY_COMMAND.values().stream().flatMap(Set::stream).collect(Collectors.toSet());

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    private static List<String> findCodeTexts(Path page) throws IOException {
        List<String> codeTexts = new ArrayList<>();
        Matcher codeMatcher = CODE_TEXT.matcher(Files.readString(page));
        while (codeMatcher.find()) {
            codeTexts.add(
                    codeMatcher.group(1) == null
                            ? codeMatcher.group().replace("\\\n", " ").replaceAll("(?m)\\s#\\s.*$", "")
                            : codeMatcher.group(1).replaceAll("\\s+", " "));
        }
        return codeTexts;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandsAndTheirOptionsExist(Path page) throws IOException {
        SoftAssertions assertions = new SoftAssertions();
        for (String code : findCodeTexts(page)) {
            Matcher commandMatcher = COMMAND.matcher(code);
            while (commandMatcher.find()) {
                assertions.assertThat(OPTIONS_BY_COMMAND.keySet()).as(code).contains(commandMatcher.group(1));
                Set<String> unknownOptions = findOptions(commandMatcher.group(2));
                unknownOptions.removeAll(OPTIONS_BY_COMMAND.getOrDefault(commandMatcher.group(1), Set.of()));
                assertions.assertThat(unknownOptions).as(code).isEmpty();
            }
            if (code.startsWith("--")) {
                Set<String> unknownOptions = findOptions(code);
                unknownOptions.removeAll(ALL_OPTIONS);
                unknownOptions.removeAll(OPTIONS_OF_OTHERS);
                assertions.assertThat(unknownOptions).as(code).isEmpty();
            }
        }
        assertions.assertAll();
    }

    private static Set<String> findOptions(String arguments) {
        return OPTION.matcher(arguments)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void goalsAndTheirPropertiesExist(Path page) throws IOException {
        Map<String, Set<String>> propertiesByGoal =
                Goal.readAll().stream().collect(Collectors.toMap(Goal::name, Goal::properties));
        Set<String> goalProperties =
                propertiesByGoal.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        Set<String> springProperties = Files.readString(ROOT.resolve("docs/spring.md"))
                .lines()
                .filter(line -> line.startsWith("|"))
                .flatMap(row -> SPRING_PROPERTY.matcher(row).results())
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        SoftAssertions assertions = new SoftAssertions();
        for (String code : findCodeTexts(page)) {
            Set<String> goalNames = GOAL.matcher(code)
                    .results()
                    .map(match -> match.group(1))
                    .filter(word -> !word.equals("fault") && !word.equals("help"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertions.assertThat(propertiesByGoal.keySet()).as(code).containsAll(goalNames);
            Set<String> properties = goalNames.isEmpty()
                    ? goalProperties
                    : goalNames.stream()
                            .flatMap(goal -> propertiesByGoal.getOrDefault(goal, Set.of()).stream())
                            .collect(Collectors.toSet());
            PROPERTY.matcher(code)
                    .results()
                    .forEach(match -> assertions.assertThat(properties).as(code).contains("cairn." + match.group(1)));
            Matcher listedMatcher = LISTED_PROPERTY.matcher(code);
            if (listedMatcher.find()
                    && !OTHER_TEXTS.contains(listedMatcher.group(1))
                    && !springProperties.contains(code)) {
                assertions.assertThat(goalProperties).as(code).contains(code);
            }
        }
        assertions.assertAll();
    }

    /**
     * An archive of tests requires archives of tests of other modules, which an empty local repository does not have.
     */
    @Test
    void installingTheCommandsBuildsNoArchivesOfTests() throws IOException {
        String parentPom = Files.readString(ROOT.resolve("pom.xml"));
        String profileAndRest = parentPom.substring(parentPom.indexOf("<id>commands</id>"));
        assertThat(profileAndRest.substring(0, profileAndRest.indexOf("</profile>")))
                .contains("<maven.test.skip>true</maven.test.skip>");

        List<String> testArchiveExecutions = new ArrayList<>();
        Matcher moduleMatcher = Pattern.compile("<module>(?<path>.*?)</module>").matcher(parentPom);
        while (moduleMatcher.find()) {
            Matcher executionMatcher = Pattern.compile("<execution>(?<text>.*?)</execution>", Pattern.DOTALL)
                    .matcher(Files.readString(
                            ROOT.resolve(moduleMatcher.group("path")).resolve("pom.xml")));
            while (executionMatcher.find()) {
                if (executionMatcher.group("text").contains("<goal>test-jar</goal>")) {
                    testArchiveExecutions.add(executionMatcher.group("text"));
                }
            }
        }
        assertThat(testArchiveExecutions)
                .hasSizeGreaterThan(3)
                .allSatisfy(archive -> assertThat(archive)
                        .as("the property decides whether it is built")
                        .doesNotContain("<skip>"));
    }
}
