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
 * The class of one descriptor: its only instance, its texts, types of values, a field for each column, and how its rows
 * are read and written.
 */
final class DescriptorSource {
    private static final ClassName LIST = ClassName.get("java.util", "List");
    private static final AnnotationSpec OVERRIDE =
            AnnotationSpec.builder(ClassName.get("java.lang", "Override")).build();

    private final DescriptorParts parts;
    private final ClassName record;
    private final ClassName generatedType;

    DescriptorSource(DescriptorParts parts) {
        this.parts = parts;
        this.record = JavaTypes.name(parts.record());
        this.generatedType = JavaTypes.name(parts.descriptor());
    }

    TypeSpec.Builder type() {
        TextConstant query = parts.query();
        TextConstant seed = parts.seed();
        TextConstant dataTests = parts.dataTests();
        TypeSpec.Builder type = TypeSpec.classBuilder(generatedType)
                .addJavadoc("$L", parts.documentation())
                .addAnnotation(parts.annotation().specification(generatedType))
                .superclass(ParameterizedTypeName.get(parts.superclass(), record))
                .addField(FieldSpec.builder(
                                generatedType, parts.instance(), Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                        .initializer("new $T()", generatedType)
                        .build())
                .addFields(parts.ddl().fields())
                .addFields(query == null ? List.of() : query.fields())
                .addFields(seed == null ? List.of() : seed.fields())
                .addFields(dataTests == null ? List.of() : dataTests.fields())
                .addFields(parts.variants().stream()
                        .flatMap(variant -> variant.fields().stream())
                        .toList())
                .addFields(parts.types().fields());
        if (parts.declaration().isExported()) {
            type.addModifiers(Modifier.PUBLIC);
        }
        return type.addModifiers(Modifier.FINAL)
                .addFields(parts.columns().specifications(record))
                .addMethods(methods());
    }

    private List<MethodSpec> methods() {
        List<MethodSpec> methods = new ArrayList<>();
        methods.add(constructor());
        methods.add(overrideBuilder("read", record)
                .addParameter(RuntimeNames.ROW, "row")
                .addCode("return $L;\n", parts.shape().construction())
                .build());
        if (parts.isWritable()) {
            methods.add(overrideBuilder("write", TypeName.VOID)
                    .addParameter(record, "value")
                    .addParameter(RuntimeNames.ROW_SINK, "row")
                    .addCode("$L\n", parts.shape().writes())
                    .build());
        }
        TextConstant seed = parts.seed();
        if (seed != null) {
            methods.add(overrideBuilder("seed", ParameterizedTypeName.get(LIST, RuntimeNames.STRING))
                    .addStatement("return $T.of($L)", LIST, String.join(", ", seed.names()))
                    .build());
        }
        TextConstant dataTests = parts.dataTests();
        if (dataTests != null) {
            methods.add(overrideBuilder("dataTests", ParameterizedTypeName.get(LIST, RuntimeNames.DATA_TEST))
                    .addStatement("return $T.of($L)", LIST, tests(dataTests.names()))
                    .build());
        }
        return methods;
    }

    /** One line for each test, with its kind and the constants of its name and its query. */
    private CodeBlock tests(List<String> names) {
        List<CodeBlock> calls = new ArrayList<>();
        Iterator<String> constants = names.iterator();
        for (DataTestDeclaration test : parts.declaration().dataTests()) {
            calls.add(CodeBlock.of(
                    "\ndataTest($T.$L, $L, $L)",
                    RuntimeNames.DATA_TEST_KIND,
                    test.kind(),
                    constants.next(),
                    constants.next()));
        }
        return CodeBlock.join(calls, ",");
    }

    private static MethodSpec.Builder overrideBuilder(String name, TypeName returned) {
        return MethodSpec.methodBuilder(name)
                .addAnnotation(OVERRIDE)
                .addModifiers(Modifier.PUBLIC)
                .returns(returned);
    }

    private MethodSpec constructor() {
        CodeBlock.Builder call = CodeBlock.builder().add("super($L, $L", SourceGenerator.FORMAT, parts.name());
        TextConstant query = parts.query();
        if (query != null) {
            call.add(", $L, $L", query.expression(), parts.declaration().isByPosition());
        }
        call.add(", $L);\n", parts.ddl().expression());
        parts.variants().forEach(variant -> call.add(variant.call()));
        return MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PRIVATE)
                .addCode(call.build())
                .build();
    }
}
