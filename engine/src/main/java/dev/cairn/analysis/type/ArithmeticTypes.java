package dev.cairn.analysis.type;

import dev.cairn.sql.ast.Type;
import java.util.List;

/** The types that the operands of an arithmetic operation are cast to, and the type of its result. */
public record ArithmeticTypes(Type leftType, Type rightType, Type resultType) {
    /** Returns the types of an operation whose operands are cast to the type of the result. */
    public static ArithmeticTypes ofSameType(Type type) {
        return new ArithmeticTypes(type, type, type);
    }

    public List<Type> operandTypes() {
        return List.of(leftType, rightType);
    }
}
