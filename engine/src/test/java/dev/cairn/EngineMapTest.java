package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
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
import org.junit.jupiter.api.Test;

/** docs/architecture.md and docs/engine.md name only classes and packages that exist, and the latter names all packages of the engine. */
class EngineMapTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern QUOTED = Pattern.compile("`([^`\n]+)`");
    private static final Pattern CLASS_OR_MEMBER = Pattern.compile("([A-Z][a-z]\\w*)((?:\\.\\w+)*)(?:\\(\\))?");
    private static final Pattern DECLARED = Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w*)");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?s)```.*?```");
    private static final Set<String> CLASSES_OF_THE_SERVER = Set.of("FunctionSet", "TableFunction");
    private static final Pattern PACKAGE = Pattern.compile("dev\\.cairn(\\.[a-z]+)+");

    @Test
    void everyNamedClassAndMemberExists() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (Path file : sourceFiles()) {
            String source = Files.readString(file);
            Matcher declared = DECLARED.matcher(source);
            while (declared.find()) {
                sources.merge(declared.group(1), source, String::concat);
            }
        }
        Set<String> unknown = new TreeSet<>();
        Matcher quoted = QUOTED.matcher(
                CODE_BLOCK.matcher(page("architecture.md") + page("engine.md")).replaceAll(""));
        int checked = 0;
        while (quoted.find()) {
            Matcher name = CLASS_OR_MEMBER.matcher(quoted.group(1));
            if (name.matches() && !CLASSES_OF_THE_SERVER.contains(name.group(1))) {
                checked++;
                String source = sources.getOrDefault(name.group(1), "");
                if (source.isEmpty() || !declaresAll(source, name.group(2))) {
                    unknown.add(name.group());
                }
            }
        }
        assertThat(checked).isGreaterThan(150);
        assertThat(unknown).isEmpty();
    }

    /** Whether a source contains each of the names in a text such as {@code .ClusterResources.UNKNOWN}. */
    private static boolean declaresAll(String source, String members) {
        return Stream.of(members.split("\\."))
                .allMatch(member ->
                        Pattern.compile("\\b" + member + "\\b").matcher(source).find());
    }

    @Test
    void everyPackageOnTheMapExists() throws IOException {
        assertThat(mentionedPackages())
                .isNotEmpty()
                .allSatisfy(
                        name -> assertThat(ROOT.resolve("engine/src/main/java").resolve(name.replace('.', '/')))
                                .isDirectory());
    }

    @Test
    void everyPackageOfTheEngineIsOnTheMap() throws IOException {
        Path sources = ROOT.resolve("engine/src/main/java");
        String map = map();
        try (Stream<Path> files = Files.walk(sources.resolve("dev/cairn"))) {
            assertThat(files.filter(file -> file.endsWith("package-info.java")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(isOnTheMap(sources.relativize(file.getParent()), map))
                            .as("%s", file.getParent())
                            .isTrue());
        }
    }

    /** Whether a top-level package has a row in the first table, and a subpackage a mention in the row of its package. */
    private static boolean isOnTheMap(Path folder, String map) {
        String row = "| `" + folder.subpath(0, 3).toString().replace(File.separatorChar, '.') + "` |";
        String name = "`" + folder.getFileName() + "`";
        return map.lines()
                .anyMatch(line -> line.startsWith(row) && (folder.getNameCount() == 3 || line.contains(name)));
    }

    private static String map() throws IOException {
        String page = page("engine.md");
        return page.substring(page.indexOf("## Packages"), page.indexOf("## Statements"));
    }

    private static String page(String name) throws IOException {
        return Files.readString(ROOT.resolve("docs").resolve(name));
    }

    private static Set<String> mentionedPackages() throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher quoted = QUOTED.matcher(map());
        while (quoted.find()) {
            if (PACKAGE.matcher(quoted.group(1)).matches()) {
                names.add(quoted.group(1));
            }
        }
        return names;
    }

    private static List<Path> sourceFiles() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : new String[] {"engine", "embedded", "processor", "runtime", "tooling", "cli"}) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }
}
