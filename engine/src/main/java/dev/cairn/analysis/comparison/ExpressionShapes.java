package dev.cairn.analysis.comparison;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Expression.Unary;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds the shapes of expressions, with their names resolved. */
final class ExpressionShapes {
    private final ComparisonContext setting;
    private final QueryShapes queries;
    private final NameScope sight;
    private final CallShapes calls;
    /**
     * Resolves an unqualified name before the columns are searched, such as the alias of an item; null if it has no
     * such meaning.
     */
    private final Function<String, @Nullable ShapeNode> aliases;
    /** Resolves an unqualified name that no column has. */
    private final Function<String, @Nullable ShapeNode> lateAliases;

    private final List<String> parameters = new ArrayList<>();

    ExpressionShapes(
            ComparisonContext setting,
            QueryShapes queries,
            NameScope sight,
            Function<String, @Nullable ShapeNode> aliases,
            Function<String, @Nullable ShapeNode> lateAliases) {
        this.setting = setting;
        this.queries = queries;
        this.sight = sight;
        this.aliases = aliases;
        this.lateAliases = lateAliases;
        this.calls = new CallShapes(setting, this);
    }

    ExpressionShapes(ComparisonContext setting, QueryShapes queries, NameScope sight) {
        this(setting, queries, sight, name -> null, name -> null);
    }

    ShapeNode optional(@Nullable Expression expression) {
        return expression == null ? ShapeNode.NONE : of(expression);
    }

    List<ShapeNode> all(List<Expression> expressions) {
        return expressions.stream().map(this::of).toList();
    }

    ShapeNode of(Expression expression) {
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
        ShapeNode literal = literal(expression);
        if (literal != null) {
            return literal;
        }
        ShapeNode predicate = predicate(expression);
        if (predicate != null) {
            return predicate;
        }
        ShapeNode part = part(expression);
        return part == null ? calls.of(expression) : part;
    }

    private ShapeNode name(QualifiedName name) {
        List<Name> parts = name.parts();
        String first = parts.get(0).text();
        int parameter = parameters.lastIndexOf(first.toLowerCase(Locale.ROOT));
        if (parameter >= 0) {
            ShapeNode shape = ShapeNode.leaf("parameter " + parameter);
            for (Name field : parts.subList(1, parts.size())) {
                shape = ShapeNode.of("field", shape, ShapeNode.word(field.text()));
            }
            return shape;
        }
        ShapeNode alias = parts.size() == 1 ? aliases.apply(first) : null;
        if (alias != null) {
            return alias;
        }
        ShapeNode late = parts.size() == 1 && !sight.knows(first) ? lateAliases.apply(first) : null;
        if (late != null && sight.complete()) {
            return late;
        }
        ShapeNode column = sight.column(name);
        return late == null || late.equals(column) ? column : ShapeNode.doubtful("name " + first);
    }

    private ShapeNode binary(Binary binary) {
        Operator operator = binary.operator().meaning();
        if (operator == Operator.AND || operator == Operator.OR) {
            String label = operator.text().toLowerCase(Locale.ROOT);
            List<ShapeNode> operands = new ArrayList<>();
            chain(binary, operator, operands);
            return flat(label, operands);
        }
        String label = operator == Operator.NOT_EQUAL ? "!=" : operator.text();
        return ShapeNode.of(label, of(binary.left()), of(binary.right()));
    }

