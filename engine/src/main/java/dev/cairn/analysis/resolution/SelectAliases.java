package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.SourceRule;
import dev.cairn.refusal.Refusal;
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
    private final QueryScope sourceScope;
    private final Bindings bindings;
    private final Map<String, Expression> expressionByAlias = new HashMap<>();
    private final Set<String> ambiguousAliases = new HashSet<>();
    private final Map<String, Expression> resolvedExpressionByAlias = new HashMap<>();
    private final Deque<String> aliasesInProgress = new ArrayDeque<>();
    private final ExpressionSizes expressionSizes = new ExpressionSizes();

    private SelectAliases(QueryScope sourceScope, Bindings bindings) {
        this.sourceScope = sourceScope;
        this.bindings = bindings;
    }

    /**
     * Returns the items in which all names that are aliases are replaced by the aliased expressions. The bindings
     * record each replacement.
     *
     * @throws Refusal if an alias is ambiguous or cyclic, or if an expression becomes too large
     */
    static List<SelectItem> replaceAliases(List<SelectItem> items, QueryScope sourceScope, Bindings bindings) {
        SelectAliases aliases = new SelectAliases(sourceScope, bindings);
        for (SelectItem item : items) {
            if (item instanceof SelectItem.Value value && value.alias() != null) {
                aliases.add(value.alias(), value.value());
            }
        }
        return aliases.expressionByAlias.isEmpty() ? items : aliases.rewriteItems(items);
    }

    private void add(Name alias, Expression aliasedExpression) {
        String name = alias.text().toLowerCase(Locale.ROOT);
        if (expressionByAlias.putIfAbsent(name, aliasedExpression) != null) {
            ambiguousAliases.add(name);
        }
    }

    private List<SelectItem> rewriteItems(List<SelectItem> items) {
        List<SelectItem> rewrittenItems = new ArrayList<>(items.size());
        for (SelectItem item : items) {
            rewrittenItems.add(item instanceof SelectItem.Value value ? rewriteItem(value) : item);
        }
        return rewrittenItems;
    }

    /**
     * Replaces the aliases in an item. A reference to the alias of the item itself is not replaced. If the expression
     * of its alias is known already, it is reused, unless several items have this alias.
     */
    private SelectItem rewriteItem(SelectItem.Value item) {
        Expression value;
        if (item.alias() == null) {
            value = rewriteExpression(item.value());
        } else {
            String alias = item.alias().text().toLowerCase(Locale.ROOT);
            aliasesInProgress.addLast(alias);
            Expression knownExpression = ambiguousAliases.contains(alias) ? null : resolvedExpressionByAlias.get(alias);
            value = knownExpression == null ? rewriteExpression(item.value()) : knownExpression;
            resolvedExpressionByAlias.putIfAbsent(alias, value);
            aliasesInProgress.removeLast();
        }
        return new SelectItem.Value(value, item.alias(), item.hasAsKeyword(), item.span());
    }

    private Expression rewriteExpression(Expression expression) {
        if (!expression.contains(
                subexpression -> subexpression instanceof Expression.Reference reference && isAlias(reference))) {
            return expression;
        }
        Expression rewrittenExpression = expression.rewrite(this::replaceIfAlias);
        expressionSizes.requireAllowedSize(rewrittenExpression);
        bindings.recordReplacement(expression, rewrittenExpression);
        return rewrittenExpression;
    }

    private boolean isAlias(Expression.Reference reference) {
        List<Name> nameParts = reference.name().parts();
        return nameParts.size() == 1
                && expressionByAlias.containsKey(nameParts.get(0).text().toLowerCase(Locale.ROOT));
    }

    /**
     * Returns the expression of an alias, in which aliases are replaced, too; any other expression is returned
     * unchanged. Neither the name of a column of FROM nor an alias in its own expression is replaced.
     *
     * @throws Refusal if the alias is ambiguous or cyclic
     */
    private Expression replaceIfAlias(Expression subexpression) {
        if (!(subexpression instanceof Expression.Reference reference) || !isAlias(reference)) {
            return subexpression;
        }
        String name = reference.name().lastPart().text().toLowerCase(Locale.ROOT);
        if (name.equals(aliasesInProgress.peekLast())
                || sourceScope.findColumn(reference.name(), reference.span()) != null) {
            return subexpression;
        }
        if (ambiguousAliases.contains(name)) {
            throw Refusal.ofAnalysisAt(reference, SourceRule.COLUMN_AMBIGUOUS, name);
        }
        Expression knownExpression = resolvedExpressionByAlias.get(name);
        if (knownExpression != null) {
            return knownExpression;
        }
        if (aliasesInProgress.contains(name)) {
            throw Refusal.ofAnalysisAt(reference, QueryRule.CYCLIC_ALIASES, name);
        }
        aliasesInProgress.addLast(name);
        Expression resolvedExpression = rewriteExpression(expressionByAlias.getOrDefault(name, subexpression));
        resolvedExpressionByAlias.put(name, resolvedExpression);
        aliasesInProgress.removeLast();
        return resolvedExpression;
    }

    /**
     * Limits the size of expressions in which aliases were replaced. If each item refers twice to the previous item, a
     * few items make an expression too large to analyze.
     */
    private static final class ExpressionSizes {
        private static final int MAX_PARTS = 100_000;

        /** The nesting limit of the parser. */
        private static final int MAX_LEVELS = 400;

        private final IdentityHashMap<Expression, ExpressionSize> sizeByExpression = new IdentityHashMap<>();

        void requireAllowedSize(Expression expression) {
            ExpressionSize size = measure(expression);
            if (size.partCount > MAX_PARTS) {
                throw Refusal.ofAnalysisAt(expression, QueryRule.EXPRESSION_TOO_LARGE, MAX_PARTS);
            }
            if (size.levelCount > MAX_LEVELS) {
                throw Refusal.ofAnalysisAt(expression, SyntaxRule.NESTING_DEPTH, "expression", MAX_LEVELS);
            }
        }

        private ExpressionSize measure(Expression expression) {
            ExpressionSize size = sizeByExpression.get(expression);
            if (size == null) {
                long partCount = 1;
                int levelCount = 0;
                for (Expression subexpression : expression.children()) {
                    ExpressionSize partSize = measure(subexpression);
                    partCount += partSize.partCount;
                    levelCount = Math.max(levelCount, partSize.levelCount);
                }
                size = new ExpressionSize(Math.min(partCount, MAX_PARTS + 1), levelCount + 1);
                sizeByExpression.put(expression, size);
            }
            return size;
        }

        private record ExpressionSize(long partCount, int levelCount) {}
    }
}
