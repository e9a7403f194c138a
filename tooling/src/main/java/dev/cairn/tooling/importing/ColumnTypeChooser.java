package dev.cairn.tooling.importing;

import dev.cairn.processor.model.SnakeCase;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Type;
import dev.cairn.tooling.importing.ColumnTypeChooser.AnnotatedType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the Java types of columns; types without a Java equivalent get {@code @SqlType}. The chosen type must hold
 * every value of the column, or the import would write records that fail at run time.
 */
final class ColumnTypeChooser {
    /** The default length of VARBINARY since 4.0. */
    private static final int DEFAULT_BINARY_LENGTH = Type.Text.MAX_LENGTH;

    private static final String MATH_PACKAGE = "java.math";
    private static final String TIME_PACKAGE = "java.time";
    private static final String UTIL_PACKAGE = "java.util";
    private static final String TYPE_PACKAGE = "dev.cairn.type";

    private final ServerProfile profile;
    private final JavaImports imports;
    private final UniqueJavaNames nestedNames;
    private final boolean writesLengths;
    private final List<RecordSourceText> nestedRecords = new ArrayList<>();

    /**
     * Creates a chooser for the columns of one object.
     *
     * @param nestedNames the names of the nested records
     * @param writesLengths whether to write the lengths of strings and the kinds of decimals; for a view, they follow
     *     from its query
     */
    ColumnTypeChooser(ServerProfile profile, JavaImports imports, UniqueJavaNames nestedNames, boolean writesLengths) {
        this.profile = profile;
        this.imports = imports;
        this.nestedNames = nestedNames;
        this.writesLengths = writesLengths;
    }

    /**
     * Returns the records for structs, in the order of their columns. The list grows when the type of a column is
     * chosen.
     */
    List<RecordSourceText> nestedRecords() {
        return nestedRecords;
    }

    /** A type, and the annotations before it. */
    record AnnotatedType(List<ImportedAnnotation> annotations, String name) {
        AnnotatedType {
            annotations = List.copyOf(annotations);
        }

        static AnnotatedType of(String name) {
            return new AnnotatedType(List.of(), name);
        }

        static AnnotatedType of(ImportedAnnotation annotation, String name) {
            return new AnnotatedType(List.of(annotation), name);
        }

        String renderOnOneLine() {
            StringBuilder line = new StringBuilder();
            annotations.forEach(
                    annotation -> line.append(annotation.renderOnOneLine()).append(' '));
            return line.append(name).toString();
        }
    }

    /**
     * Returns the Java type of a column.
     *
     * @param type null if unknown; any value can be read as text
     * @param columnName the name from which the name of a struct's record is derived
     */
    AnnotatedType chooseType(@Nullable Type type, boolean isNullable, String columnName) {
        if (type == null) {
            return AnnotatedType.of("String");
        }
        if (type instanceof Type.Text textType
                && textType.kind() == Type.Text.Kind.VARBINARY
                && textType.length() == DEFAULT_BINARY_LENGTH
                && profile.isAtLeast(Version.V4_0)) {
            return AnnotatedType.of("byte[]");
        }
        String primitiveName = isNullable ? null : choosePrimitiveType(type);
        return primitiveName == null ? chooseReferenceType(type, columnName) : AnnotatedType.of(primitiveName);
    }

    private static @Nullable String choosePrimitiveType(Type type) {
        if (!(type instanceof Type.Scalar scalarType)) {
            return null;
        }
        return switch (scalarType.kind()) {
            case BOOLEAN -> "boolean";
            case TINYINT -> "byte";
            case SMALLINT -> "short";
            case INT -> "int";
            case BIGINT, SIGNED -> "long";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            default -> null;
        };
    }

    private AnnotatedType chooseReferenceType(Type type, String columnName) {
        if (type instanceof Type.Scalar scalarType) {
            return chooseScalarType(scalarType);
        }
        if (type instanceof Type.Text textType) {
            return chooseTextType(textType);
        }
        if (type instanceof Type.Decimal decimalType) {
            return chooseDecimalType(decimalType);
        }
        if (type instanceof Type.Array arrayType) {
            String elementSource =
                    chooseReferenceType(arrayType.element(), columnName).renderOnOneLine();
            return AnnotatedType.of(imports.importType(UTIL_PACKAGE, "List") + "<" + elementSource + ">");
        }
        if (type instanceof Type.Map mapType) {
            String keySource =
                    chooseReferenceType(mapType.key(), columnName + "_key").renderOnOneLine();
            String valueSource =
                    chooseReferenceType(mapType.value(), columnName).renderOnOneLine();
            return AnnotatedType.of(
                    imports.importType(UTIL_PACKAGE, "Map") + "<" + keySource + ", " + valueSource + ">");
        }
        Type.Struct structType = (Type.Struct) type;
        return structType.fields().size() > RecordSourceText.MAX_COMPONENT_COUNT
                ? annotateWithSqlType(structType, "String")
                : AnnotatedType.of(addNestedRecord(structType, columnName));
    }

