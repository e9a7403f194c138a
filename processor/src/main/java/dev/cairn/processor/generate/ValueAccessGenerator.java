package dev.cairn.processor.generate;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Field;
import dev.cairn.processor.model.JavaType.Primitive;
import dev.cairn.processor.model.JavaType.Struct;
import dev.cairn.processor.model.SnakeCase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Generates the code with which one generated class reads and writes values. The types of scalar values are constants
 * of the runtime. All other types are constants of the generated class; each of them follows the constants that it
 * uses.
 */
final class ValueAccessGenerator {
    /**
     * The stems of the names of the methods that rows have for frequent types: {@code text} for {@code textAt} and
     * {@code putText}. With these methods, javac need not infer a type for each value, which would take much of the
     * time in which descriptors compile.
     */
    private static final Map<JavaType, String> METHOD_STEM_BY_TYPE = Map.of(
            JavaType.Simple.STRING, "text",
            JavaType.Simple.BIG_DECIMAL, "decimal",
            JavaType.Simple.LOCAL_DATE, "date",
            JavaType.Simple.LOCAL_DATE_TIME, "dateTime");

    private final MemberNames fieldNames;
    private final Map<JavaType, String> constantNameByType = new HashMap<>();
    private final List<FieldSpec> fields = new ArrayList<>();
    private final Set<String> runtimeConstantNames = new TreeSet<>();

    ValueAccessGenerator(MemberNames fieldNames) {
        this.fieldNames = fieldNames;
    }

    /** Returns the constants of the generated class. */
    List<FieldSpec> fields() {
        return fields;
    }

    /** Returns the names of the constants of the runtime that the code uses without a qualifier. */
    Set<String> runtimeConstantNames() {
        return runtimeConstantNames;
    }

    /**
     * Returns the name of the constant for a type. If the class does not have the constant yet, adds it. Its name comes
     * from the type or, for a list or map, from the component.
     */
    String useConstant(String accessor, JavaType type) {
        if (type instanceof Primitive || type instanceof JavaType.Simple) {
            return useRuntimeConstant(type);
        }
        String existingName = constantNameByType.get(type);
        if (existingName != null) {
            return existingName;
        }
        CodeBlock initializer = renderInitializer(type);
        String name = fieldNames.reserve(
                MemberNames.toConstantName(SnakeCase.convert(constantNameStem(accessor, type))) + "_TYPE");
        fields.add(FieldSpec.builder(
                        ParameterizedTypeName.get(RuntimeClassNames.VALUE_TYPE, JavaTypes.toTypeArgument(type)),
                        name,
                        Modifier.PRIVATE,
                        Modifier.STATIC,
                        Modifier.FINAL)
                .initializer(initializer)
                .build());
        constantNameByType.put(type, name);
        return name;
    }

    private static String constantNameStem(String accessor, JavaType type) {
        if (type instanceof JavaType.Enumeration enumeration) {
            return enumeration.name().simpleName();
        }
        return type instanceof JavaType.Struct structType ? structType.name().simpleName() : accessor;
    }

    private CodeBlock renderInitializer(JavaType type) {
        if (type instanceof JavaType.Enumeration enumeration) {
            return CodeBlock.of(
                    "$T.enumeration($T.class)",
                    RuntimeClassNames.VALUE_TYPE,
                    JavaTypes.toClassName(enumeration.name()));
        }
        if (type instanceof JavaType.Struct structType) {
            return renderStructConversion(structType);
        }
        return renderCollection(type);
    }

    /**
     * Returns the expression for a list or map; nested lists and maps are written in place, other types as constants.
     */
    private CodeBlock renderCollection(JavaType type) {
        if (type instanceof JavaType.JavaListType listType) {
            return CodeBlock.of("$T.list($L)", RuntimeClassNames.VALUE_TYPE, renderCollection(listType.element()));
        }
        if (type instanceof JavaType.JavaMapType mapType) {
            return CodeBlock.of(
                    "$T.map($L, $L)",
                    RuntimeClassNames.VALUE_TYPE,
                    renderCollection(mapType.key()),
                    renderCollection(mapType.value()));
        }
        return CodeBlock.of("$L", useConstant("", type));
    }

    private String useRuntimeConstant(JavaType type) {
        String constantName = type instanceof Primitive primitive
                ? primitive.kind().name()
                : ((JavaType.Simple) type).valueTypeConstant();
        if (fieldNames.isHidden(constantName)) {
            return RuntimeClassNames.VALUE_TYPE.canonicalName() + "." + constantName;
        }
        runtimeConstantNames.add(constantName);
        return constantName;
    }

    /**
     * Returns the expression that reads a value of the variable {@code row}: {@code row.intAt(3)}, {@code
     * row.textAt(4)}, {@code row.at(5, JSON)}.
     */
    String renderRead(int columnIndex, String accessor, JavaType type) {
        String methodStem = findDedicatedMethodStem(type);
        return methodStem == null
                ? "row.at(" + columnIndex + ", " + useConstant(accessor, type) + ")"
                : "row." + methodStem + "At(" + columnIndex + ")";
    }

    /** Returns the statement that writes a value to the variable {@code row}: {@code row.putInt(3, value.count());}. */
    String renderWrite(int columnIndex, String accessor, JavaType type, String valueExpression) {
        String methodStem = findDedicatedMethodStem(type);
        return methodStem == null
                ? "row.put(" + columnIndex + ", " + useConstant(accessor, type) + ", " + valueExpression + ");"
                : "row.put" + Character.toUpperCase(methodStem.charAt(0)) + methodStem.substring(1) + "(" + columnIndex
                        + ", " + valueExpression + ");";
    }

    private static @Nullable String findDedicatedMethodStem(JavaType type) {
        return type.isPrimitive() ? type.text() : METHOD_STEM_BY_TYPE.get(type);
    }

    /** Returns the code that converts between a STRUCT and its record. */
    private CodeBlock renderStructConversion(Struct structType) {
        String nameLiterals = structType.fields().stream()
                .map(field -> JavaLiteral.render(field.name()))
                .collect(Collectors.joining(", "));
        return CodeBlock.builder()
                .add("$T.struct(\n$>$>", RuntimeClassNames.VALUE_TYPE)
                .add("$T.of($L),\n", JavaTypes.LIST, nameLiterals)
                .add(
                        "row -> new $T(\n$>$>$L),$<$<\n",
                        JavaTypes.toClassName(structType.name()),
                        renderReads(structType))
                .add("(value, row) -> {\n$>$L\n$<})$<$<", renderWrites(structType))
                .build();
    }

    private String renderReads(Struct structType) {
        StringBuilder reads = new StringBuilder();
        int columnIndex = 0;
        for (Field field : structType.fields()) {
            reads.append(columnIndex == 0 ? "" : ",\n")
                    .append(renderRead(columnIndex++, field.accessor(), field.type()));
        }
        return reads.toString();
    }

    private String renderWrites(Struct structType) {
        StringBuilder writes = new StringBuilder();
        int columnIndex = 0;
        for (Field field : structType.fields()) {
            String valueExpression = "value." + field.accessor() + "()";
            writes.append(columnIndex == 0 ? "" : "\n")
                    .append(renderWrite(columnIndex++, field.accessor(), field.type(), valueExpression));
        }
        return writes.toString();
    }
}
