package dev.cairn.sql.write;

import dev.cairn.sql.ast.Type;
import java.util.Locale;

/** Writes types in the two spellings of the server: {@code int(11)} for columns, and {@code INT} in expressions. */
public final class TypeWriter {
    private final SqlTextBuilder out;

    public TypeWriter(SqlTextBuilder out) {
        this.out = out;
    }

    /** Writes the type of a column, {@code int(11)}. */
    public void writeColumnType(Type type) {
        write(type, true);
    }

    /** Writes a type in an expression, {@code INT}; the fields of a struct have column types even there. */
    void writeValueType(Type type) {
        write(type, false);
    }

    private void write(Type type, boolean isColumnType) {
        if (type instanceof Type.Scalar scalarType) {
            out.append(
                    isColumnType
                            ? scalarType.kind().columnText()
                            : scalarType.kind().name());
        } else if (type instanceof Type.Text textType) {
            writeWord(textType.kind().name(), isColumnType);
            if (textType.length() != Type.Text.UNSPECIFIED_LENGTH) {
                out.append("(").append(textType.length()).append(")");
            }
        } else if (type instanceof Type.Decimal decimalType) {
            writeWord(decimalType.kind().name(), isColumnType);
            if (decimalType.precision() != Type.Decimal.UNSPECIFIED_DIGITS) {
                out.append("(").append(decimalType.precision()).append(isColumnType ? ", " : ",");
                out.append(decimalType.scale()).append(")");
            }
        } else if (type instanceof Type.Array arrayType) {
            writeWord("ARRAY<", isColumnType);
            // Inside an array, the server prints DECIMAL64(18,2) instead of decimal(18, 2).
            write(arrayType.element(), isColumnType && !(arrayType.element() instanceof Type.Decimal));
            out.append(">");
        } else if (type instanceof Type.Map mapType) {
            writeWord("MAP<", isColumnType);
            write(mapType.key(), isColumnType);
            out.append(",");
            write(mapType.value(), isColumnType);
            out.append(">");
        } else {
            out.append("struct<")
                    .appendList(((Type.Struct) type).fields(), ", ", this::writeField)
                    .append(">");
        }
    }

    private void writeWord(String word, boolean isColumnType) {
        out.append(isColumnType ? word.toLowerCase(Locale.ROOT) : word);
    }

    private void writeField(Type.Field field) {
        out.appendBareName(field.name()).append(" ");
        writeColumnType(field.type());
    }
}
