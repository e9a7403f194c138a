package dev.cairn.tooling.importing;

import dev.cairn.processor.model.SnakeCase;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Type;
import dev.cairn.tooling.importing.ColumnTypes.JavaText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses the Java types of columns; types without a Java equivalent get {@code @SqlType}. */
final class ColumnTypes {
    /** The default length of VARBINARY since 4.0. */
    private static final int MAX_BINARY_LENGTH = 1048576;

    private static final String MATH = "java.math";
    private static final String TIME = "java.time";
    private static final String COLLECTIONS = "java.util";
    private static final String VALUES = "dev.cairn.type";

    private final ServerProfile profile;
    private final Imports imports;
    private final UniqueJavaNames nestedNames;
    private final boolean lengths;
    private final List<RecordText> nested = new ArrayList<>();

    /**
     * @param nestedNames the names of the nested records
     * @param lengths whether to write the lengths of texts; those of views follow from their queries
     */
    ColumnTypes(ServerProfile profile, Imports imports, UniqueJavaNames nestedNames, boolean lengths) {
        this.profile = profile;
        this.imports = imports;
        this.nestedNames = nestedNames;
        this.lengths = lengths;
    }

    /** The records for structs, in the order of their columns. */
    List<RecordText> nestedRecords() {
        return nested;
    }

    /** A type, and the annotations before it. */
    record JavaText(List<ImportedAnnotation> annotations, String name) {
        JavaText {
            annotations = List.copyOf(annotations);
        }

        static JavaText of(String name) {
            return new JavaText(List.of(), name);
        }

        static JavaText of(ImportedAnnotation annotation, String name) {
            return new JavaText(List.of(annotation), name);
        }

        String toLine() {
            StringBuilder line = new StringBuilder();
            annotations.forEach(annotation -> line.append(annotation.toLine()).append(' '));
            return line.append(name).toString();
        }
    }

    /**
     * The Java type of a column.
     *
     * @param type null if unknown; any value can be read as text
     * @param columnName the name from which that of a struct's record is derived
     */
    JavaText of(@Nullable Type type, boolean nullable, String columnName) {
        if (type == null) {
            return JavaText.of("String");
        }
        if (type instanceof Type.Text text
                && text.kind() == Type.Text.Kind.VARBINARY
                && text.length() == MAX_BINARY_LENGTH
                && profile.atLeast(Version.V4_0)) {
            return JavaText.of("byte[]");
        }
        String primitive = nullable ? null : primitive(type);
        return primitive == null ? box(type, columnName) : JavaText.of(primitive);
    }

    private static @Nullable String primitive(Type type) {
        if (!(type instanceof Type.Scalar scalar)) {
            return null;
        }
        return switch (scalar.kind()) {
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

    private JavaText box(Type type, String columnName) {
        if (type instanceof Type.Scalar scalar) {
            return scalar(scalar);
        }
        if (type instanceof Type.Text text) {
            return text(text);
        }
        if (type instanceof Type.Decimal decimal) {
            return decimal(decimal);
        }
        if (type instanceof Type.Array array) {
            String element = box(array.element(), columnName).toLine();
            return JavaText.of(imports.type(COLLECTIONS, "List") + "<" + element + ">");
        }
        if (type instanceof Type.Map map) {
            String key = box(map.key(), columnName + "_key").toLine();
            String value = box(map.value(), columnName).toLine();
            return JavaText.of(imports.type(COLLECTIONS, "Map") + "<" + key + ", " + value + ">");
        }
        Type.Struct struct = (Type.Struct) type;
        return struct.fields().size() > RecordText.MAX_COMPONENTS
                ? sqlType(struct, "String")
                : JavaText.of(record(struct, columnName));
    }

    private JavaText scalar(Type.Scalar scalar) {
        return switch (scalar.kind()) {
            case BOOLEAN -> JavaText.of("Boolean");
            case TINYINT -> JavaText.of("Byte");
            case SMALLINT -> JavaText.of("Short");
            case INT -> JavaText.of("Integer");
            case BIGINT, SIGNED -> JavaText.of("Long");
            case FLOAT -> JavaText.of("Float");
            case DOUBLE -> JavaText.of("Double");
            case LARGEINT -> JavaText.of(imports.type(MATH, "BigInteger"));
            case DATE -> JavaText.of(imports.type(TIME, "LocalDate"));
            case DATETIME -> JavaText.of(imports.type(TIME, "LocalDateTime"));
            case JSON -> JavaText.of(imports.annotation("Json"), "String");
            case BITMAP -> JavaText.of(imports.type(VALUES, "Bitmap"));
            case HLL -> JavaText.of(imports.type(VALUES, "Hll"));
            case PERCENTILE -> JavaText.of(imports.type(VALUES, "Percentile"));
            case NULL -> JavaText.of("String");
            case TIME, VARIANT -> sqlType(scalar, "String");
        };
    }

    private JavaText text(Type.Text text) {
        if (text.kind() == Type.Text.Kind.VARBINARY) {
            return text.length() == Type.Text.UNSPECIFIED || !lengths
                    ? JavaText.of("byte[]")
                    : JavaText.of(length("Varbinary", text), "byte[]");
        }
        if (!lengths || (text.kind() == Type.Text.Kind.VARCHAR && text.length() == Type.Text.STRING_LENGTH)) {
            return JavaText.of("String");
        }
        if (text.length() == Type.Text.UNSPECIFIED) {
            return sqlType(text, "String");
        }
        return JavaText.of(length(text.kind() == Type.Text.Kind.CHAR ? "Char" : "Varchar", text), "String");
    }

    private ImportedAnnotation length(String annotation, Type.Text text) {
        return imports.annotation(annotation).word(ImportedAnnotation.VALUE, Integer.toString(text.length()));
    }

    private JavaText decimal(Type.Decimal decimal) {
        String number = imports.type(MATH, "BigDecimal");
        boolean usual = decimal.kind() == Type.Decimal.Kind.DECIMAL
                || decimal.kind() == Type.Decimal.Kind.of(decimal.precision());
        if (lengths && !usual) {
            return sqlType(decimal, number);
        }
        ImportedAnnotation annotation =
                imports.annotation("Decimal").word("precision", Integer.toString(decimal.precision()));
        return JavaText.of(
                decimal.scale() == 0 ? annotation : annotation.word("scale", Integer.toString(decimal.scale())),
                number);
    }

    private JavaText sqlType(Type type, String java) {
        return JavaText.of(imports.annotation("SqlType").text(ImportedAnnotation.VALUE, Sql.render(type)), java);
    }

    /** Adds a record for a struct, all fields of which may be NULL, and returns its name. */
    private String record(Type.Struct struct, String columnName) {
        String name = nestedNames.free(UniqueJavaNames.ofType(columnName));
        int place = nested.size();
        UniqueJavaNames components = new UniqueJavaNames();
        List<ImportedComponent> fields = new ArrayList<>(struct.fields().size());
        for (Type.Field field : struct.fields()) {
            String component = components.free(UniqueJavaNames.ofComponent(field.name()));
            JavaText type = box(field.type(), field.name());
            List<ImportedAnnotation> annotations = new ArrayList<>();
            if (!SnakeCase.of(component).equals(field.name())) {
                annotations.add(imports.annotation("Column").text("name", field.name()));
            }
            annotations.addAll(type.annotations());
            fields.add(new ImportedComponent(annotations, type.name(), component));
        }
        nested.add(place, new RecordText(List.of(), name, fields, List.of()));
        return name;
    }
}
