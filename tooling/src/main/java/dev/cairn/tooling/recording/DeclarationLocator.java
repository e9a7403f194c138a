package dev.cairn.tooling.recording;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.model.DeclaredClusterObject;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.ObjectDeclaration;
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
     * Returns the file and the line of the declaration, such as {@code src/shop/Lake.java:7}; empty if no type of the
     * sources declares the object.
     */
    Optional<String> locate(ObjectName objectName) {
        return findDeclaringType(objectName)
                .flatMap(type -> new SourceFiles(project.sourceDirectories())
                        .findFile(SourceFiles.toOutermostType(type))
                        .flatMap(file -> findLine(file, type).map(line -> file + ":" + line)));
    }

    private Optional<JavaClassName> findDeclaringType(ObjectName objectName) {
        for (DeclaredClusterObject clusterObject : schema.root().cluster().objects()) {
            if (ObjectName.of(clusterObject.statement(), schema.session()).equals(objectName)) {
                return Optional.of(clusterObject.typeName());
            }
        }
        return schema.root().declarations().stream()
                .filter(declaration ->
                        ObjectName.resolve(declaration.name(), schema.session()).equals(objectName))
                .map(ObjectDeclaration::recordName)
                .findFirst();
    }

    private static Optional<Long> findLine(Path file, JavaClassName type) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager fileManager = javac.getStandardFileManager(diagnostics, null, null)) {
            JavacTask task = (JavacTask) javac.getTask(
                    null, fileManager, diagnostics, List.of("-proc:none"), null, fileManager.getJavaFileObjects(file));
            CompilationUnitTree compilationUnit = task.parse().iterator().next();
            return findClass(compilationUnit.getTypeDecls(), type.simpleNames())
                    .map(tree -> compilationUnit
                            .getLineMap()
                            .getLineNumber(
                                    Trees.instance(task).getSourcePositions().getStartPosition(compilationUnit, tree)));
        } catch (IOException failure) {
            throw new RecordingException(Reason.FILES, file + " can't be read: " + failure.getMessage(), failure);
        }
    }

    private static Optional<ClassTree> findClass(List<? extends Tree> trees, List<String> simpleNames) {
        for (Tree tree : trees) {
            if (tree instanceof ClassTree classTree && classTree.getSimpleName().contentEquals(simpleNames.get(0))) {
                return simpleNames.size() == 1
                        ? Optional.of(classTree)
                        : findClass(classTree.getMembers(), simpleNames.subList(1, simpleNames.size()));
            }
        }
        return Optional.empty();
    }
}
