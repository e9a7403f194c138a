package dev.cairn.tooling.recording;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.Tree;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.model.DeclaredClusterObject;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.tooling.lint.source.ParsedSourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
        ParsedSourceFile sourceFile = ParsedSourceFile.parse(List.of(file)).get(0);
        return findClass(sourceFile.compilationUnit().getTypeDecls(), type.simpleNames())
                .map(sourceFile::startLine);
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
