package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;
import dev.cairn.processor.model.DeclaredRole;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.MigrationHistory;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.model.SchemaRoot.Member;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.FunctionDeclaration;
import dev.cairn.sql.ast.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/**
 * Generates the class of a schema, which refers to the descriptors of its members. An earlier compilation may have
 * generated some of these descriptors.
 */
record SchemaClassGenerator(SchemaRoot root, MigrationHistory history) {
    /** The name of the field with the instance of the class. */
    static final String INSTANCE_NAME = "SCHEMA";

    /**
     * The maximum number of members or migrations to which one class refers. Each reference takes six of the 65 535
     * entries in the constant pool of a class file.
     */
    private static final int MAX_CONSTANTS_PER_CLASS = 1_000;

    private static final TypeName DESCRIPTOR_CONSUMER = ParameterizedTypeName.get(
            ClassName.get("java.util.function", "Consumer"),
            ParameterizedTypeName.get(RuntimeClassNames.DESCRIPTOR, WildcardTypeName.subtypeOf(Object.class)));

    private static final String CONSUMER_NAME = "consumer";

    private static final TypeName MIGRATION_CONSUMER = ParameterizedTypeName.get(
            ClassName.get("java.util.function", "Consumer"), RuntimeClassNames.RECORDED_MIGRATION);

    TypeSpec.Builder generateType() {
        ClassName schemaClass = JavaTypes.toClassName(root.descriptorName());
        TypeSpec.Builder typeBuilder = TypeSpec.classBuilder(schemaClass)
                .addJavadoc(
                        "The schema $L, as {@link $T} has it.\n",
                        JavadocText.escape(root.name()),
                        JavaTypes.toClassName(root.typeName()))
                .superclass(RuntimeClassNames.SCHEMA_DESCRIPTOR);
        if (root.isExported()) {
            typeBuilder.addModifiers(Modifier.PUBLIC);
        }
        typeBuilder
                .addModifiers(Modifier.FINAL)
                .addField(
                        FieldSpec.builder(schemaClass, INSTANCE_NAME, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                                .initializer("new $T()", schemaClass)
                                .build())
                .addMethod(generateConstructor());
        addConsumerMethods(typeBuilder, "forEachDescriptor", "From", DESCRIPTOR_CONSUMER, memberConstants());
        if (!history.migrationNames().isEmpty()) {
            addConsumerMethods(
                    typeBuilder,
                    "forEachMigration",
                    "MigrationsFrom",
                    MIGRATION_CONSUMER,
                    migrationConstants(history.migrationNames()));
        }
        if (!history.repeatableNames().isEmpty()) {
            addConsumerMethods(
                    typeBuilder,
                    "forEachRepeatableMigration",
                    "RepeatablesFrom",
                    MIGRATION_CONSUMER,
                    migrationConstants(history.repeatableNames()));
        }
        return typeBuilder;
    }

    private MethodSpec generateConstructor() {
        ServerProfile profile = root.checkedTarget();
        CodeBlock.Builder codeBuilder = CodeBlock.builder()
                .add(
                        "super($L, $L, $S, $S);\n",
                        SourceGenerator.FORMAT_VERSION,
                        JavaLiteral.render(root.name()),
                        profile.version().toString(),
                        profile.runMode().name().toLowerCase(Locale.ROOT));
        for (ServerProfile target : root.targets().subList(1, root.targets().size())) {
            codeBuilder.add(
                    "addTarget($S, $S);\n",
                    target.version().toString(),
                    target.runMode().name().toLowerCase(Locale.ROOT));
        }
        List<String> featureNames = experimentalFeatureNames(profile);
        if (!featureNames.isEmpty()) {
            codeBuilder.add(
                    "addExperimentalFeatures($L);\n",
                    featureNames.stream().map(JavaLiteral::render).collect(Collectors.joining(", ")));
        }
        for (Property property : root.defaultProperties()) {
            codeBuilder.add(
                    "addDefaultProperty($L, $L);\n",
                    JavaLiteral.render(property.name()),
                    JavaLiteral.render(property.value()));
        }
        for (FunctionDeclaration function : root.functions()) {
            codeBuilder.add("addFunctions($L);\n", JavaLiteral.render(Sql.render(function)));
        }
        for (AccessStatement statement : DeclaredRole.createStatements(root.roles())) {
            codeBuilder.add("addRoleStatements($L);\n", JavaLiteral.render(Sql.render(statement)));
        }
        if (root.cluster().isManaged()) {
            codeBuilder.add(
                    "addClusterStatements($L);\n",
                    root.cluster().renderStatements().stream()
                            .map(JavaLiteral::render)
                            .collect(Collectors.joining(",\n")));
        }
        if (!history.declarationHash().isEmpty()) {
            codeBuilder.add("setDeclarationHash($L);\n", JavaLiteral.render(history.declarationHash()));
        }
        return MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PRIVATE)
                .addCode(codeBuilder.build())
                .build();
    }

