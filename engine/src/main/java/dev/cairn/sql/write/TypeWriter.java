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
        write(type, true);
    }

    /** Writes a type in an expression, {@code INT}; the fields of a struct are written as columns. */
    void value(Type type) {
        write(type, false);
    }

    private void write(Type type, boolean column) {
        if (type instanceof Type.Scalar scalar) {
            out.put(column ? scalar.kind().columnText() : scalar.kind().name());
        } else if (type instanceof Type.Text text) {
            word(text.kind().name(), column);
            if (text.length() != Type.Text.UNSPECIFIED) {
                out.put("(").put(text.length()).put(")");
            }
        } else if (type instanceof Type.Decimal decimal) {
            word(decimal.kind().name(), column);
            if (decimal.precision() != Type.Decimal.UNSPECIFIED) {
                out.put("(").put(decimal.precision()).put(column ? ", " : ",");
                out.put(decimal.scale()).put(")");
            }
        } else if (type instanceof Type.Array array) {
            word("ARRAY<", column);
            // The server prints the storage class of a decimal only in an array.
            write(array.element(), column && !(array.element() instanceof Type.Decimal));
            out.put(">");
        } else if (type instanceof Type.Map map) {
            word("MAP<", column);
            write(map.key(), column);
            out.put(",");
            write(map.value(), column);
            out.put(">");
        } else if (type instanceof Type.Struct struct) {
            out.put("struct<").list(struct.fields(), ", ", this::field).put(">");
        }
    }

    private void word(String word, boolean column) {
        out.put(column ? word.toLowerCase(Locale.ROOT) : word);
    }

    private void field(Type.Field field) {
        out.bareName(field.name()).put(" ");
        column(field.type());
    }
}
