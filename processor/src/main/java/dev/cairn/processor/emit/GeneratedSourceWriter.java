package dev.cairn.processor.emit;

import dev.cairn.processor.generate.GenerationEnvironment;
import dev.cairn.processor.generate.SourceGenerator;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.MigrationHistory;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.QueryDeclaration;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.model.SubstituteClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Element;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/**
 * Writes generated classes, each of them once in a compilation. Each class refers to the type from which it was
 * generated, so that build tools know when it is stale.
 *
 * <p>After each round that has written classes, javac discards its symbols, and enters all sources and their
 * annotations again, which takes the largest part of the time of a compilation. Therefore, the methods
 * {@code generate} only generate a source and reserve its file; {@link #writePending} writes it, if possible in the
 * last round. Both throw an {@link UncheckedIOException} if a file can't be created or written.
 */
public final class GeneratedSourceWriter {
    private static final String GENERATED_ANNOTATION_NAME = "javax.annotation.processing.Generated";

    /** The simple names of the classes of {@code java.lang} that generated code may refer to. */
    private static final List<String> JAVA_LANG_CLASSES = List.of(
            "Boolean",
            "Byte",
            "Double",
            "Float",
            "Integer",
            "Long",
            "Math",
            "Override",
            "Short",
            "String",
            "SuppressWarnings");

    private final Filer filer;
    private final Elements elements;
    private final Set<String> generatedClassNames = new HashSet<>();
    private final Map<GenerationEnvironment, SourceGenerator> generatorByEnvironment = new HashMap<>();
    private final Map<ModuleElement, Boolean> annotationVisibilityByModule = new HashMap<>();
    private final Map<String, Boolean> javaLangHidingByPackage = new HashMap<>();
    private final List<PendingSource> pendingSources = new ArrayList<>();
    private final List<MigrationDeclaration> postponedMigrations = new ArrayList<>();

    public GeneratedSourceWriter(Filer filer, Elements elements) {
        this.filer = filer;
        this.elements = elements;
    }

    /** A source whose file javac has created, but whose text is not written yet. */
    private record PendingSource(JavaFileObject file, String text, JavaClassName className, JavaClassName originName) {}

    /** Returns the qualified names of all generated classes, including pending ones. */
    public Set<String> generatedClassNames() {
        return Set.copyOf(generatedClassNames);
    }

    /** Returns the simple names of the generated classes whose sources are not written yet. */
    public Set<String> pendingSimpleNames() {
        Set<String> names = new HashSet<>();
        pendingSources.forEach(source -> names.add(source.className().simpleName()));
        return names;
    }

    /**
     * Postpones the class of a migration until {@link #generatePostponed} is called; without this call, it is never
     * generated.
     */
    public void postpone(MigrationDeclaration declaration) {
        postponedMigrations.add(declaration);
    }

    /** Returns the simple names of the classes that are postponed. */
    public Set<String> postponedSimpleNames() {
        return postponedMigrations.stream()
                .map(declaration -> declaration.descriptorName().simpleName())
                .collect(Collectors.toSet());
    }

    /** Generates all classes that were postponed. */
    public void generatePostponed() {
        List<MigrationDeclaration> declarations = List.copyOf(postponedMigrations);
        postponedMigrations.clear();
        declarations.forEach(this::generate);
    }

    /** Writes the sources of all pending classes. */
    public void writePending() {
        List<PendingSource> sources = List.copyOf(pendingSources);
        pendingSources.clear();
        write(sources);
    }

    /**
     * Writes the sources of all pending classes except one, unless it would be the only one, or none may wait.
     *
     * @param mayWait whether the class with a simple name may be written in a later round
     */
    public void writePendingExceptOne(Predicate<String> mayWait) {
        Optional<PendingSource> waitingSource = pendingSources.size() < 2
                ? Optional.empty()
                : pendingSources.stream()
                        .filter(source -> mayWait.test(source.className().simpleName()))
                        .findFirst();
        List<PendingSource> sources = new ArrayList<>(pendingSources);
        waitingSource.ifPresent(sources::remove);
        pendingSources.removeAll(sources);
        write(sources);
    }

    private void write(List<PendingSource> sources) {
        for (PendingSource source : sources) {
            try (Writer writer = source.file().openWriter()) {
                writer.write(source.text());
            } catch (IOException failure) {
                throw createWriteException(source.className(), source.originName(), failure);
            }
        }
    }

    /** Generates the descriptor of a table or view, unless it was generated before. */
    public void generate(ObjectDeclaration declaration) {
        JavaClassName className = declaration.descriptorName();
        if (generatedClassNames.add(className.qualifiedName())) {
            addPendingSource(
                    resolveGenerator(declaration.recordName()).generateDescriptor(declaration),
                    className,
                    declaration.recordName());
        }
    }

