package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.RestrictedPart;
import dev.cairn.embedded.translate.value.TranslatedField;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Translates one SELECT. */
final class SelectTranslation {
    private final Select select;
    private final RelationTranslation.FromClause from;
    private final TranslationScope source;
    private final StateRows stateRows;
    private final ExpressionTranslation expressions;
    private final SelectOutputs outputs;

    SelectTranslation(QueryTranslation queries, Select select, @Nullable TranslationScope outer) {
        this.select = select;
        this.from = from(queries, select, outer);
        this.source = new TranslationScope(from.fields(), outer);
        this.stateRows = new StateRows(queries.state().next("s"));
        this.expressions = new ExpressionTranslation(queries, source, stateRows);
        this.outputs = new SelectOutputs(source);
    }

    private static RelationTranslation.FromClause from(
            QueryTranslation queries, Select select, @Nullable TranslationScope outer) {
        if (select.from().isEmpty()) {
            return new RelationTranslation.FromClause("", List.of());
        }
        RelationTranslation.FromClause from = new RelationTranslation(queries, outer).of(select.from());
        return select.pivot() == null ? from : new PivotTranslation(queries, outer, select.pivot()).of(from);
    }

    TranslatedQuery of(List<SortItem> orderBy) {
        stateRows.prepare(StateTranslation.mergesIn(select, orderBy), isGrouped());
        items();
        StringBuilder sql = new StringBuilder();
        List<String> conditions = new ArrayList<>();
        if (select.where() != null) {
            conditions.add(expressions.condition(select.where()));
        }
        boolean grouped = isGrouped();
        if (select.having() != null && !grouped) {
            conditions.add(having(select.having()));
        }
        sql.append(conditions.isEmpty() ? "" : " WHERE (" + String.join(") AND (", conditions) + ")");
        if (select.groupBy() != null) {
            sql.append(" GROUP BY ").append(grouping(select.groupBy()));
        }
        if (select.having() != null && grouped) {
            sql.append(" HAVING ").append(having(select.having()));
        }
        qualify(sql);
        sql.append(expressions.orderBy(orderBy, outputs.size(), this::sortKey));
        String distinct = select.quantifier() == Quantifier.DISTINCT ? "DISTINCT " : "";
        String sources = stateRows.after(from.sql());
        String head = "SELECT " + distinct + outputs.sql() + (sources.isEmpty() ? "" : " FROM " + sources);
        return new TranslatedQuery(head + sql, outputs.columns());
    }

    /** Returns whether the rows are grouped. Otherwise, the server applies HAVING to the single rows. */
    private boolean isGrouped() {
        return select.groupBy() != null
                || (select.having() != null && RestrictedPart.AGGREGATE.isIn(select.having()))
                || select.items().stream()
                        .anyMatch(item ->
                                item instanceof Item.Value value && RestrictedPart.AGGREGATE.isIn(value.value()));
    }

    private String having(Expression condition) {
        return expressions.condition(
                readsSystemTables()
                        ? outputs.resolvePreferringOutputs(condition)
                        : outputs.resolvePreferringColumns(condition));
    }

    /**
     * Returns whether the query only reads {@code information_schema.tables}. The server then prefers outputs to
     * columns of the same name in HAVING, because tools rely on it.
     */
    private boolean readsSystemTables() {
        if (select.from().size() != 1 || !(select.from().get(0) instanceof Relation.Named named)) {
            return false;
        }
        String database = named.name()
                .qualifier()
                .map(Name::text)
                .orElse(expressions.context().database());
        return "information_schema".equalsIgnoreCase(database)
                && named.name().last().text().equalsIgnoreCase("tables");
    }

    private void qualify(StringBuilder sql) {
        if (select.qualify() != null && select.qualify().function() instanceof Item.Value function) {
            sql.append(" QUALIFY ")
                    .append(expressions.of(function.value()).sql())
                    .append(' ')
                    .append(select.qualify().comparison().meaning().text())
                    .append(' ')
                    .append(select.qualify().limit());
        }
    }

    private void items() {
        select.items().forEach(outputs::declare);
        for (Item item : select.items()) {
            if (item instanceof Item.Star star) {
                star(star);
            } else {
                Item.Value value = (Item.Value) item;
                Expression resolved = outputs.resolveAliases(value);
                Value translated = expressions.of(resolved).ofState(expressions.aggregateState(resolved));
                outputs.add(name(value), resolved, translated);
            }
        }
    }

    private void star(Item.Star star) {
        for (TranslatedField field : star.of() == null ? inOrderOfStar() : source.fields()) {
            boolean included = star.of() == null
                    ? field.shown()
                    : !field.merged() && field.isOf(star.of().parts());
            boolean excluded = star.excluded().stream().anyMatch(name -> name.is(field.name()));
            if (included && !excluded) {
                outputs.add(field.name(), null, field.value());
            }
        }
    }

    /** Returns the columns for {@code *}: those of USING come first, even if only one side of the join is visible. */
    private List<TranslatedField> inOrderOfStar() {
        if (select.from().size() != 1 || !(select.from().get(0) instanceof Relation.Join join)) {
            return source.fields();
        }
        List<TranslatedField> fields = new ArrayList<>(source.fields());
        fields.sort(Comparator.comparingInt(field -> place(join, field)));
        return fields;
    }

    private static int place(Relation.Join join, TranslatedField field) {
        for (int i = 0; i < join.using().size(); i++) {
            if (join.using().get(i).is(field.name())) {
                return i;
            }
        }
        return join.using().size();
    }

    private static String name(Item.Value item) {
        if (item.alias() != null) {
            return item.alias().text();
        }
        return item.value() instanceof Expression.Reference reference
                ? reference.name().last().text()
                : Sql.render(item.value());
    }

    private String grouping(Grouping grouping) {
        String groups = grouping.sets().stream().map(this::groups).collect(Collectors.joining("), ("));
        return switch (grouping.kind()) {
            case PLAIN -> groups;
            case ROLLUP, CUBE -> grouping.kind() + " (" + groups + ")";
            case SETS -> "GROUPING SETS ((" + groups + "))";
        };
    }

    private String groups(List<Expression> by) {
        List<String> groups = new ArrayList<>();
        for (Expression expression : by) {
            groups.add(group(expression));
        }
        return String.join(", ", groups);
    }

    /**
     * Translates a key of GROUP BY. A number is the position of an output; any other constant is cast, because
     * DuckDB would take it for a position.
     */
    private String group(Expression expression) {
        if (expression instanceof Expression.Number number && number.isInteger()) {
            return constantFree(outputs.value(Integer.parseInt(number.text()) - 1));
        }
        return constantFree(expressions.of(outputs.resolvePreferringColumns(expression)));
    }

    private static String constantFree(Value value) {
        return value.sql().chars().allMatch(Character::isDigit) ? "CAST(" + value.sql() + " AS BIGINT)" : value.sql();
    }

    /** Translates a sort key. The outputs of the SELECT take precedence over the columns of FROM. */
    private String sortKey(Expression expression) {
        if (expression instanceof Expression.Reference reference) {
            Integer output = outputs.named(reference.name());
            if (output != null) {
                return TranslatedQuery.column(output);
            }
        }
        String sql =
                expressions.of(outputs.resolvePreferringOutputs(expression)).sql();
        int position = outputs.position(sql);
        return position < 0 ? sql : TranslatedQuery.column(position);
    }

    static boolean isAlias(Name alias, Expression.Reference reference) {
        return reference.name().parts().size() == 1
                && alias.is(reference.name().last().text());
    }
}
