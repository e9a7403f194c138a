package dev.cairn.tooling.lint.source;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a schema that only the sources of an application contain: the places of statements, records and
 * queries, the accepted findings, and the declared renames. The sources are parsed and not compiled.
 */
public final class LintSources {
    private static final Set<String> OBJECT_ANNOTATIONS = Set.of("Table", "View", "MaterializedView", "SnapshotTable");
    /** The annotations of migrations, with the attributes that contain their statements. */
    private static final Map<String, String> MIGRATION_ANNOTATIONS =
            Map.of("Migration", "upgrade", "RepeatableMigration", "statements");

    private static final Set<String> QUERY_ANNOTATIONS = Set.of("Query", "Execute");
    private static final String NO_ROOT = "";

    private final String schema;
    private final Map<String, ParsedSourceType> typesByName = new TreeMap<>();
    private final Map<String, List<LiteralText>> statementsByMigration = new HashMap<>();
    private final Map<String, SourceLocation> locationsByPart = new HashMap<>();
    private final Map<String, List<LiteralText>> statementsByQuery = new HashMap<>();
    private final Map<String, List<Allowance>> allowancesBySubject = new HashMap<>();
    private final List<Rename> renames = new ArrayList<>();

    private LintSources(String schema) {
        this.schema = schema;
    }

    /**
     * Reads the sources.
     *
     * @param folders the directories with sources; directories that do not exist are ignored
     * @param schema the name of the schema
     * @throws IllegalArgumentException if {@code @Allow} names a rule that does not exist
     */
    public static LintSources read(List<Path> folders, String schema) {
        LintSources sources = new LintSources(schema);
        List<Path> files = findFiles(folders);
        if (!files.isEmpty()) {
            sources.parseFiles(files);
            sources.readTypes();
        }
        return sources;
    }

