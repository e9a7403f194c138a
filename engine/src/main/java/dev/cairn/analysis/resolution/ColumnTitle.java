package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionText;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.StoredTypes;
import dev.cairn.catalog.TypeText;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Expression.Number;
import dev.cairn.sql.ast.Expression.Unary;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Derives the name of an unnamed column: its expression as the server prints it, {@code (a + 1) * 2},
 * {@code sum(price)}. All operands but names and literals are printed in parentheses, regardless of the parentheses in
 * the query.
 */
final class ColumnTitle {
    private final ServerProfile profile;
    private final Meanings meanings;
    private final StringBuilder out = new StringBuilder();
    private boolean found;

    private ColumnTitle(ServerProfile profile, Meanings meanings) {
        this.profile = profile;
        this.meanings = meanings;
    }

    /** Resolves the names in an expression that is printed. */
    interface Meanings {
        /** Resolves no names: all are printed as written. */
        Meanings NONE = new Meanings() {
            @Override
            public boolean areFound(Expression expression) {
                return false;
            }

            @Override
            public QualifiedName of(Expression.Reference reference) {
                return reference.name();
            }
        };

        /** Whether the names in an expression were already resolved, and so are printed in full. */
        boolean areFound(Expression expression);

        QualifiedName of(Expression.Reference reference);
    }

    static String of(ServerProfile profile, Expression expression, Meanings meanings) {
        if (expression.unwrapped() instanceof Expression.Reference reference) {
            QualifiedName name = reference.name();
            return name.parts().size() > QueryScope.MOST_PARTS
                    ? name.toString()
                    : name.last().text();
        }
        ColumnTitle title = new ColumnTitle(profile, meanings);
        title.write(expression);
        return title.out.toString();
    }

    ServerProfile profile() {
        return profile;
    }

    ColumnTitle put(String text) {
        out.append(text);
        return this;
    }

    <T> ColumnTitle list(List<T> items, String separator, Consumer<T> writer) {
        Iterator<T> each = items.iterator();
        while (each.hasNext()) {
            writer.accept(each.next());
            out.append(each.hasNext() ? separator : "");
        }
        return this;
    }

    void write(Expression expression) {
        boolean before = found;
        found |= meanings.areFound(expression);
        writeAny(expression);
        found = before;
    }

    /** Writes an expression as an operand. */
    void operand(Expression expression) {
        Expression bare = expression.unwrapped();
        boolean plain =
                bare instanceof Expression.Reference || ExpressionType.ofLiteral(bare) != null || isSignedNumber(bare);
        if (plain) {
            write(expression);
        } else {
            out.append('(');
            write(expression);
            out.append(')');
        }
    }

    private static boolean isSignedNumber(Expression expression) {
        return expression instanceof Unary unary && unary.isSignedNumber();
    }

