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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * The names that the sources of a compilation mention outside of the bodies of methods. Until the last round has ended,
 * javac and other processors resolve only these names: a generated class that only bodies mention may be written later.
 *
 * <p>javac also reads sources that it finds on its path and that are not among its arguments. They are not scanned: if
 * one of them is mentioned, it may mention each generated class.
 */
public final class SourceMentions {
    private final Trees trees;
    private final Elements elements;
    private final Set<String> mentionedNames = new HashSet<>();
    private final Set<String> importedNames = new HashSet<>();
    private final Set<CompilationUnitTree> scannedUnits = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Whether all sources that javac reads have been scanned; otherwise, any class may be mentioned. */
    private boolean hasScannedAllSources = true;

    private SourceMentions(Trees trees, Elements elements) {
        this.trees = trees;
        this.elements = elements;
    }

    /** Creates a collector without any source; empty if the compiler is not javac, or if a build tool hides javac. */
    public static Optional<SourceMentions> of(ProcessingEnvironment environment) {
        return findTrees(environment).map(trees -> new SourceMentions(trees, environment.getElementUtils()));
    }

    /** Returns the syntax trees of javac; empty if the compiler is not javac, or if a build tool hides javac. */
    static Optional<Trees> findTrees(ProcessingEnvironment environment) {
        try {
            return Optional.of(Trees.instance(environment));
        } catch (IllegalArgumentException | LinkageError ignored) {
            return Optional.empty();
        }
    }

    /** Adds the sources of a round. */
    public void addSources(RoundEnvironment round) {
        hasScannedAllSources = hasScannedAllSources && scanSources(round.getRootElements());
    }

    /**
     * Scans the sources of types. Returns false if javac has no syntax tree of one of the types, or if the sources may
     * mention a type that javac found on its path and whose source is not scanned.
     */
    private boolean scanSources(Set<? extends Element> rootElements) {
        Map<ModuleElement, Set<String>> typeNamesByModule = new HashMap<>();
        for (Element root : rootElements) {
            TreePath treePath = trees.getPath(root);
            if (treePath == null) {
                return false;
            }
            CompilationUnitTree unit = treePath.getCompilationUnit();
            if (scannedUnits.add(unit)) {
                NameScanner scanner = new NameScanner();
                scanner.scan(unit, null);
                mentionedNames.addAll(scanner.names);
                importedNames.addAll(scanner.importedNames);
                typeNamesByModule
                        .computeIfAbsent(elements.getModuleOf(root), ignored -> new HashSet<>())
                        .addAll(scanner.possibleTypeNames());
            }
        }
        Set<String> rootNames = new HashSet<>();
        rootElements.forEach(root -> rootNames.add(root.toString()));
        typeNamesByModule.values().forEach(typeNames -> typeNames.removeAll(rootNames));
        return typeNamesByModule.entrySet().stream()
                .allMatch(moduleEntry -> moduleEntry.getValue().stream()
                        .noneMatch(name -> hasUnscannedSource(moduleEntry.getKey(), name)));
    }

    /** Returns whether javac found the source of a type on its path; such a source is not scanned. */
    private boolean hasUnscannedSource(ModuleElement module, String typeName) {
        TypeElement type = elements.getTypeElement(module, typeName);
        TreePath treePath = type == null ? null : trees.getPath(type);
        return treePath != null && !scannedUnits.contains(treePath.getCompilationUnit());
    }

    /** Returns whether a source may mention one of the classes. */
    public boolean mayMention(Set<String> simpleNames) {
        return !hasScannedAllSources || mentionedNames.stream().anyMatch(simpleNames::contains);
    }

    /** Returns whether a scanned source imports one of the classes, or a member of one of them. */
    public boolean mayImport(Set<String> simpleNames) {
        return importedNames.stream().anyMatch(simpleNames::contains);
    }

    /** Collects the names in a source, and the names of the types to which they may refer. */
    private static final class NameScanner extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final Set<String> names = new HashSet<>();
        private final Set<String> qualifiedNames = new HashSet<>();
        private final Set<String> importedNames = new HashSet<>();

        /** The packages and types whose members the source can name without a qualifier, each with a final dot. */
        private final List<String> scopePrefixes = new ArrayList<>();

        /**
         * Returns the qualified names that the names in the source may stand for; not all of them are names of types.
         */
        Set<String> possibleTypeNames() {
            Set<String> typeNames = new HashSet<>(qualifiedNames);
            scopePrefixes.forEach(scope -> names.forEach(name -> typeNames.add(scope + name)));
            return typeNames;
        }

        @Override
        public @Nullable Void visitCompilationUnit(CompilationUnitTree tree, @Nullable Void ignored) {
            scopePrefixes.add(tree.getPackageName() == null ? "" : tree.getPackageName() + ".");
            return super.visitCompilationUnit(tree, null);
        }

        @Override
        public @Nullable Void visitImport(ImportTree tree, @Nullable Void ignored) {
            String importedName = tree.getQualifiedIdentifier().toString();
            importedNames.addAll(List.of(importedName.split("\\.")));
            if (importedName.endsWith(".*")) {
                scopePrefixes.add(importedName.substring(0, importedName.length() - 1));
            }
            return super.visitImport(tree, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void ignored) {
            scan(tree.getModifiers(), null);
            scan(tree.getReturnType(), null);
            scan(tree.getTypeParameters(), null);
            scan(tree.getParameters(), null);
            scan(tree.getThrows(), null);
            return scan(tree.getDefaultValue(), null);
        }

        @Override
        public @Nullable Void visitBlock(BlockTree tree, @Nullable Void ignored) {
            return null;
        }

        @Override
        public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void ignored) {
            names.add(tree.getName().toString());
            return null;
        }

        @Override
        public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void ignored) {
            names.add(tree.getIdentifier().toString());
            qualifiedNames.add(tree.toString());
            return super.visitMemberSelect(tree, null);
        }
    }
}
