package dev.cairn.processor.emit;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import dev.cairn.processor.read.annotation.PlaceRegistry.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/**
 * Prints messages at one of several annotations of the same type. It finds the annotation in the syntax tree of javac:
 * in javac's model of elements, repeated annotations are in a container that the source does not contain, so a message
 * that names the element and the annotation would have no position.
 */
final class RepeatedAnnotationPrinter {
    private final Trees trees;

    private RepeatedAnnotationPrinter(Trees trees) {
        this.trees = trees;
    }

    /** Returns a printer; empty if the compiler is not javac, or if a build tool hides javac. */
    static Optional<RepeatedAnnotationPrinter> of(ProcessingEnvironment environment) {
        return SourceMentions.findTrees(environment).map(RepeatedAnnotationPrinter::new);
    }

    /**
     * Prints a message at a repeated annotation or at a value in it. Returns false, without a message, if the
     * annotation is not in the source.
     */
    boolean tryPrint(Diagnostic.Kind kind, String message, Origin origin) {
        AnnotationMirror annotation = origin.annotation();
        TreePath elementPath = trees.getPath(origin.element());
        if (annotation == null || elementPath == null) {
            return false;
        }
        Tree tree = findTree(elementPath.getLeaf(), origin.element(), annotation, origin.value());
        if (tree == null) {
            return false;
        }
        trees.printMessage(kind, message, tree, elementPath.getCompilationUnit());
        return true;
    }

    private static @Nullable Tree findTree(
            Tree declarationTree, Element element, AnnotationMirror annotation, @Nullable AnnotationValue value) {
        int index = indexInContainer(element, annotation);
        List<AnnotationTree> candidates = findAnnotationTrees(declarationTree).stream()
                .filter(annotationTree -> simpleName(
                                annotationTree.getAnnotationType().toString())
                        .equals(simpleName(annotation.getAnnotationType().toString())))
                .toList();
        if (index < 0 || index >= candidates.size()) {
            return null;
        }
        AnnotationTree annotationTree = candidates.get(index);
        Tree valueTree = value == null ? null : findValueTree(annotationTree, annotation, value);
        return valueTree == null ? annotationTree : valueTree;
    }

    /** Returns the position of the annotation in its container; -1 if it is not in a container. */
    private static int indexInContainer(Element element, AnnotationMirror annotation) {
        for (AnnotationMirror container : element.getAnnotationMirrors()) {
            for (AnnotationValue containerValue : container.getElementValues().values()) {
                List<Object> elementValues = arrayElements(containerValue);
                if (elementValues.contains(annotation)) {
                    return elementValues.indexOf(annotation);
                }
            }
        }
        return -1;
    }

    /** Returns the elements of an array; empty for any other value. */
    private static List<Object> arrayElements(AnnotationValue value) {
        List<Object> elementValues = new ArrayList<>();
        if (value.getValue() instanceof List<?> list) {
            list.forEach(item -> elementValues.add(((AnnotationValue) item).getValue()));
        }
        return elementValues;
    }

    private static List<AnnotationTree> findAnnotationTrees(Tree declarationTree) {
        if (declarationTree instanceof ClassTree classTree) {
            return List.copyOf(classTree.getModifiers().getAnnotations());
        }
        if (declarationTree instanceof MethodTree methodTree) {
            return List.copyOf(methodTree.getModifiers().getAnnotations());
        }
        return declarationTree instanceof VariableTree variableTree
                ? List.copyOf(variableTree.getModifiers().getAnnotations())
                : List.of();
    }

    private static String simpleName(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Returns the tree of a value, or of an element of an array, in an annotation; null if it is not found. */
    private static @Nullable Tree findValueTree(
            AnnotationTree annotationTree, AnnotationMirror annotation, AnnotationValue value) {
        for (var attributeEntry : annotation.getElementValues().entrySet()) {
            Tree assignedTree = findAssignedValue(annotationTree, attributeEntry.getKey());
            if (attributeEntry.getValue().equals(value)) {
                return assignedTree;
            }
            int elementIndex = attributeEntry.getValue().getValue() instanceof List<?> list ? list.indexOf(value) : -1;
            if (elementIndex >= 0) {
                return assignedTree instanceof NewArrayTree arrayTree
                        ? arrayTree.getInitializers().get(elementIndex)
                        : assignedTree;
            }
        }
        return null;
    }

    private static @Nullable Tree findAssignedValue(AnnotationTree annotationTree, ExecutableElement attribute) {
        for (ExpressionTree argument : annotationTree.getArguments()) {
            if (argument instanceof AssignmentTree assignment
                    && assignment.getVariable().toString().contentEquals(attribute.getSimpleName())) {
                return assignment.getExpression();
            }
        }
        return null;
    }
}
