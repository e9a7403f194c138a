package dev.cairn.analysis.type;

import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;

/** The fields of a struct by their names. */
public final class StructFields {
    private StructFields() {}

    /** The field of a struct, said to be nullable as the struct is. */
    public static ExpressionType of(ExpressionType struct, Name field, Span at) {
        if (struct.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        if (struct.type() instanceof Type.Struct type) {
            for (Type.Field candidate : type.fields()) {
                if (field.is(candidate.name())) {
                    return ExpressionType.of(candidate.type(), struct.nullable());
                }
            }
        }
        throw Refusal.analysis(at, "Column '" + field + "' cannot be resolved");
    }
}
