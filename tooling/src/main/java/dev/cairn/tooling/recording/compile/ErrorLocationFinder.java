package dev.cairn.tooling.recording.compile;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.ModuleTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import dev.cairn.tooling.recording.compile.ErrorLocation.Part;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/**
 * Finds the declaration that contains an error, in the parsed source of the error. Only parsing is possible, since the
 * source does not compile.
 */
final class ErrorLocationFinder {
    private final SourcePositions positions;
    private final CompilationUnitTree compilationUnit;
    private final Diagnostic<?> diagnostic;
    private final String packageName;

    ErrorLocationFinder(SourcePositions positions, CompilationUnitTree compilationUnit, Diagnostic<?> diagnostic) {
        this.positions = positions;
        this.compilationUnit = compilationUnit;
        this.diagnostic = diagnostic;
        this.packageName = compilationUnit.getPackageName() == null
                ? ""
                : compilationUnit.getPackageName().toString();
    }

    ErrorLocation locateError() throws IOException {
        PackageTree packageTree = compilationUnit.getPackage();
        if (packageTree != null && contains(packageTree)) {
            return createLocation(Part.PACKAGE, "", null);
        }
        ModuleTree moduleTree = compilationUnit.getModule();
        if (moduleTree != null) {
            return createLocation(contains(moduleTree.getAnnotations()) ? Part.MODULE : Part.OTHER, "", null);
        }
        for (Tree typeTree : compilationUnit.getTypeDecls()) {
            if (typeTree instanceof ClassTree classTree && contains(classTree)) {
                return locateInType(packageName.isEmpty() ? "" : packageName + ".", classTree);
            }
        }
        return createLocation(Part.OTHER, "", null);
    }

    private ErrorLocation locateInType(String qualifier, ClassTree classTree) throws IOException {
        String typeName = qualifier + classTree.getSimpleName();
        for (Tree member : classTree.getMembers()) {
            if (contains(member)) {
                if (member instanceof ClassTree nestedClass) {
                    return locateInType(typeName + ".", nestedClass);
                }
                return createLocation(isComponent(classTree, member) ? Part.HEADER : Part.MEMBER, typeName, classTree);
            }
        }
        return createLocation(Part.HEADER, typeName, classTree);
    }

    private static boolean isComponent(ClassTree classTree, Tree member) {
        return classTree.getKind() == Tree.Kind.RECORD
                && member instanceof VariableTree field
                && !field.getModifiers().getFlags().contains(Modifier.STATIC);
    }

    private ErrorLocation createLocation(Part part, String typeName, @Nullable ClassTree classTree) throws IOException {
        boolean isInSchemaAnnotation = classTree != null
                && classTree.getModifiers().getAnnotations().stream()
                        .anyMatch(annotation -> contains(annotation) && hasSchemaAttribute(annotation));
        return new ErrorLocation(
                part,
                packageName,
                typeName,
                isInSchemaAnnotation,
                describeEnclosingAttributes(),
                UnresolvedType.findIn(diagnostic, readTextAtError(), listImports()));
    }

    private List<String> listImports() {
        return compilationUnit.getImports().stream()
                .filter(importTree -> !importTree.isStatic())
                .map(ImportTree::getQualifiedIdentifier)
                .map(Tree::toString)
                .toList();
    }

    /**
     * Returns the attributes that contain the error, from the innermost to the outermost attribute; empty if the error
     * is not in an attribute.
     */
    private String describeEnclosingAttributes() {
        Deque<String> attributes = new ArrayDeque<>();
        new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitAnnotation(AnnotationTree annotation, @Nullable Void parameter) {
                for (ExpressionTree argument : annotation.getArguments()) {
                    AssignmentTree assignment = argument instanceof AssignmentTree tree ? tree : null;
                    if (contains(assignment == null ? argument : assignment.getExpression())) {
                        String name = assignment == null
                                ? "value"
                                : assignment.getVariable().toString();
                        attributes.addFirst(name + " of @" + annotation.getAnnotationType());
                    }
                }
                return super.visitAnnotation(annotation, null);
            }
        }.scan(compilationUnit, null);
        return String.join(" in ", attributes);
    }

    private static boolean hasSchemaAttribute(AnnotationTree annotation) {
        return annotation.getArguments().stream()
                .anyMatch(argument -> argument instanceof AssignmentTree assignment
                        && assignment.getVariable().toString().equals("schema"));
    }

    /** Returns the text at the error. An error in an import may have no text, so it gets the imported name. */
    private String readTextAtError() throws IOException {
        for (ImportTree importTree : compilationUnit.getImports()) {
            if (contains(importTree)) {
                return importTree.getQualifiedIdentifier().toString();
            }
        }
        CharSequence text = compilationUnit.getSourceFile().getCharContent(true);
        int startIndex = (int) diagnostic.getStartPosition();
        int endIndex = (int) diagnostic.getEndPosition();
        return startIndex < 0 || endIndex < startIndex || endIndex > text.length()
                ? ""
                : text.subSequence(startIndex, endIndex).toString();
    }

    private boolean contains(List<? extends Tree> trees) {
        return trees.stream().anyMatch(this::contains);
    }

    private boolean contains(Tree tree) {
        long errorPosition = diagnostic.getPosition();
        return positions.getStartPosition(compilationUnit, tree) <= errorPosition
                && errorPosition < positions.getEndPosition(compilationUnit, tree);
    }
}