    /** Collects the operands of a chain of the same operator. */
    private void chain(Expression expression, Operator operator, List<ShapeNode> operands) {
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

    /** Flattens an operand that became the same operator when NOT was pushed down: it belongs to the chain too. */
    private static ShapeNode flat(String label, List<ShapeNode> operands) {
        List<ShapeNode> flat = new ArrayList<>();
        for (ShapeNode operand : operands) {
            if (operand.is(label)) {
                flat.addAll(operand.parts());
            } else {
                flat.add(operand);
            }
        }
        return ShapeNode.of(label, flat);
    }

    private ShapeNode unary(Unary unary) {
        ShapeNode operand = of(unary.operand());
        return switch (unary.operator()) {
            case PLUS -> operand;
            case MINUS ->
                operand.isNumber() ? operand.negated() : ShapeNode.of("*", ShapeNode.leaf("integer -1"), operand);
            case NOT, NOT_SIGN -> Negation.of(operand);
            default -> ShapeNode.of(unary.operator().text(), operand);
        };
    }

    private @Nullable ShapeNode literal(Expression expression) {
        if (expression instanceof Expression.Number number) {
            return ShapeNode.number(number, false);
        }
        if (expression instanceof Expression.Text text) {
            return ShapeNode.text(text.value());
        }
        if (expression instanceof Expression.Null) {
            return ShapeNode.leaf("null");
        }
        if (expression instanceof Expression.Bool bool) {
            return ShapeNode.leaf(bool.value() ? "true" : "false");
        }
        if (expression instanceof Expression.DateText date) {
            return ShapeNode.date(date, setting.printed());
        }
        if (expression instanceof Expression.Hex hex) {
            return ShapeNode.hex(hex);
        }
        if (expression instanceof Expression.Interval interval) {
            return interval(of(interval.amount()), interval.unit());
        }
        if (expression instanceof Expression.UserVariable variable) {
            return ShapeNode.word("@" + variable.name().text());
        }
        if (expression instanceof Expression.SystemVariable variable) {
            return ShapeNode.word("@@" + (variable.scope() == null ? "" : variable.scope() + ".")
                    + variable.name().text());
        }
        return word(expression);
    }

    private static @Nullable ShapeNode word(Expression expression) {
        if (expression instanceof Expression.Boundary boundary) {
            return ShapeNode.word(boundary.word());
        }
        if (expression instanceof Expression.Unit unit) {
            return ShapeNode.word(unit.word());
        }
        if (expression instanceof Expression.Parameter) {
            return ShapeNode.leaf("parameter");
        }
        return expression instanceof Expression.AllColumns ? ShapeNode.leaf("all") : null;
    }

    static ShapeNode interval(ShapeNode amount, String unit) {
        return ShapeNode.of("interval", amount, ShapeNode.word(unit));
    }

    private @Nullable ShapeNode predicate(Expression expression) {
        if (expression instanceof Expression.Like like) {
            String word = like.word().equals("RLIKE") ? "regexp" : like.word().toLowerCase(Locale.ROOT);
            return Negation.of(like.negated(), ShapeNode.of(word, of(like.value()), of(like.pattern())));
        }
        if (expression instanceof Expression.In in) {
            ShapeNode candidates = ShapeNode.of("list", all(in.candidates()));
            return Negation.of(in.negated(), ShapeNode.of("in", of(in.value()), candidates));
        }
        if (expression instanceof Expression.InQuery in) {
            return Negation.of(in.negated(), ShapeNode.of("in", of(in.value()), query(in.query())));
        }
        if (expression instanceof Expression.Between between) {
            ShapeNode test = ShapeNode.of("between", of(between.value()), of(between.low()), of(between.high()));
            return Negation.of(between.negated(), test);
        }
        if (expression instanceof Expression.IsNull test) {
            return Negation.of(test.negated(), ShapeNode.of("is null", of(test.value())));
        }
        if (expression instanceof Expression.Match match) {
            String word = match.word().toLowerCase(Locale.ROOT);
            return Negation.of(match.negated(), ShapeNode.of(word, of(match.value()), of(match.pattern())));
        }
        return expression instanceof Expression.Exists exists ? ShapeNode.of("exists", query(exists.query())) : null;
    }

    private ShapeNode query(dev.cairn.sql.ast.Query query) {
        return queries.inside(query, sight);
    }

    private @Nullable ShapeNode part(Expression expression) {
        if (expression instanceof Expression.Subscript subscript) {
            return ShapeNode.of("[]", of(subscript.base()), of(subscript.index()));
        }
        if (expression instanceof Expression.FieldAccess access) {
            return ShapeNode.of(
                    "field", of(access.base()), ShapeNode.word(access.field().text()));
        }
        if (expression instanceof Expression.Arrow arrow) {
            return ShapeNode.of(
                    "->", of(arrow.base()), ShapeNode.text(arrow.path().value()));
        }
        if (expression instanceof Expression.Slice slice) {
            return ShapeNode.of(
                    "[:]",
                    of(slice.base()),
                    ShapeNode.leaf(String.valueOf(slice.from())),
                    ShapeNode.leaf(String.valueOf(slice.to())));
        }
        if (expression instanceof Expression.Collate collate) {
            return of(collate.value());
        }
        if (expression instanceof Expression.Tuple tuple) {
            return ShapeNode.of("tuple", all(tuple.elements()));
        }
        if (expression instanceof Expression.Lambda lambda) {
            return lambda(lambda);
        }
        if (expression instanceof Expression.ArrayLiteral array) {
            return ShapeNode.of("array", type(array.type()), ShapeNode.of("list", all(array.elements())));
        }
        return expression instanceof Expression.Subquery subquery ? query(subquery.query()) : null;
    }

    /** A server up to 3.5 prints the type of each array literal, even if the query did not specify it. */
    private ShapeNode type(@Nullable Type type) {
        return type == null
                ? setting.printed() ? ShapeNode.ANYTHING : ShapeNode.doubtful("type")
                : ShapeNode.type(type);
    }

    ShapeNode map(@Nullable Type type, List<ShapeNode> entries) {
        return ShapeNode.of("map", type(type), ShapeNode.of("list", entries));
    }

    private ShapeNode lambda(Expression.Lambda lambda) {
        int before = parameters.size();
        lambda.parameters().forEach(name -> parameters.add(name.text().toLowerCase(Locale.ROOT)));
        ShapeNode body =
                lambda.body() instanceof Expression.Tuple tuple ? map(null, all(tuple.elements())) : of(lambda.body());
        parameters.subList(before, parameters.size()).clear();
        return ShapeNode.of("lambda", ShapeNode.leaf("" + lambda.parameters().size()), body);
    }

    /** Pushes NOT down into its operand, as the server does in conditions. */
    private static final class Negation {
        private static final String NOT = "not ";
        private static final Map<String, String> OPPOSITES =
                Map.of("=", "!=", "!=", "=", "<", ">=", ">=", "<", ">", "<=", "<=", ">", "and", "or", "or", "and");
        private static final List<String> WITH_NOT = List.of("in", "between", "is null", "exists");

        private Negation() {}

        static ShapeNode of(ShapeNode condition) {
            String label = condition.label();
            if (label.equals("not")) {
                return condition.parts().get(0);
            }
            String opposite = OPPOSITES.get(label);
            if (label.equals("and") || label.equals("or")) {
                return ShapeNode.of(label.equals("and") ? "or" : "and", negated(condition.parts()));
            }
            if (opposite != null) {
                return ShapeNode.of(opposite, condition.parts());
            }
            if (WITH_NOT.contains(label)) {
                return ShapeNode.of(NOT + label, condition.parts());
            }
            if (label.startsWith(NOT)) {
                return ShapeNode.of(label.substring(NOT.length()), condition.parts());
            }
            return ShapeNode.of("not", condition);
        }

        static ShapeNode of(boolean negated, ShapeNode condition) {
            return negated ? of(condition) : condition;
        }

        private static List<ShapeNode> negated(List<ShapeNode> conditions) {
            return conditions.stream().map(Negation::of).toList();
        }
    }
}
