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

/** Sources in a folder, and the classes that javac makes of all or some of them. */
public final class SourceTree {
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern TYPE =
            Pattern.compile("^(?:public )?(?:final )?(?:record|interface|class|enum) (\\w+)", Pattern.MULTILINE);

    private final Path sources;
    private final Path classes;

    /** In an empty folder. */
    public SourceTree(Path folder) {
        sources = folder.resolve("src");
        classes = folder.resolve("classes");
        create(sources);
        create(classes);
    }

    public Path sources() {
        return sources;
    }

    /** Adds a file, or replaces it. */
    public SourceTree with(String source) {
        try {
            Path file = sources.resolve(file(source));
            create(file.getParent());
            Files.writeString(file, source);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String file(String source) {
        Matcher type = TYPE.matcher(source);
        if (!type.find()) {
            throw new IllegalArgumentException(source);
        }
        Matcher inPackage = PACKAGE.matcher(source);
        String folder = inPackage.find() ? inPackage.group(1).replace('.', '/') + "/" : "";
        return folder + type.group(1) + ".java";
    }

    public String read(String file) {
        try {
            return Files.readString(sources.resolve(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** All Java files, by their names below the folder of sources. */
    public List<String> files() {
        try (Stream<Path> all = Files.walk(sources)) {
            return all.filter(file -> file.toString().endsWith(".java"))
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

    /** All sources, into an empty folder of classes; it gives javac's errors and warnings. */
    public List<String> compile(String... options) {
        clean();
        return compile(files(), options);
    }

    /** Some sources, beside the classes that are there. */
    public List<String> compile(List<String> files, String... options) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> all = new ArrayList<>(List.of(
                "-d",
                classes.toString(),
                "-cp",
                UserClassPath.TEXT + File.pathSeparator + classes,
                "-Xlint:all,-processing,-path"));
        all.addAll(List.of(options));
        try (StandardJavaFileManager manager = javac.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
            JavaCompiler.CompilationTask task = javac.getTask(
                    null,
                    manager,
                    diagnostics,
                    all,
                    null,
                    manager.getJavaFileObjectsFromPaths(
                            files.stream().map(sources::resolve).toList()));
            task.setProcessors(List.of(new CairnProcessor()));
            task.call();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return diagnostics.getDiagnostics().stream().map(SourceTree::line).toList();
    }

    private static String line(Diagnostic<? extends JavaFileObject> diagnostic) {
        JavaFileObject file = diagnostic.getSource();
        String where =
                file == null ? "" : file.getName().replaceFirst(".*/", "") + ":" + diagnostic.getLineNumber() + " ";
        return where + diagnostic.getMessage(Locale.ROOT);
    }

    private void clean() {
        try (Stream<Path> all = Files.walk(classes)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(classes)) {
                    Files.delete(path);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The generated source of a class, as it was written beside the classes. */
    public String generated(String name) {
        try {
            return Files.readString(classes.resolve(name.replace('.', '/') + ".java"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Path classes() {
        return classes;
    }

    /** The constant of a compiled class, in a class loader of its own. */
    public <T> T constant(Class<T> type, String owner, String field) {
        try {
            URLClassLoader loader =
                    new URLClassLoader(new URL[] {classes.toUri().toURL()}, SourceTree.class.getClassLoader());
            return type.cast(Class.forName(owner, true, loader).getField(field).get(null));
        } catch (MalformedURLException | ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
