package dev.cairn.tooling.lint.source;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.LintRule;
import dev.cairn.processor.model.SnakeCase;
import dev.cairn.tooling.definition.ScriptText;
import dev.cairn.tooling.lint.LintAllowances;
import dev.cairn.tooling.lint.LintAllowances.Allowance;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.LintSubject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The facts about a schema that only the sources of an application contain: the locations of statements, records and
 * queries, the accepted findings, and the declared renames. The sources are parsed, but not compiled.
 */
public final class LintSources {
    private static final Set<String> OBJECT_ANNOTATIONS = Set.of("Table", "View", "MaterializedView", "SnapshotTable");
    /** The annotations of migrations, with the attributes that contain their statements. */
    private static final Map<String, String> STATEMENTS_ATTRIBUTE_BY_ANNOTATION =
            Map.of("Migration", "upgrade", "RepeatableMigration", "statements");

    private static final Set<String> QUERY_ANNOTATIONS = Set.of("Query", "Execute");
    private static final String NO_ROOT = "";

    private final String schemaName;
    private final Map<String, ParsedSourceType> typeByName = new TreeMap<>();
    private final Map<String, List<LiteralText>> statementsByMigration = new HashMap<>();
    private final Map<String, SourceLocation> locationByPartName = new HashMap<>();
    private final Map<String, List<LiteralText>> statementsByQuery = new HashMap<>();
    private final Map<String, List<Allowance>> allowancesBySubject = new HashMap<>();
    private final List<Rename> renames = new ArrayList<>();

    private LintSources(String schemaName) {
        this.schemaName = schemaName;
    }

    /**
     * Reads the sources.
     *
     * @param directories the directories with sources; directories that do not exist are ignored
     * @param schemaName the name of the schema
     * @throws IllegalArgumentException if {@code @Allow} names a rule that does not exist, or if the Java runtime has
     *     no compiler
     * @throws UncheckedIOException if a source can't be read
     */
    public static LintSources read(List<Path> directories, String schemaName) {
        LintSources sources = new LintSources(schemaName);
        List<Path> files = findFiles(directories);
        if (!files.isEmpty()) {
            ParsedSourceFile.parse(files).forEach(sources::addTypes);
            sources.readTypes();
        }
        return sources;
    }

    private static List<Path> findFiles(List<Path> directories) {
        List<Path> files = new ArrayList<>();
        for (Path directory : directories) {
            try (Stream<Path> allFiles = Files.isDirectory(directory) ? Files.walk(directory) : Stream.empty()) {
                allFiles.filter(file -> file.toString().endsWith(".java") && mayBeRelevant(file))
                        .sorted()
                        .forEach(files::add);
            } catch (IOException failure) {
                throw new UncheckedIOException(directory + " can't be read: " + failure.getMessage(), failure);
            }
        }
        return files;
    }

    /**
     * Returns whether a file may declare a part of the schema. An embedded record may have no annotation.
     */
    private static boolean mayBeRelevant(Path file) {
        String source = ScriptText.readText(file);
        return source.contains("dev.cairn.annotation") || source.contains("record ");
    }

    /** Returns the location of a finding; empty if its source is not known. */
    public Optional<SourceLocation> findLocation(LintFinding finding) {
        LintSubject subject = finding.subject();
        if (subject instanceof LintSubject.MigrationStatement migrationStatement) {
            List<LiteralText> texts = statementsByMigration.getOrDefault(migrationStatement.migrationName(), List.of());
            return migrationStatement.number() > texts.size()
                    ? Optional.empty()
                    : Optional.of(texts.get(migrationStatement.number() - 1)
                            .locate(migrationStatement.sql(), finding.span()));
        }
        if (subject instanceof LintSubject.QueryMethod queryMethod) {
            String methodName =
                    queryMethod.queryName().substring(queryMethod.queryName().lastIndexOf('.') + 1);
            List<LiteralText> texts =
                    statementsByQuery.getOrDefault(queryMethod.interfaceName() + "." + methodName, List.of());
            return texts.stream()
                    .filter(text -> text.value().contains(queryMethod.sql()))
                    .findFirst()
                    .or(() -> texts.stream().findFirst())
                    .map(text -> text.locate(queryMethod.sql(), finding.span()));
        }
        return Optional.ofNullable(locationByPartName.get(subject.name()))
                .or(() -> subject instanceof LintSubject.SchemaPart schemaPart
                        ? Optional.ofNullable(
                                locationByPartName.get(schemaPart.objectName().toString()))
                        : Optional.empty());
    }

