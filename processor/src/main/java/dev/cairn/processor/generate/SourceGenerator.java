package dev.cairn.processor.generate;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;
import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationName;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DescriptorFormat;
import dev.cairn.processor.model.GeneratedSourceHeader;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.MigrationHistory;
import dev.cairn.processor.model.MigrationHook;
import dev.cairn.processor.model.QueryInterface;
import dev.cairn.processor.model.Root;
import dev.cairn.processor.model.Root.Member;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.FunctionDeclaration;
import dev.cairn.sql.ast.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** Generates sources for one environment. */
public final class SourceGenerator {
    /** The format version of generated sources. */
    static final int FORMAT = DescriptorFormat.CURRENT;

    private static final ClassName GENERATED = ClassName.get("javax.annotation.processing", "Generated");
    private static final ClassName SUPPRESS_WARNINGS = ClassName.get("java.lang", "SuppressWarnings");

    private final GenerationEnvironment surroundings;
    private final Map<List<Object>, DescriptorTemplate> frames = new HashMap<>();

    public SourceGenerator(GenerationEnvironment surroundings) {
        this.surroundings = surroundings;
    }

    /** The descriptor of a table or view. */
    public String descriptor(Declaration declaration) {
        return new DescriptorSource(declaration).text(this);
    }

    /** The class of a recorded migration. */
    public String migration(MigrationDeclaration declaration) {
        return text(declaration.type(), new MigrationClassSource(declaration).type());
    }

    /** The class of a schema. */
    public String schema(Root root, MigrationHistory history) {
        return text(root.type(), new SchemaSource(root, history).type());
    }

    /**
     * The class that implements an interface of queries.
     *
     * @param inherited the names of all members that the interface declares or inherits
     */
    public String queries(QueryInterface queries, Set<String> inherited) {
        QueriesSource source = new QueriesSource(queries, inherited);
        List<String> unfounded = source.hasVariableArity() ? List.of("overrides") : List.of();
        JavaFile.Builder file = file(queries.type().inPackage(), header(queries.type()), source.type(), unfounded);
        source.scalars().forEach(scalar -> file.addStaticImport(RuntimeNames.VALUE_TYPE, scalar));
        return file.build().toString();
    }

    private String text(JavaName from, TypeSpec.Builder type) {
        return file(from.inPackage(), header(from), type).build().toString();
    }

    private static String header(JavaName from) {
        return new GeneratedSourceHeader(from).text();
    }

    /** The template of equal descriptors, created for the first one. */
    DescriptorTemplate frame(List<Object> likeness, Supplier<DescriptorTemplate> creation) {
        return frames.computeIfAbsent(likeness, first -> creation.get());
    }

    /** The header of generated files, which is the same in each compile. */
    JavaFile.Builder file(String inPackage, String comment, TypeSpec.Builder type) {
        return file(inPackage, comment, type, List.of());
    }

    /** @param suppressed warnings that are suppressed besides those of all generated files */
    private JavaFile.Builder file(String inPackage, String comment, TypeSpec.Builder type, List<String> suppressed) {
        if (surroundings.marked()) {
            type.addAnnotation(AnnotationSpec.builder(GENERATED)
                    .addMember("value", "$S", "dev.cairn")
                    .build());
        }
        type.addAnnotation(suppressions(suppressed));
        return JavaFile.builder(inPackage, type.build())
                .addFileComment("$L", comment)
                .skipJavaLangImports(!surroundings.crowded())
                .indent("    ");
    }

    /**
     * {@code @Deprecated} on a record concerns the users of the record, and the exports of a module concern its author: generated
     * code suppresses these warnings.
     */
    private AnnotationSpec suppressions(List<String> others) {
        List<String> codes = new ArrayList<>(List.of("deprecation", "removal"));
        if (surroundings.inModule()) {
            codes.add("exports");
        }
        codes.addAll(others);
        String literals = codes.stream().map(JavaLiteral::literal).collect(Collectors.joining(", ", "{", "}"));
        return AnnotationSpec.builder(SUPPRESS_WARNINGS)
                .addMember("value", "$L", literals)
                .build();
    }

