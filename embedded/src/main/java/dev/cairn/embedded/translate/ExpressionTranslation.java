package dev.cairn.embedded.translate;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.expression.SubqueryResolver;
import dev.cairn.analysis.type.ComparisonTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.embedded.translate.value.ComparisonTranslation;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.SessionValues;
import dev.cairn.embedded.translate.value.TranslatedField;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.UnsupportedFeature;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Translates expressions. Each operand is converted to the type in which the server calculates. */
final class ExpressionTranslation {
    private final QueryTranslation queries;
    private final TranslationScope names;
    private final ExpressionTyping typing;
    private final IdentityHashMap<Query, TranslatedQuery> subqueries = new IdentityHashMap<>();

    ExpressionTranslation(QueryTranslation queries, TranslationScope names) {
        this.queries = queries;
        this.names = names;
        SubqueryResolver inside = query -> subquery(query).columns().stream()
                .map(column -> ExpressionType.of(column.type(), true))
                .toList();
        this.typing = new ExpressionTyping(queries.setting().profile(), names, inside);
    }

    TranslationContext setting() {
        return queries.setting();
    }

    /** Returns a translation with additional names, the parameters of a lambda. */
    ExpressionTranslation within(List<TranslatedField> more) {
        return new ExpressionTranslation(queries, new TranslationScope(more, names));
    }

    /** Returns a unique name with this prefix. */
    String numbered(String prefix) {
        return queries.numbering().next(prefix);
    }

    void calls(String function) {
        queries.numbering().calls(function);
    }

    TranslatedQuery subquery(Query query) {
        TranslatedQuery known = subqueries.get(query);
        if (known == null) {
            known = queries.of(query, names);
            subqueries.put(query, known);
        }
        return known;
    }

    /** Returns the type that the server determines for an expression. */
    Type type(Expression expression) {
        Type type = typing.of(expression).type();
        if (type == null) {
            throw UnsupportedFeature.query("'" + Sql.render(expression) + "'", expression.span());
        }
        return type;
    }

    String condition(Expression expression) {
        return of(expression).as(TranslationTypes.BOOLEAN).sql();
    }

    Value of(Expression expression) {
        if (expression instanceof Expression.Reference reference) {
            return names.value(reference.name(), reference.span());
        }
        if (expression instanceof Expression.Group group) {
            Value inner = of(group.inner());
            return new Value("(" + inner.sql() + ")", inner.type());
        }
        if (expression instanceof Expression.Collate collate) {
            return of(collate.value());
        }
        if (expression instanceof Expression.Binary || expression instanceof Expression.Unary) {
            return new OperatorTranslation(this).of(expression);
        }
        if (expression instanceof Expression.Call
                || expression instanceof Expression.Aggregated
                || expression instanceof Expression.Windowed
                || expression instanceof Expression.Extract) {
            return new CallTranslation(this).of(expression);
        }
        if (expression instanceof Expression.Cast cast) {
            return of(cast.value()).as(type(cast));
        }
        Value literal = LiteralTranslation.of(this, expression);
        return literal == null ? lessUsual(expression) : literal;
    }

    private Value lessUsual(Expression expression) {
        Value predicate = new PredicateTranslation(this).of(expression);
        if (predicate != null) {
            return predicate;
        }
        if (expression instanceof Expression.Case choice) {
            return choice(choice);
        }
        if (expression instanceof Expression.SystemVariable || expression instanceof Expression.UserVariable) {
            return SessionValues.of(setting(), expression, type(expression));
        }
        return new NestedTranslation(this).of(expression);
    }

    private Value choice(Expression.Case choice) {
        Type type = type(choice);
        StringBuilder sql = new StringBuilder("CASE");
        for (Expression.When branch : choice.branches()) {
            String condition = choice.operand() == null
                    ? condition(branch.condition())
                    : ComparisonTranslation.sql(
                            Expression.Operator.EQUAL, of(choice.operand()), of(branch.condition()), choice.span());
            sql.append(" WHEN ").append(condition);
            sql.append(" THEN ").append(of(branch.result()).as(type).sql());
        }
        if (choice.otherwise() != null) {
            sql.append(" ELSE ").append(of(choice.otherwise()).as(type).sql());
        }
        return new Value(sql.append(" END").toString(), type);
    }

    /** Translates literals. */
    private static final class LiteralTranslation {
        private LiteralTranslation() {}

