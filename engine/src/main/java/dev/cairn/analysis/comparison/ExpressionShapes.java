package dev.cairn.analysis.comparison;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Expression.Operator;
import dev.cairn.sql.ast.Expression.Unary;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Expressions, with what the names in them stand for. */
final class ExpressionShapes {
    private final Setting setting;
    private final QueryShapes queries;
    private final Sight sight;
    private final CallShapes calls;
    /** What a name alone stands for before it is a column's, or null: the alias of an item. */
    private final Function<String, @Nullable Shape> aliases;
    /** What it stands for where no column has it. */
    private final Function<String, @Nullable Shape> lateAliases;

    private final List<String> parameters = new ArrayList<>();

    ExpressionShapes(
            Setting setting,
            QueryShapes queries,
            Sight sight,
            Function<String, @Nullable Shape> aliases,
            Function<String, @Nullable Shape> lateAliases) {
        this.setting = setting;
        this.queries = queries;
        this.sight = sight;
        this.aliases = aliases;
        this.lateAliases = lateAliases;
        this.calls = new CallShapes(setting, this);
    }

    ExpressionShapes(Setting setting, QueryShapes queries, Sight sight) {
        this(setting, queries, sight, name -> null, name -> null);
    }

    Shape optional(@Nullable Expression expression) {
        return expression == null ? Shape.NONE : of(expression);
    }

    List<Shape> all(List<Expression> expressions) {
        return expressions.stream().map(this::of).toList();
    }

    Shape of(Expression expression) {
        if (expression instanceof Expression.Group group) {
            return of(group.inner());
        }
        if (expression instanceof Expression.Reference reference) {
            return name(reference.name());
        }
        if (expression instanceof Binary binary) {
            return binary(binary);
        }
        if (expression instanceof Unary unary) {
            return unary(unary);
        }
        Shape literal = literal(expression);
        if (literal != null) {
            return literal;
        }
        Shape predicate = predicate(expression);
        if (predicate != null) {
            return predicate;
        }
        Shape part = part(expression);
        return part == null ? calls.of(expression) : part;
    }

    private Shape name(QualifiedName name) {
        List<Name> parts = name.parts();
        String first = parts.get(0).text();
        int parameter = parameters.lastIndexOf(first.toLowerCase(Locale.ROOT));
        if (parameter >= 0) {
            Shape shape = Shape.leaf("parameter " + parameter);
            for (Name field : parts.subList(1, parts.size())) {
                shape = Shape.of("field", shape, Shape.word(field.text()));
            }
            return shape;
        }
        Shape alias = parts.size() == 1 ? aliases.apply(first) : null;
        if (alias != null) {
            return alias;
        }
        Shape late = parts.size() == 1 && !sight.knows(first) ? lateAliases.apply(first) : null;
        if (late != null && sight.complete()) {
            return late;
        }
        Shape column = sight.column(name);
        return late == null || late.equals(column) ? column : Shape.doubtful("name " + first);
    }

    private Shape binary(Binary binary) {
        Operator operator = binary.operator().meaning();
        if (operator == Operator.AND || operator == Operator.OR) {
            String label = operator.text().toLowerCase(Locale.ROOT);
            List<Shape> operands = new ArrayList<>();
            chain(binary, operator, operands);
            return flat(label, operands);
        }
        String label = operator == Operator.NOT_EQUAL ? "!=" : operator.text();
        return Shape.of(label, of(binary.left()), of(binary.right()));
    }

    /** The operands of a chain of the same operator. */
    private void chain(Expression expression, Operator operator, List<Shape> operands) {
        Expression inner = expression;
        while (inner instanceof Expression.Group group) {
            inner = group.inner();
        }
        if (inner instanceof Binary binary && binary.operator().meaning() == operator) {
            chain(binary.left(), operator, operands);
            chain(binary.right(), operator, operands);
        } else {
            operands.add(of(inner));
        }
    }

    /** What NOT turned into the same operator belongs to the chain too. */
    private static Shape flat(String label, List<Shape> operands) {
        List<Shape> flat = new ArrayList<>();
        for (Shape operand : operands) {
            if (operand.is(label)) {
                flat.addAll(operand.parts());
            } else {
                flat.add(operand);
            }
        }
        return Shape.of(label, flat);
    }

    private Shape unary(Unary unary) {
        Shape operand = of(unary.operand());
        return switch (unary.operator()) {
            case PLUS -> operand;
            case MINUS ->
                LiteralShapes.isNumber(operand)
                        ? LiteralShapes.negated(operand)
                        : Shape.of("*", Shape.leaf("integer -1"), operand);
            case NOT, NOT_SIGN -> Negation.of(operand);
            default -> Shape.of(unary.operator().text(), operand);
        };
    }

