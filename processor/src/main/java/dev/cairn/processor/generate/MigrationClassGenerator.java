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
 * a migration runs, so old migrations benefit from new versions.
 */
record MigrationClassGenerator(MigrationDeclaration declaration) {
    static final String MIGRATION_CONSTANT = "MIGRATION";
    /** The name of the variable with the builder, and of the method that declares the variable. */
    private static final String BUILDER_VARIABLE = "migration";
    /** The maximum number of statements in one class: a class file limits its methods and constants. */
    private static final int MAX_STATEMENTS_PER_CLASS = 1_000;

    TypeSpec.Builder generateType() {
        Migration migration = declaration.migration();
        TypeSpec.Builder typeBuilder = TypeSpec.classBuilder(JavaTypes.toClassName(declaration.descriptorName()))
                .addJavadoc(
                        "$L of {@link $T}: $L.\n",
                        migration.isRepeatable() ? "Repeatable migration" : "Migration " + migration.number(),
                        JavaTypes.toClassName(declaration.rootName()),
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
        CodeBlock.Builder codeBuilder = CodeBlock.builder().add(generateBuilderStart(migration));
        addStatements("upgrade", migration.upgrade(), codeBuilder, typeBuilder);
        addStatements("downgrade", migration.downgrade(), codeBuilder, typeBuilder);
        codeBuilder.add(generateBuilderEnd(migration));
        return typeBuilder.addMethod(MethodSpec.methodBuilder(BUILDER_VARIABLE)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(RuntimeClassNames.RECORDED_MIGRATION)
                .addCode(codeBuilder.build())
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
                    JavaTypes.toClassName(declaration.descriptorName()),
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
                JavaTypes.toClassName(declaration.descriptorName()),
                migration.number(),
                JavaLiteral.render(migration.name()),
                JavaLiteral.render(declaration.title()),
                JavaLiteral.render(migration.predecessorHash()),
                JavaLiteral.render(migration.hash()));
    }

    /** Adds a call for each statement. If there are too many for one class, nested classes contain portions of them. */
    private static void addStatements(
            String methodName, List<String> statements, CodeBlock.Builder codeBuilder, TypeSpec.Builder typeBuilder) {
        if (statements.size() <= MAX_STATEMENTS_PER_CLASS) {
            statements.forEach(statement -> codeBuilder.add(generateAddCall(methodName, statement)));
            return;
        }
        for (int firstIndex = 0; firstIndex < statements.size(); firstIndex += MAX_STATEMENTS_PER_CLASS) {
            String portionClassName = (methodName.equals("upgrade") ? "UpgradeFrom" : "DowngradeFrom") + firstIndex;
            CodeBlock.Builder portionCode = CodeBlock.builder();
            statements
                    .subList(firstIndex, Math.min(firstIndex + MAX_STATEMENTS_PER_CLASS, statements.size()))
                    .forEach(statement -> portionCode.add(generateAddCall(methodName, statement)));
            codeBuilder.add("$L.addTo($L);\n", portionClassName, BUILDER_VARIABLE);
            typeBuilder.addType(TypeSpec.classBuilder(portionClassName)
                    .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                    .addMethod(MethodSpec.methodBuilder("addTo")
                            .addModifiers(Modifier.STATIC)
                            .addParameter(RuntimeClassNames.RECORDED_MIGRATION_BUILDER, BUILDER_VARIABLE)
                            .addCode(portionCode.build())
                            .build())
                    .build());
        }
    }

    private static CodeBlock generateAddCall(String methodName, String statement) {
        return CodeBlock.of(
                "$L.$L($>$>$L$<$<);\n", BUILDER_VARIABLE, methodName, JavaLiteral.render(statement.strip()));
    }

    private CodeBlock generateBuilderEnd(Migration migration) {
        CodeBlock.Builder codeBuilder = CodeBlock.builder();
        Migration.Checkpoint checkpoint = migration.checkpoint();
        if (checkpoint != null) {
            codeBuilder.add("$L.checkpoint($L);\n", BUILDER_VARIABLE, JavaLiteral.render(checkpoint.release()));
        }
        if (!migration.irreversibleReason().isEmpty() && !migration.isRepeatable()) {
            codeBuilder.add(
                    "$L.irreversible($L);\n", BUILDER_VARIABLE, JavaLiteral.render(migration.irreversibleReason()));
        }
        for (String setting : migration.sessionSettings()) {
            int separatorIndex = setting.indexOf('=');
            if (separatorIndex > 0) { // a setting without a value has been reported
                codeBuilder.add(
                        "$L.session($L, $L);\n",
                        BUILDER_VARIABLE,
                        JavaLiteral.render(setting.substring(0, separatorIndex)),
                        JavaLiteral.render(setting.substring(separatorIndex + 1)));
            }
        }
        return codeBuilder
                .add("return $L.build($L);\n", BUILDER_VARIABLE, generateHookArguments())
                .build();
    }

    private CodeBlock generateHookArguments() {
        if (declaration.hooks().isEmpty()) {
            return CodeBlock.of("");
        }
        ClassName momentClass = RuntimeClassNames.upgradeClass("MigrationStep").nestedClass("Moment");
        CodeBlock hookMoments = Arrays.stream(MigrationHook.values())
                .filter(declaration.hooks()::contains)
                .map(hook -> CodeBlock.of("$T.$L", momentClass, hook.name()))
                .collect(CodeBlock.joining(", "));
        return CodeBlock.of("$T::new, $L", JavaTypes.toClassName(declaration.typeName()), hookMoments);
    }
}
