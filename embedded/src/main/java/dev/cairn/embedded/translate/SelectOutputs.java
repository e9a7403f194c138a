package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Substitution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a SELECT gives, and the names that its other clauses may call it by. */
final class SelectOutputs {
    private final TranslationScope source;
    private final List<Output> outputs = new ArrayList<>();
    private final Map<String, Expression> aliases = new HashMap<>();

    SelectOutputs(TranslationScope source) {
        this.source = source;
    }

    /** The expression is null where a star stands for it. */
    private record Output(String name, @Nullable Expression expression, Value value) {}

    /** Takes note of an alias: the list may use it anywhere. */
    void declare(Item item) {
        if (item instanceof Item.Value value && value.alias() != null) {
            aliases.putIfAbsent(key(value.alias()), value.value());
        }
    }

    private static String key(Name alias) {
        return alias.text().toLowerCase(Locale.ROOT);
    }

    void add(String name, @Nullable Expression expression, Value value) {
        outputs.add(new Output(name, expression, value));
    }

    int size() {
        return outputs.size();
    }

    Value value(int place) {
        return outputs.get(place).value();
    }

    String sql() {
        List<String> items = new ArrayList<>();
        for (Output output : outputs) {
            items.add(output.value().sql() + " AS " + TranslatedQuery.held(items.size()));
        }
        return String.join(", ", items);
    }

    List<TranslatedQuery.Column> columns() {
        return outputs.stream()
                .map(output ->
                        new TranslatedQuery.Column(output.name(), output.value().type()))
                .toList();
    }

    /** The place of the output that DuckDB calculates so, or -1. */
    int place(String sql) {
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).value().sql().equals(sql)) {
                return i;
            }
        }
        return -1;
    }

    /** The place of the output that is called so, or null. */
    @Nullable
    Integer named(QualifiedName name) {
        if (name.parts().size() == 1) {
            for (int i = 0; i < outputs.size(); i++) {
                if (outputs.get(i).name().equalsIgnoreCase(name.last().text())) {
                    return i;
                }
            }
        }
        return null;
    }

    /** An item of the list: a name in it that is no column may be the alias of another item. */
    Expression behindAliases(Item.Value item) {
        String own = item.alias() == null ? "" : key(item.alias());
        return meaning(item.value(), own, aliases.size());
    }

    private Expression meaning(Expression expression, String own, int depth) {
        if (aliases.isEmpty() || depth < 0) {
            return expression;
        }
        return Substitution.in(expression, part -> {
            if (part instanceof Expression.Reference reference && isFree(reference)) {
                String name = key(reference.name().last());
                Expression meant = name.equals(own) ? null : aliases.get(name);
                return meant == null ? part : grouped(meaning(meant, name, depth - 1));
            }
            return part;
        });
    }

    private boolean isFree(Expression.Reference reference) {
        return reference.name().parts().size() == 1
                && source.find(reference.name()).isEmpty();
    }

    private static Expression grouped(Expression meaning) {
        return new Expression.Group(meaning, meaning.span());
    }

    /** In GROUP BY and HAVING a column goes before an output of its name. */
    Expression behindColumns(Expression expression) {
        return Substitution.in(
                expression,
                part -> part instanceof Expression.Reference reference && isFree(reference) ? output(reference) : part);
    }

    /** In ORDER BY an output goes before a column of its name, but not inside of aggregate functions. */
    Expression beforeColumns(Expression expression) {
        return Substitution.in(
                expression,
                part -> part instanceof Expression.Reference reference
                                && reference.name().parts().size() == 1
                        ? output(reference)
                        : part);
    }

    private Expression output(Expression.Reference reference) {
        for (Output output : outputs) {
            Expression meant = output.expression();
            if (meant != null && SelectTranslation.isAlias(Name.of(output.name()), reference)) {
                return grouped(meant);
            }
        }
        return reference;
    }
}
