package dev.cairn.tooling.recording;

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
import dev.cairn.tooling.recording.ErrorLocation.Part;
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
final class ErrorLocationSearch {
    private final SourcePositions positions;
    private final CompilationUnitTree unit;
    private final Diagnostic<?> error;
    private final String packageName;

    ErrorLocationSearch(SourcePositions positions, CompilationUnitTree unit, Diagnostic<?> error) {
        this.positions = positions;
        this.unit = unit;
        this.error = error;
        this.packageName =
                unit.getPackageName() == null ? "" : unit.getPackageName().toString();
    }

    ErrorLocation findLocation() throws IOException {
        PackageTree packageTree = unit.getPackage();
        if (packageTree != null && contains(packageTree)) {
            return createLocation(Part.PACKAGE, "", null);
        }
        ModuleTree module = unit.getModule();
        if (module != null) {
            return createLocation(contains(module.getAnnotations()) ? Part.MODULE : Part.OTHER, "", null);
        }
        for (Tree type : unit.getTypeDecls()) {
            if (type instanceof ClassTree classTree && contains(classTree)) {
                return findInType(packageName.isEmpty() ? "" : packageName + ".", classTree);
            }
        }
        return createLocation(Part.OTHER, "", null);
    }

    private ErrorLocation findInType(String prefix, ClassTree type) throws IOException {
        String name = prefix + type.getSimpleName();
        for (Tree member : type.getMembers()) {
            if (contains(member)) {
                if (member instanceof ClassTree nestedClass) {
                    return findInType(name + ".", nestedClass);
                }
                return createLocation(isComponent(type, member) ? Part.HEADER : Part.MEMBER, name, type);
            }
        }
        return createLocation(Part.HEADER, name, type);
    }

    private static boolean isComponent(ClassTree type, Tree member) {
        return type.getKind() == Tree.Kind.RECORD
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
                describeAttribute(),
                UnresolvedType.of(error, findTextAtError(), listImports()));
    }

    private List<String> listImports() {
        return unit.getImports().stream()
                .filter(importTree -> !importTree.isStatic())
                .map(ImportTree::getQualifiedIdentifier)
                .map(Tree::toString)
                .toList();
    }

    /**
     * Returns the attributes that contain the error, from the innermost to the outermost attribute; empty if the error
     * is not in an attribute.
     */
    private String describeAttribute() {
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
        }.scan(unit, null);
        return String.join(" in ", attributes);
    }

    private static boolean hasSchemaAttribute(AnnotationTree annotation) {
        return annotation.getArguments().stream()
                .anyMatch(argument -> argument instanceof AssignmentTree assignment
                        && assignment.getVariable().toString().equals("schema"));
    }

    /** Returns the text at the error. An error in an import may have no text, so it gets the imported name. */
    private String findTextAtError() throws IOException {
        for (ImportTree importTree : unit.getImports()) {
            if (contains(importTree)) {
                return importTree.getQualifiedIdentifier().toString();
            }
        }
        CharSequence text = unit.getSourceFile().getCharContent(true);
        int start = (int) error.getStartPosition();
        int end = (int) error.getEndPosition();
        return start < 0 || end < start || end > text.length()
                ? ""
                : text.subSequence(start, end).toString();
    }

    private boolean contains(List<? extends Tree> trees) {
        return trees.stream().anyMatch(this::contains);
    }

    private boolean contains(Tree tree) {
        long errorPosition = error.getPosition();
        return positions.getStartPosition(unit, tree) <= errorPosition
                && errorPosition < positions.getEndPosition(unit, tree);
    }
}
