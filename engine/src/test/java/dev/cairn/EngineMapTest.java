package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The map in docs/engine.md names all packages of the engine, and no others. */
class EngineMapTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern INLINE_CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern PACKAGE_NAME = Pattern.compile("dev\\.cairn(\\.[a-z]+)+");

    @Test
    void everyPackageOnTheMapExists() throws IOException {
        assertThat(findMentionedPackages())
                .isNotEmpty()
                .allSatisfy(
                        name -> assertThat(ROOT.resolve("engine/src/main/java").resolve(name.replace('.', '/')))
                                .isDirectory());
    }

    @Test
    void everyPackageOfTheEngineIsOnTheMap() throws IOException {
        Path sources = ROOT.resolve("engine/src/main/java");
        String map = readPackageSection();
        try (Stream<Path> files = Files.walk(sources.resolve("dev/cairn"))) {
            assertThat(files.filter(file -> file.endsWith("package-info.java")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(isOnTheMap(sources.relativize(file.getParent()), map))
                            .as("%s", file.getParent())
                            .isTrue());
        }
    }

    /**
     * Returns whether the first table has a row for a top-level package, or whether the row of the parent package
     * mentions a subpackage.
     */
    private static boolean isOnTheMap(Path packageFolder, String map) {
        String rowStart = "| `" + packageFolder.subpath(0, 3).toString().replace(File.separatorChar, '.') + "` |";
        String lastName = "`" + packageFolder.getFileName() + "`";
        return map.lines()
                .anyMatch(line ->
                        line.startsWith(rowStart) && (packageFolder.getNameCount() == 3 || line.contains(lastName)));
    }

    private static String readPackageSection() throws IOException {
        String page = readPage("engine.md");
        return page.substring(page.indexOf("## Packages"), page.indexOf("## Statements"));
    }

    private static String readPage(String name) throws IOException {
        return Files.readString(ROOT.resolve("docs").resolve(name));
    }

    private static Set<String> findMentionedPackages() throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher inlineCode = INLINE_CODE.matcher(readPackageSection());
        while (inlineCode.find()) {
            if (PACKAGE_NAME.matcher(inlineCode.group(1)).matches()) {
                names.add(inlineCode.group(1));
            }
        }
        return names;
    }
}
