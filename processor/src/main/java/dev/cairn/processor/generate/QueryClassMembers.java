package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.QueryResult.RowType;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * The members that the methods of a generated query class share: constants with texts and with types of columns, and
 * methods that read rows.
 */
final class QueryClassMembers {
    /** The maximum length of the part of a constant's name that comes from an SQL type, which may be a long STRUCT. */
    private static final int MAX_TYPE_NAME_LENGTH = 40;

    private final ClassName generatedClass;
    private final MemberNames constantNames;
    private final MemberNames methodNames;
    private final ValueAccessGenerator valueAccessGenerator;
    private final List<FieldSpec> textConstants = new ArrayList<>();
    private final Map<String, FieldSpec> columnTypeFieldBySql = new LinkedHashMap<>();
    private final Map<RowType, MethodSpec> readerByRowType = new LinkedHashMap<>();

    /**
     * @param generatedClass the generated query class
     * @param constantNames reserves names for constants
     * @param methodNames reserves names for methods that read rows
     */
    QueryClassMembers(ClassName generatedClass, MemberNames constantNames, MemberNames methodNames) {
        this.generatedClass = generatedClass;
        this.constantNames = constantNames;
        this.methodNames = methodNames;
        this.valueAccessGenerator = new ValueAccessGenerator(constantNames);
    }

    ClassName generatedClass() {
        return generatedClass;
    }

    ValueAccessGenerator valueAccessGenerator() {
        return valueAccessGenerator;
    }

    List<FieldSpec> fields() {
        List<FieldSpec> fields = new ArrayList<>(textConstants);
        fields.addAll(columnTypeFieldBySql.values());
        fields.addAll(valueAccessGenerator.fields());
        return fields;
    }

    Collection<MethodSpec> readers() {
        return readerByRowType.values();
    }

    /**
     * Returns the name of the static method that reads rows of a type. Adds the method if the class does not have it
     * yet.
     */
    String useReader(RowType rowType) {
        return readerByRowType.computeIfAbsent(rowType, this::createReader).name();
    }

    private MethodSpec createReader(RowType rowType) {
        CodeBlock rowExpression;
        String nameSuffix;
        if (rowType instanceof RowType.Scalar scalar) {
            rowExpression = CodeBlock.of("$L", valueAccessGenerator.renderRead(0, "", scalar.type()));
            nameSuffix = readerNameSuffix(scalar.type());
        } else {
            RowType.Composite composite = (RowType.Composite) rowType;
            rowExpression = new RecordConversionCode(composite.shape(), composite.columnTypes(), valueAccessGenerator)
                    .generateConstruction();
            nameSuffix = composite.shape().recordName().simpleName();
        }
        return MethodSpec.methodBuilder(methodNames.reserve("read" + nameSuffix))
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(QueryMethodTypes.toTypeArgument(rowType))
                .addParameter(RuntimeClassNames.ROW, "row")
                .addCode("return $L;\n", rowExpression)
                .build();
    }

    /** Returns the suffix of a reader's name, which describes the type of the values: {@code NullableLong}. */
    private static String readerNameSuffix(JavaType type) {
        if (type instanceof JavaType.Primitive primitive) {
            String wrapperName = primitive.kind().wrapperClass().getSimpleName();
            return primitive.isBoxed() ? "Nullable" + wrapperName : wrapperName;
        }
        if (type instanceof JavaType.JavaListType) {
            return "List";
        }
        if (type instanceof JavaType.JavaMapType) {
            return "Map";
        }
        if (type instanceof JavaType.Enumeration enumeration) {
            return enumeration.name().simpleName();
        }
        if (type instanceof JavaType.Struct structType) {
            return structType.name().simpleName();
        }
        return type == JavaType.Simple.BYTES
                ? "Bytes"
                : ((JavaType.Simple) type).javaClass().getSimpleName();
    }

    /** Adds a constant with a part of a statement, and returns its name. */
    String addTextConstant(String name, String text) {
        String constantName = constantNames.reserve(name);
        FieldSpec.Builder fieldBuilder = FieldSpec.builder(
                RuntimeClassNames.STRING, constantName, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
        List<String> textParts = JavaLiteral.split(text);
        if (textParts.size() == 1) {
            fieldBuilder.initializer("$>$L$<", JavaLiteral.render(text));
        } else {
            String literals = textParts.stream().map(JavaLiteral::render).collect(Collectors.joining(",\n"));
            fieldBuilder.initializer("$T.join($S,\n$>$>$L$<$<)", RuntimeClassNames.STRING, "", literals);
        }
        textConstants.add(fieldBuilder.build());
        return constantName;
    }

    /**
     * Renders a comma and the argument for the type of a column; empty if the statement does not store the value in a
     * column, or if the column can hold all values of the Java type.
     */
    String renderColumnTypeArgument(JavaType type, @Nullable Type columnType) {
        return columnType == null || !needsColumnType(type, columnType) ? "" : ", " + useColumnType(columnType);
    }

    private static boolean needsColumnType(JavaType javaType, Type columnType) {
        if (!(columnType instanceof Type.Scalar scalarType)) {
            return true;
        }
        return switch (scalarType.kind()) {
            case TINYINT, SMALLINT, INT, FLOAT ->
                !(javaType instanceof JavaType.Primitive primitive
                        && primitive.kind().sqlKind() == scalarType.kind());
            case JSON -> true;
            default -> false;
        };
    }

    private String useColumnType(Type columnType) {
        String sql = Sql.render(columnType);
        return columnTypeFieldBySql
                .computeIfAbsent(sql, this::createColumnTypeField)
                .name();
    }

    private FieldSpec createColumnTypeField(String sql) {
        String sqlWords = sql.replaceAll("[^A-Za-z0-9]+", " ").strip().replace(' ', '_');
        String constantName =
                MemberNames.toConstantName(sqlWords.substring(0, Math.min(sqlWords.length(), MAX_TYPE_NAME_LENGTH)));
        ClassName columnTypeClass = RuntimeClassNames.QUERY_CALL.nestedClass("ColumnType");
        return FieldSpec.builder(
                        columnTypeClass,
                        constantNames.reserve(constantName + "_COLUMN"),
                        Modifier.PRIVATE,
                        Modifier.STATIC,
                        Modifier.FINAL)
                .initializer("$T.of($L)", columnTypeClass, JavaLiteral.render(sql))
                .build();
    }
}
