package dev.cairn.processor.generate;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.cairn.processor.model.DataTestDeclaration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Generates the class of one descriptor: its only instance, constants with its statements and with the types of its
 * values, a field for each column, and the methods that read and write its rows.
 */
final class DescriptorClassGenerator {
    private static final AnnotationSpec OVERRIDE_ANNOTATION =
            AnnotationSpec.builder(ClassName.get("java.lang", "Override")).build();

    private final DescriptorContent content;
    private final ClassName recordClass;
    private final ClassName descriptorClass;

    DescriptorClassGenerator(DescriptorContent content) {
        this.content = content;
        this.recordClass = JavaTypes.toClassName(content.recordName());
        this.descriptorClass = JavaTypes.toClassName(content.descriptorName());
    }

    TypeSpec.Builder generateType() {
        TextConstant query = content.query();
        TextConstant seed = content.seed();
        TextConstant dataTests = content.dataTests();
        TypeSpec.Builder typeBuilder = TypeSpec.classBuilder(descriptorClass)
                .addJavadoc("$L", content.renderDocumentation())
                .addAnnotation(content.annotationGenerator().createAnnotation(descriptorClass))
                .superclass(ParameterizedTypeName.get(content.superclass(), recordClass))
                .addField(FieldSpec.builder(
                                descriptorClass,
                                content.instanceName(),
                                Modifier.PUBLIC,
                                Modifier.STATIC,
                                Modifier.FINAL)
                        .initializer("new $T()", descriptorClass)
                        .build())
                .addFields(content.ddl().createFields())
                .addFields(query == null ? List.of() : query.createFields())
                .addFields(seed == null ? List.of() : seed.createFields())
                .addFields(dataTests == null ? List.of() : dataTests.createFields())
                .addFields(content.variants().stream()
                        .flatMap(variant -> variant.fields().stream())
                        .toList())
                .addFields(content.valueAccessGenerator().fields());
        if (content.declaration().isExported()) {
            typeBuilder.addModifiers(Modifier.PUBLIC);
        }
        return typeBuilder
                .addModifiers(Modifier.FINAL)
                .addFields(content.columnFieldGenerator().createFieldSpecs(recordClass))
                .addMethods(generateMethods());
    }

    private List<MethodSpec> generateMethods() {
        List<MethodSpec> methods = new ArrayList<>();
        methods.add(generateConstructor());
        methods.add(createOverrideBuilder("read", recordClass)
                .addParameter(RuntimeClassNames.ROW, "row")
                .addCode("return $L;\n", content.recordCode().generateConstruction())
                .build());
        if (content.isWritable()) {
            methods.add(createOverrideBuilder("write", TypeName.VOID)
                    .addParameter(recordClass, "value")
                    .addParameter(RuntimeClassNames.ROW_SINK, "row")
                    .addCode("$L\n", content.recordCode().generateWrites())
                    .build());
        }
        TextConstant seed = content.seed();
        if (seed != null) {
            methods.add(
                    createOverrideBuilder("seed", ParameterizedTypeName.get(JavaTypes.LIST, RuntimeClassNames.STRING))
                            .addStatement("return $T.of($L)", JavaTypes.LIST, String.join(", ", seed.constantNames()))
                            .build());
        }
        TextConstant dataTests = content.dataTests();
        if (dataTests != null) {
            methods.add(createOverrideBuilder(
                            "dataTests", ParameterizedTypeName.get(JavaTypes.LIST, RuntimeClassNames.DATA_TEST))
                    .addStatement("return $T.of($L)", JavaTypes.LIST, generateDataTestCalls(dataTests.constantNames()))
                    .build());
        }
        return methods;
    }

    /** Generates a call for each test, with its kind and the constants of its name and its query. */
    private CodeBlock generateDataTestCalls(List<String> constantNames) {
        List<CodeBlock> calls = new ArrayList<>();
        Iterator<String> nameIterator = constantNames.iterator();
        for (DataTestDeclaration test : content.declaration().dataTests()) {
            calls.add(CodeBlock.of(
                    "\ndataTest($T.$L, $L, $L)",
                    RuntimeClassNames.DATA_TEST_KIND,
                    test.kind(),
                    nameIterator.next(),
                    nameIterator.next()));
        }
        return CodeBlock.join(calls, ",");
    }

    private static MethodSpec.Builder createOverrideBuilder(String methodName, TypeName returnType) {
        return MethodSpec.methodBuilder(methodName)
                .addAnnotation(OVERRIDE_ANNOTATION)
                .addModifiers(Modifier.PUBLIC)
                .returns(returnType);
    }

    private MethodSpec generateConstructor() {
        CodeBlock.Builder callBuilder =
                CodeBlock.builder().add("super($L, $L", SourceGenerator.FORMAT_VERSION, content.renderNameArguments());
        TextConstant query = content.query();
        if (query != null) {
            callBuilder.add(
                    ", $L, $L", query.renderExpression(), content.declaration().matchesColumnsByPosition());
        }
        callBuilder.add(", $L);\n", content.ddl().renderExpression());
        content.variants().forEach(variant -> callBuilder.add(variant.renderVariantCall()));
        return MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PRIVATE)
                .addCode(callBuilder.build())
                .build();
    }
}