    private @Nullable Shape literal(Expression expression) {
        if (expression instanceof Expression.Number number) {
            return LiteralShapes.number(number, false);
        }
        if (expression instanceof Expression.Text text) {
            return LiteralShapes.text(text.value());
        }
        if (expression instanceof Expression.Null) {
            return Shape.leaf("null");
        }
        if (expression instanceof Expression.Bool bool) {
            return Shape.leaf(bool.value() ? "true" : "false");
        }
        if (expression instanceof Expression.DateText date) {
            return LiteralShapes.date(date, setting.printed());
        }
        if (expression instanceof Expression.Hex hex) {
            return LiteralShapes.hex(hex);
        }
        if (expression instanceof Expression.Interval interval) {
            return interval(of(interval.amount()), interval.unit());
        }
        if (expression instanceof Expression.UserVariable variable) {
            return Shape.word("@" + variable.name().text());
        }
        if (expression instanceof Expression.SystemVariable variable) {
            return Shape.word("@@" + (variable.scope() == null ? "" : variable.scope() + ".")
                    + variable.name().text());
        }
        return word(expression);
    }

    private static @Nullable Shape word(Expression expression) {
        if (expression instanceof Expression.Boundary boundary) {
            return Shape.word(boundary.word());
        }
        if (expression instanceof Expression.Unit unit) {
            return Shape.word(unit.word());
        }
        if (expression instanceof Expression.Parameter) {
            return Shape.leaf("parameter");
        }
        return expression instanceof Expression.AllColumns ? Shape.leaf("all") : null;
    }

    static Shape interval(Shape amount, String unit) {
        return Shape.of("interval", amount, Shape.word(unit));
    }

    private @Nullable Shape predicate(Expression expression) {
        if (expression instanceof Expression.Like like) {
            String word = like.word().equals("RLIKE") ? "regexp" : like.word().toLowerCase(Locale.ROOT);
            return Negation.of(like.negated(), Shape.of(word, of(like.value()), of(like.pattern())));
        }
        if (expression instanceof Expression.In in) {
            Shape candidates = Shape.of("list", all(in.candidates()));
            return Negation.of(in.negated(), Shape.of("in", of(in.value()), candidates));
        }
        if (expression instanceof Expression.InQuery in) {
            return Negation.of(in.negated(), Shape.of("in", of(in.value()), query(in.query())));
        }
        if (expression instanceof Expression.Between between) {
            Shape test = Shape.of("between", of(between.value()), of(between.low()), of(between.high()));
            return Negation.of(between.negated(), test);
        }
        if (expression instanceof Expression.IsNull test) {
            return Negation.of(test.negated(), Shape.of("is null", of(test.value())));
        }
        if (expression instanceof Expression.Match match) {
            String word = match.word().toLowerCase(Locale.ROOT);
            return Negation.of(match.negated(), Shape.of(word, of(match.value()), of(match.pattern())));
        }
        return expression instanceof Expression.Exists exists ? Shape.of("exists", query(exists.query())) : null;
    }

    private Shape query(dev.cairn.sql.ast.Query query) {
        return queries.inside(query, sight);
    }

    private @Nullable Shape part(Expression expression) {
        if (expression instanceof Expression.Subscript subscript) {
            return Shape.of("[]", of(subscript.base()), of(subscript.index()));
        }
        if (expression instanceof Expression.FieldAccess access) {
            return Shape.of(
                    "field", of(access.base()), Shape.word(access.field().text()));
        }
        if (expression instanceof Expression.Arrow arrow) {
            return Shape.of(
                    "->", of(arrow.base()), LiteralShapes.text(arrow.path().value()));
        }
        if (expression instanceof Expression.Slice slice) {
            return Shape.of(
                    "[:]",
                    of(slice.base()),
                    Shape.leaf(String.valueOf(slice.from())),
                    Shape.leaf(String.valueOf(slice.to())));
        }
        if (expression instanceof Expression.Collate collate) {
            return of(collate.value());
        }
        if (expression instanceof Expression.Tuple tuple) {
            return Shape.of("tuple", all(tuple.elements()));
        }
        if (expression instanceof Expression.Lambda lambda) {
            return lambda(lambda);
        }
        if (expression instanceof Expression.ArrayLiteral array) {
            return Shape.of("array", type(array.type()), Shape.of("list", all(array.elements())));
        }
        return expression instanceof Expression.Subquery subquery ? query(subquery.query()) : null;
    }

    /** A server up to 3.5 prints the type of each array, whether it was written or not. */
    private Shape type(@Nullable Type type) {
        return type == null ? setting.printed() ? Shape.ANYTHING : Shape.doubtful("type") : TypeShapes.of(type);
    }

    Shape map(@Nullable Type type, List<Shape> entries) {
        return Shape.of("map", type(type), Shape.of("list", entries));
    }

    private Shape lambda(Expression.Lambda lambda) {
        int before = parameters.size();
        lambda.parameters().forEach(name -> parameters.add(name.text().toLowerCase(Locale.ROOT)));
        Shape body =
                lambda.body() instanceof Expression.Tuple tuple ? map(null, all(tuple.elements())) : of(lambda.body());
        parameters.subList(before, parameters.size()).clear();
        return Shape.of("lambda", Shape.leaf("" + lambda.parameters().size()), body);
    }
}