    private AnnotatedType chooseScalarType(Type.Scalar scalarType) {
        return switch (scalarType.kind()) {
            case BOOLEAN -> AnnotatedType.of("Boolean");
            case TINYINT -> AnnotatedType.of("Byte");
            case SMALLINT -> AnnotatedType.of("Short");
            case INT -> AnnotatedType.of("Integer");
            case BIGINT, SIGNED -> AnnotatedType.of("Long");
            case FLOAT -> AnnotatedType.of("Float");
            case DOUBLE -> AnnotatedType.of("Double");
            case LARGEINT -> AnnotatedType.of(imports.importType(MATH_PACKAGE, "BigInteger"));
            case DATE -> AnnotatedType.of(imports.importType(TIME_PACKAGE, "LocalDate"));
            case DATETIME -> AnnotatedType.of(imports.importType(TIME_PACKAGE, "LocalDateTime"));
            case JSON -> AnnotatedType.of(imports.importAnnotation("Json"), "String");
            case BITMAP -> AnnotatedType.of(imports.importType(TYPE_PACKAGE, "Bitmap"));
            case HLL -> AnnotatedType.of(imports.importType(TYPE_PACKAGE, "Hll"));
            case PERCENTILE -> AnnotatedType.of(imports.importType(TYPE_PACKAGE, "Percentile"));
            case NULL -> AnnotatedType.of("String");
            case TIME, VARIANT -> annotateWithSqlType(scalarType, "String");
        };
    }

    private AnnotatedType chooseTextType(Type.Text textType) {
        if (textType.kind() == Type.Text.Kind.VARBINARY) {
            return textType.length() == Type.Text.UNSPECIFIED_LENGTH || !writesLengths
                    ? AnnotatedType.of("byte[]")
                    : AnnotatedType.of(createLengthAnnotation("Varbinary", textType), "byte[]");
        }
        if (!writesLengths
                || (textType.kind() == Type.Text.Kind.VARCHAR && textType.length() == Type.Text.STRING_LENGTH)) {
            return AnnotatedType.of("String");
        }
        if (textType.length() == Type.Text.UNSPECIFIED_LENGTH) {
            return annotateWithSqlType(textType, "String");
        }
        return AnnotatedType.of(
                createLengthAnnotation(textType.kind() == Type.Text.Kind.CHAR ? "Char" : "Varchar", textType),
                "String");
    }

    private ImportedAnnotation createLengthAnnotation(String annotationName, Type.Text textType) {
        return imports.importAnnotation(annotationName)
                .withConstant(ImportedAnnotation.VALUE, Integer.toString(textType.length()));
    }

    private AnnotatedType chooseDecimalType(Type.Decimal decimalType) {
        String decimalClass = imports.importType(MATH_PACKAGE, "BigDecimal");
        boolean hasDefaultKind = decimalType.kind() == Type.Decimal.Kind.DECIMAL
                || decimalType.kind() == Type.Decimal.Kind.of(decimalType.precision());
        if (writesLengths && !hasDefaultKind) {
            return annotateWithSqlType(decimalType, decimalClass);
        }
        ImportedAnnotation annotation = imports.importAnnotation("Decimal")
                .withConstant("precision", Integer.toString(decimalType.precision()));
        return AnnotatedType.of(
                decimalType.scale() == 0
                        ? annotation
                        : annotation.withConstant("scale", Integer.toString(decimalType.scale())),
                decimalClass);
    }

    private AnnotatedType annotateWithSqlType(Type type, String javaType) {
        return AnnotatedType.of(
                imports.importAnnotation("SqlType").withText(ImportedAnnotation.VALUE, Sql.render(type)), javaType);
    }

    /**
     * Adds a nested record for a struct, and returns its name. Its components are nullable, like all fields of structs.
     */
    private String addNestedRecord(Type.Struct structType, String columnName) {
        String name = nestedNames.reserveUnique(UniqueJavaNames.toTypeName(columnName));
        int recordIndex = nestedRecords.size();
        UniqueJavaNames componentNames = new UniqueJavaNames();
        List<ImportedComponent> recordComponents =
                new ArrayList<>(structType.fields().size());
        for (Type.Field field : structType.fields()) {
            String componentName = componentNames.reserveUnique(UniqueJavaNames.toComponentName(field.name()));
            AnnotatedType fieldType = chooseReferenceType(field.type(), field.name());
            List<ImportedAnnotation> annotations = new ArrayList<>();
            if (!SnakeCase.convert(componentName).equals(field.name())) {
                annotations.add(imports.importAnnotation("Column").withText("name", field.name()));
            }
            annotations.addAll(fieldType.annotations());
            recordComponents.add(new ImportedComponent(annotations, fieldType.name(), componentName));
        }
        nestedRecords.add(recordIndex, new RecordSourceText(List.of(), name, recordComponents, List.of()));
        return name;
    }
}
