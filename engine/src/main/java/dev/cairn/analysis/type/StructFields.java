package dev.cairn.analysis.type;

import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;

/** Resolves the fields of a struct by name. */
public final class StructFields {
    private StructFields() {}

    /** Returns the type of a struct's field, which is nullable if the struct is. */
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