    /** Returns the location of the record of an object; empty if its source is not known. */
    public Optional<SourceLocation> findLocation(ObjectName objectName) {
        return Optional.ofNullable(locationByPartName.get(objectName.toString()));
    }

    /** Returns the files of the migrations by their names. */
    public Map<String, Path> collectMigrationFiles() {
        Map<String, Path> fileByMigration = new TreeMap<>();
        typeByName.values().stream()
                .filter(type -> STATEMENTS_ATTRIBUTE_BY_ANNOTATION.keySet().stream()
                        .anyMatch(annotationName ->
                                type.findAnnotation(annotationName).isPresent()
                                        && belongsToSchema(type, annotationName, "schema")))
                .forEach(type -> fileByMigration.put(type.simpleName(), type.sourceFile.path()));
        return fileByMigration;
    }

    /** Returns the findings that {@code @Allow} accepts. */
    public LintAllowances allowances() {
        return new LintAllowances(allowancesBySubject);
    }

    /** Returns the renames that {@code @RenamedFrom} declares. */
    public Renames renames() {
        return new Renames(renames);
    }

    private void addTypes(ParsedSourceFile sourceFile) {
        for (Tree typeTree : sourceFile.compilationUnit().getTypeDecls()) {
            if (typeTree instanceof ClassTree classTree) {
                addType(sourceFile, sourceFile.packagePrefix(), classTree);
            }
        }
    }

    private void addType(ParsedSourceFile sourceFile, String prefix, ClassTree tree) {
        String name = prefix + tree.getSimpleName();
        typeByName.put(name, new ParsedSourceType(sourceFile, name, tree));
        for (Tree member : tree.getMembers()) {
            if (member instanceof ClassTree nestedClass) {
                addType(sourceFile, name + ".", nestedClass);
            }
        }
    }

    private Optional<ParsedSourceType> findRoot() {
        return typeByName.values().stream()
                .filter(type -> type.findAnnotation("Schema")
                        .filter(annotation -> type.readText(annotation, "name").equals(schemaName))
                        .isPresent())
                .findFirst();
    }

    /**
     * Returns whether an attribute of an annotation names the root of the schema; true if the root is not in the
     * sources.
     */
    private boolean belongsToSchema(ParsedSourceType type, String annotationName, String attributeName) {
        String rootName = findRoot().map(ParsedSourceType::simpleName).orElse(NO_ROOT);
        return rootName.equals(NO_ROOT)
                || type.findAnnotation(annotationName)
                        .filter(tree -> type.readClassNames(tree, attributeName).contains(rootName))
                        .isPresent();
    }

    private void readTypes() {
        Optional<ParsedSourceType> root = findRoot();
        root.ifPresent(type -> readAllowances(LintAllowances.WHOLE_SCHEMA, type, type.classTree.getModifiers()));
        Set<String> listedTypeNames = root.flatMap(type ->
                        type.findAnnotation("Schema").map(annotation -> type.readClassNames(annotation, "value")))
                .orElse(Set.of());
        for (ParsedSourceType type : typeByName.values()) {
            if (root.isEmpty() || listedTypeNames.contains(type.simpleName())) {
                OBJECT_ANNOTATIONS.stream()
                        .flatMap(name -> type.findAnnotation(name).stream())
                        .findFirst()
                        .ifPresent(annotation -> readObject(type, annotation));
            }
            STATEMENTS_ATTRIBUTE_BY_ANNOTATION.forEach((annotationName, attributeName) -> type.findAnnotation(
                            annotationName)
                    .filter(annotation -> belongsToSchema(type, annotationName, "schema"))
                    .ifPresent(annotation ->
                            statementsByMigration.put(type.simpleName(), type.readTexts(annotation, attributeName))));
            type.findAnnotation("Queries")
                    .filter(annotation -> belongsToSchema(type, "Queries", "value"))
                    .ifPresent(annotation -> readQueries(type));
        }
    }

    private void readObject(ParsedSourceType type, AnnotationTree annotation) {
        String database = type.readText(annotation, "database");
        String name = type.readText(annotation, "name");
        ObjectName objectName = new ObjectName(
                database.isEmpty() ? schemaName : database,
                name.isEmpty() ? SnakeCase.convert(type.simpleName()) : name);
        locationByPartName.put(objectName.toString(), type.location());
        readAllowances(objectName.toString(), type, type.classTree.getModifiers());
        type.findAnnotation("RenamedFrom")
                .ifPresent(renameAnnotation ->
                        renames.add(new Rename.ObjectRename(objectName, type.readText(renameAnnotation, "value"))));
        readColumns(objectName, "", type, List.of(type));
    }