    private void writeAny(Expression expression) {
        if (expression instanceof Expression.Group group) {
            write(group.inner());
        } else if (expression instanceof Expression.Collate collate) {
            write(collate.value());
        } else if (expression instanceof Expression.Reference reference) {
            reference(reference);
        } else if (expression instanceof Binary binary) {
            binary(binary);
        } else if (expression instanceof Unary unary) {
            unary(unary);
        } else if (expression instanceof Expression.Call
                || expression instanceof Expression.Aggregated
                || expression instanceof Expression.Windowed
                || expression instanceof Expression.Extract) {
            new CallTitle(this).write(expression);
        } else if (expression instanceof Expression.Cast cast) {
            out.append("CAST(");
            operand(cast.value());
            out.append(" AS ");
            out.append(TypeText.named(StoredTypes.of(profile, cast.type(), cast.span())));
            out.append(')');
        } else if (ExpressionType.ofLiteral(expression) != null) {
            out.append(LiteralTitle.of(expression, false));
        } else if (expression instanceof Expression.Like like) {
            negatable(like.negated(), like.value(), " " + ExpressionText.operator(like) + " ", like.pattern());
        } else if (expression instanceof Expression.Match match) {
            negatable(match.negated(), match.value(), " MATCH ", match.pattern());
        } else if (expression instanceof Expression.IsNull isNull) {
            operand(isNull.value());
            out.append(isNull.negated() ? " IS NOT NULL" : " IS NULL");
        } else if (expression instanceof Expression.Between between) {
            operand(between.value());
            out.append(between.negated() ? " NOT BETWEEN " : " BETWEEN ");
            operand(between.low());
            out.append(" AND ");
            operand(between.high());
        } else if (expression instanceof Expression.In in) {
            operand(in.value());
            out.append(in.negated() ? " NOT IN (" : " IN (");
            list(in.candidates(), ", ", this::operand);
            out.append(')');
        } else if (expression instanceof Expression.Case choice) {
            choice(choice);
        } else if (expression instanceof Expression.ArrayLiteral array) {
            out.append('[');
            list(array.elements(), ", ", this::write);
            out.append(']');
        } else if (expression instanceof Expression.MapLiteral map) {
            out.append("map{");
            list(map.entries(), ",", this::entry);
            out.append('}');
        } else if (expression instanceof Expression.Subscript subscript) {
            write(subscript.base());
            out.append('[');
            write(subscript.index());
            out.append(']');
        } else if (expression instanceof Expression.Arrow arrow) {
            write(arrow.base());
            out.append("->").append(LiteralTitle.of(arrow.path(), false));
        } else if (expression instanceof Expression.FieldAccess access) {
            write(access.base());
            out.append('.').append(access.field().text());
        } else if (expression instanceof Expression.Lambda lambda) {
            lambda(lambda);
        } else if (expression instanceof Expression.Interval interval) {
            out.append("INTERVAL ");
            write(interval.amount());
            out.append(' ').append(interval.unit().toUpperCase(Locale.ROOT));
        } else if (expression instanceof Expression.Tuple tuple) {
            out.append('(');
            list(tuple.elements(), ", ", this::write);
            out.append(')');
        } else if (expression instanceof Expression.Subquery subquery) {
            out.append('(');
            new QueryTitle(this).write(subquery.query());
            out.append(')');
        } else if (expression instanceof Expression.Exists exists) {
            out.append("EXISTS (");
            new QueryTitle(this).write(exists.query());
            out.append(')');
        } else if (expression instanceof Expression.InQuery in) {
            inQuery(in);
        } else if (expression instanceof Expression.UserVariable variable) {
            out.append('@').append(variable.name().text());
        } else if (expression instanceof Expression.SystemVariable variable) {
            boolean global = variable.scope() != null && variable.scope().equalsIgnoreCase("global");
            out.append(global ? "@@GLOBAL." : "@@SESSION.")
                    .append(variable.name().text());
        } else if (expression instanceof Expression.Unit unit) {
            out.append(unit.word().toUpperCase(Locale.ROOT));
        } else if (expression instanceof Expression.Boundary boundary) {
            out.append(boundary.word().toLowerCase(Locale.ROOT));
        } else if (expression instanceof Expression.Parameter
                || expression instanceof Expression.Slice
                || expression instanceof Expression.AllColumns) {
            out.append('?');
        } else {
            throw new IllegalArgumentException("No way to write " + expression);
        }
    }

    private void reference(Expression.Reference reference) {
        QualifiedName name = found ? meanings.of(reference) : reference.name();
        list(name.parts(), ".", part -> out.append(part.text()));
    }

    private void binary(Binary binary) {
        Operator operator = binary.operator().meaning();
        boolean interval =
                binary.left() instanceof Expression.Interval || binary.right() instanceof Expression.Interval;
        if (interval) {
            write(binary.left());
            out.append(' ').append(operator.text()).append(' ');
            write(binary.right());
        } else {
            operand(binary.left());
            out.append(' ').append(operator.text()).append(' ');
            operand(binary.right());
        }
    }

    private void unary(Unary unary) {
        switch (unary.operator().meaning()) {
            case NOT -> {
                out.append("NOT ");
                operand(unary.operand());
            }
            case BIT_NOT -> {
                out.append('~');
                operand(unary.operand());
            }
            case MINUS -> negative(unary);
            default -> write(unary.operand());
        }
    }

