package dev.cairn.embedded.rows.literal;

import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column of plain literals of one kind: texts, integers, decimals or truth values, each possibly with NULL. A number
 * may have a minus sign.
 */
record ScalarLiteralColumn(Type type) implements LiteralColumn {
    /** The maximum length of a number. A longer integer might not be a BIGINT. */
    private static final int MAX_NUMBER_LENGTH = 18;

    private static final int MAX_DECIMAL_DIGITS = 38;

    private enum LiteralKind {
        NULL,
        TEXT,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        OTHER
    }

    static Optional<ScalarLiteralColumn> find(List<? extends @Nullable Expression> values) {
        return findCommonType(values).map(ScalarLiteralColumn::new);
    }

    /**
     * Returns the common type of all values; empty if they have to be translated one by one: if a value is not a plain
     * literal, if they are of several kinds, or if all of them are NULL.
     */
    static Optional<Type> findCommonType(List<? extends @Nullable Expression> values) {
        LiteralKind commonKind = LiteralKind.NULL;
        int scale = 0;
        for (Expression value : values) {
            LiteralKind kind = value == null ? LiteralKind.OTHER : determineKind(value);
            if (kind != LiteralKind.NULL && commonKind != LiteralKind.NULL && kind != commonKind) {
                return Optional.empty();
            }
            commonKind = kind == LiteralKind.NULL ? commonKind : kind;
            scale = Math.max(scale, value == null ? 0 : determineScale(value));
        }
        return switch (commonKind) {
            case TEXT -> Optional.of(new Type.Text(Type.Text.Kind.VARCHAR, Type.Text.UNSPECIFIED_LENGTH));
            case INTEGER -> Optional.of(new Type.Scalar(Type.Scalar.Kind.BIGINT));
            case DECIMAL -> Optional.of(new Type.Decimal(Type.Decimal.Kind.DECIMAL128, MAX_DECIMAL_DIGITS, scale));
            case BOOLEAN -> Optional.of(new Type.Scalar(Type.Scalar.Kind.BOOLEAN));
            case NULL, OTHER -> Optional.empty();
        };
    }

    private static LiteralKind determineKind(Expression value) {
        if (value instanceof Expression.NullLiteral) {
            return LiteralKind.NULL;
        }
        if (value instanceof Expression.StringLiteral) {
            return LiteralKind.TEXT;
        }
        if (value instanceof Expression.BooleanLiteral) {
            return LiteralKind.BOOLEAN;
        }
        Expression number = removeSign(value);
        if (!(number instanceof Expression.NumberLiteral literal)
                || literal.text().length() > MAX_NUMBER_LENGTH) {
            return LiteralKind.OTHER;
        }
        return switch (literal.kind()) {
            case INTEGER -> LiteralKind.INTEGER;
            case DECIMAL -> LiteralKind.DECIMAL;
            case DOUBLE -> LiteralKind.OTHER;
        };
    }

    private static Expression removeSign(Expression value) {
        return value instanceof Expression.Unary unary && unary.operator() == Operator.MINUS ? unary.operand() : value;
    }

    private static int determineScale(Expression value) {
        if (!(removeSign(value) instanceof Expression.NumberLiteral number)) {
            return 0;
        }
        int pointIndex = number.text().indexOf('.');
        return pointIndex < 0 ? 0 : number.text().length() - pointIndex - 1;
    }

    @Override
    public String renderLiteral(Expression value) {
        return toSqlLiteral(value);
    }

    /** Returns a cast, because DuckDB gives a narrower type to small values. */
    @Override
    public String renderConversion(String columnSql) {
        return "CAST(" + columnSql + " AS " + DuckDbType.typeName(type) + ")";
    }

    static String toSqlLiteral(Expression value) {
        String text = plainText(value);
        if (text == null) {
            return "NULL";
        }
        return value instanceof Expression.StringLiteral ? DuckDbQuoting.quoteText(text) : text;
    }

    @Override
    public @Nullable String renderText(Expression value) {
        return plainText(value);
    }

    private static @Nullable String plainText(Expression value) {
        if (value instanceof Expression.StringLiteral text) {
            return text.value();
        }
        if (value instanceof Expression.NullLiteral) {
            return null;
        }
        if (value instanceof Expression.BooleanLiteral booleanLiteral) {
            return booleanLiteral.value() ? "TRUE" : "FALSE";
        }
        String number = ((Expression.NumberLiteral) removeSign(value)).text();
        return value instanceof Expression.Unary ? "-" + number : number;
    }
}