    /**
     * Reads the locations, the accepted findings and the renames of the columns of a type.
     *
     * @param prefix the prefix of the names of columns, which embedding types declare
     * @param enclosingTypes the types that embed this type, and the type itself; a type that embeds itself is not
     *     followed
     */
    private void readColumns(
            ObjectName objectName, String prefix, ParsedSourceType type, List<ParsedSourceType> enclosingTypes) {
        for (VariableTree component : type.findComponents()) {
            ModifiersTree modifiers = component.getModifiers();
            Optional<AnnotationTree> embeddedAnnotation = ParsedSourceType.findAnnotation(modifiers, "Embedded");
            if (embeddedAnnotation.isPresent()) {
                String innerPrefix = prefix + type.readText(embeddedAnnotation.get(), "prefix");
                findEmbeddedType(type, component)
                        .filter(embeddedType -> !enclosingTypes.contains(embeddedType))
                        .ifPresent(embeddedType -> readColumns(
                                objectName,
                                innerPrefix,
                                embeddedType,
                                Stream.concat(enclosingTypes.stream(), Stream.of(embeddedType))
                                        .toList()));
                continue;
            }
            String declaredName = ParsedSourceType.findAnnotation(modifiers, "Column")
                    .map(annotation -> type.readText(annotation, "name"))
                    .orElse("");
            String columnName = prefix
                    + (declaredName.isEmpty()
                            ? SnakeCase.convert(component.getName().toString())
                            : declaredName);
            String partName = objectName + "." + columnName;
            locationByPartName.put(
                    partName,
                    type.sourceFile.createLocation(
                            type.sourceFile.startOffset(component.getType()), type.sourceFile.endOffset(component)));
            readAllowances(partName, type, modifiers);
            ParsedSourceType.findAnnotation(modifiers, "RenamedFrom")
                    .ifPresent(renameAnnotation -> renames.add(new Rename.ColumnRename(
                            objectName, prefix + type.readText(renameAnnotation, "value"), columnName)));
        }
    }

    /**
     * Returns the type of a component; empty if no source declares the type. If several types have the name, the type
     * that is nested in the enclosing type, or in a type around it, or else the type of the same package takes
     * precedence.
     */
    private Optional<ParsedSourceType> findEmbeddedType(ParsedSourceType enclosingType, VariableTree component) {
        String name = ParsedSourceType.lastIdentifier(component.getType());
        List<ParsedSourceType> candidates = typeByName.values().stream()
                .filter(type -> type.simpleName().equals(name))
                .toList();
        String packagePrefix = enclosingType.sourceFile.packagePrefix();
        for (String scope = enclosingType.qualifiedName + "."; scope.length() >= packagePrefix.length(); ) {
            ParsedSourceType type = typeByName.get(scope + name);
            if (type != null) {
                return Optional.of(type);
            }
            scope = scope.substring(0, scope.lastIndexOf('.', scope.length() - 2) + 1);
        }
        return candidates.stream().findFirst();
    }

    private void readQueries(ParsedSourceType type) {
        String shortName =
                type.qualifiedName.substring(type.sourceFile.packagePrefix().length());
        for (Tree member : type.classTree.getMembers()) {
            if (member instanceof MethodTree method) {
                String methodName = method.getName().toString();
                for (String annotationName : QUERY_ANNOTATIONS) {
                    ParsedSourceType.findAnnotation(method.getModifiers(), annotationName)
                            .ifPresent(annotation -> statementsByQuery
                                    .computeIfAbsent(type.qualifiedName + "." + methodName, key -> new ArrayList<>())
                                    .addAll(type.readTexts(annotation, "value")));
                }
                readAllowances(shortName + "." + methodName, type, type.classTree.getModifiers());
                readAllowances(shortName + "." + methodName, type, method.getModifiers());
            }
        }
    }

    private void readAllowances(String subject, ParsedSourceType type, ModifiersTree modifiers) {
        ParsedSourceType.findAnnotation(modifiers, "Allow").ifPresent(annotation -> {
            String reason = type.readText(annotation, "reason");
            for (LiteralText code : type.readTexts(annotation, "value")) {
                if (code.value().startsWith(LintRule.PREFIX)) {
                    SourceLocation location = code.location();
                    LintAllowances.requireRule(code.value(), location.file() + ":" + location.line() + ": @Allow");
                    allowancesBySubject
                            .computeIfAbsent(subject, key -> new ArrayList<>())
                            .add(new Allowance(code.value(), reason));
                }
            }
        });
    }
}
