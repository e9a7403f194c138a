package dev.cairn.processor.read;

import dev.cairn.annotation.Migration;
import dev.cairn.annotation.RepeatableMigration;
import dev.cairn.annotation.Schema;
import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.Migration.Checkpoint;
import dev.cairn.migration.Migration.Position;
import dev.cairn.migration.Migration.Reversal;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.MigrationDeclaration.MigrationType;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.lang.model.element.Element;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads recorded and repeatable migrations. It searches the migration package of the root for source and
 * class files, because a build tool may compile only some of the migrations. Each migration is read once.
 */
public final class MigrationReader {
    private final CompileContext compileContext;
    private final Set<String> sourceMigrationNames;
    private final Findings findings;
    private final MigrationHookReader hookReader;
    private final Map<TypeElement, Optional<MigrationDeclaration>> declarationByType = new HashMap<>();

    /**
     * @param sourceMigrationNames the names of the migrations that are source in this compilation, in this or an
     *     earlier round
     */
    public MigrationReader(CompileContext compileContext, Set<String> sourceMigrationNames, Findings findings) {
        this.compileContext = compileContext;
        this.sourceMigrationNames = sourceMigrationNames;
        this.findings = findings;
        this.hookReader = new MigrationHookReader(findings);
    }

    /**
     * The migrations of a schema.
     *
     * @param hasAllMigrations whether all migrations could be read, and no other source may be one of them; otherwise,
     *     javac or a finding reports the problems
     */
    public record RootMigrations(List<MigrationDeclaration> migrations, boolean hasAllMigrations) {
        public RootMigrations {
            migrations = List.copyOf(migrations);
        }
    }

    /**
     * Reads the migrations of a root, in the order of their names. Omits migrations that can't be read, and migrations
     * in the package that belong to another root; both are reported.
     */
    public RootMigrations readMigrations(SchemaRoot root) {
        List<MigrationDeclaration> migrations = new ArrayList<>();
        boolean hasAllMigrations = true;
        for (TypeElement type : findMigrationTypes(root.typeName(), root.migrationsPackage(), root.place())) {
            Optional<MigrationDeclaration> declaration = readCached(type, root.place());
            hasAllMigrations &= declaration.isPresent();
            if (declaration.isPresent() && !declaration.get().rootName().equals(root.typeName())) {
                hasAllMigrations = false;
                findings.add(
                        CompileRule.SHARED_MIGRATIONS,
                        root.place(),
                        root.typeName(),
                        declaration.get().rootName(),
                        root.migrationsPackage());
            } else {
                declaration.ifPresent(migrations::add);
            }
        }
        return new RootMigrations(
                migrations, hasAllMigrations && findMisplacedTypes(root).isEmpty());
    }

    /**
     * Returns the migrations in the sources that may belong to a root, but that a search for its migrations may miss:
     * either they do not name an existing root, or they name this root from another package.
     */
    private List<TypeElement> findMisplacedTypes(SchemaRoot root) {
        return findSourceTypes(type -> findRootName(type)
                .map(rootName -> rootName.equals(root.typeName()) && !isInPackage(type, root.migrationsPackage()))
                .orElse(true));
    }

    /** Returns the migrations in the sources that do not name an existing root, so they may belong to any root. */
    List<TypeElement> findTypesWithoutRoot() {
        return findSourceTypes(type -> findRootName(type).isEmpty());
    }

    private List<TypeElement> findSourceTypes(Predicate<TypeElement> predicate) {
        return sourceMigrationNames.stream()
                .map(compileContext.elements()::getTypeElement)
                .filter(type -> type != null && predicate.test(type))
                .toList();
    }

    /** Returns the root that a migration names; empty if it names none, or if the named type is not a root. */
    private Optional<JavaClassName> findRootName(TypeElement type) {
        WrittenAnnotation annotation = findMigrationAnnotation(type, null);
        try {
            return annotation == null
                    ? Optional.empty()
                    : Optional.of(readRootType(annotation))
                            .filter(rootType -> findSchemaAnnotation(rootType, annotation) != null)
                            .map(compileContext::toJavaName);
        } catch (UnreadableDeclarationException ignored) {
            return Optional.empty(); // reported by javac
        }
    }

