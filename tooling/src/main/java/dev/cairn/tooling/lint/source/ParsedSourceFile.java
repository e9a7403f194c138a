package dev.cairn.tooling.lint.source;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A Java source that was parsed, but not compiled. */
public record ParsedSourceFile(Path path, String text, CompilationUnitTree compilationUnit, SourcePositions positions) {
    /**
     * Parses files. Errors in them are ignored.
     *
     * @throws IllegalArgumentException if the Java runtime has no compiler
     * @throws UncheckedIOException if a file can't be read
     */
    public static List<ParsedSourceFile> parse(List<Path> files) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new IllegalArgumentException(
                    "This Java runtime has no compiler, which reads the sources; use a JDK instead of a JRE.");
        }
        DiagnosticCollector<JavaFileObject> ignoredDiagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager fileManager =
                javac.getStandardFileManager(ignoredDiagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) javac.getTask(
                    null,
                    fileManager,
                    ignoredDiagnostics,
                    List.of("-proc:none"),
                    null,
                    fileManager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            List<ParsedSourceFile> parsedFiles = new ArrayList<>();
            for (CompilationUnitTree compilationUnit : task.parse()) {
                JavaFileObject file = compilationUnit.getSourceFile();
                parsedFiles.add(new ParsedSourceFile(
                        fileManager.asPath(file), file.getCharContent(true).toString(), compilationUnit, positions));
            }
            return parsedFiles;
        } catch (IOException failure) {
            throw new UncheckedIOException("The sources can't be read: " + failure.getMessage(), failure);
        }
    }

    /** Returns the name of the package with a dot at its end; empty for the unnamed package. */
    String packagePrefix() {
        return compilationUnit.getPackageName() == null ? "" : compilationUnit.getPackageName() + ".";
    }

    int startOffset(Tree tree) {
        return (int) positions.getStartPosition(compilationUnit, tree);
    }

    int endOffset(Tree tree) {
        return (int) positions.getEndPosition(compilationUnit, tree);
    }

    /** Returns the line at which a tree begins, counted from 1. */
    public long startLine(Tree tree) {
        return compilationUnit.getLineMap().getLineNumber(startOffset(tree));
    }

    SourceLocation createLocation(int start, int end) {
        return SourceLocation.of(path, text, start, end);
    }
}
