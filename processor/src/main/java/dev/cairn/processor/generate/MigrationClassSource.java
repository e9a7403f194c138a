package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.cairn.migration.Migration;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.MigrationHook;
import java.util.Arrays;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Generates the class of a recorded or repeatable migration. The class contains constants only: the runtime decides how
 * a migration runs, so old migrations profit from new versions.
 */
record MigrationClassSource(MigrationDeclaration declaration) {
    static final String MIGRATION_CONSTANT = "MIGRATION";
    private static final String BUILDER_VARIABLE = "migration";
    /** The maximum number of statements in one class: a class file limits its methods and constants. */
    private static final int MAX_STATEMENTS_PER_CLASS = 1_000;

    TypeSpec.Builder generateType() {
        Migration migration = declaration.migration();
        TypeSpec.Builder type = TypeSpec.classBuilder(JavaTypes.toClassName(declaration.descriptor()))
                .addJavadoc(
                        "$L of {@link $T}: $L.\n",
                        migration.isRepeatable() ? "Repeatable migration" : "Migration " + migration.number(),
                        JavaTypes.toClassName(declaration.schema()),
                        JavadocText.escape(declaration.title()))
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addField(FieldSpec.builder(
                                RuntimeClassNames.RECORDED_MIGRATION,
                                MIGRATION_CONSTANT,
                                Modifier.PUBLIC,
                                Modifier.STATIC,
                                Modifier.FINAL)
                        .initializer("$L()", BUILDER_VARIABLE)
                        .build())
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build());
        CodeBlock.Builder code = CodeBlock.builder().add(generateBuilderStart(migration));
        addStatements("upgrade", migration.upgrade(), code, type);
        addStatements("downgrade", migration.downgrade(), code, type);
        code.add(generateBuilderEnd(migration));
        return type.addMethod(MethodSpec.methodBuilder(BUILDER_VARIABLE)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(RuntimeClassNames.RECORDED_MIGRATION)
                .addCode(code.build())
                .build());
    }

    private CodeBlock generateBuilderStart(Migration migration) {
        if (migration.isRepeatable()) {
            return CodeBlock.of(
                    "$T $L = $T.repeatable(\n$>$>$L, $T.class, $L, $L,\n$L$<$<);\n",
                    RuntimeClassNames.RECORDED_MIGRATION_BUILDER,
                    BUILDER_VARIABLE,
                    RuntimeClassNames.RECORDED_MIGRATION,
                    SourceGenerator.FORMAT_VERSION,
                    JavaTypes.toClassName(declaration.descriptor()),
                    JavaLiteral.render(migration.name()),
                    JavaLiteral.render(declaration.title()),
                    JavaLiteral.render(migration.hash()));
        }
        return CodeBlock.of(
                "$T $L = $T.of(\n$>$>$L, $T.class, $L, $L, $L,\n$L,\n$L$<$<);\n",
                RuntimeClassNames.RECORDED_MIGRATION_BUILDER,
                BUILDER_VARIABLE,
                RuntimeClassNames.RECORDED_MIGRATION,
                SourceGenerator.FORMAT_VERSION,
                JavaTypes.toClassName(declaration.descriptor()),
                migration.number(),
                JavaLiteral.render(migration.name()),
                JavaLiteral.render(declaration.title()),
                JavaLiteral.render(migration.predecessorHash()),
                JavaLiteral.render(migration.hash()));
    }

    private static void addStatements(
            String method, List<String> statements, CodeBlock.Builder code, TypeSpec.Builder type) {
        if (statements.size() <= MAX_STATEMENTS_PER_CLASS) {
            statements.forEach(statement -> code.add(generateAddCall(method, statement)));
            return;
        }
        for (int firstIndex = 0; firstIndex < statements.size(); firstIndex += MAX_STATEMENTS_PER_CLASS) {
            String portionClass = (method.equals("upgrade") ? "UpgradeFrom" : "DowngradeFrom") + firstIndex;
            CodeBlock.Builder portionCode = CodeBlock.builder();
            statements
                    .subList(firstIndex, Math.min(firstIndex + MAX_STATEMENTS_PER_CLASS, statements.size()))
                    .forEach(statement -> portionCode.add(generateAddCall(method, statement)));
            code.add("$L.addTo($L);\n", portionClass, BUILDER_VARIABLE);
            type.addType(TypeSpec.classBuilder(portionClass)
                    .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                    .addMethod(MethodSpec.methodBuilder("addTo")
                            .addModifiers(Modifier.STATIC)
                            .addParameter(RuntimeClassNames.RECORDED_MIGRATION_BUILDER, BUILDER_VARIABLE)
                            .addCode(portionCode.build())
                            .build())
                    .build());
        }
    }

    private static CodeBlock generateAddCall(String method, String statement) {
        return CodeBlock.of("$L.$L($>$>$L$<$<);\n", BUILDER_VARIABLE, method, JavaLiteral.render(statement.strip()));
    }

    private CodeBlock generateBuilderEnd(Migration migration) {
        CodeBlock.Builder code = CodeBlock.builder();
        Migration.Checkpoint checkpoint = migration.checkpoint();
        if (checkpoint != null) {
            code.add("$L.checkpoint($L);\n", BUILDER_VARIABLE, JavaLiteral.render(checkpoint.release()));
        }
        if (!migration.irreversibleReason().isEmpty() && !migration.isRepeatable()) {
            code.add("$L.irreversible($L);\n", BUILDER_VARIABLE, JavaLiteral.render(migration.irreversibleReason()));
        }
        for (String setting : migration.session()) {
            int separator = setting.indexOf('=');
            if (separator > 0) { // a setting without a value has been reported
                code.add(
                        "$L.session($L, $L);\n",
                        BUILDER_VARIABLE,
                        JavaLiteral.render(setting.substring(0, separator)),
                        JavaLiteral.render(setting.substring(separator + 1)));
            }
        }
        return code.add("return $L.build($L);\n", BUILDER_VARIABLE, generateHookArguments())
                .build();
    }

    private CodeBlock generateHookArguments() {
        if (declaration.hooks().isEmpty()) {
            return CodeBlock.of("");
        }
        ClassName momentClass = RuntimeClassNames.upgrade("MigrationStep").nestedClass("Moment");
        CodeBlock hookMoments = Arrays.stream(MigrationHook.values())
                .filter(declaration.hooks()::contains)
                .map(hook -> CodeBlock.of("$T.$L", momentClass, hook.name()))
                .collect(CodeBlock.joining(", "));
        return CodeBlock.of("$T::new, $L", JavaTypes.toClassName(declaration.type()), hookMoments);
    }
}
