package dev.cairn.integration.surface;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The folders of the whole project, for tests that read the sources of several modules. */
public final class Checkout {
    /** The folder with the parent POM. Tests run in the folder of their module. */
    public static final Path ROOT = Path.of("..", "..");

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private Checkout() {}

    /** Returns the folders of the modules, in the order of the parent POM. */
    public static List<Path> modules() throws IOException {
        Matcher modules = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")));
        return modules.results().map(module -> ROOT.resolve(module.group(1))).toList();
    }
}