    /** Generates the class of a schema, which refers to the descriptors of its members. */
    private record SchemaSource(Root root, MigrationHistory history) {
        /** The most members of one class: each takes six of the 65 535 constants of a class file. */
        private static final int PORTION = 1_000;

        private static final TypeName CONSUMER = ParameterizedTypeName.get(
                ClassName.get("java.util.function", "Consumer"),
                ParameterizedTypeName.get(RuntimeNames.DESCRIPTOR, WildcardTypeName.subtypeOf(Object.class)));

        private static final TypeName MIGRATION_CONSUMER = ParameterizedTypeName.get(
                ClassName.get("java.util.function", "Consumer"), RuntimeNames.RECORDED_MIGRATION);

        TypeSpec.Builder type() {
            ClassName schema = JavaTypes.name(root.descriptor());
            TypeSpec.Builder type = TypeSpec.classBuilder(schema)
                    .addJavadoc(
                            "The schema $L, as {@link $T} has it.\n",
                            JavadocText.of(root.name()),
                            JavaTypes.name(root.type()))
                    .superclass(RuntimeNames.SCHEMA_DESCRIPTOR);
            if (root.exported()) {
                type.addModifiers(Modifier.PUBLIC);
            }
            type.addModifiers(Modifier.FINAL)
                    .addField(FieldSpec.builder(schema, "SCHEMA", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                            .initializer("new $T()", schema)
                            .build())
                    .addMethod(constructor());
            addGiven(type, "members", "From", CONSUMER, members());
            if (!history.migrations().isEmpty()) {
                addGiven(type, "migrations", "MigrationsFrom", MIGRATION_CONSUMER, constants(history.migrations()));
            }
            if (!history.repeatables().isEmpty()) {
                addGiven(type, "repeatables", "RepeatablesFrom", MIGRATION_CONSUMER, constants(history.repeatables()));
            }
            return type;
        }

        private MethodSpec constructor() {
            ServerProfile profile = root.profile();
            CodeBlock.Builder code = CodeBlock.builder()
                    .add(
                            "super($L, $L, $S, $S);\n",
                            SourceGenerator.FORMAT,
                            JavaLiteral.literal(root.name()),
                            profile.version().toString(),
                            profile.runMode().name().toLowerCase(Locale.ROOT));
            for (ServerProfile target : root.targets().subList(1, root.targets().size())) {
                code.add(
                        "target($S, $S);\n",
                        target.version().toString(),
                        target.runMode().name().toLowerCase(Locale.ROOT));
            }
            List<String> switches = switches(profile);
            if (!switches.isEmpty()) {
                code.add(
                        "experimental($L);\n",
                        switches.stream().map(JavaLiteral::literal).collect(Collectors.joining(", ")));
            }
            for (Property property : root.defaults()) {
                code.add(
                        "property($L, $L);\n",
                        JavaLiteral.literal(property.name()),
                        JavaLiteral.literal(property.value()));
            }
            for (FunctionDeclaration function : root.functions()) {
                code.add("functions($L);\n", JavaLiteral.literal(Sql.render(function)));
            }
            if (!history.declarations().isEmpty()) {
                code.add("recorded($L);\n", JavaLiteral.literal(history.declarations()));
            }
            return MethodSpec.constructorBuilder()
                    .addModifiers(Modifier.PRIVATE)
                    .addCode(code.build())
                    .build();
        }

        private static List<String> switches(ServerProfile profile) {
            List<String> switches = new ArrayList<>();
            if (profile.gin()) {
                switches.add("gin");
            }
            if (profile.vector()) {
                switches.add("vector");
            }
            if (profile.rowStore()) {
                switches.add("row_store");
            }
            return switches;
        }

        private List<CodeBlock> members() {
            List<CodeBlock> members = new ArrayList<>();
            for (Member member : root.members()) {
                members.add(CodeBlock.of(
                        "$T.$L",
                        JavaTypes.name(member.declaration().descriptor()),
                        FieldNames.instance(member.declaration().record())));
            }
            return members;
        }

        private static List<CodeBlock> constants(List<JavaName> migrations) {
            return migrations.stream()
                    .map(migration -> CodeBlock.of("$T.$L", JavaTypes.name(migration), MigrationClassSource.CONSTANT))
                    .toList();
        }

        /** A method that passes constants to a consumer. */
        private static void addGiven(
                TypeSpec.Builder type, String method, String portions, TypeName consumer, List<CodeBlock> constants) {
            MethodSpec.Builder all = MethodSpec.methodBuilder(method)
                    .addAnnotation(Override.class)
                    .addModifiers(Modifier.PROTECTED)
                    .addParameter(consumer, method);
            if (constants.size() <= PORTION) {
                all.addCode(passed(method, constants));
            } else {
                for (int from = 0; from < constants.size(); from += PORTION) {
                    String portion = portions + from;
                    all.addCode("$L.$L($L);\n", portion, method, method);
                    type.addType(TypeSpec.classBuilder(portion)
                            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                            .addMethod(MethodSpec.methodBuilder(method)
                                    .addModifiers(Modifier.STATIC)
                                    .addParameter(consumer, method)
                                    .addCode(passed(
                                            method,
                                            constants.subList(from, Math.min(from + PORTION, constants.size()))))
                                    .build())
                            .build());
                }
            }
            type.addMethod(all.build());
        }

        private static CodeBlock passed(String consumer, List<CodeBlock> constants) {
            CodeBlock.Builder code = CodeBlock.builder();
            constants.forEach(constant -> code.add("$L.accept($L);\n", consumer, constant));
            return code.build();
        }
    }

