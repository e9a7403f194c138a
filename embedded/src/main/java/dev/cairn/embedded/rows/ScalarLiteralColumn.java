package dev.cairn.embedded.rows;

import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A column of texts, numbers or truth values. */
record ScalarLiteralColumn(Type type) implements LiteralColumn {
    private static final int DIGITS_OF_BIGINT = 18;
    private static final int MAX_DIGITS = 38;

    private enum Kind {
        NOTHING,
        TEXT,
        WHOLE,
        DECIMAL,
        TRUTH,
        OTHER
    }

    static Optional<ScalarLiteralColumn> of(List<? extends @Nullable Expression> values) {
        return type(values).map(ScalarLiteralColumn::new);
    }

    /** Returns the common type of all values; empty if they have to be translated one by one. */
    static Optional<Type> type(List<? extends @Nullable Expression> values) {
        Kind all = Kind.NOTHING;
        int scale = 0;
        for (Expression value : values) {
            Kind kind = value == null ? Kind.OTHER : kindOf(value);
            if (kind != Kind.NOTHING && all != Kind.NOTHING && kind != all) {
                return Optional.empty();
            }
            all = kind == Kind.NOTHING ? all : kind;
            scale = Math.max(scale, value == null ? 0 : scaleOf(value));
        }
        return switch (all) {
            case TEXT -> Optional.of(new Type.Text(Type.Text.Kind.VARCHAR, Type.Text.UNSPECIFIED));
            case WHOLE -> Optional.of(new Type.Scalar(Type.Scalar.Kind.BIGINT));
            case DECIMAL -> Optional.of(new Type.Decimal(Type.Decimal.Kind.DECIMAL128, MAX_DIGITS, scale));
            case TRUTH -> Optional.of(new Type.Scalar(Type.Scalar.Kind.BOOLEAN));
            case NOTHING, OTHER -> Optional.empty();
        };
    }

    private static Kind kindOf(Expression value) {
        if (value instanceof Expression.Null) {
            return Kind.NOTHING;
        }
        if (value instanceof Expression.Text) {
            return Kind.TEXT;
        }
        if (value instanceof Expression.Bool) {
            return Kind.TRUTH;
        }
        Expression number = withoutSign(value);
        if (!(number instanceof Expression.Number literal) || literal.text().length() > DIGITS_OF_BIGINT) {
            return Kind.OTHER;
        }
        return switch (literal.kind()) {
            case INTEGER -> Kind.WHOLE;
            case DECIMAL -> Kind.DECIMAL;
            case DOUBLE -> Kind.OTHER;
        };
    }

    private static Expression withoutSign(Expression value) {
        return value instanceof Expression.Unary unary && unary.operator() == Operator.MINUS ? unary.operand() : value;
    }

    private static int scaleOf(Expression value) {
        if (!(withoutSign(value) instanceof Expression.Number number)) {
            return 0;
        }
        int point = number.text().indexOf('.');
        return point < 0 ? 0 : number.text().length() - point - 1;
    }

    @Override
    public String renderLiteral(Expression value) {
        return toLiteral(value);
    }

    /** Returns a cast, because DuckDB gives a narrower type to small values. */
    @Override
    public String convert(String column) {
        return "CAST(" + column + " AS " + DuckDbType.nameOf(type) + ")";
    }

    static String toLiteral(Expression value) {
        String text = textOf(value);
        if (text == null) {
            return "NULL";
        }
        return value instanceof Expression.Text ? DuckDbQuoting.quoteText(text) : text;
    }

    @Override
    public @Nullable String renderText(Expression value) {
        return textOf(value);
    }

    private static @Nullable String textOf(Expression value) {
        if (value instanceof Expression.Text text) {
            return text.value();
        }
        if (value instanceof Expression.Null) {
            return null;
        }
        if (value instanceof Expression.Bool truth) {
            return truth.value() ? "TRUE" : "FALSE";
        }
        String number = ((Expression.Number) withoutSign(value)).text();
        return value instanceof Expression.Unary ? "-" + number : number;
    }
}
