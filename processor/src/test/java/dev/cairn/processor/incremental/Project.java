package dev.cairn.processor.incremental;

import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.UserClassPath;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;

/** Sources in a folder, and the class files that a compiler creates from all or some of them. */
final class Project {
    private final JavaCompiler compiler;
    private final Path folder;

    Project(JavaCompiler compiler, Path folder) {
        this.compiler = compiler;
        this.folder = folder;
    }

    Project write(String name, String source) {
        Path file = sourceFile(name);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, source);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return this;
    }

    void deleteClass(String name) throws IOException {
        Files.delete(classes().resolve(name.replace('.', '/') + ".class"));
    }

    /**
     * Compiles the named files, or all files if none is named. The compiler sees the class files of the other ones, if
     * they were compiled before.
     */
    Result compile(String... names) throws IOException {
        List<Path> files = names.length == 0
                ? findFiles(folder.resolve("java"), ".java")
                : Arrays.stream(names).map(this::sourceFile).toList();
        Path generatedFolder = folder.resolve("generated-" + System.identityHashCode(files));
        Files.createDirectories(generatedFolder);
        Files.createDirectories(classes());
        deleteOutput(names);
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager fileManager = compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
            JavaCompiler.CompilationTask task = compiler.getTask(
                    null,
                    fileManager,
                    diagnostics,
                    createOptions(generatedFolder),
                    null,
                    fileManager.getJavaFileObjectsFromPaths(files));
            task.setProcessors(List.of(new CairnProcessor()));
            task.call();
        }
        SortedMap<String, String> sources = new TreeMap<>();
        for (Path file : findFiles(generatedFolder, ".java")) {
            sources.put(file.getFileName().toString(), Files.readString(file));
        }
        return new Result(formatMessages(diagnostics.getDiagnostics()), sources);
    }

    /** Deletes the outputs of a file, as build tools do before they compile it again. */
    private void deleteOutput(String... names) throws IOException {
        if (names.length == 0) {
            for (Path classFile : findFiles(classes(), ".class")) {
                Files.delete(classFile);
            }
        }
        for (String name : names) {
            String classPrefix = name.replace('.', '/');
            for (String suffix : List.of("", "Table", "View", "Mv", "Schema", "Queries")) {
                Files.deleteIfExists(classes().resolve(classPrefix + suffix + ".class"));
            }
        }
    }

    private List<String> createOptions(Path generatedFolder) {
        return List.of(
                "--release",
                "17",
                compiler instanceof EclipseCompiler ? "-warn:+unused" : "-Xlint:all,-processing",
                "-Acairn.pending=off",
                "-cp",
                classes() + File.pathSeparator + UserClassPath.OPTION_VALUE,
                "-s",
                generatedFolder.toString(),
                "-d",
                classes().toString());
    }

    /** Returns messages such as {@code Order.java:12: [key-order] 'day' is part of …}. */
    private static List<String> formatMessages(List<Diagnostic<? extends JavaFileObject>> diagnostics) {
        List<String> messages = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics) {
            String location = diagnostic.getSource() == null
                    ? ""
                    : Path.of(diagnostic.getSource().getName()).getFileName() + ":" + diagnostic.getLineNumber() + ": ";
            messages.add(location + diagnostic.getMessage(Locale.ROOT));
        }
        return messages;
    }

    private Path sourceFile(String name) {
        return folder.resolve("java").resolve(name.replace('.', '/') + ".java");
    }

    Path classes() {
        return folder.resolve("classes");
    }

    private static List<Path> findFiles(Path root, String ending) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    /** The messages, and the generated sources by the names of their files. */
    record Result(List<String> messages, SortedMap<String, String> generatedSources) {}
}
