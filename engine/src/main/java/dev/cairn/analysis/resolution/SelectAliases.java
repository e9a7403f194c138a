package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.SourceRule;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The aliases of a select list. A name in the list that is not a column may be an alias of any item of the list; the
 * server then replaces the name by the aliased expression.
 */
final class SelectAliases {
    private final QueryScope source;
    private final Bindings bindings;
    private final Map<String, Expression> meanings = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();
    private final Map<String, Expression> resolved = new HashMap<>();
    private final Deque<String> resolving = new ArrayDeque<>();
    private final ExpressionSizes sizes = new ExpressionSizes();

    private SelectAliases(QueryScope source, Bindings bindings) {
        this.source = source;
        this.bindings = bindings;
    }

    static List<SelectItem> resolve(List<SelectItem> items, QueryScope source, Bindings bindings) {
        SelectAliases aliases = new SelectAliases(source, bindings);
        for (SelectItem item : items) {
            if (item instanceof SelectItem.Value value && value.alias() != null) {
                aliases.add(value.alias(), value.value());
            }
        }
        return aliases.meanings.isEmpty() ? items : aliases.rewrite(items);
    }

    private void add(Name alias, Expression meaning) {
        String name = alias.text().toLowerCase(Locale.ROOT);
        if (meanings.putIfAbsent(name, meaning) != null) {
            ambiguous.add(name);
        }
    }

    private List<SelectItem> rewrite(List<SelectItem> items) {
        List<SelectItem> rewritten = new ArrayList<>(items.size());
        for (SelectItem item : items) {
            rewritten.add(item instanceof SelectItem.Value value ? rewrite(value) : item);
        }
        return rewritten;
    }

    private SelectItem rewrite(SelectItem.Value item) {
        Expression value;
        if (item.alias() == null) {
            value = rewrite(item.value());
        } else {
            String alias = item.alias().text().toLowerCase(Locale.ROOT);
            resolving.addLast(alias);
            Expression knownExpression = ambiguous.contains(alias) ? null : resolved.get(alias);
            value = knownExpression == null ? rewrite(item.value()) : knownExpression;
            resolved.putIfAbsent(alias, value);
            resolving.removeLast();
        }
        return new SelectItem.Value(value, item.alias(), item.withAs(), item.span());
    }

    private Expression rewrite(Expression expression) {
        if (!expression.contains(part -> part instanceof Expression.Reference reference && isAlias(reference))) {
            return expression;
        }
        Expression rewritten = expression.rewrite(this::findMeaning);
        sizes.requireAllowedSize(rewritten);
        bindings.recordMeaning(expression, rewritten);
        return rewritten;
    }

    private boolean isAlias(Expression.Reference reference) {
        List<Name> parts = reference.name().parts();
        return parts.size() == 1 && meanings.containsKey(parts.get(0).text().toLowerCase(Locale.ROOT));
    }

    private Expression findMeaning(Expression part) {
        if (!(part instanceof Expression.Reference reference) || !isAlias(reference)) {
            return part;
        }
        String name = reference.name().lastPart().text().toLowerCase(Locale.ROOT);
        if (name.equals(resolving.peekLast()) || source.find(reference.name(), reference.span()) != null) {
            return part;
        }
        if (ambiguous.contains(name)) {
            throw Refusal.analysisAt(reference, SourceRule.COLUMN_AMBIGUOUS, name);
        }
        Expression knownExpression = resolved.get(name);
        if (knownExpression != null) {
            return knownExpression;
        }
        if (resolving.contains(name)) {
            throw Refusal.analysisAt(reference, QueryRule.CYCLIC_ALIASES, name);
        }
        resolving.addLast(name);
        Expression meaning = rewrite(meanings.getOrDefault(name, part));
        resolved.put(name, meaning);
        resolving.removeLast();
        return meaning;
    }

    /**
     * Limits the size of expressions in which aliases were replaced. If each item refers twice to the one before it, a
     * few items make an expression too large to analyse.
     */
    private static final class ExpressionSizes {
        private static final int MAX_PARTS = 100_000;

        /** The nesting limit of the parser. */
        private static final int MAX_LEVELS = 400;

        private final IdentityHashMap<Expression, ExpressionSize> known = new IdentityHashMap<>();

        void requireAllowedSize(Expression expression) {
            ExpressionSize size = measure(expression);
            if (size.parts > MAX_PARTS) {
                throw Refusal.analysisAt(expression, QueryRule.EXPRESSION_TOO_LARGE, MAX_PARTS);
            }
            if (size.levels > MAX_LEVELS) {
                throw Refusal.analysisAt(expression, SyntaxRule.NESTING_DEPTH, "expression", MAX_LEVELS);
            }
        }

        private ExpressionSize measure(Expression expression) {
            ExpressionSize size = known.get(expression);
            if (size == null) {
                int parts = 1;
                int levels = 0;
                for (Expression part : expression.children()) {
                    ExpressionSize inner = measure(part);
                    parts += inner.parts;
                    levels = Math.max(levels, inner.levels);
                }
                size = new ExpressionSize(parts, levels + 1);
                known.put(expression, size);
            }
            return size;
        }

        private record ExpressionSize(int parts, int levels) {}
    }
}