    /** Generates the class of a migration, unless it was generated before. */
    public void generate(MigrationDeclaration declaration) {
        JavaClassName className = declaration.descriptorName();
        if (generatedClassNames.add(className.qualifiedName())) {
            addPendingSource(
                    resolveGenerator(declaration.typeName()).generateMigration(declaration),
                    className,
                    declaration.typeName());
        }
    }

    /** Generates the class of a schema, and writes the resource from which frameworks read its name. */
    public void generate(SchemaRoot root, MigrationHistory history) {
        JavaClassName className = root.descriptorName();
        if (generatedClassNames.add(className.qualifiedName())) {
            addPendingSource(
                    resolveGenerator(root.typeName()).generateSchema(root, history), className, root.typeName());
            writeResource(root.listingPath(), root.renderListing(), root.typeName());
        }
    }

    /**
     * Generates the class that implements a query interface, and writes the resource that lists its statements.
     *
     * @param listing the content of the resource; null if the statements could not be checked, so that no resource is
     *     written
     */
    public void generate(QueryDeclaration declaration, List<CheckedQuery> queries, @Nullable QueryListing listing) {
        JavaClassName interfaceName = declaration.typeName();
        JavaClassName className = interfaceName.queriesClassName();
        if (generatedClassNames.add(className.qualifiedName())) {
            addPendingSource(
                    resolveGenerator(interfaceName)
                            .generateQueries(declaration, queries, inheritedMemberNames(interfaceName)),
                    className,
                    interfaceName);
            if (listing != null) {
                writeResource(listing.path(), listing.toJson(), interfaceName);
            }
        }
    }

    /** Generates a substitute, unless a class with its name was generated before. */
    public void generate(SubstituteClass substitute) {
        if (generatedClassNames.add(substitute.className().qualifiedName())) {
            addPendingSource(
                    resolveGenerator(substitute.originName()).generateSubstitute(substitute),
                    substitute.className(),
                    substitute.originName());
        }
    }

    private void writeResource(String path, String text, JavaClassName originName) {
        TypeElement originType = elements.getTypeElement(originName.qualifiedName());
        try (Writer writer = filer.createResource(StandardLocation.CLASS_OUTPUT, "", path, originType)
                .openWriter()) {
            writer.write(text);
        } catch (IOException failure) {
            throw new UncheckedIOException(path + " can't be written: " + failure.getMessage(), failure);
        }
    }

    /** Returns the names of the members that a class inherits from a type; empty if the type does not exist. */
    private Set<String> inheritedMemberNames(JavaClassName interfaceName) {
        Set<String> names = new HashSet<>();
        TypeElement type = elements.getTypeElement(interfaceName.qualifiedName());
        if (type != null) {
            for (Element member : elements.getAllMembers(type)) {
                names.add(member.getSimpleName().toString());
            }
        }
        return names;
    }

    /** Returns the generator for the environment of a type; if the type does not exist, for the plain environment. */
    private SourceGenerator resolveGenerator(JavaClassName originName) {
        TypeElement type = elements.getTypeElement(originName.qualifiedName());
        GenerationEnvironment environment =
                type == null ? GenerationEnvironment.PLAIN : resolveEnvironment(type, originName.packageName());
        return generatorByEnvironment.computeIfAbsent(environment, SourceGenerator::new);
    }

    /**
     * Returns the environment of a type. A module sees the annotation of generated classes if it requires
     * {@code java.compiler}.
     */
    private GenerationEnvironment resolveEnvironment(TypeElement type, String packageName) {
        ModuleElement module = elements.getModuleOf(type);
        return new GenerationEnvironment(
                annotationVisibilityByModule.computeIfAbsent(module, this::hasGeneratedAnnotation),
                !module.isUnnamed(),
                javaLangHidingByPackage.computeIfAbsent(packageName, name -> hidesJavaLang(module, name)));
    }

    private boolean hasGeneratedAnnotation(ModuleElement module) {
        return elements.getTypeElement(module, GENERATED_ANNOTATION_NAME) != null;
    }

    /**
     * Returns whether a class of a package hides a class of {@code java.lang}. The search is limited to one module,
     * because javac would otherwise search all modules of the JDK for each name that does not exist.
     */
    private boolean hidesJavaLang(ModuleElement module, String packageName) {
        String prefix = packageName.isEmpty() ? "" : packageName + ".";
        return JAVA_LANG_CLASSES.stream().anyMatch(name -> elements.getTypeElement(module, prefix + name) != null);
    }

    private void addPendingSource(String text, JavaClassName className, JavaClassName originName) {
        TypeElement originType = elements.getTypeElement(originName.qualifiedName());
        try {
            pendingSources.add(new PendingSource(
                    filer.createSourceFile(className.qualifiedName(), originType), text, className, originName));
        } catch (IOException failure) {
            throw createWriteException(className, originName, failure);
        }
    }

    private static UncheckedIOException createWriteException(
            JavaClassName className, JavaClassName originName, IOException failure) {
        return new UncheckedIOException(
                "The class " + className + ", generated from " + originName + ", can't be written: "
                        + failure.getMessage(),
                failure);
    }
}
