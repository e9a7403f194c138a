package dev.cairn.tooling.recording;

import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.check.history.RecordedSchemas;
import dev.cairn.processor.model.GeneratedSourceHeader;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.processor.model.SchemaSources;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.tooling.recording.RecordingException.Reason;
import dev.cairn.tooling.recording.compile.CompileError;
import dev.cairn.tooling.recording.compile.SourceErrorLocator;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
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
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * The result of compiling a project with the processor, in memory: no file is written. Errors are a part of the result,
 * so that each command decides which of them it can ignore.
 *
 * @param schemas the declared and recorded state of each schema whose root could be read
 * @param schemaSources the sources of each schema, even if the schema could not be read
 * @param queries the checked queries of the sources
 * @param errors all errors, including those of the chains
 * @param isProcessed whether the processor ran, which javac prevents if a source has a syntax error
 * @param annotationNames the simple names of the types in the packages of Cairn's annotations
 */
record SchemaCompilation(
        List<RecordedSchemas> schemas,
        List<SchemaSources> schemaSources,
        CompiledQueries queries,
        List<CompileError> errors,
        boolean isProcessed,
        Set<String> annotationNames) {
    static final String ANNOTATION_PACKAGE = "dev.cairn.annotation";
    private static final String ENCODING_OPTION = "-encoding";
    private static final String MEMORY_SCHEME = "memory";
    private static final int MAX_ERROR_COUNT = Integer.MAX_VALUE;

    private static final Pattern GENERATED_FILE_NAME_PATTERN =
            Pattern.compile(".+(Table|View|Mv|Schema|Migration|Queries)\\.java");

    SchemaCompilation {
        schemas = List.copyOf(schemas);
        schemaSources = List.copyOf(schemaSources);
        errors = List.copyOf(errors);
        annotationNames = Set.copyOf(annotationNames);
    }

    /** Returns the texts of the errors. A text may have several lines. */
    List<String> errorLines() {
        return errors.stream().map(CompileError::text).toList();
    }

    /**
     * Compiles the sources of a project. Errors in them are a part of the result.
     *
     * @throws RecordingException if there are no sources, if they can't be read, or if the Java runtime has no compiler
     */
    static SchemaCompilation compile(Project project) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new RecordingException(
                    Reason.USAGE, "This Java runtime has no compiler; use a JDK instead of a JRE.");
        }
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        Map<String, RecordedSchemas> targetsByTypeName = new TreeMap<>();
        Map<String, SchemaSources> sourcesByTypeName = new TreeMap<>();
        AtomicBoolean hasStartedProcessing = new AtomicBoolean();
        try (StandardJavaFileManager fileManager = javac.getStandardFileManager(diagnostics, Locale.ROOT, null);
                MemoryFileManager memoryFileManager = new MemoryFileManager(fileManager)) {
            List<String> options = createOptions(project);
            JavacTask task = (JavacTask) javac.getTask(
                    Writer.nullWriter(),
                    memoryFileManager,
                    diagnostics,
                    options,
                    null,
                    fileManager.getJavaFileObjectsFromPaths(requireSourceFiles(project)));
            // If a root is read in several rounds, the last round is the most complete.
            task.setProcessors(List.of(new CairnProcessor(
                    targets -> targetsByTypeName.put(targets.root().typeName().qualifiedName(), targets),
                    sources -> sourcesByTypeName.put(sources.rootName().qualifiedName(), sources))));
            task.addTaskListener(new TaskListener() {
                @Override
                public void started(TaskEvent event) {
                    if (event.getKind() == TaskEvent.Kind.ANNOTATION_PROCESSING_ROUND) {
                        hasStartedProcessing.set(true);
                    }
                }
            });
            task.call();
            return new SchemaCompilation(
                    List.copyOf(targetsByTypeName.values()),
                    List.copyOf(sourcesByTypeName.values()),
                    memoryFileManager.parseQueries(),
                    SourceErrorLocator.locate(
                            javac, memoryFileManager, options, removeConsequences(diagnostics.getDiagnostics())),
                    hasStartedProcessing.get(),
                    listAnnotationNames(memoryFileManager));
        } catch (IOException failure) {
            throw new RecordingException(Reason.FILES, "The sources can't be read: " + failure.getMessage(), failure);
        }
    }

    /**
     * Returns the diagnostics without those of generated classes, which are consequences of the errors in sources. If
     * no source has an error, returns all diagnostics.
     */
    private static List<Diagnostic<? extends JavaFileObject>> removeConsequences(
            List<Diagnostic<? extends JavaFileObject>> diagnostics) {
        List<Diagnostic<? extends JavaFileObject>> sourceDiagnostics = diagnostics.stream()
                .filter(diagnostic -> diagnostic.getSource() == null
                        || !MEMORY_SCHEME.equals(diagnostic.getSource().toUri().getScheme()))
                .toList();
        return sourceDiagnostics.stream().anyMatch(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                ? sourceDiagnostics
                : diagnostics;
    }

    /** Returns the simple names of the top-level types in the packages of annotations. */
    private static Set<String> listAnnotationNames(JavaFileManager fileManager) throws IOException {
        Set<String> annotationNames = new TreeSet<>();
        for (JavaFileObject file : fileManager.list(
                StandardLocation.CLASS_PATH, ANNOTATION_PACKAGE, Set.of(JavaFileObject.Kind.CLASS), true)) {
            String name = fileManager.inferBinaryName(StandardLocation.CLASS_PATH, file);
            if (!name.contains("$") && !name.endsWith("-info")) {
                annotationNames.add(name.substring(name.lastIndexOf('.') + 1));
            }
        }
        return annotationNames;
    }

    private static List<String> createOptions(Project project) {
        String classPath = joinPaths(project.classPath().stream());
        List<String> options = new ArrayList<>(project.javacOptions());
        if (!options.contains(ENCODING_OPTION)) {
            options.addAll(List.of(
                    ENCODING_OPTION, StandardCharsets.UTF_8.name())); // the default of Java 17 depends on the locale
        }
        if (hasModuleSources(project) && options.stream().noneMatch(SchemaCompilation::isModulePathOption)) {
            options.addAll(List.of(
                    "--module-path",
                    joinPaths(project.classPath().stream().filter(SchemaCompilation::belongsToModulePath))));
        }
        options.addAll(List.of("-proc:only", "-nowarn", "-Acairn.pending=off", "-classpath", classPath));
        options.addAll(List.of("-Xmaxerrs", String.valueOf(MAX_ERROR_COUNT))); // errors of a schema may be the last
        return options;
    }

    private static String joinPaths(Stream<Path> paths) {
        return paths.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Returns whether the sources form a module. javac then finds other modules only on the module path. */
    private static boolean hasModuleSources(Project project) {
        return project.sourceDirectories().stream()
                .anyMatch(directory -> Files.isRegularFile(directory.resolve("module-info.java")));
    }

    private static boolean isModulePathOption(String option) {
        return option.equals("-p") || option.startsWith("--module-path");
    }

    /**
     * Returns whether an entry of the class path is a module for javac. An archive without a descriptor is an automatic
     * module, as for build tools. The archive of the command is not: it has no descriptor, although it contains modules
     * of Cairn.
     */
    private static boolean belongsToModulePath(Path entry) {
        try {
            return ModuleFinder.of(entry).findAll().stream()
                    .map(ModuleReference::descriptor)
                    .anyMatch(module ->
                            !module.isAutomatic() || !module.packages().contains(ANNOTATION_PACKAGE));
        } catch (FindException ignored) {
            return false; // the file name gives the archive no module name, so no module can require it
        }
    }

    /**
     * Returns the sources of all directories, without those that Cairn generated. A directory that does not exist is
     * empty.
     *
     * @throws RecordingException if there are none, or if a directory can't be read
     */
    private static List<Path> requireSourceFiles(Project project) {
        List<Path> sourceFiles = new ArrayList<>();
        for (Path directory : project.sourceDirectories()) {
            try (Stream<Path> allFiles = Files.isDirectory(directory) ? Files.walk(directory) : Stream.empty()) {
                allFiles.filter(file -> file.toString().endsWith(".java"))
                        .sorted()
                        .filter(file -> !isGenerated(file))
                        .forEach(sourceFiles::add);
            } catch (IOException | UncheckedIOException failure) {
                throw new RecordingException(
                        Reason.FILES, directory + " can't be read: " + failure.getMessage(), failure);
            }
        }
        if (sourceFiles.isEmpty()) {
            throw new RecordingException(
                    Reason.USAGE,
                    "There are no sources in "
                            + project.sourceDirectories().stream()
                                    .map(Path::toString)
                                    .collect(Collectors.joining(", ")) + ".");
        }
        return sourceFiles;
    }

    /**
     * Returns whether Cairn generated the file. Only files that are named like generated ones are read. The files of
     * other processors are sources: they are compiled as the last compilation left them.
     */
    private static boolean isGenerated(Path file) {
        return GENERATED_FILE_NAME_PATTERN
                        .matcher(file.getFileName().toString())
                        .matches()
                && GeneratedSourceHeader.isPresentIn(SourceFiles.read(file));
    }

    /**
     * Keeps the generated files in memory, for one compilation: sources use the generated classes, and the listings of
     * queries are read after it.
     */
    private static final class MemoryFileManager extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, MemoryFile> resourceByPath = new TreeMap<>();

        MemoryFileManager(JavaFileManager fileManager) {
            super(fileManager);
        }

        /** Returns the queries of the listings that the processor has generated. */
        CompiledQueries parseQueries() {
            return new CompiledQueries(resourceByPath.entrySet().stream()
                    .filter(resourceEntry -> resourceEntry.getKey().startsWith(QueryListing.RESOURCE_DIRECTORY))
                    .map(resourceEntry -> QueryListing.parse(
                            resourceEntry.getValue().getCharContent(true).toString()))
                    .toList());
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new MemoryFile(className.replace('.', '/') + kind.extension, kind);
        }

        @Override
        public FileObject getFileForOutput(
                Location location, String packageName, String relativeName, FileObject sibling) {
            MemoryFile resource = new MemoryFile(relativeName, JavaFileObject.Kind.OTHER);
            resourceByPath.put(relativeName, resource);
            return resource;
        }

        private static final class MemoryFile extends SimpleJavaFileObject {
            private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

            MemoryFile(String path, Kind kind) {
                super(URI.create(MEMORY_SCHEME + ":///" + path), kind);
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
