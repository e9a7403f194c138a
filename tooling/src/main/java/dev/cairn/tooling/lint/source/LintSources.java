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
    private static final Set<String> OBJECTS = Set.of("Table", "View", "MaterializedView", "SnapshotTable");
    /** The annotations of migrations, with the attributes that contain their statements. */
    private static final Map<String, String> MIGRATIONS =
            Map.of("Migration", "upgrade", "RepeatableMigration", "statements");

    private static final Set<String> QUERIES = Set.of("Query", "Execute");
    private static final String ANY_ROOT = "";

    private final String schema;
    private final Map<String, SourceType> types = new TreeMap<>();
    private final Map<String, List<LiteralText>> migrations = new HashMap<>();
    private final Map<String, SourceLocation> partLocations = new HashMap<>();
    private final Map<String, List<LiteralText>> queries = new HashMap<>();
    private final Map<String, List<Allowance>> allowances = new HashMap<>();
    private final List<Rename> renames = new ArrayList<>();

    private LintSources(String schema) {
        this.schema = schema;
    }

    /**
     * Reads the sources.
     *
     * @param folders those that do not exist are ignored
     * @param schema the name of the schema
     * @throws IllegalArgumentException if {@code @Allow} names a rule that does not exist
     */
    public static LintSources of(List<Path> folders, String schema) {
        LintSources sources = new LintSources(schema);
        List<Path> files = files(folders);
        if (!files.isEmpty()) {
            sources.parse(files);
            sources.read();
        }
        return sources;
    }

    private static List<Path> files(List<Path> folders) {
        List<Path> files = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> all = Files.isDirectory(folder) ? Files.walk(folder) : Stream.empty()) {
                all.filter(file -> file.toString().endsWith(".java") && mayMatter(file))
                        .sorted()
                        .forEach(files::add);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(folder + " can't be read: " + unreadable.getMessage(), unreadable);
            }
        }
        return files;
    }

    /** A record may be embedded without an annotation of its own. */
    private static boolean mayMatter(Path file) {
        String text = ScriptText.read(file);
        return text.contains("dev.cairn.annotation") || text.contains("record ");
    }

    /** Returns the place of a finding; empty if its source is not known. */
    public Optional<SourceLocation> location(LintFinding finding) {
        LintSubject subject = finding.subject();
        if (subject instanceof LintSubject.MigrationStatement statement) {
            List<LiteralText> texts = migrations.getOrDefault(statement.migration(), List.of());
            return statement.number() > texts.size()
                    ? Optional.empty()
                    : Optional.of(texts.get(statement.number() - 1).location(statement.sql(), finding.span()));
        }
        if (subject instanceof LintSubject.QueryMethod query) {
            String method = query.method().substring(query.method().lastIndexOf('.') + 1);
            List<LiteralText> texts = queries.getOrDefault(query.type() + "." + method, List.of());
            return texts.stream()
                    .filter(text -> text.value().contains(query.sql()))
                    .findFirst()
                    .or(() -> texts.stream().findFirst())
                    .map(text -> text.location(query.sql(), finding.span()));
        }
        return Optional.ofNullable(partLocations.get(subject.name()))
                .or(() -> subject instanceof LintSubject.SchemaPart part
                        ? Optional.ofNullable(partLocations.get(part.object().toString()))
                        : Optional.empty());
    }

    /** Returns the place of the record of an object. */
    public Optional<SourceLocation> location(ObjectName object) {
        return Optional.ofNullable(partLocations.get(object.toString()));
    }

    /** Returns the files of the migrations by their names. */
    public Map<String, Path> migrationFiles() {
        Map<String, Path> files = new TreeMap<>();
        types.values().stream()
                .filter(type -> MIGRATIONS.keySet().stream()
                        .anyMatch(kind -> type.annotation(kind).isPresent() && isOfSchema(type, kind, "schema")))
                .forEach(type -> files.put(type.simpleName(), type.file));
        return files;
    }

    /** Returns the findings that {@code @Allow} accepts. */
    public LintAllowances allowances() {
        return new LintAllowances(allowances);
    }

    /** Returns the renames that {@code @RenamedFrom} declares. */
    public Renames renames() {
        return new Renames(renames);
    }

    private void parse(List<Path> files) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new IllegalArgumentException(
                    "This Java runtime has no compiler, which reads the sources; use a JDK instead of a JRE.");
        }
        DiagnosticCollector<JavaFileObject> ignored = new DiagnosticCollector<>(); // the classes are compiled already
        try (StandardJavaFileManager manager =
                javac.getStandardFileManager(ignored, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) javac.getTask(
                    null, manager, ignored, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                Path file = manager.asPath(unit.getSourceFile());
                ExpressionTree inPackage = unit.getPackageName();
                JavaFile parsed = new JavaFile(
                        file, unit.getSourceFile().getCharContent(true).toString(), unit, positions);
                for (Tree type : unit.getTypeDecls()) {
                    if (type instanceof ClassTree declared) {
                        add(parsed, inPackage == null ? "" : inPackage + ".", declared);
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The sources can't be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private void add(JavaFile file, String prefix, ClassTree tree) {
        String name = prefix + tree.getSimpleName();
        types.put(name, new SourceType(file, name, tree));
        for (Tree member : tree.getMembers()) {
            if (member instanceof ClassTree nested) {
                add(file, name + ".", nested);
            }
        }
    }

    /** A parsed file. */
    record JavaFile(Path path, String text, CompilationUnitTree unit, SourcePositions positions) {
        int start(Tree tree) {
            return (int) positions.getStartPosition(unit, tree);
        }

        int end(Tree tree) {
            return (int) positions.getEndPosition(unit, tree);
        }

        SourceLocation location(int start, int end) {
            return SourceLocation.of(path, text, start, end);
        }
    }

    static Optional<AnnotationTree> annotation(ModifiersTree modifiers, String name) {
        return modifiers.getAnnotations().stream()
                .map(AnnotationTree.class::cast)
                .filter(annotation -> lastName(annotation.getAnnotationType()).equals(name))
                .findFirst();
    }

    static String lastName(Tree name) {
        if (name instanceof MemberSelectTree select) {
            return select.getIdentifier().toString();
        }
        return name instanceof IdentifierTree identifier ? identifier.getName().toString() : "";
    }

    static @Nullable ExpressionTree member(AnnotationTree annotation, String name) {
        for (ExpressionTree argument : annotation.getArguments()) {
            if (!(argument instanceof AssignmentTree assignment)) {
                if (name.equals("value")) {
                    return argument;
                }
            } else if (lastName(assignment.getVariable()).equals(name)) {
                return assignment.getExpression();
            }
        }
        return null;
    }

    static List<? extends ExpressionTree> elements(@Nullable ExpressionTree value) {
        if (value instanceof NewArrayTree array) {
            return array.getInitializers() == null ? List.of() : array.getInitializers();
        }
        return value == null ? List.of() : List.of(value);
    }

    private Optional<SourceType> root() {
        return types.values().stream()
                .filter(type -> type.annotation("Schema")
                        .filter(annotation -> type.text(annotation, "name").equals(schema))
                        .isPresent())
                .findFirst();
    }

    /** Whether a member of an annotation names the root of the schema, or the root is not among the sources. */
    private boolean isOfSchema(SourceType type, String annotation, String member) {
        String root = root().map(SourceType::simpleName).orElse(ANY_ROOT);
        return root.equals(ANY_ROOT)
                || type.annotation(annotation)
                        .filter(tree -> type.classes(tree, member).contains(root))
                        .isPresent();
    }

    private void read() {
        Optional<SourceType> root = root();
        root.ifPresent(type -> allow(LintAllowances.EVERYWHERE, type, type.tree.getModifiers()));
        Set<String> listed = root.flatMap(
                        type -> type.annotation("Schema").map(annotation -> type.classes(annotation, "value")))
                .orElse(Set.of());
        for (SourceType type : types.values()) {
            if (root.isEmpty() || listed.contains(type.simpleName())) {
                OBJECTS.stream()
                        .flatMap(name -> type.annotation(name).stream())
                        .findFirst()
                        .ifPresent(annotation -> object(type, annotation));
            }
            MIGRATIONS.forEach((kind, statements) -> type.annotation(kind)
                    .filter(annotation -> isOfSchema(type, kind, "schema"))
                    .ifPresent(annotation -> migrations.put(type.simpleName(), type.texts(annotation, statements))));
            type.annotation("Queries")
                    .filter(annotation -> isOfSchema(type, "Queries", "value"))
                    .ifPresent(annotation -> queries(type));
        }
    }

    private void object(SourceType type, AnnotationTree annotation) {
        String database = type.text(annotation, "database");
        String name = type.text(annotation, "name");
        ObjectName object = new ObjectName(
                database.isEmpty() ? schema : database, name.isEmpty() ? SnakeCase.of(type.simpleName()) : name);
        partLocations.put(object.toString(), type.location());
        allow(object.toString(), type, type.tree.getModifiers());
        type.annotation("RenamedFrom")
                .ifPresent(renamed -> renames.add(new Rename.ObjectRename(object, type.text(renamed, "value"))));
        columns(object, "", type, List.of());
    }

    /** @param around the types that embed this one, and itself */
    private void columns(ObjectName object, String prefix, SourceType type, List<SourceType> around) {
        for (VariableTree component : type.components()) {
            ModifiersTree modifiers = component.getModifiers();
            Optional<AnnotationTree> embedded = annotation(modifiers, "Embedded");
            if (embedded.isPresent()) {
                String inner = prefix + type.text(embedded.get(), "prefix");
                embeddedType(type, component)
                        .filter(record -> !around.contains(record))
                        .ifPresent(record -> columns(
                                object,
                                inner,
                                record,
                                Stream.concat(around.stream(), Stream.of(record))
                                        .toList()));
                continue;
            }
            String declared = annotation(modifiers, "Column")
                    .map(annotation -> type.text(annotation, "name"))
                    .orElse("");
            String column = prefix
                    + (declared.isEmpty() ? SnakeCase.of(component.getName().toString()) : declared);
            String name = object + "." + column;
            partLocations.put(
                    name, type.source.location(type.source.start(component.getType()), type.source.end(component)));
            allow(name, type, modifiers);
            annotation(modifiers, "RenamedFrom")
                    .ifPresent(renamed ->
                            renames.add(new Rename.ColumnRename(object, prefix + type.text(renamed, "value"), column)));
        }
    }

    /** The type of a component: one of the same file or package if several have the name. */
    private Optional<SourceType> embeddedType(SourceType from, VariableTree component) {
        String name = lastName(component.getType());
        List<SourceType> candidates = types.values().stream()
                .filter(type -> type.simpleName().equals(name))
                .toList();
        String inPackage = from.name.substring(0, from.name.lastIndexOf('.') + 1);
        return candidates.stream()
                .filter(type -> type.name.equals(from.name + "." + name) || type.name.equals(inPackage + name))
                .findFirst()
                .or(() -> candidates.stream().findFirst());
    }

    private void queries(SourceType type) {
        String inPackage = type.source.unit().getPackageName() == null
                ? ""
                : type.source.unit().getPackageName() + ".";
        String shortName = type.name.substring(inPackage.length());
        for (Tree member : type.tree.getMembers()) {
            if (member instanceof MethodTree method) {
                String name = method.getName().toString();
                for (String kind : QUERIES) {
                    annotation(method.getModifiers(), kind)
                            .ifPresent(annotation -> queries.computeIfAbsent(
                                            type.name + "." + name, key -> new ArrayList<>())
                                    .addAll(type.texts(annotation, "value")));
                }
                allow(shortName + "." + name, type, type.tree.getModifiers());
                allow(shortName + "." + name, type, method.getModifiers());
            }
        }
    }

    private void allow(String subject, SourceType type, ModifiersTree modifiers) {
        annotation(modifiers, "Allow").ifPresent(annotation -> {
            String reason = type.text(annotation, "reason");
            for (LiteralText code : type.texts(annotation, "value")) {
                if (code.value().startsWith(LintRule.PREFIX)) {
                    SourceLocation place = code.location();
                    LintAllowances.requireRule(code.value(), place.file() + ":" + place.line() + ": @Allow");
                    allowances
                            .computeIfAbsent(subject, key -> new ArrayList<>())
                            .add(new Allowance(code.value(), reason));
                }
            }
        });
    }
}
