package dev.cairn.integration.surface;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The folders of the whole project, for tests that read the sources of several modules. */
public final class Checkout {
    /** The folder with the parent POM. Tests run in the folder of their module. */
    public static final Path ROOT = Path.of("..", "..");

    private static final Pattern MODULE_PATTERN = Pattern.compile("<module>([^<]+)</module>");

    private Checkout() {}

    /** Returns the folders of the modules, in the order of the parent POM. */
    public static List<Path> modules() throws IOException {
        Matcher modules = MODULE_PATTERN.matcher(Files.readString(ROOT.resolve("pom.xml")));
        return modules.results().map(module -> ROOT.resolve(module.group(1))).toList();
    }

    /**
     * Returns the folders of the modules with code of the product: without the samples, and without modules for tests.
     */
    static List<Path> productModules() throws IOException {
        return modules().stream()
                .filter(folder -> Files.isDirectory(mainSources(folder)))
                .filter(folder -> !folder.startsWith(ROOT.resolve("sample")))
                .filter(folder -> !folder.startsWith(ROOT.resolve("tests")))
                .sorted()
                .toList();
    }

    /** Parses the main sources of a module. */
    static Iterable<? extends CompilationUnitTree> parseMainSources(Path module) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                Stream<Path> files = Files.walk(mainSources(module))) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(sources));
            return task.parse();
        }
    }

    static Path mainSources(Path module) {
        return module.resolve(Path.of("src", "main", "java"));
    }
}
