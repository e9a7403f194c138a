package dev.cairn.tooling.lint.source;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * A type of a parsed file, with the strings and class names in its annotations. The file is not compiled, so names are
 * compared without their packages.
 */
final class ParsedSourceType {
    final ParsedSourceFile sourceFile;
    final String qualifiedName;
    final ClassTree classTree;

    ParsedSourceType(ParsedSourceFile sourceFile, String qualifiedName, ClassTree classTree) {
        this.sourceFile = sourceFile;
        this.qualifiedName = qualifiedName;
        this.classTree = classTree;
    }

    String simpleName() {
        return classTree.getSimpleName().toString();
    }

    Optional<AnnotationTree> findAnnotation(String annotationName) {
        return findAnnotation(classTree.getModifiers(), annotationName);
    }

    /** Returns the location of the name in the declaration. */
    SourceLocation location() {
        int modifiersEnd = sourceFile.endOffset(classTree.getModifiers());
        int start = sourceFile
                .text()
                .indexOf(simpleName(), modifiersEnd < 0 ? sourceFile.startOffset(classTree) : modifiersEnd);
        return sourceFile.createLocation(start, start + simpleName().length());
    }

    /** Returns the components of a record, which the parser of javac represents by fields that are not static. */
    List<VariableTree> findComponents() {
        return classTree.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(VariableTree.class::cast)
                .filter(member -> !member.getModifiers().getFlags().contains(Modifier.STATIC))
                .toList();
    }

    /** Returns the strings of an attribute of an annotation; an empty string for an element that can't be computed. */
    List<LiteralText> readTexts(AnnotationTree annotation, String attributeName) {
        ExpressionTree value = findAttributeValue(annotation, attributeName);
        List<LiteralText> texts = new ArrayList<>();
        for (ExpressionTree element : listElements(value)) {
            texts.add(LiteralText.ofComputed(
                    sourceFile.path(),
                    sourceFile.text(),
                    sourceFile.startOffset(element),
                    sourceFile.endOffset(element),
                    ""));
            new TextEvaluation().findText(element).ifPresent(text -> texts.set(texts.size() - 1, text));
        }
        return texts;
    }

    /**
     * Returns the first string of an attribute of an annotation; empty if the annotation does not set the attribute.
     */
    String readText(AnnotationTree annotation, String attributeName) {
        return readTexts(annotation, attributeName).stream()
                .findFirst()
                .map(LiteralText::value)
                .orElse("");
    }

    /**
     * The evaluation of one expression to a text. A constant that is defined by itself has no text: constants are found
     * by their simple names, so {@code String SQL = Statements.SQL} may refer to itself.
     */
    private final class TextEvaluation {
        private final Set<ExpressionTree> openInitializers = new HashSet<>();

        Optional<LiteralText> findText(ExpressionTree expression) {
            if (expression instanceof LiteralTree literal && literal.getValue() instanceof String value) {
                return Optional.of(LiteralText.read(
                        sourceFile.path(),
                        sourceFile.text(),
                        sourceFile.startOffset(expression),
                        sourceFile.endOffset(expression),
                        value));
            }
            if (expression instanceof ParenthesizedTree parenthesized) {
                return findText(parenthesized.getExpression());
            }
            if (expression instanceof BinaryTree binary && binary.getKind() == Tree.Kind.PLUS) {
                Optional<LiteralText> leftText = findText(binary.getLeftOperand());
                Optional<LiteralText> rightText = findText(binary.getRightOperand());
                return leftText.isEmpty() || rightText.isEmpty()
                        ? Optional.empty()
                        : Optional.of(LiteralText.ofComputed(
                                sourceFile.path(),
                                sourceFile.text(),
                                sourceFile.startOffset(expression),
                                sourceFile.endOffset(expression),
                                leftText.get().value() + rightText.get().value()));
            }
            return findInitializer(expression).flatMap(this::findInitialText);
        }

        private Optional<LiteralText> findInitialText(ExpressionTree initializer) {
            if (!openInitializers.add(initializer)) {
                return Optional.empty();
            }
            Optional<LiteralText> text = findText(initializer);
            openInitializers.remove(initializer);
            return text;
        }

        /**
         * Returns the initial value of a constant of a top-level type of the same file, which is found by its simple
         * name.
         */
        private Optional<ExpressionTree> findInitializer(ExpressionTree expression) {
            String constantName = lastIdentifier(expression);
            return sourceFile.compilationUnit().getTypeDecls().stream()
                    .filter(ClassTree.class::isInstance)
                    .flatMap(type -> ((ClassTree) type).getMembers().stream())
                    .filter(member -> member instanceof VariableTree variable
                            && variable.getName().contentEquals(constantName)
                            && variable.getInitializer() != null)
                    .map(member -> ((VariableTree) member).getInitializer())
                    .findFirst();
        }
    }

    /** Returns the simple names of the class literals of an attribute of an annotation. */
    Set<String> readClassNames(AnnotationTree annotation, String attributeName) {
        Set<String> names = new LinkedHashSet<>();
        for (ExpressionTree element : listElements(findAttributeValue(annotation, attributeName))) {
            if (element instanceof MemberSelectTree literal) {
                names.add(lastIdentifier(literal.getExpression()));
            }
        }
        return names;
    }

    /** Returns the annotation with a simple name; empty if the declaration does not have it. */
    static Optional<AnnotationTree> findAnnotation(ModifiersTree modifiers, String name) {
        return modifiers.getAnnotations().stream()
                .map(AnnotationTree.class::cast)
                .filter(annotation ->
                        lastIdentifier(annotation.getAnnotationType()).equals(name))
                .findFirst();
    }

    /** Returns the last part of a qualified name; empty if the tree is not a name. */
    static String lastIdentifier(Tree name) {
        if (name instanceof MemberSelectTree select) {
            return select.getIdentifier().toString();
        }
        return name instanceof IdentifierTree identifier ? identifier.getName().toString() : "";
    }

    /** Returns the value of an attribute of an annotation; null if the annotation does not set it. */
    private static @Nullable ExpressionTree findAttributeValue(AnnotationTree annotation, String attributeName) {
        for (ExpressionTree argument : annotation.getArguments()) {
            if (!(argument instanceof AssignmentTree assignment)) {
                if (attributeName.equals("value")) {
                    return argument;
                }
            } else if (lastIdentifier(assignment.getVariable()).equals(attributeName)) {
                return assignment.getExpression();
            }
        }
        return null;
    }

    private static List<? extends ExpressionTree> listElements(@Nullable ExpressionTree value) {
        if (value instanceof NewArrayTree array) {
            return array.getInitializers() == null ? List.of() : array.getInitializers();
        }
        return value == null ? List.of() : List.of(value);
    }
}
