package dev.cairn.tooling.recording.compile;

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
public final class SourceErrorLocator {
    private final SourcePositions positions;
    private final Map<String, CompilationUnitTree> unitByFileName = new TreeMap<>();

    private SourceErrorLocator(JavacTask task) throws IOException {
        this.positions = Trees.instance(task).getSourcePositions();
        for (CompilationUnitTree compilationUnit : task.parse()) {
            unitByFileName.put(compilationUnit.getSourceFile().getName(), compilationUnit);
        }
    }

    /**
     * Returns the errors among diagnostics, in the same order. An error that javac found in a source has a location, if
     * the source can be parsed again; an error that a processor reported has none.
     *
     * @param options the options of the compilation that had the errors
     * @throws IOException if a source can't be read
     */
    public static List<CompileError> locate(
            JavaCompiler javac,
            JavaFileManager fileManager,
            List<String> options,
            List<Diagnostic<? extends JavaFileObject>> diagnostics)
            throws IOException {
        List<Diagnostic<? extends JavaFileObject>> errorDiagnostics = diagnostics.stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .toList();
        Set<JavaFileObject> sourceFiles = new LinkedHashSet<>();
        for (Diagnostic<? extends JavaFileObject> errorDiagnostic : errorDiagnostics) {
            if (errorDiagnostic.getSource() != null && !CompileError.isFromProcessor(errorDiagnostic)) {
                sourceFiles.add(errorDiagnostic.getSource());
            }
        }
        if (sourceFiles.isEmpty()) {
            return errorDiagnostics.stream()
                    .map(errorDiagnostic -> CompileError.of(errorDiagnostic, null))
                    .toList();
        }
        JavacTask task =
                (JavacTask) javac.getTask(null, fileManager, new DiagnosticCollector<>(), options, null, sourceFiles);
        SourceErrorLocator locator = new SourceErrorLocator(task);
        List<CompileError> locatedErrors = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> errorDiagnostic : errorDiagnostics) {
            locatedErrors.add(CompileError.of(errorDiagnostic, locator.findLocation(errorDiagnostic)));
        }
        return locatedErrors;
    }

    private @Nullable ErrorLocation findLocation(Diagnostic<? extends JavaFileObject> diagnostic) throws IOException {
        JavaFileObject file = diagnostic.getSource();
        if (file == null || CompileError.isFromProcessor(diagnostic)) {
            return null;
        }
        CompilationUnitTree compilationUnit = unitByFileName.get(file.getName());
        return compilationUnit == null
                ? null
                : new ErrorLocationFinder(positions, compilationUnit, diagnostic).locateError();
    }
}
