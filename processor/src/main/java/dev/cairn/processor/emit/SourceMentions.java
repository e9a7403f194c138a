package dev.cairn.processor.emit;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.Name;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * The names that the sources of a compile mention outside of the bodies of methods. Before the last round has ended, javac and
 * other processors resolve no others: a generated class that is mentioned in bodies only is not missed until then.
 *
 * <p>Sources that nobody passed to javac are unknown. If one of them is imported, anything may be mentioned.
 */
public final class SourceMentions {
    private final Trees trees;
    private final Elements elements;
    private final NameScanner scanner = new NameScanner();
    private final Set<CompilationUnitTree> units = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean complete = true;

    private SourceMentions(Trees trees, Elements elements) {
        this.trees = trees;
        this.elements = elements;
    }

    /** Returns an empty optional if the compiler is not javac, or if a build tool hides it. */
    public static Optional<SourceMentions> of(ProcessingEnvironment environment) {
        try {
            return Optional.of(new SourceMentions(Trees.instance(environment), environment.getElementUtils()));
        } catch (IllegalArgumentException | LinkageError other) {
            return Optional.empty();
        }
    }

    /** Adds the sources of a round. */
    public void add(RoundEnvironment round) {
        complete = complete && scan(round.getRootElements());
    }

    private boolean scan(Set<? extends Element> roots) {
        scanner.imports.clear();
        for (Element root : roots) {
            TreePath path = trees.getPath(root);
            if (path == null) {
                return false;
            }
            if (units.add(path.getCompilationUnit())) {
                scanner.scan(path.getCompilationUnit(), null);
            }
        }
        for (String name : scanner.imports) {
            TypeElement type = elements.getTypeElement(name);
            TreePath path = type == null ? null : trees.getPath(type);
            if (path != null && !units.contains(path.getCompilationUnit())) {
                return false;
            }
        }
        return true;
    }

    /** Whether a source may mention one of the classes. */
    public boolean mayMention(Set<String> simpleNames) {
        return !complete || scanner.names.stream().anyMatch(name -> simpleNames.contains(name.toString()));
    }

    /** Collects names, and the names of imported types. */
    private static final class NameScanner extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final Set<Name> names = new HashSet<>();
        private final Set<String> imports = new HashSet<>();

        @Override
        public @Nullable Void visitImport(ImportTree tree, @Nullable Void none) {
            if (tree.getQualifiedIdentifier() instanceof MemberSelectTree selected) {
                imports.add((tree.isStatic() ? selected.getExpression() : selected).toString());
            }
            return super.visitImport(tree, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void none) {
            scan(tree.getModifiers(), null);
            scan(tree.getReturnType(), null);
            scan(tree.getTypeParameters(), null);
            scan(tree.getParameters(), null);
            scan(tree.getThrows(), null);
            return scan(tree.getDefaultValue(), null);
        }

        @Override
        public @Nullable Void visitBlock(BlockTree tree, @Nullable Void none) {
            return null;
        }

        @Override
        public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void none) {
            names.add(tree.getName());
            return null;
        }

        @Override
        public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void none) {
            names.add(tree.getIdentifier());
            return super.visitMemberSelect(tree, null);
        }
    }
}