    /** Generates the class of a recorded migration, which contains constants only. */
    private record MigrationClassSource(MigrationDeclaration declaration) {
        static final String CONSTANT = "MIGRATION";
        private static final String BUILDER = "migration";
        /** The most statements of one class, whose methods and constants a class file limits. */
        private static final int PORTION = 1_000;

        TypeSpec.Builder type() {
            Migration migration = declaration.migration();
            TypeSpec.Builder type = TypeSpec.classBuilder(JavaTypes.name(declaration.descriptor()))
                    .addJavadoc(
                            "$L of {@link $T}: $L.\n",
                            migration.isRepeatable() ? "Repeatable migration" : "Migration " + migration.number(),
                            JavaTypes.name(declaration.schema()),
                            JavadocText.of(title(migration)))
                    .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                    .addField(FieldSpec.builder(
                                    RuntimeNames.RECORDED_MIGRATION,
                                    CONSTANT,
                                    Modifier.PUBLIC,
                                    Modifier.STATIC,
                                    Modifier.FINAL)
                            .initializer("$L()", BUILDER)
                            .build())
                    .addMethod(MethodSpec.constructorBuilder()
                            .addModifiers(Modifier.PRIVATE)
                            .build());
            CodeBlock.Builder code = CodeBlock.builder().add(begun(migration));
            add("upgrade", migration.upgrade(), code, type);
            add("downgrade", migration.downgrade(), code, type);
            code.add(optionsAndBuild(migration));
            return type.addMethod(MethodSpec.methodBuilder(BUILDER)
                    .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                    .returns(RuntimeNames.RECORDED_MIGRATION)
                    .addCode(code.build())
                    .build());
        }

        private static String title(Migration migration) {
            return MigrationName.title(migration.name());
        }

