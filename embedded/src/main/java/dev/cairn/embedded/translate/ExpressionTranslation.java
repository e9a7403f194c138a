package dev.cairn.embedded.translate;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.expression.SubqueryResolver;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.embedded.translate.value.ComparisonTranslation;
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
import java.util.IdentityHashMap;
import java.util.List;

/** Expressions: each part is brought to the type that the server calculates in. */
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

    /** The same with more names, the parameters of a lambda. */
    ExpressionTranslation within(List<TranslatedField> more) {
        return new ExpressionTranslation(queries, new TranslationScope(more, names));
    }

    /** A name that nothing else has. */
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

    /** What the server says the type is. */
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
}
