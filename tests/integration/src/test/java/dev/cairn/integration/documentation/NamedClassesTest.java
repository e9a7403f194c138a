package dev.cairn.integration.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.integration.surface.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages for people who change the code name only classes and members that exist. */
class NamedClassesTest {
    private static final Pattern CODE_BLOCK_PATTERN = Pattern.compile("(?s)```.*?```");
    private static final Pattern QUOTED_NAME_PATTERN = Pattern.compile("`([^`\n]+)`");
    private static final Pattern CLASS_OR_MEMBER_PATTERN =
            Pattern.compile("@?([A-Z][a-z]\\w*)((?:\\.\\w+)*)(?:\\(\\w*\\))?");
    private static final Pattern DECLARATION_PATTERN =
            Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w*)");

    /** Classes of StarRocks, and of Jazzer. */
    private static final Set<String> FOREIGN_CLASSES = Set.of("FunctionSet", "TableFunction", "FuzzTest");

    /** Matches class names with the words between them, and their packages in parentheses. */
    private static final Pattern CLASSES_OF_PACKAGE_PATTERN =
            Pattern.compile("((?:`[^`|]+`(?:, (?:and )?| and | or |, or )?)+) \\(([a-z.]+(?:(?:, | and )[a-z.]+)*)\\)");

    private static final Pattern CLASS_IN_SCRIPT_PATTERN = Pattern.compile("dev\\.cairn(?:\\.[a-z]+)*\\.([A-Z]\\w*)");

    private static final Map<String, String> SOURCES_BY_CLASS = new TreeMap<>();
    private static final Map<String, Set<String>> FILES_BY_CLASS = new TreeMap<>();

    @BeforeAll
    static void relationRows() throws IOException {
        List<Path> folders = new ArrayList<>(List.of(Checkout.ROOT.resolve(".ci")));
        Checkout.modules().forEach(module -> folders.add(module.resolve("src")));
        for (Path sources : folders) {
            try (Stream<Path> files = Files.isDirectory(sources) ? Files.walk(sources) : Stream.empty()) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    String source = Files.readString(file);
                    DECLARATION_PATTERN.matcher(source).results().forEach(declared -> {
                        SOURCES_BY_CLASS.merge(declared.group(1), source, String::concat);
                        FILES_BY_CLASS
                                .computeIfAbsent(declared.group(1), first -> new TreeSet<>())
                                .add("/" + Checkout.ROOT.relativize(file));
                    });
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONTRIBUTING.md",
                "docs/architecture.md",
                "docs/engine.md",
                "docs/reflection.md",
                "docs/compatibility.md",
                "docs/long-tests.md",
                "docs/releasing.md"
            })
    void eachNamedClassAndMemberExists(String page) throws IOException {
        Set<String> unknownNames = new TreeSet<>();
        Matcher quoted = findQuotedNames(page);
        while (quoted.find()) {
            Matcher name = CLASS_OR_MEMBER_PATTERN.matcher(quoted.group(1));
            if (name.matches() && !FOREIGN_CLASSES.contains(name.group(1))) {
                String source = SOURCES_BY_CLASS.getOrDefault(name.group(1), "");
                if (source.isEmpty() || !containsAll(source, name.group(2))) {
                    unknownNames.add(name.group());
                }
            }
        }
        assertThat(unknownNames).isEmpty();
    }

    /** No other check covers class names in scripts: a script with a wrong name fails only when it is run. */
    @ParameterizedTest
    @ValueSource(strings = {"bin", ".ci", "tests/benchmarks"})
    void eachClassThatAScriptStartsExists(String folder) throws IOException {
        Set<String> unknownNames = new TreeSet<>();
        try (Stream<Path> files = Files.list(Checkout.ROOT.resolve(folder))) {
            for (Path script : files.filter(file -> Files.isRegularFile(file) && isScript(file))
                    .toList()) {
                CLASS_IN_SCRIPT_PATTERN
                        .matcher(Files.readString(script))
                        .results()
                        .map(started -> started.group(1))
                        .filter(name -> !SOURCES_BY_CLASS.containsKey(name))
                        .forEach(name -> unknownNames.add(script.getFileName() + " " + name));
            }
        }
        assertThat(unknownNames).isEmpty();
    }

    private static boolean isScript(Path file) {
        return file.getFileName().toString().endsWith(".sh")
                || !file.getFileName().toString().contains(".");
    }

    /** The words in parentheses after class names are a folder of each class, or the last parts of its package. */
    @Test
    void theArchitecturePageNamesThePackagesOfClasses() throws IOException {
        String architecture = Files.readString(Checkout.ROOT.resolve("docs/architecture.md"));
        architecture = architecture.substring(architecture.indexOf("## Where a change goes"));
        Set<String> misplaced = new TreeSet<>();
        int checkedCount = 0;
        for (Matcher placed = CLASSES_OF_PACKAGE_PATTERN.matcher(architecture); placed.find(); ) {
            for (Matcher quoted = QUOTED_NAME_PATTERN.matcher(placed.group(1)); quoted.find(); ) {
                Set<String> files = FILES_BY_CLASS.getOrDefault(quoted.group(1), Set.of());
                boolean isThere = files.stream()
                        .anyMatch(place -> Stream.of(placed.group(2).split(", | and "))
                                .allMatch(word -> place.contains("/" + word.replace('.', '/') + "/")));
                checkedCount++;
                if (!files.isEmpty() && !isThere) {
                    misplaced.add(quoted.group(1) + " (" + placed.group(2) + "): " + files);
                }
            }
        }
        assertThat(misplaced).isEmpty();
        assertThat(checkedCount).isGreaterThan(100);
    }

    @Test
    void theArchitecturePageNamesManyClasses() throws IOException {
        assertThat(findQuotedNames("docs/architecture.md")
                        .results()
                        .filter(name ->
                                CLASS_OR_MEMBER_PATTERN.matcher(name.group(1)).matches()))
                .hasSizeGreaterThan(150);
    }

    private static Matcher findQuotedNames(String page) throws IOException {
        return QUOTED_NAME_PATTERN.matcher(CODE_BLOCK_PATTERN
                .matcher(Files.readString(Checkout.ROOT.resolve(page)))
                .replaceAll(""));
    }

    /** Returns whether a source contains each of the names in a text such as {@code .ClusterResources.UNKNOWN}. */
    private static boolean containsAll(String source, String members) {
        return Stream.of(members.split("\\."))
                .allMatch(member ->
                        Pattern.compile("\\b" + member + "\\b").matcher(source).find());
    }
}
