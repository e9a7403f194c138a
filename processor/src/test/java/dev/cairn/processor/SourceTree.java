package dev.cairn.processor;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Sources in a folder, and the classes that javac creates from all or some of them. */
public final class SourceTree {
    private static final Pattern PACKAGE_DECLARATION = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern TYPE_DECLARATION =
            Pattern.compile("^(?:public )?(?:final )?(?:record|interface|class|enum) (\\w+)", Pattern.MULTILINE);

    private final Path sources;
    private final Path classes;

    /** Creates the folders of sources and classes in an empty folder. */
    public SourceTree(Path folder) {
        sources = folder.resolve("src");
        classes = folder.resolve("classes");
        createFolder(sources);
        createFolder(classes);
    }

    public Path sources() {
        return sources;
    }

    /** Adds a file, or replaces it. */
    public SourceTree with(String source) {
        try {
            Path file = sources.resolve(fileOf(source));
            createFolder(file.getParent());
            Files.writeString(file, source);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String fileOf(String source) {
        Matcher typeMatcher = TYPE_DECLARATION.matcher(source);
        if (!typeMatcher.find()) {
            throw new IllegalArgumentException(source);
        }
        Matcher packageMatcher = PACKAGE_DECLARATION.matcher(source);
        String folder = packageMatcher.find() ? packageMatcher.group(1).replace('.', '/') + "/" : "";
        return folder + typeMatcher.group(1) + ".java";
    }

    public String read(String file) {
        try {
            return Files.readString(sources.resolve(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns all Java files, relative to the folder of the sources. */
    public List<String> files() {
        try (Stream<Path> paths = Files.walk(sources)) {
            return paths.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> sources.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public void delete(String file) {
        try {
            Files.delete(sources.resolve(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Compiles all sources into an empty folder of classes, and returns javac's errors and warnings. */
    public List<String> compile(String... options) {
        deleteClasses();
        return compile(files(), options);
    }

    /** Compiles some sources, adds their classes to those that exist, and returns javac's errors and warnings. */
    public List<String> compile(List<String> files, String... options) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> allOptions = new ArrayList<>(List.of(
                "-d",
                classes.toString(),
                "-cp",
                UserClassPath.OPTION_VALUE + File.pathSeparator + classes,
                "-Xlint:all,-processing,-path"));
        allOptions.addAll(List.of(options));
        try (StandardJavaFileManager fileManager = javac.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
            JavaCompiler.CompilationTask task = javac.getTask(
                    null,
                    fileManager,
                    diagnostics,
                    allOptions,
                    null,
                    fileManager.getJavaFileObjectsFromPaths(
                            files.stream().map(sources::resolve).toList()));
            task.setProcessors(List.of(new CairnProcessor()));
            task.call();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return diagnostics.getDiagnostics().stream().map(SourceTree::describe).toList();
    }

    private static String describe(Diagnostic<? extends JavaFileObject> diagnostic) {
        JavaFileObject file = diagnostic.getSource();
        String location =
                file == null ? "" : file.getName().replaceFirst(".*/", "") + ":" + diagnostic.getLineNumber() + " ";
        return location + diagnostic.getMessage(Locale.ROOT);
    }

    private void deleteClasses() {
        try (Stream<Path> paths = Files.walk(classes)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(classes)) {
                    Files.delete(path);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the source that was generated for a class; it is in the folder of the classes. */
    public String generatedSource(String name) {
        try {
            return Files.readString(classes.resolve(name.replace('.', '/') + ".java"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Path classes() {
        return classes;
    }

    /** Returns a constant of a compiled class. Each call loads the class with a new class loader. */
    public <T> T loadConstant(Class<T> type, String className, String fieldName) {
        try {
            URLClassLoader loader =
                    new URLClassLoader(new URL[] {classes.toUri().toURL()}, SourceTree.class.getClassLoader());
            return type.cast(
                    Class.forName(className, true, loader).getField(fieldName).get(null));
        } catch (MalformedURLException | ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
