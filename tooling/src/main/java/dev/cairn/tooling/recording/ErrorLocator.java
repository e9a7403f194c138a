package dev.cairn.tooling.recording;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/** Finds the declarations that contain the errors of a compilation, by parsing the sources with errors again. */
final class ErrorLocator {
    private final SourcePositions positions;
    private final Map<String, CompilationUnitTree> unitsByFile = new TreeMap<>();

    private ErrorLocator(JavacTask task) throws IOException {
        this.positions = Trees.instance(task).getSourcePositions();
        for (CompilationUnitTree unit : task.parse()) {
            unitsByFile.put(unit.getSourceFile().getName(), unit);
        }
    }

    /** Returns all errors; errors that javac found have a location. */
    static List<CompileError> locate(
            JavaCompiler javac,
            JavaFileManager files,
            List<String> options,
            List<Diagnostic<? extends JavaFileObject>> diagnostics)
            throws IOException {
        List<Diagnostic<? extends JavaFileObject>> errors = diagnostics.stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .toList();
        Set<JavaFileObject> sources = new LinkedHashSet<>();
        for (Diagnostic<? extends JavaFileObject> error : errors) {
            if (error.getSource() != null && !CompileError.isFromProcessor(error)) {
                sources.add(error.getSource());
            }
        }
        if (sources.isEmpty()) {
            return errors.stream().map(error -> CompileError.of(error, null)).toList();
        }
        JavacTask task = (JavacTask) javac.getTask(null, files, new DiagnosticCollector<>(), options, null, sources);
        ErrorLocator locator = new ErrorLocator(task);
        List<CompileError> locatedErrors = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> error : errors) {
            locatedErrors.add(CompileError.of(error, locator.findLocation(error)));
        }
        return locatedErrors;
    }

    private @Nullable ErrorLocation findLocation(Diagnostic<? extends JavaFileObject> error) throws IOException {
        JavaFileObject file = error.getSource();
        if (file == null || CompileError.isFromProcessor(error)) {
            return null;
        }
        CompilationUnitTree unit = unitsByFile.get(file.getName());
        return unit == null ? null : new ErrorLocationSearch(positions, unit, error).findLocation();
    }
}
