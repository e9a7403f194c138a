package dev.cairn.integration.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.integration.surface.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page that lists all packages with their topics agrees with their {@code package-info} files; {@code
 * -Dgolden.update=true} writes it.
 */
class PackagesPageTest {
    private static final Path PAGE_FILE = Checkout.ROOT.resolve("docs/packages.md");
    private static final Pattern DESCRIPTION_PATTERN = Pattern.compile("(?s)/\\*\\*(.*?)\\*/.*?\npackage ([\\w.]+);");
    private static final Pattern TOPIC_PATTERN = Pattern.compile("(?s)(.*?)\\.(?: |$).*");
    private static final Pattern START_CLASS_PATTERN =
            Pattern.compile("(?i)\\bstart(?: reading)? (?:at|with) (.*?)(?:\\.(?: |$)|;|, which|, or )");
    private static final Pattern LINK_PATTERN = Pattern.compile("\\{@link ([^}]+)}");
    private static final Pattern CODE_PATTERN = Pattern.compile("\\{@code ([^}]+)}");
    private static final Pattern CLASS_PATTERN = Pattern.compile("\\{@(?:link|code) (?:[a-z]\\w*\\.)*([A-Z]\\w*)}");

    @Test
    void thePageListsEachPackageWithItsTopic() throws IOException {
        StringBuilder page = new StringBuilder("""
            # Packages

            All packages of the source code, with what each is about and the class at which to start reading. The lists come from the
            `package-info.java` of each package. [architecture.md](architecture.md) says how they work together, and where a change goes.
            """);
        List<String> modules = Checkout.modules().stream()
                .map(module -> Checkout.ROOT.relativize(module).toString().replace('\\', '/'))
                .sorted(Comparator.comparing(name -> name.startsWith("tests/"))) // The product comes first.
                .toList();
        for (String module : modules) {
            Map<String, String> packages =
                    renderPackages(Checkout.ROOT.resolve(module).resolve("src/main/java"));
            if (!packages.isEmpty()) {
                page.append("\n## ").append(module).append("\n\n| package | topic | start at |\n|---|---|---|\n");
                packages.values().forEach(page::append);
            }
        }
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE_FILE, page);
        }
        assertThat(page.toString()).isEqualTo(Files.readString(PAGE_FILE));
    }

    /** Returns the rows of the packages below a folder by their names. */
    private static Map<String, String> renderPackages(Path sources) throws IOException {
        if (!Files.isDirectory(sources)) {
            return Map.of();
        }
        try (Stream<Path> files = Files.walk(sources)) {
            List<Path> allFiles = files.toList();
            Set<String> names =
                    allFiles.stream().map(file -> file.getFileName().toString()).collect(Collectors.toSet());
            Map<String, String> rows = new TreeMap<>();
            for (Path file : allFiles.stream()
                    .filter(file -> file.endsWith("package-info.java"))
                    .toList()) {
                Matcher description = DESCRIPTION_PATTERN.matcher(Files.readString(file));
                assertThat(description.find())
                        .as(file + " describes its package")
                        .isTrue();
                rows.put(description.group(2), renderRow(description.toMatchResult(), names));
            }
            return rows;
        }
    }

    private static String renderRow(MatchResult description, Set<String> fileNames) {
        String text = description.group(1).replaceAll("\\s*\n\\s*\\*\\s?", " ").strip();
        Matcher topicMatcher = TOPIC_PATTERN.matcher(text);
        assertThat(topicMatcher.matches()).as(text).isTrue();
        Matcher startMatcher = START_CLASS_PATTERN.matcher(text);
        List<String> classes = startMatcher.find()
                ? CLASS_PATTERN
                        .matcher(startMatcher.group(1))
                        .results()
                        .map(named -> named.group(1))
                        .toList()
                : List.of();
        assertThat(fileNames)
                .as(text)
                .containsAll(classes.stream().map(named -> named + ".java").toList());
        String renderedTopic = CODE_PATTERN
                .matcher(LINK_PATTERN
                        .matcher(topicMatcher.group(1))
                        .replaceAll(link -> "`" + simpleName(link.group(1)) + "`"))
                .replaceAll("`$1`");
        return "| `" + description.group(2) + "` | " + renderedTopic + " | "
                + classes.stream().map(named -> "`" + named + "`").collect(Collectors.joining(", ")) + " |\n";
    }

    private static String simpleName(String link) {
        return link.substring(link.lastIndexOf('.') + 1);
    }
}
