package dev.cairn.cli.pull;

import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.importing.JavaSource;
import dev.cairn.schema.SchemaDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Sources compiled with the processor, each package apart from what is wrong in the others. */
final class PulledPackages {
    private final Path folder;
    private final Map<String, String> errors = new TreeMap<>();
    private final ClassLoader loader;

    PulledPackages(Path folder) {
        this.folder = folder;
        try {
            this.loader =
                    new URLClassLoader(new URL[] {classes().toUri().toURL()}, PulledPackages.class.getClassLoader());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Path classes() throws IOException {
        return Files.createDirectories(folder.resolve("classes"));
    }

    /** By package: the first of them. */
    Map<String, String> errors() {
        return errors;
    }

    void compile(List<JavaSource> sources) {
        List<JavaSource> left = new ArrayList<>(sources);
        while (!left.isEmpty()) {
            Map<String, String> found = compiled(left);
            errors.putAll(found);
            if (found.isEmpty()) {
                return;
            }
            left.removeIf(source -> found.containsKey(source.name().inPackage()));
        }
    }

    private Map<String, String> compiled(List<JavaSource> sources) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = javac.getStandardFileManager(said, null, null)) {
            List<Path> paths = new ArrayList<>();
            for (JavaSource source : sources) {
                Path path = folder.resolve(source.name().qualified().replace('.', '/') + ".java");
                Files.createDirectories(path.getParent());
                paths.add(Files.writeString(path, source.text()));
            }
            List<String> options = List.of(
                    "-d",
                    classes().toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-Acairn.pending=off",
                    "-Xmaxerrs",
                    "100000");
            CompilationTask task =
                    javac.getTask(null, files, said, options, null, files.getJavaFileObjectsFromPaths(paths));
            task.setProcessors(List.of(new CairnProcessor()));
            task.call();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Map<String, String> found = new TreeMap<>();
        for (Diagnostic<? extends JavaFileObject> each : said.getDiagnostics()) {
            if (each.getKind() == Diagnostic.Kind.ERROR) {
                found.putIfAbsent(inPackage(each), each.getMessage(null));
            }
        }
        return found;
    }

    private String inPackage(Diagnostic<? extends JavaFileObject> error) {
        if (error.getSource() == null) {
            throw new AssertionError(error);
        }
        Path file = folder.relativize(Path.of(error.getSource().toUri())).getParent();
        return file.toString().replace(java.io.File.separatorChar, '.');
    }

    SchemaDescriptor schema(String inPackage, String root) {
        try {
            Class<?> type = Class.forName(inPackage + "." + root + "Schema", true, loader);
            return (SchemaDescriptor) type.getField("SCHEMA").get(null);
        } catch (ReflectiveOperationException missing) {
            throw new LinkageError(missing.getMessage(), missing);
        }
    }
}