    private static List<String> experimentalFeatureNames(ServerProfile profile) {
        List<String> featureNames = new ArrayList<>();
        if (profile.hasGin()) {
            featureNames.add("gin");
        }
        if (profile.hasVector()) {
            featureNames.add("vector");
        }
        if (profile.hasRowStore()) {
            featureNames.add("row_store");
        }
        return featureNames;
    }

    private List<CodeBlock> memberConstants() {
        List<CodeBlock> constants = new ArrayList<>();
        for (Member member : root.members()) {
            constants.add(CodeBlock.of(
                    "$T.$L",
                    JavaTypes.toClassName(member.declaration().descriptorName()),
                    MemberNames.toInstanceName(member.declaration().recordName())));
        }
        return constants;
    }

    private static List<CodeBlock> migrationConstants(List<JavaClassName> migrationNames) {
        return migrationNames.stream()
                .map(migrationName -> CodeBlock.of(
                        "$T.$L", JavaTypes.toClassName(migrationName), MigrationClassGenerator.MIGRATION_CONSTANT))
                .toList();
    }

    /**
     * Adds a method that passes constants to a consumer. If there are too many constants for one class, nested classes
     * pass portions of them.
     */
    private static void addConsumerMethods(
            TypeSpec.Builder typeBuilder,
            String methodName,
            String portionClassPrefix,
            TypeName consumerType,
            List<CodeBlock> constants) {
        MethodSpec.Builder consumerMethod = MethodSpec.methodBuilder(methodName)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PROTECTED)
                .addParameter(consumerType, CONSUMER_NAME);
        if (constants.size() <= MAX_CONSTANTS_PER_CLASS) {
            consumerMethod.addCode(generateAcceptCalls(constants));
        } else {
            for (int firstIndex = 0; firstIndex < constants.size(); firstIndex += MAX_CONSTANTS_PER_CLASS) {
                String portionClassName = portionClassPrefix + firstIndex;
                consumerMethod.addCode("$L.$L($L);\n", portionClassName, methodName, CONSUMER_NAME);
                typeBuilder.addType(TypeSpec.classBuilder(portionClassName)
                        .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                        .addMethod(MethodSpec.methodBuilder(methodName)
                                .addModifiers(Modifier.STATIC)
                                .addParameter(consumerType, CONSUMER_NAME)
                                .addCode(generateAcceptCalls(constants.subList(
                                        firstIndex, Math.min(firstIndex + MAX_CONSTANTS_PER_CLASS, constants.size()))))
                                .build())
                        .build());
            }
        }
        typeBuilder.addMethod(consumerMethod.build());
    }

    private static CodeBlock generateAcceptCalls(List<CodeBlock> constants) {
        CodeBlock.Builder codeBuilder = CodeBlock.builder();
        constants.forEach(constant -> codeBuilder.add("$L.accept($L);\n", CONSUMER_NAME, constant));
        return codeBuilder.build();
    }
}
