package dev.cairn.tooling.recording;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DeclaredClusterObject;
import dev.cairn.processor.model.JavaName;
import dev.cairn.tooling.recording.RecordingException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Finds the file and the line at which the sources declare an object of a schema, by parsing the file of its type. */
record DeclarationLocator(Project project, DeclaredSchema schema) {
    /**
     * Returns the file and the line of the declaration, as in {@code src/shop/Lake.java:7}; empty if no type of the
     * sources declares the object.
     */
    Optional<String> locate(ObjectName object) {
        return findType(object)
                .flatMap(type -> new MigrationFiles(project.sources())
                        .find(MigrationFiles.outermostTypeOf(type))
                        .flatMap(file -> findLine(file, type).map(line -> file + ":" + line)));
    }

    private Optional<JavaName> findType(ObjectName object) {
        for (DeclaredClusterObject clusterObject : schema.root().cluster().objects()) {
            if (ObjectName.of(clusterObject.statement(), schema.session()).equals(object)) {
                return Optional.of(clusterObject.type());
            }
        }
        return schema.root().declarations().stream()
                .filter(declaration ->
                        ObjectName.resolve(declaration.name(), schema.session()).equals(object))
                .map(Declaration::record)
                .findFirst();
    }

    private static Optional<Long> findLine(Path file, JavaName type) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = javac.getStandardFileManager(diagnostics, null, null)) {
            JavacTask task = (JavacTask) javac.getTask(
                    null, files, diagnostics, List.of("-proc:none"), null, files.getJavaFileObjects(file));
            CompilationUnitTree unit = task.parse().iterator().next();
            return findClass(unit.getTypeDecls(), type.simpleNames())
                    .map(tree -> unit.getLineMap()
                            .getLineNumber(
                                    Trees.instance(task).getSourcePositions().getStartPosition(unit, tree)));
        } catch (IOException failure) {
            throw new RecordingException(Reason.FILES, file + " can't be read: " + failure.getMessage(), failure);
        }
    }

    private static Optional<ClassTree> findClass(List<? extends Tree> trees, List<String> simpleNames) {
        for (Tree tree : trees) {
            if (tree instanceof ClassTree type && type.getSimpleName().contentEquals(simpleNames.get(0))) {
                return simpleNames.size() == 1
                        ? Optional.of(type)
                        : findClass(type.getMembers(), simpleNames.subList(1, simpleNames.size()));
            }
        }
        return Optional.empty();
    }
}