    private static List<Path> findFiles(List<Path> folders) {
        List<Path> files = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> allFiles = Files.isDirectory(folder) ? Files.walk(folder) : Stream.empty()) {
                allFiles.filter(file -> file.toString().endsWith(".java") && mayBeRelevant(file))
                        .sorted()
                        .forEach(files::add);
            } catch (IOException failure) {
                throw new UncheckedIOException(folder + " can't be read: " + failure.getMessage(), failure);
            }
        }
        return files;
    }

    /**
     * Returns whether a file may declare a part of the schema. A record may be embedded without an annotation of its
     * own.
     */
    private static boolean mayBeRelevant(Path file) {
        String source = ScriptText.readText(file);
        return source.contains("dev.cairn.annotation") || source.contains("record ");
    }

    /** Returns the place of a finding; empty if its source is not known. */
    public Optional<SourceLocation> findLocation(LintFinding finding) {
        LintSubject subject = finding.subject();
        if (subject instanceof LintSubject.MigrationStatement statement) {
            List<LiteralText> texts = statementsByMigration.getOrDefault(statement.migration(), List.of());
            return statement.number() > texts.size()
                    ? Optional.empty()
                    : Optional.of(texts.get(statement.number() - 1).locate(statement.sql(), finding.span()));
        }
        if (subject instanceof LintSubject.QueryMethod query) {
            String method = query.method().substring(query.method().lastIndexOf('.') + 1);
            List<LiteralText> texts = statementsByQuery.getOrDefault(query.interfaceName() + "." + method, List.of());
            return texts.stream()
                    .filter(text -> text.value().contains(query.sql()))
                    .findFirst()
                    .or(() -> texts.stream().findFirst())
                    .map(text -> text.locate(query.sql(), finding.span()));
        }
        return Optional.ofNullable(locationsByPart.get(subject.name()))
                .or(() -> subject instanceof LintSubject.SchemaPart part
                        ? Optional.ofNullable(locationsByPart.get(part.object().toString()))
                        : Optional.empty());
    }

    /** Returns the place of the record of an object. */
    public Optional<SourceLocation> findLocation(ObjectName object) {
        return Optional.ofNullable(locationsByPart.get(object.toString()));
    }

    /** Returns the files of the migrations by their names. */
    public Map<String, Path> collectMigrationFiles() {
        Map<String, Path> files = new TreeMap<>();
        typesByName.values().stream()
                .filter(type -> MIGRATION_ANNOTATIONS.keySet().stream()
                        .anyMatch(annotationName ->
                                type.findAnnotation(annotationName).isPresent()
                                        && isOfSchema(type, annotationName, "schema")))
                .forEach(type -> files.put(type.simpleName(), type.file));
        return files;
    }

    /** Returns the findings that {@code @Allow} accepts. */
    public LintAllowances allowances() {
        return new LintAllowances(allowancesBySubject);
    }

    /** Returns the renames that {@code @RenamedFrom} declares. */
    public Renames renames() {
        return new Renames(renames);
    }

    private void parseFiles(List<Path> files) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new IllegalArgumentException(
                    "This Java runtime has no compiler, which reads the sources; use a JDK instead of a JRE.");
        }
        DiagnosticCollector<JavaFileObject> ignoredDiagnostics =
                new DiagnosticCollector<>(); // the classes are compiled already
        try (StandardJavaFileManager manager =
                javac.getStandardFileManager(ignoredDiagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) javac.getTask(
                    null,
                    manager,
                    ignoredDiagnostics,
                    List.of("-proc:none"),
                    null,
                    manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                Path file = manager.asPath(unit.getSourceFile());
                ExpressionTree packageName = unit.getPackageName();
                JavaFile javaFile = new JavaFile(
                        file, unit.getSourceFile().getCharContent(true).toString(), unit, positions);
                for (Tree type : unit.getTypeDecls()) {
                    if (type instanceof ClassTree classTree) {
                        addType(javaFile, packageName == null ? "" : packageName + ".", classTree);
                    }
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The sources can't be read: " + failure.getMessage(), failure);
        }
    }

    private void addType(JavaFile file, String prefix, ClassTree tree) {
        String name = prefix + tree.getSimpleName();
        typesByName.put(name, new ParsedSourceType(file, name, tree));
        for (Tree member : tree.getMembers()) {
            if (member instanceof ClassTree nestedClass) {
                addType(file, name + ".", nestedClass);
            }
        }
    }

    /** A parsed file. */
    record JavaFile(Path path, String text, CompilationUnitTree unit, SourcePositions positions) {
        int startOf(Tree tree) {
            return (int) positions.getStartPosition(unit, tree);
        }

        int endOf(Tree tree) {
            return (int) positions.getEndPosition(unit, tree);
        }

        SourceLocation location(int start, int end) {
            return SourceLocation.of(path, text, start, end);
        }
    }

    static Optional<AnnotationTree> findAnnotation(ModifiersTree modifiers, String name) {
        return modifiers.getAnnotations().stream()
                .map(AnnotationTree.class::cast)
                .filter(annotation ->
                        findLastIdentifier(annotation.getAnnotationType()).equals(name))
                .findFirst();
    }

    /** Returns the last part of a qualified name; empty if the tree is not a name. */
    static String findLastIdentifier(Tree name) {
        if (name instanceof MemberSelectTree select) {
            return select.getIdentifier().toString();
        }
        return name instanceof IdentifierTree identifier ? identifier.getName().toString() : "";
    }

    /** Returns the value of a member of an annotation; null if the annotation does not set it. */
    static @Nullable ExpressionTree findMemberValue(AnnotationTree annotation, String name) {
        for (ExpressionTree argument : annotation.getArguments()) {
            if (!(argument instanceof AssignmentTree assignment)) {
                if (name.equals("value")) {
                    return argument;
                }
            } else if (findLastIdentifier(assignment.getVariable()).equals(name)) {
                return assignment.getExpression();
            }
        }
        return null;
    }

    static List<? extends ExpressionTree> listElements(@Nullable ExpressionTree value) {
        if (value instanceof NewArrayTree array) {
            return array.getInitializers() == null ? List.of() : array.getInitializers();
        }
        return value == null ? List.of() : List.of(value);
    }

    private Optional<ParsedSourceType> findRoot() {
        return typesByName.values().stream()
                .filter(type -> type.findAnnotation("Schema")
                        .filter(annotation -> type.readText(annotation, "name").equals(schema))
                        .isPresent())
                .findFirst();
    }

    /**
     * Returns whether a member of an annotation names the root of the schema, or the root is not in the sources.
     */
    private boolean isOfSchema(ParsedSourceType type, String annotation, String member) {
        String root = findRoot().map(ParsedSourceType::simpleName).orElse(NO_ROOT);
        return root.equals(NO_ROOT)
                || type.findAnnotation(annotation)
                        .filter(tree -> type.readClassNames(tree, member).contains(root))
                        .isPresent();
    }

    private void readTypes() {
        Optional<ParsedSourceType> root = findRoot();
        root.ifPresent(type -> readAllowances(LintAllowances.EVERYWHERE, type, type.tree.getModifiers()));
        Set<String> listedNames = root.flatMap(type ->
                        type.findAnnotation("Schema").map(annotation -> type.readClassNames(annotation, "value")))
                .orElse(Set.of());
        for (ParsedSourceType type : typesByName.values()) {
            if (root.isEmpty() || listedNames.contains(type.simpleName())) {
                OBJECT_ANNOTATIONS.stream()
                        .flatMap(name -> type.findAnnotation(name).stream())
                        .findFirst()
                        .ifPresent(annotation -> readObject(type, annotation));
            }
            MIGRATION_ANNOTATIONS.forEach((annotationName, statements) -> type.findAnnotation(annotationName)
                    .filter(annotation -> isOfSchema(type, annotationName, "schema"))
                    .ifPresent(annotation ->
                            statementsByMigration.put(type.simpleName(), type.readTexts(annotation, statements))));
            type.findAnnotation("Queries")
                    .filter(annotation -> isOfSchema(type, "Queries", "value"))
                    .ifPresent(annotation -> readQueries(type));
        }
    }

    private void readObject(ParsedSourceType type, AnnotationTree annotation) {
        String database = type.readText(annotation, "database");
        String name = type.readText(annotation, "name");
        ObjectName object = new ObjectName(
                database.isEmpty() ? schema : database, name.isEmpty() ? SnakeCase.convert(type.simpleName()) : name);
        locationsByPart.put(object.toString(), type.location());
        readAllowances(object.toString(), type, type.tree.getModifiers());
        type.findAnnotation("RenamedFrom")
                .ifPresent(renameAnnotation ->
                        renames.add(new Rename.ObjectRename(object, type.readText(renameAnnotation, "value"))));
        readColumns(object, "", type, List.of());
    }

    /** @param enclosingTypes the types that embed this type, and the type itself */
    private void readColumns(
            ObjectName object, String prefix, ParsedSourceType type, List<ParsedSourceType> enclosingTypes) {
        for (VariableTree component : type.findComponents()) {
            ModifiersTree modifiers = component.getModifiers();
            Optional<AnnotationTree> embeddedAnnotation = findAnnotation(modifiers, "Embedded");
            if (embeddedAnnotation.isPresent()) {
                String innerPrefix = prefix + type.readText(embeddedAnnotation.get(), "prefix");
                findEmbeddedType(type, component)
                        .filter(record -> !enclosingTypes.contains(record))
                        .ifPresent(record -> readColumns(
                                object,
                                innerPrefix,
                                record,
                                Stream.concat(enclosingTypes.stream(), Stream.of(record))
                                        .toList()));
                continue;
            }
            String declaredName = findAnnotation(modifiers, "Column")
                    .map(annotation -> type.readText(annotation, "name"))
                    .orElse("");
            String column = prefix
                    + (declaredName.isEmpty()
                            ? SnakeCase.convert(component.getName().toString())
                            : declaredName);
            String name = object + "." + column;
            locationsByPart.put(
                    name,
                    type.javaFile.location(type.javaFile.startOf(component.getType()), type.javaFile.endOf(component)));
            readAllowances(name, type, modifiers);
            findAnnotation(modifiers, "RenamedFrom")
                    .ifPresent(renameAnnotation -> renames.add(new Rename.ColumnRename(
                            object, prefix + type.readText(renameAnnotation, "value"), column)));
        }
    }

    /**
     * Returns the type of a component; empty if no source declares the type. If several types have the name, a type
     * that is nested in the enclosing type or belongs to the same package takes precedence.
     */
    private Optional<ParsedSourceType> findEmbeddedType(ParsedSourceType enclosingType, VariableTree component) {
        String name = findLastIdentifier(component.getType());
        List<ParsedSourceType> candidates = typesByName.values().stream()
                .filter(type -> type.simpleName().equals(name))
                .toList();
        String packagePrefix = enclosingType.name.substring(0, enclosingType.name.lastIndexOf('.') + 1);
        return candidates.stream()
                .filter(type ->
                        type.name.equals(enclosingType.name + "." + name) || type.name.equals(packagePrefix + name))
                .findFirst()
                .or(() -> candidates.stream().findFirst());
    }

    private void readQueries(ParsedSourceType type) {
        String packagePrefix = type.javaFile.unit().getPackageName() == null
                ? ""
                : type.javaFile.unit().getPackageName() + ".";
        String shortName = type.name.substring(packagePrefix.length());
        for (Tree member : type.tree.getMembers()) {
            if (member instanceof MethodTree method) {
                String name = method.getName().toString();
                for (String annotationName : QUERY_ANNOTATIONS) {
                    findAnnotation(method.getModifiers(), annotationName)
                            .ifPresent(annotation -> statementsByQuery
                                    .computeIfAbsent(type.name + "." + name, key -> new ArrayList<>())
                                    .addAll(type.readTexts(annotation, "value")));
                }
                readAllowances(shortName + "." + name, type, type.tree.getModifiers());
                readAllowances(shortName + "." + name, type, method.getModifiers());
            }
        }
    }

    private void readAllowances(String subject, ParsedSourceType type, ModifiersTree modifiers) {
        findAnnotation(modifiers, "Allow").ifPresent(annotation -> {
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
