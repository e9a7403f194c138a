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

    /** Writes a type in an expression, {@code INT}; the fields of a struct are written as columns. */
    void writeValueType(Type type) {
        write(type, false);
    }

    private void write(Type type, boolean isColumn) {
        if (type instanceof Type.Scalar scalar) {
            out.append(isColumn ? scalar.kind().columnText() : scalar.kind().name());
        } else if (type instanceof Type.Text text) {
            writeWord(text.kind().name(), isColumn);
            if (text.length() != Type.Text.UNSPECIFIED) {
                out.append("(").append(text.length()).append(")");
            }
        } else if (type instanceof Type.Decimal decimal) {
            writeWord(decimal.kind().name(), isColumn);
            if (decimal.precision() != Type.Decimal.UNSPECIFIED) {
                out.append("(").append(decimal.precision()).append(isColumn ? ", " : ",");
                out.append(decimal.scale()).append(")");
            }
        } else if (type instanceof Type.Array array) {
            writeWord("ARRAY<", isColumn);
            // The server prints the storage class of a decimal only in an array.
            write(array.element(), isColumn && !(array.element() instanceof Type.Decimal));
            out.append(">");
        } else if (type instanceof Type.Map map) {
            writeWord("MAP<", isColumn);
            write(map.key(), isColumn);
            out.append(",");
            write(map.value(), isColumn);
            out.append(">");
        } else if (type instanceof Type.Struct struct) {
            out.append("struct<")
                    .appendList(struct.fields(), ", ", this::writeField)
                    .append(">");
        }
    }

    private void writeWord(String word, boolean isColumn) {
        out.append(isColumn ? word.toLowerCase(Locale.ROOT) : word);
    }

    private void writeField(Type.Field field) {
        out.appendBareName(field.name()).append(" ");
        writeColumnType(field.type());
    }
}
