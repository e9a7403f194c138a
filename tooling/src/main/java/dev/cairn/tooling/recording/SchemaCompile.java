package dev.cairn.tooling.recording;

import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.check.RecordedSchema;
import dev.cairn.processor.model.GeneratedSourceHeader;
import dev.cairn.tooling.recording.RecordingException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A project, read by the processor as in a compile that writes nothing.
 *
 * @param schemas what each root has recorded, and what not
 * @param errors all that is wrong, each with its place; those of the chains are among them
 */
record SchemaCompile(List<RecordedSchema> schemas, List<String> errors) {
    private static final Pattern GENERATED = Pattern.compile(".+(Table|View|Mv|Schema|Migration)\\.java");

    static SchemaCompile of(Project project) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new RecordingException(
                    Reason.USAGE, "This Java has no compiler; run it with a JDK, and not with a JRE.");
        }
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        Map<String, RecordedSchema> schemas = new TreeMap<>();
        try (StandardJavaFileManager files = javac.getStandardFileManager(found, Locale.ROOT, null);
                MemoryOutput memory = new MemoryOutput(files)) {
            JavaCompiler.CompilationTask task = javac.getTask(
                    Writer.nullWriter(),
                    memory,
                    found,
                    options(project),
                    null,
                    files.getJavaFileObjectsFromPaths(sources(project)));
            // A root that is read in several rounds is known best in the last one.
            task.setProcessors(List.of(new CairnProcessor(
                    recorded -> schemas.put(recorded.schema().root().type().qualified(), recorded))));
            task.call();
        } catch (IOException failure) {
            throw new RecordingException(Reason.FILES, "The sources can't be read: " + failure.getMessage(), failure);
        }
        return new SchemaCompile(List.copyOf(schemas.values()), errors(found));
    }

    private static List<String> options(Project project) {
        String classPath =
                project.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        List<String> options = new ArrayList<>(project.options());
        options.addAll(List.of("-proc:only", "-nowarn", "-Acairn.pending=off", "-classpath", classPath));
        return options;
    }

    private static List<Path> sources(Project project) {
        List<Path> sources = new ArrayList<>();
        for (Path folder : project.sources()) {
            try (Stream<Path> all = Files.isDirectory(folder) ? Files.walk(folder) : Stream.empty()) {
                all.filter(file -> file.toString().endsWith(".java"))
                        .sorted()
                        .filter(file -> !isMadeAnew(file))
                        .forEach(sources::add);
            } catch (IOException | UncheckedIOException failure) {
                throw new RecordingException(Reason.FILES, folder + " can't be read: " + failure.getMessage(), failure);
            }
        }
        if (sources.isEmpty()) {
            throw new RecordingException(
                    Reason.USAGE,
                    "There are no sources in "
                            + project.sources().stream().map(Path::toString).collect(Collectors.joining(", ")) + ".");
        }
        return sources;
    }

    /** What other processors generated is read as their last compile left it. */
    private static boolean isMadeAnew(Path file) {
        return GENERATED.matcher(file.getFileName().toString()).matches()
                && GeneratedSourceHeader.isOn(MigrationFiles.read(file));
    }

    private static List<String> errors(DiagnosticCollector<JavaFileObject> found) {
        List<String> errors = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> diagnostic : found.getDiagnostics()) {
            if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                JavaFileObject file = diagnostic.getSource();
                String where = file == null ? "" : file.getName() + ":" + diagnostic.getLineNumber() + ": ";
                errors.add(where + diagnostic.getMessage(Locale.ROOT));
            }
        }
        return errors;
    }

    /** Reads what is there, and keeps what is written for the same compile alone: other sources name generated classes. */
    private static final class MemoryOutput extends ForwardingJavaFileManager<JavaFileManager> {
        MemoryOutput(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new Kept(className, kind);
        }

        private static final class Kept extends SimpleJavaFileObject {
            private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

            Kept(String className, Kind kind) {
                super(URI.create("memory:///" + className.replace('.', '/') + kind.extension), kind);
            }

            @Override
            public OutputStream openOutputStream() {
                return bytes;
            }

            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return bytes.toString(StandardCharsets.UTF_8);
            }
        }
    }
}