        /** Returns the translation; null if this is not a literal. */
        static @Nullable Value of(ExpressionTranslation expressions, Expression expression) {
            if (expression instanceof Expression.Null) {
                return new Value("NULL", TranslationTypes.NULL);
            }
            if (expression instanceof Expression.Bool bool) {
                return new Value(bool.value() ? "TRUE" : "FALSE", TranslationTypes.BOOLEAN);
            }
            if (expression instanceof Expression.Text text) {
                return new Value(DuckDbQuoting.text(text.value()), expressions.type(text));
            }
            if (expression instanceof Expression.Number number) {
                return number(number, expressions.type(number));
            }
            if (expression instanceof Expression.DateText date) {
                return new Value(DuckDbQuoting.text(date.value()), TranslationTypes.VARCHAR)
                        .as(date.withTime() ? TranslationTypes.DATETIME : TranslationTypes.DATE);
            }
            if (expression instanceof Expression.Hex hex) {
                return new Value("from_hex('" + hex.digits() + "')", TranslationTypes.VARBINARY);
            }
            return null;
        }

        private static Value number(Expression.Number number, Type type) {
            boolean plain = number.kind() == Expression.Number.Kind.INTEGER;
            return new Value(
                    plain ? number.text() : "CAST('" + number.text() + "' AS " + DuckDbType.of(type) + ")", type);
        }
    }

    /** Translates the construction of arrays, maps, structs and JSON documents, and the access to their elements. */
    private static final class NestedTranslation {
        private final ExpressionTranslation expressions;

        NestedTranslation(ExpressionTranslation expressions) {
            this.expressions = expressions;
        }

        Value of(Expression expression) {
            if (expression instanceof Expression.ArrayLiteral array) {
                return array(array);
            }
            if (expression instanceof Expression.MapLiteral map) {
                return map(map);
            }
            if (expression instanceof Expression.Subscript subscript) {
                return subscript(subscript);
            }
            if (expression instanceof Expression.FieldAccess access) {
                Optional<Value> field = TranslationScope.inside(expressions.of(access.base()), List.of(access.field()));
                return field.orElseThrow(() -> unsupported(expression));
            }
            if (expression instanceof Expression.Arrow arrow) {
                String json =
                        expressions.of(arrow.base()).as(TranslationTypes.JSON).sql();
                return new Value(
                        "sr_json_query(" + json + ", "
                                + DuckDbQuoting.text(arrow.path().value()) + ")",
                        TranslationTypes.JSON);
            }
            if (expression instanceof Expression.Subquery subquery) {
                TranslatedQuery query = expressions.subquery(subquery.query());
                return new Value("(" + query.sql() + ")", query.columns().get(0).type());
            }
            if (expression instanceof Expression.Slice slice) {
                return slice(slice);
            }
            throw unsupported(expression);
        }

        private static RuntimeException unsupported(Expression expression) {
            return UnsupportedFeature.query("'" + Sql.render(expression) + "'", expression.span());
        }

        private Value array(Expression.ArrayLiteral array) {
            Type.Array type = (Type.Array) expressions.type(array);
            List<String> elements = new ArrayList<>();
            for (Expression element : array.elements()) {
                elements.add(expressions.of(element).as(type.element()).sql());
            }
            return new Value("CAST([" + String.join(", ", elements) + "] AS " + DuckDbType.of(type) + ")", type);
        }

        /** Translates a map literal. Of entries with equal keys, the last one is kept. */
        private Value map(Expression.MapLiteral map) {
            Type.Map type = (Type.Map) expressions.type(map);
            List<String> entries = new ArrayList<>();
            for (Expression.Entry entry : map.entries()) {
                entries.add("{k: " + expressions.of(entry.key()).as(type.key()).sql() + ", v: "
                        + expressions.of(entry.value()).as(type.value()).sql() + "}");
            }
            String list = "CAST([" + String.join(", ", entries) + "] AS STRUCT(k " + DuckDbType.of(type.key()) + ", v "
                    + DuckDbType.of(type.value()) + ")[])";
            return new Value("map_from_entries(" + list + ")", type);
        }

        /** Translates a subscript. Array positions begin at 1; an element that does not exist is NULL. */
        private Value subscript(Expression.Subscript subscript) {
            Value base = expressions.of(subscript.base());
            Value index = expressions.of(subscript.index());
            if (base.type() instanceof Type.Array array) {
                String place = index.as(TranslationTypes.BIGINT).sql();
                return new Value("list_extract(" + base.sql() + ", nullif(" + place + ", 0))", array.element());
            }
            if (base.type() instanceof Type.Map map) {
                return new Value(
                        "map_extract_value(" + base.sql() + ", "
                                + index.as(map.key()).sql() + ")",
                        map.value());
            }
            if (base.type() instanceof Type.Struct struct && subscript.index() instanceof Expression.Number number) {
                Type.Field field = struct.fields().get(Integer.parseInt(number.text()) - 1);
                return new Value("(" + base.sql() + ")." + DuckDbQuoting.name(field.name()), field.type());
            }
            if (base.type() instanceof Type.Struct struct && subscript.index() instanceof Expression.Text text) {
                return struct.fields().stream()
                        .filter(field -> field.name().equalsIgnoreCase(text.value()))
                        .map(field ->
                                new Value("(" + base.sql() + ")." + DuckDbQuoting.name(field.name()), field.type()))
                        .findFirst()
                        .orElseThrow(() -> unsupported(subscript));
            }
            throw unsupported(subscript);
        }

