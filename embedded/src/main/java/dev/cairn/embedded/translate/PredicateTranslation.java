package dev.cairn.embedded.translate;

import dev.cairn.analysis.type.ComparisonTypes;
import dev.cairn.embedded.translate.value.ComparisonTranslation;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is asked of values. */
final class PredicateTranslation {
    private final ExpressionTranslation expressions;

    PredicateTranslation(ExpressionTranslation expressions) {
        this.expressions = expressions;
    }

    /** Null for what is no predicate. */
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
        Type common = ComparisonTypes.ofSeveral(values.stream().map(Value::type).toList(), between);
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

    /** A backslash takes the meaning from what follows it. */
    private String like(Expression.Like like) {
        String value = expressions.of(like.value()).as(TranslationTypes.VARCHAR).sql();
        String pattern =
                expressions.of(like.pattern()).as(TranslationTypes.VARCHAR).sql();
        if (like.word().toUpperCase(Locale.ROOT).equals("LIKE")) {
            return value + not(like.negated()) + " LIKE " + pattern + " ESCAPE '\\'";
        }
        return (like.negated() ? "NOT " : "") + "regexp_matches(" + value + ", " + pattern + ")";
    }
}
