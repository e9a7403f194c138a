package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.RestrictedPart;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The outputs of a SELECT, and the aliases under which its other clauses refer to them. */
final class SelectOutputs {
    private final TranslationScope source;
    private final List<Output> outputs = new ArrayList<>();
    private final Map<String, Expression> aliases = new HashMap<>();

    SelectOutputs(TranslationScope source) {
        this.source = source;
    }

    /** An output; the expression is null if a star stands for it. */
    private record Output(String name, @Nullable Expression expression, Value value) {}

    /** Declares the alias of an item. All items of the list may refer to it. */
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

    Value value(int position) {
        return outputs.get(position).value();
    }

    String sql() {
        List<String> items = new ArrayList<>();
        for (Output output : outputs) {
            items.add(output.value().sql() + " AS " + TranslatedQuery.column(items.size()));
        }
        return String.join(", ", items);
    }

    List<TranslatedQuery.Column> columns() {
        return outputs.stream()
                .map(output -> new TranslatedQuery.Column(
                        output.name(), output.value().type(), output.value().state()))
                .toList();
    }

    /** Returns the position of the output with this DuckDB expression; -1 if no output has it. */
    int position(String sql) {
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).value().sql().equals(sql)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the position of the output with this name, or null if no output has it. */
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

    /** Replaces the names in an item that are not columns by the aliased expressions of other items. */
    Expression resolveAliases(Item.Value item) {
        String own = item.alias() == null ? "" : key(item.alias());
        return resolve(item.value(), own, aliases.size());
    }

    private Expression resolve(Expression expression, String own, int depth) {
        if (aliases.isEmpty() || depth < 0) {
            return expression;
        }
        return expression.rewrite(part -> {
            if (part instanceof Expression.Reference reference && isFree(reference)) {
                String name = key(reference.name().last());
                Expression aliased = name.equals(own) ? null : aliases.get(name);
                return aliased == null ? part : grouped(resolve(aliased, name, depth - 1));
            }
            return part;
        });
    }

    private boolean isFree(Expression.Reference reference) {
        return reference.name().parts().size() == 1
                && source.find(reference.name()).isEmpty();
    }

    private static Expression grouped(Expression expression) {
        return new Expression.Group(expression, expression.span());
    }

    /** Resolves names in GROUP BY and HAVING, where columns take precedence over outputs of the same name. */
    Expression resolvePreferringColumns(Expression expression) {
        return expression.rewrite(
                part -> part instanceof Expression.Reference reference && isFree(reference) ? output(reference) : part);
    }

    /**
     * Resolves names in ORDER BY, where outputs take precedence over columns of the same name, but not within
     * aggregate functions.
     */
    Expression resolvePreferringOutputs(Expression expression) {
        if (RestrictedPart.AGGREGATE.is(expression)) {
            return resolvePreferringColumns(expression);
        }
        return expression instanceof Expression.Reference reference
                        && reference.name().parts().size() == 1
                ? output(reference)
                : expression.mapParts(this::resolvePreferringOutputs);
    }

    private Expression output(Expression.Reference reference) {
        for (Output output : outputs) {
            Expression expression = output.expression();
            if (expression != null && SelectTranslation.isAlias(Name.of(output.name()), reference)) {
                return grouped(expression);
            }
        }
        return reference;
    }
}