    /** A minus becomes part of a number literal; any other operand is multiplied by -1. */
    private void negative(Unary unary) {
        Expression operand = unary.operand().unwrapped();
        if (operand instanceof Expression.Number number) {
            out.append(LiteralTitle.of(number, true));
        } else if (operand instanceof Unary inner && inner.isSignedNumber()) {
            boolean twice = inner.operator() == Operator.MINUS;
            out.append(LiteralTitle.of(inner.operand().unwrapped(), !twice));
        } else {
            out.append("-1 * ");
            operand(operand);
        }
    }

    private void negatable(boolean negated, Expression value, String word, Expression pattern) {
        out.append(negated ? "NOT (" : "");
        operand(value);
        out.append(word);
        operand(pattern);
        out.append(negated ? ")" : "");
    }

    private void choice(Expression.Case choice) {
        out.append("CASE");
        if (choice.operand() != null) {
            out.append(' ');
            operand(choice.operand());
        }
        for (Expression.When branch : choice.branches()) {
            out.append(" WHEN ");
            operand(branch.condition());
            out.append(" THEN ");
            operand(branch.result());
        }
        if (choice.otherwise() != null) {
            out.append(" ELSE ");
            operand(choice.otherwise());
        }
        out.append(" END");
    }

    private void entry(Expression.Entry entry) {
        write(entry.key());
        out.append(':');
        write(entry.value());
    }

    private void lambda(Expression.Lambda lambda) {
        List<Name> parameters = lambda.parameters();
        out.append(parameters.size() > 1 ? "(" : "");
        list(parameters, ", ", name -> out.append(name.text()));
        out.append(parameters.size() > 1 ? ") -> " : " -> ");
        write(lambda.body());
    }

    /** The server adds parentheses around the query for several independent reasons. */
    private void inQuery(Expression.InQuery in) {
        boolean several = in.value() instanceof Expression.Tuple;
        if (several) {
            write(in.value());
        } else {
            operand(in.value());
        }
        out.append(in.negated() ? " NOT IN (" : " IN (").append(several ? "(" : "((");
        new QueryTitle(this).write(in.query());
        out.append(several ? "))" : ")))");
    }

    /** Renders literals as the server prints them. */
    private static final class LiteralTitle {
        /** More digits than any decimal can hold. */
        private static final int MOST_DIGITS = 76;

        private static final int LARGEINT_BITS = 127;

        /** With more digits before the point, a number with an exponent is not a decimal. */
        private static final int MOST_WHOLE_DIGITS = 38;

        private LiteralTitle() {}

        static String of(Expression literal, boolean negative) {
            if (literal instanceof Number number) {
                return (negative ? "-" : "") + number(number);
            }
            if (literal instanceof Expression.Text text) {
                return text(text.value());
            }
            if (literal instanceof Expression.DateText date) {
                return "'" + date.value() + "'";
            }
            if (literal instanceof Expression.Hex hex) {
                return "'" + hex.digits().toUpperCase(Locale.ROOT) + "'";
            }
            return literal instanceof Expression.Bool bool ? (bool.value() ? "TRUE" : "FALSE") : "NULL";
        }

        static String text(String value) {
            return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
        }

        /** A decimal without a fraction is marked, to distinguish it from an integer. */
        private static String number(Number number) {
            if (number.kind() == Number.Kind.INTEGER) {
                if (number.text().length() > MOST_DIGITS + 1) {
                    return number.text();
                }
                BigInteger value = new BigInteger(number.text());
                return value.bitLength() > LARGEINT_BITS ? value + "E0" : value.toString();
            }
            BigDecimal value = new BigDecimal(number.text());
            boolean floating =
                    number.kind() == Number.Kind.DOUBLE && (long) value.precision() - value.scale() > MOST_WHOLE_DIGITS;
            if (floating || Math.abs((long) value.scale()) > MOST_DIGITS) {
                return Double.toString(value.doubleValue());
            }
            return value.scale() <= 0 ? value.toBigInteger() + "E0" : value.toPlainString();
        }
    }
}
