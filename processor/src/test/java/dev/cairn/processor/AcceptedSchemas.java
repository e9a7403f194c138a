package dev.cairn.processor;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.history.RecordedSchema;
import dev.cairn.processor.model.DeclaredRole;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.SchemaRoot.Member;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/**
 * Many small schemas that are compiled at once, each in a package of its own. The DDL texts of an accepted schema parse
 * to the declared objects, and its statements, applied in their order, lead from an empty database to the declared
 * schema.
 */
final class AcceptedSchemas {
    private static final String IMPORTS =
            "import dev.cairn.annotation.*; import dev.cairn.annotation.access.*; import dev.cairn.annotation.cluster.*; import dev.cairn.annotation.cluster.ResourceGroup.Classifier; import dev.cairn.annotation.datatest.*; import dev.cairn.type.*; import java.math.*;"
                    + " import java.time.*; import java.util.*; import static dev.cairn.annotation.Aggregate.Function.*;"
                    + " import static dev.cairn.annotation.Index.Kind.*; import static dev.cairn.annotation.Refresh.Mode.*;"
                    + " import static dev.cairn.annotation.Refresh.Moment.*;\n";

    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, List<String>> errorsByPackage = new TreeMap<>();
    private final List<RecordedSchema> acceptedSchemas = new ArrayList<>();

    /** Adds a schema with records. Its members are {@code R} and the other members that are named. */
    void add(String records, String... otherMembers) {
        StringBuilder members = new StringBuilder("R.class");
        for (String otherMember : otherMembers) {
            members.append(", ").append(otherMember).append(".class");
        }
        addWithRoot(records, "@Schema(name = \"s\", value = {" + members + "})");
    }

    void addWithRoot(String records, String rootAnnotations) {
        sources.put("c" + sources.size(), records + "\n" + rootAnnotations + " interface Root {}\n");
    }

    /**
     * Compiles the schemas. If the processor throws, compiles each schema alone, and adds the exception to its errors.
     */
    void compile() {
        try {
            compile(sources);
        } catch (RuntimeException failure) {
            errorsByPackage.clear();
            acceptedSchemas.clear();
            sources.forEach((name, source) -> {
                try {
                    compile(Map.of(name, source));
                } catch (RuntimeException schemaFailure) {
                    errorsByPackage.put(
                            name,
                            List.of(schemaFailure + " "
                                    + List.of(Objects.requireNonNullElse(schemaFailure.getCause(), schemaFailure)
                                                    .getStackTrace())
                                            .subList(0, 12)));
                }
            });
        }
    }

    private void compile(Map<String, String> sources) {
        List<JavaFileObject> files = new ArrayList<>();
        sources.forEach((name, source) ->
                files.add(JavaFileObjects.forSourceString(name + ".Root", "package " + name + ";" + IMPORTS + source)));
        Compilation compilation = UserClassPath.javac()
                .withOptions("-proc:only", "-Acairn.pending=off", "-Xmaxerrs", "100000")
                .withProcessors(new CairnProcessor(recorded -> acceptedSchemas.addAll(recorded.schemas())))
                .compile(files);
        for (Diagnostic<? extends JavaFileObject> diagnostic : compilation.errors()) {
            JavaFileObject file = diagnostic.getSource();
            String[] pathParts =
                    file == null ? new String[] {"?", "?"} : file.getName().split("/");
            errorsByPackage
                    .computeIfAbsent(pathParts[pathParts.length - 2], name -> new ArrayList<>())
                    .add(diagnostic.getMessage(null));
        }
    }

    int count() {
        return sources.size();
    }

    /** Returns how many schemas were refused. */
    int refusedCount() {
        return errorsByPackage.size();
    }

    /** Returns the errors of the schema that was added at a position, which counts from 0. */
    List<String> errors(int position) {
        return errorsByPackage.getOrDefault("c" + position, List.of());
    }

    /** Describes the accepted schemas that should have been refused, and the errors that are not findings. */
    List<String> findMistakes() {
        List<String> mistakes = new ArrayList<>();
        errorsByPackage.forEach((name, messages) -> {
            for (String message : messages) {
                if (!message.matches("(?s)\\[[a-z-]+\\] .*")) {
                    mistakes.add(message + "\n" + sources.getOrDefault(name, ""));
                }
            }
        });
        for (RecordedSchema recorded : acceptedSchemas) {
            String name = recorded.schema().root().typeName().packageName();
            if (!errorsByPackage.containsKey(name)) {
                findMistake(recorded.schema()).ifPresent(mistake -> mistakes.add(mistake + "\n" + sources.get(name)));
            }
        }
        return mistakes;
    }

    /** Returns the statements of all schemas that were accepted. */
    List<String> statements() {
        List<String> statements = new ArrayList<>();
        for (RecordedSchema recorded : acceptedSchemas) {
            if (!errorsByPackage.containsKey(recorded.schema().root().typeName().packageName())) {
                plan(recorded.schema()).steps().forEach(step -> statements.add(step.text()));
            }
        }
        return statements;
    }

    private static Plan plan(DeclaredSchema schema) {
        return new Planner(schema.engine(), schema.session())
                .plan(schema.initialCatalog(), schema.catalog(), Renames.NONE);
    }

    private static Optional<String> findMistake(DeclaredSchema schema) {
        if (!schema.isSound()) {
            return Optional.of("without an error, but not sound");
        }
        List<Statement> declaredStatements =
                new ArrayList<>(DeclaredRole.createStatements(schema.root().roles()));
        schema.root().cluster().objects().forEach(object -> declaredStatements.add(object.statement()));
        for (Member member : schema.root().members()) {
            ObjectDeclaration declaration = member.declaration();
            if (declaration.kind() != ObjectDeclaration.Kind.EXTERNAL) {
                declaredStatements.add(declaration.statement());
            }
        }
        for (Statement statement : declaredStatements) {
            String text = Sql.render(statement);
            try {
                Statement parsedStatement = Sql.parse(text);
                if (!parsedStatement.equals(statement)) {
                    return Optional.of("read back as something else: " + text + "\n" + Sql.render(parsedStatement));
                }
            } catch (SqlSyntaxException unreadable) {
                return Optional.of("can't be read back: " + text + "\n" + unreadable.getMessage());
            }
        }
        Simulation simulation = new Simulation(schema.engine(), schema.session(), schema.initialCatalog());
        for (Step step : plan(schema).steps()) {
            try {
                simulation.apply(MigrationAction.parse(step.text()));
            } catch (SqlSyntaxException | Refusal refusal) {
                return Optional.of("can't be run: " + step.text() + "\n" + refusal.getMessage());
            }
        }
        Plan remainingPlan = new Planner(schema.engine(), schema.session())
                .plan(simulation.catalog(), schema.catalog(), Renames.NONE);
        if (!remainingPlan.isEmpty()) {
            return Optional.of("leads elsewhere: " + remainingPlan.steps());
        }
        return Optional.empty();
    }
}