        private CodeBlock begun(Migration migration) {
            if (migration.isRepeatable()) {
                return CodeBlock.of(
                        "$T $L = $T.repeatable(\n$>$>$L, $T.class, $L, $L,\n$L$<$<);\n",
                        RuntimeNames.RECORDED_MIGRATION_BUILDER,
                        BUILDER,
                        RuntimeNames.RECORDED_MIGRATION,
                        SourceGenerator.FORMAT,
                        JavaTypes.name(declaration.descriptor()),
                        JavaLiteral.literal(migration.name()),
                        JavaLiteral.literal(title(migration)),
                        JavaLiteral.literal(migration.hash()));
            }
            return CodeBlock.of(
                    "$T $L = $T.of(\n$>$>$L, $T.class, $L, $L, $L,\n$L,\n$L$<$<);\n",
                    RuntimeNames.RECORDED_MIGRATION_BUILDER,
                    BUILDER,
                    RuntimeNames.RECORDED_MIGRATION,
                    SourceGenerator.FORMAT,
                    JavaTypes.name(declaration.descriptor()),
                    migration.number(),
                    JavaLiteral.literal(migration.name()),
                    JavaLiteral.literal(title(migration)),
                    JavaLiteral.literal(migration.after()),
                    JavaLiteral.literal(migration.hash()));
        }

        private static void add(String method, List<String> statements, CodeBlock.Builder code, TypeSpec.Builder type) {
            if (statements.size() <= PORTION) {
                statements.forEach(statement -> code.add(added(method, statement)));
                return;
            }
            for (int from = 0; from < statements.size(); from += PORTION) {
                String portion = (method.equals("upgrade") ? "UpgradeFrom" : "DowngradeFrom") + from;
                CodeBlock.Builder part = CodeBlock.builder();
                statements
                        .subList(from, Math.min(from + PORTION, statements.size()))
                        .forEach(statement -> part.add(added(method, statement)));
                code.add("$L.addTo($L);\n", portion, BUILDER);
                type.addType(TypeSpec.classBuilder(portion)
                        .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                        .addMethod(MethodSpec.methodBuilder("addTo")
                                .addModifiers(Modifier.STATIC)
                                .addParameter(RuntimeNames.RECORDED_MIGRATION_BUILDER, BUILDER)
                                .addCode(part.build())
                                .build())
                        .build());
            }
        }

        private static CodeBlock added(String method, String statement) {
            return CodeBlock.of("$L.$L($>$>$L$<$<);\n", BUILDER, method, JavaLiteral.literal(statement.strip()));
        }

        private CodeBlock optionsAndBuild(Migration migration) {
            CodeBlock.Builder code = CodeBlock.builder();
            Migration.Checkpoint checkpoint = migration.checkpoint();
            if (checkpoint != null) {
                code.add("$L.checkpoint($L);\n", BUILDER, JavaLiteral.literal(checkpoint.release()));
            }
            if (!migration.irreversible().isEmpty() && !migration.isRepeatable()) {
                code.add("$L.irreversible($L);\n", BUILDER, JavaLiteral.literal(migration.irreversible()));
            }
            for (String setting : migration.session()) {
                int equals = setting.indexOf('=');
                if (equals > 0) { // a setting without a value has been reported
                    code.add(
                            "$L.session($L, $L);\n",
                            BUILDER,
                            JavaLiteral.literal(setting.substring(0, equals)),
                            JavaLiteral.literal(setting.substring(equals + 1)));
                }
            }
            return code.add("return $L.build($L);\n", BUILDER, hooks()).build();
        }

        private CodeBlock hooks() {
            if (declaration.code().isEmpty()) {
                return CodeBlock.of("");
            }
            ClassName moments = RuntimeNames.upgrade("MigrationStep").nestedClass("Moment");
            CodeBlock all = Arrays.stream(MigrationHook.values())
                    .filter(declaration.code()::contains)
                    .map(moment -> CodeBlock.of("$T.$L", moments, moment.name()))
                    .collect(CodeBlock.joining(", "));
            return CodeBlock.of("$T::new, $L", JavaTypes.name(declaration.type()), all);
        }
    }
}