    private boolean isInPackage(TypeElement type, String packageName) {
        JavaClassName typeName = compileContext.toJavaName(type);
        return typeName.packageName().equals(packageName)
                && typeName.simpleNames().size() == 1;
    }

    /**
     * Reads the migrations among source types, except invalid ones. Reports migrations whose root is not compiled: a
     * root does not refer to its migrations, so an incremental build may compile a migration without its root.
     */
    public List<MigrationDeclaration> readSourceMigrations(List<TypeElement> types) {
        List<MigrationDeclaration> migrations =
                types.stream().flatMap(type -> readCached(type, null).stream()).toList();
        for (MigrationDeclaration migration : migrations) {
            TypeElement root = compileContext
                    .elements()
                    .getTypeElement(migration.rootName().qualifiedName());
            if (root != null && !compileContext.hasSource(root)) {
                findings.add(
                        CompileRule.STALE_SCHEMA,
                        migration.places().annotation(),
                        migration.typeName(),
                        migration.rootName(),
                        migration.rootName());
            }
        }
        return migrations;
    }

    /**
     * Returns the types that are annotated as migrations of a root, in the order of their names, even if they can't be
     * read.
     */
    List<TypeElement> findMigrationTypes(JavaClassName rootName, String packageName, @Nullable Place rootPlace) {
        List<TypeElement> types = new ArrayList<>();
        PackageElement migrationsPackage = findPackage(rootName, packageName);
        for (Element element :
                migrationsPackage == null ? List.<Element>of() : migrationsPackage.getEnclosedElements()) {
            if (element instanceof TypeElement type && findMigrationAnnotation(type, rootPlace) != null) {
                types.add(type);
            }
        }
        types.sort(Comparator.comparing(type -> type.getQualifiedName().toString()));
        return types;
    }

    /** Finds the package in the module of the root, because other modules may have a package with the same name. */
    private @Nullable PackageElement findPackage(JavaClassName rootName, String packageName) {
        TypeElement type = compileContext.elements().getTypeElement(rootName.qualifiedName());
        ModuleElement module = type == null ? null : compileContext.elements().getModuleOf(type);
        return module == null
                ? compileContext.elements().getPackageElement(packageName)
                : compileContext.elements().getPackageElement(module, packageName);
    }

    private @Nullable WrittenAnnotation findMigrationAnnotation(TypeElement type, @Nullable Place rootPlace) {
        WrittenAnnotation recordedAnnotation =
                CairnAnnotations.of(compileContext.site(type, rootPlace)).findFirst(Migration.class);
        return recordedAnnotation == null ? findRepeatableAnnotation(type, rootPlace) : recordedAnnotation;
    }

    private @Nullable WrittenAnnotation findRepeatableAnnotation(TypeElement type, @Nullable Place rootPlace) {
        return CairnAnnotations.of(compileContext.site(type, rootPlace)).findFirst(RepeatableMigration.class);
    }

    private Optional<MigrationDeclaration> readCached(TypeElement type, @Nullable Place rootPlace) {
        Optional<MigrationDeclaration> declaration = declarationByType.get(type);
        if (declaration == null) {
            declaration = tryRead(type, rootPlace);
            declarationByType.put(type, declaration);
        }
        return declaration;
    }

    private Optional<MigrationDeclaration> tryRead(TypeElement type, @Nullable Place rootPlace) {
        WrittenAnnotation annotation = findMigrationAnnotation(type, rootPlace);
        try {
            if (annotation == null) {
                return Optional.empty();
            }
            WrittenAnnotation repeatableAnnotation = findRepeatableAnnotation(type, rootPlace);
            if (repeatableAnnotation != null && !isRepeatable(annotation)) { // the type has both annotations
                findings.add(
                        CompileRule.REPEATABLE_RECORDED, repeatableAnnotation.place(), compileContext.toJavaName(type));
                return Optional.empty();
            }
            return Optional.of(
                    isRepeatable(annotation) ? readRepeatable(type, annotation) : readRecorded(type, annotation));
        } catch (UnreadableDeclarationException ignored) {
            return Optional.empty(); // reported already, by a finding or by javac
        }
    }