        private Value slice(Expression.Slice slice) {
            Value base = expressions.of(slice.base());
            String from = slice.from() == null ? "1" : slice.from().toString();
            String to = slice.to() == null ? "" : slice.to().toString();
            return new Value("(" + base.sql() + ")[" + from + ":" + to + "]", base.type());
        }
    }

    /** Translates predicates. */
    private static final class PredicateTranslation {
        private final ExpressionTranslation expressions;

        PredicateTranslation(ExpressionTranslation expressions) {
            this.expressions = expressions;
        }

        /** Returns the translation; null if this is not a predicate. */
        @Nullable
        Value of(Expression expression) {
            String sql = sql(expression);
            return sql == null ? null : new Value("(" + sql + ")", TranslationTypes.BOOLEAN);
        }

        private @Nullable String sql(Expression expression) {
            if (expression instanceof Expression.IsNull isNull) {
                return expressions.of(isNull.value()).sql() + (isNull.negated() ? " IS NOT NULL" : " IS NULL");
            }
            if (expression instanceof Expression.Between between) {
                return between(between);
            }
            if (expression instanceof Expression.In in) {
                return in(in);
            }
            if (expression instanceof Expression.InQuery in) {
                return inQuery(in);
            }
            if (expression instanceof Expression.Exists exists) {
                return "EXISTS (" + expressions.subquery(exists.query()).sql() + ")";
            }
            if (expression instanceof Expression.Like like) {
                return like(like);
            }
            return null;
        }

        private static String not(boolean negated) {
            return negated ? " NOT" : "";
        }

        private String between(Expression.Between between) {
            List<Value> values = values(List.of(between.value(), between.low(), between.high()));
            Type type = common(values, true, between);
            return values.get(0).as(type).sql() + not(between.negated()) + " BETWEEN "
                    + values.get(1).as(type).sql() + " AND "
                    + values.get(2).as(type).sql();
        }

        private String in(Expression.In in) {
            List<Expression> all = new ArrayList<>();
            all.add(in.value());
            all.addAll(in.candidates());
            List<Value> values = values(all);
            Type type = common(values, false, in);
            List<String> candidates = new ArrayList<>();
            for (Value value : values.subList(1, values.size())) {
                candidates.add(value.as(type).sql());
            }
            return values.get(0).as(type).sql() + not(in.negated()) + " IN (" + String.join(", ", candidates) + ")";
        }

        private List<Value> values(List<Expression> all) {
            List<Value> values = new ArrayList<>();
            for (Expression expression : all) {
                values.add(expressions.of(expression));
            }
            return values;
        }

        private static Type common(List<Value> values, boolean between, Expression at) {
            Type common =
                    ComparisonTypes.ofSeveral(values.stream().map(Value::type).toList(), between);
            return ComparisonTranslation.type(common, values.get(0), values.get(1), at.span());
        }

        private String inQuery(Expression.InQuery in) {
            TranslatedQuery query = expressions.subquery(in.query());
            List<Value> values =
                    values(in.value() instanceof Expression.Tuple tuple ? tuple.elements() : List.of(in.value()));
            List<String> left = new ArrayList<>();
            List<TranslatedQuery.Column> right = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                Value column = new Value("", query.columns().get(i).type());
                Type type = common(List.of(values.get(i), column), false, in);
                left.add(values.get(i).as(type).sql());
                right.add(new TranslatedQuery.Column("", type));
            }
            String value = left.size() == 1 ? left.get(0) : "(" + String.join(", ", left) + ")";
            return value + not(in.negated()) + " IN " + SetOperationTranslation.converted(query, right);
        }

        /** Translates LIKE, with a backslash as the escape character, and the operators for regular expressions. */
        private String like(Expression.Like like) {
            String value =
                    expressions.of(like.value()).as(TranslationTypes.VARCHAR).sql();
            String pattern =
                    expressions.of(like.pattern()).as(TranslationTypes.VARCHAR).sql();
            if (like.word().toUpperCase(Locale.ROOT).equals("LIKE")) {
                return value + not(like.negated()) + " LIKE " + pattern + " ESCAPE '\\'";
            }
            return (like.negated() ? "NOT " : "") + "regexp_matches(" + value + ", " + pattern + ")";
        }
    }
}
