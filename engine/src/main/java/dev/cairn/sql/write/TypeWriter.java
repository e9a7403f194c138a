package dev.cairn.sql.write;

import dev.cairn.sql.ast.Type;
import java.util.Locale;

/** Writes types in the two spellings of the server. */
public final class TypeWriter {
    private final SqlTextBuilder out;

    public TypeWriter(SqlTextBuilder out) {
        this.out = out;
    }

    /** Writes the type of a column, {@code int(11)}. */
    public void column(Type type) {
        if (type instanceof Type.Scalar scalar) {
            out.put(column(scalar.kind()));
        } else if (type instanceof Type.Text text) {
            out.put(text.kind().name().toLowerCase(Locale.ROOT));
            length(text);
        } else if (type instanceof Type.Decimal decimal) {
            out.put(decimal.kind().name().toLowerCase(Locale.ROOT));
            if (decimal.precision() == Type.Decimal.UNSAID) {
                return;
            }
            out.put("(").put(decimal.precision()).put(", ").put(decimal.scale()).put(")");
        } else if (type instanceof Type.Array array) {
            out.put("array<");
            // The server prints the storage class of a decimal only in an array.
            if (array.element() instanceof Type.Decimal decimal) {
                decimal(decimal);
            } else {
                column(array.element());
            }
            out.put(">");
        } else if (type instanceof Type.Map map) {
            out.put("map<");
            column(map.key());
            out.put(",");
            column(map.value());
            out.put(">");
        } else if (type instanceof Type.Struct struct) {
            out.put("struct<").list(struct.fields(), ", ", this::field).put(">");
        }
    }

    /** Writes a type in an expression, {@code INT}. */
    void value(Type type) {
        if (type instanceof Type.Scalar scalar) {
            out.put(scalar.kind().name());
        } else if (type instanceof Type.Text text) {
            out.put(text.kind().name());
            length(text);
        } else if (type instanceof Type.Decimal decimal) {
            decimal(decimal);
        } else if (type instanceof Type.Array array) {
            out.put("ARRAY<");
            value(array.element());
            out.put(">");
        } else if (type instanceof Type.Map map) {
            out.put("MAP<");
            value(map.key());
            out.put(",");
            value(map.value());
            out.put(">");
        } else {
            column(type);
        }
    }

    private void field(Type.Field field) {
        out.bareName(field.name()).put(" ");
        column(field.type());
    }

    private void decimal(Type.Decimal decimal) {
        if (decimal.precision() == Type.Decimal.UNSAID) {
            out.put(decimal.kind().name());
            return;
        }
        out.put(decimal.kind().name())
                .put("(")
                .put(decimal.precision())
                .put(",")
                .put(decimal.scale())
                .put(")");
    }

    private void length(Type.Text text) {
        if (text.length() != Type.Text.UNSAID) {
            out.put("(").put(text.length()).put(")");
        }
    }

    private static String column(Type.Scalar.Kind kind) {
        return switch (kind) {
            case TINYINT -> "tinyint(4)";
            case SMALLINT -> "smallint(6)";
            case INT -> "int(11)";
            case BIGINT -> "bigint(20)";
            case LARGEINT -> "largeint(40)";
            case BOOLEAN -> "boolean";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            case DATE -> "date";
            case DATETIME -> "datetime";
            case TIME -> "time";
            case JSON -> "json";
            case BITMAP -> "bitmap";
            case HLL -> "hll";
            case PERCENTILE -> "percentile";
            case VARIANT -> "variant";
            case SIGNED -> "signed";
            case NULL -> "null";
        };
    }
}
