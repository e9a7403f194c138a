package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression.Operator;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.token.Cursor;
import org.jspecify.annotations.Nullable;

/** How tightly the binary operators bind: a higher level is tighter. All of them chain to the left. */
enum ArithmeticPrecedence {
    SHIFT_RIGHT_LOGICAL(Operator.SHIFT_RIGHT_LOGICAL, 1),
    SHIFT_RIGHT(Operator.SHIFT_RIGHT, 2),
    SHIFT_LEFT(Operator.SHIFT_LEFT, 3),
    BIT_OR(Operator.BIT_OR, 4),
    BIT_AND(Operator.BIT_AND, 5),
    PLUS(Operator.PLUS, 6),
    MINUS(Operator.MINUS, 6),
    TIMES(Operator.TIMES, 7),
    DIVIDE(Operator.DIVIDE, 7),
    MODULO(Operator.MODULO, 7),
    MODULO_WORD(Operator.MODULO_WORD, 7),
    INT_DIVIDE(Operator.INT_DIVIDE, 7),
    BIT_XOR(Operator.BIT_XOR, 8);

    private final Operator operator;
    private final int level;

    ArithmeticPrecedence(Operator operator, int level) {
        this.operator = operator;
        this.level = level;
    }

    Operator operator() {
        return operator;
    }

    int level() {
        return level;
    }

    /** The operator that stands at the cursor, or null. */
    static @Nullable ArithmeticPrecedence at(Cursor cursor) {
        return switch (cursor.kind()) {
            case BAR -> BIT_OR;
            case AMPERSAND -> BIT_AND;
            case PLUS -> PLUS;
            case MINUS -> MINUS;
            case ASTERISK -> TIMES;
            case SLASH -> DIVIDE;
            case PERCENT -> MODULO;
            case CARET -> BIT_XOR;
            case WORD -> word(cursor.keyword());
            default -> null;
        };
    }

    private static @Nullable ArithmeticPrecedence word(@Nullable Keyword keyword) {
        if (keyword == null) {
            return null;
        }
        return switch (keyword) {
            case DIV -> INT_DIVIDE;
            case MOD -> MODULO_WORD;
            case BITSHIFTLEFT -> SHIFT_LEFT;
            case BITSHIFTRIGHT -> SHIFT_RIGHT;
            case BITSHIFTRIGHTLOGICAL -> SHIFT_RIGHT_LOGICAL;
            default -> null;
        };
    }
}