    private MigrationDeclaration readRecorded(TypeElement type, WrittenAnnotation annotation) {
        JavaClassName typeName = compileContext.toJavaName(type);
        JavaClassName rootName = requireRootName(type, annotation);
        String checkpointText = annotation.contentOrEmpty("checkpoint");
        dev.cairn.migration.Migration migration = new dev.cairn.migration.Migration(
                new Position(
                        typeName.simpleName(),
                        annotation.numberOrDefault("number", 0),
                        annotation.contentOrEmpty("after")),
                annotation.contents("upgrade"),
                new Reversal(annotation.contents("downgrade"), annotation.contentOrEmpty("irreversible")),
                annotation.contents("session"),
                annotation.contentOrEmpty("records"),
                checkpointText.isEmpty() ? null : new Checkpoint(checkpointText, annotation.contentOrEmpty("release")));
        return new MigrationDeclaration(
                readType(type),
                rootName,
                migration,
                hookReader.readHooks(type, annotation.place()),
                new MigrationDeclaration.MigrationPlaces(
                        annotation.place(),
                        Map.of(
                                Attribute.NUMBER, List.of(annotation.place("number")),
                                Attribute.AFTER, List.of(annotation.place("after")),
                                Attribute.CHECKPOINT, List.of(annotation.place("checkpoint")),
                                Attribute.UPGRADE, annotation.places("upgrade"),
                                Attribute.DOWNGRADE, annotation.places("downgrade"),
                                Attribute.SESSION, annotation.places("session"))));
    }

    private MigrationType readType(TypeElement type) {
        String comment = compileContext.elements().getDocComment(type);
        return new MigrationType(
                compileContext.toJavaName(type), comment == null ? "" : comment, compileContext.hasSource(type));
    }

    private static boolean isRepeatable(WrittenAnnotation annotation) {
        return annotation.name().equals(RepeatableMigration.class.getSimpleName());
    }

    private MigrationDeclaration readRepeatable(TypeElement type, WrittenAnnotation annotation) {
        JavaClassName typeName = compileContext.toJavaName(type);
        JavaClassName rootName = requireRootName(type, annotation);
        dev.cairn.migration.Migration migration = dev.cairn.migration.Migration.ofRepeatable(
                typeName.simpleName(), annotation.contents("statements"), annotation.contents("session"));
        return new MigrationDeclaration(
                readType(type),
                rootName,
                migration,
                Set.of(),
                new MigrationDeclaration.MigrationPlaces(
                        annotation.place(),
                        Map.of(
                                Attribute.UPGRADE, annotation.places("statements"),
                                Attribute.SESSION, annotation.places("session"))));
    }

    /**
     * Reads the name of the root, and requires that the migration is a top-level type in the package of its migrations.
     *
     * @throws UnreadableDeclarationException if the type is not a root, or if the root looks for its migrations in
     *     another package; both are reported
     */
    private JavaClassName requireRootName(TypeElement type, WrittenAnnotation annotation) {
        TypeElement rootType = readRootType(annotation);
        WrittenAnnotation schemaAnnotation = findSchemaAnnotation(rootType, annotation);
        JavaClassName rootName = compileContext.toJavaName(rootType);
        if (schemaAnnotation == null) {
            throw UnreadableDeclarationException.report(
                    findings, CompileRule.MIGRATION_SCHEMA, annotation.place("schema"), rootName);
        }
        String packageName =
                RootReader.resolveMigrationsPackage(schemaAnnotation.findNonEmptyText("migrations"), rootName);
        if (!isInPackage(type, packageName)) {
            throw UnreadableDeclarationException.report(
                    findings,
                    CompileRule.MIGRATION_ELSEWHERE,
                    annotation.place("schema"),
                    compileContext.toJavaName(type),
                    rootName,
                    packageName);
        }
        return rootName;
    }

    private @Nullable WrittenAnnotation findSchemaAnnotation(TypeElement rootType, WrittenAnnotation annotation) {
        return CairnAnnotations.of(compileContext.site(rootType, annotation.place("schema")))
                .findFirst(Schema.class);
    }

    /**
     * Returns the type that the annotation names as its root; throws if javac can't resolve it, which javac reports.
     */
    private static TypeElement readRootType(WrittenAnnotation annotation) {
        if (annotation.requireType("schema") instanceof DeclaredType declaredType
                && declaredType.asElement() instanceof TypeElement root) {
            return root;
        }
        throw UnreadableDeclarationException.ofUnresolvedValue("schema");
    }
}
