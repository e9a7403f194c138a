package dev.cairn.lineage;

import dev.cairn.analysis.function.RestrictedPart;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.analysis.source.Source;
import dev.cairn.engine.advice.QueryFacts;
import dev.cairn.engine.advice.QueryFacts.NamedSource;
import dev.cairn.lineage.QueryLineage.EqualColumns;
import dev.cairn.lineage.QueryLineage.OutputLineage;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Follows the columns of an analysed query from its relations to its result. */
final class LineageBuilder {
    private static final SortedMap<ObjectColumn, ColumnUse> NOTHING = Collections.emptySortedMap();

    private final QueryFacts facts;
    private final SortedMap<ObjectColumn, Set<ColumnUse>> influences = new TreeMap<>();
    private final SortedMap<ObjectColumn, ColumnUse> named = new TreeMap<>();
    private final SortedSet<EqualColumns> joins = new TreeSet<>();
    private final SortedSet<ObjectName> bases = new TreeSet<>();

    private LineageBuilder(QueryFacts facts) {
        this.facts = facts;
    }

    /** Returns the lineage of a query that was analysed with an observer. */
    static QueryLineage of(Query query, QueryFacts facts) {
        LineageBuilder builder = new LineageBuilder(facts);
        List<OutputLineage> outputs = builder.outputs(query, Map.of(), null);
        outputs.forEach(
                output -> builder.named.keySet().removeAll(output.origins().keySet()));
        builder.named.keySet().removeAll(builder.influences.keySet());
        builder.influence(builder.named, ColumnUse.UNUSED);
        return new QueryLineage(outputs, builder.influences, builder.joins, builder.bases);
    }

    /**
     * The relations of one SELECT.
     *
     * @param outer the scope of the SELECT around it, to whose columns a subquery may refer
     */
    private record Scope(
            List<ScopedRelation> relations,
            Map<String, List<OutputLineage>> commonTables,
            @Nullable Scope outer) {
        /** Returns the origins of a column; none if no relation is known to have it. */
        SortedMap<ObjectColumn, ColumnUse> origins(RelationField field) {
            return origins(field, field.name());
        }

        /** @param column the name of the column, which a wildcard does not have */
        SortedMap<ObjectColumn, ColumnUse> origins(RelationField field, String column) {
            for (Scope scope = this; scope != null; scope = scope.outer) {
                SortedMap<ObjectColumn, ColumnUse> origins = new TreeMap<>();
                boolean found = false;
                for (ScopedRelation relation : scope.relations) {
                    SortedMap<ObjectColumn, ColumnUse> known = relation.column(field.relation(), column);
                    if (known != null) {
                        merge(origins, known, ColumnUse.IDENTITY);
                        found = true;
                    }
                }
                if (found) {
                    return origins;
                }
            }
            return NOTHING;
        }
    }

    /**
     * A relation in FROM.
     *
     * @param name the name that qualifies its columns; null if nothing does
     * @param columns the origins of its columns, by their names in lower case
     * @param others the origins of any other column; null if all columns are known
     */
    private record ScopedRelation(
            @Nullable RelationName name,
            Map<String, SortedMap<ObjectColumn, ColumnUse>> columns,
            @Nullable Function<String, SortedMap<ObjectColumn, ColumnUse>> others) {
        /** Returns the origins of a column; null if the relation has no such column. */
        @Nullable
        SortedMap<ObjectColumn, ColumnUse> column(@Nullable RelationName relation, String column) {
            boolean named = Objects.equals(relation, name);
            if (relation != null && !named) {
                return null;
            }
            SortedMap<ObjectColumn, ColumnUse> origins = columns.get(lowerCase(column));
            return origins == null && named && others != null ? others.apply(column) : origins;
        }
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static SortedMap<ObjectColumn, ColumnUse> of(ObjectColumn column) {
        SortedMap<ObjectColumn, ColumnUse> origins = new TreeMap<>();
        origins.put(column, ColumnUse.IDENTITY);
        return origins;
    }

    /** Adds origins whose values are then used once more. */
    private static void merge(
            SortedMap<ObjectColumn, ColumnUse> into, SortedMap<ObjectColumn, ColumnUse> origins, ColumnUse next) {
        origins.forEach((column, use) -> into.merge(column, use.then(next), ColumnUse::or));
    }

    private void influence(SortedMap<ObjectColumn, ColumnUse> columns, ColumnUse use) {
        columns.keySet()
                .forEach(column -> influences
                        .computeIfAbsent(column, unknown -> new TreeSet<>())
                        .add(use));
    }

    private List<OutputLineage> outputs(
            Query query, Map<String, List<OutputLineage>> outerTables, @Nullable Scope outer) {
        Map<String, List<OutputLineage>> commonTables = outerTables;
        if (!query.with().isEmpty()) {
            commonTables = new HashMap<>(outerTables);
            for (Query.CommonTable table : query.with()) {
                commonTables.put(table.name().text(), commonTable(query, table, commonTables, outer));
            }
        }
        List<Scope> scopes = new ArrayList<>();
        List<OutputLineage> outputs = outputs(query.body(), commonTables, outer, scopes);
        // ORDER BY of a set operation refers to the outputs alone
        Scope scope = scopes.size() == 1 ? scopes.get(0) : new Scope(List.of(), commonTables, outer);
        for (SortItem item : query.orderBy()) {
            if (!(item.value() instanceof Expression.AllColumns)) {
                influence(origins(item.value(), scope, outputs), ColumnUse.SORT);
            }
        }
        return outputs;
    }

    private List<OutputLineage> commonTable(
            Query query, Query.CommonTable table, Map<String, List<OutputLineage>> known, @Nullable Scope outer) {
        Map<String, List<OutputLineage>> visible = known;
        if (query.recursive() && table.query().body() instanceof Query.SetOperation operation) {
            // the rows of the recursion come from the rows that it begins with
            visible = new HashMap<>(known);
            List<OutputLineage> first = outputs(operation.left(), known, outer, new ArrayList<>());
            visible.put(table.name().text(), renamed(first, table.columns()));
        }
        return renamed(outputs(table.query(), visible, outer), table.columns());
    }

    private static List<OutputLineage> renamed(List<OutputLineage> outputs, List<Name> names) {
        List<OutputLineage> renamed = new ArrayList<>(outputs);
        for (int i = 0; i < Math.min(names.size(), outputs.size()); i++) {
            renamed.set(i, outputs.get(i).named(names.get(i).text()));
        }
        return renamed;
    }

    /** @param scopes receives the scope of each SELECT */
    private List<OutputLineage> outputs(
            Query.Body body, Map<String, List<OutputLineage>> commonTables, @Nullable Scope outer, List<Scope> scopes) {
        if (body instanceof Select select) {
            return outputs(select, commonTables, outer, scopes);
        }
        if (body instanceof Query.Nested nested) {
            return outputs(nested.query(), commonTables, outer);
        }
        if (body instanceof Query.SetOperation operation) {
            List<OutputLineage> left = outputs(operation.left(), commonTables, outer, scopes);
            return united(left, outputs(operation.right(), commonTables, outer, scopes));
        }
        return List.of();
    }

    private static List<OutputLineage> united(List<OutputLineage> left, List<OutputLineage> right) {
        List<OutputLineage> united = new ArrayList<>(left.size());
        for (int i = 0; i < left.size(); i++) {
            SortedMap<ObjectColumn, ColumnUse> origins =
                    new TreeMap<>(left.get(i).origins());
            if (i < right.size()) {
                merge(origins, right.get(i).origins(), ColumnUse.IDENTITY);
            }
            united.add(new OutputLineage(left.get(i).name(), left.get(i).expression(), origins));
        }
        return united;
    }

    private List<OutputLineage> outputs(
            Select select, Map<String, List<OutputLineage>> commonTables, @Nullable Scope outer, List<Scope> scopes) {
        Scope scope = new Scope(new ArrayList<>(), commonTables, outer);
        scopes.add(scope);
        select.from().forEach(relation -> addRelation(relation, scope));
        if (select.pivot() != null) {
            addPivot(select.pivot(), scope);
        }
        List<OutputLineage> outputs = new ArrayList<>();
        for (Item item : select.items()) {
            addOutputs(item, scope, outputs);
        }
        if (select.where() != null) {
            influence(origins(select.where(), scope, outputs), ColumnUse.FILTER);
            addEqualColumns(select.where(), scope);
        }
        if (select.groupBy() != null) {
            for (List<Expression> set : select.groupBy().sets()) {
                set.forEach(key -> influence(origins(key, scope, outputs), ColumnUse.GROUP_BY));
            }
        }
        if (select.having() != null) {
            influence(origins(select.having(), scope, outputs), ColumnUse.FILTER);
        }
        if (select.qualify() != null && select.qualify().function() instanceof Item.Value function) {
            influence(origins(function.value(), scope, outputs), ColumnUse.FILTER);
        }
        return outputs;
    }

    private void addOutputs(Item item, Scope scope, List<OutputLineage> outputs) {
        if (item instanceof Item.Star star) {
            for (RelationField field : facts.fields(star)) {
                if (!field.isWildcard()) {
                    SortedMap<ObjectColumn, ColumnUse> origins = scope.origins(field);
                    named.putAll(origins);
                    outputs.add(new OutputLineage(field.name(), field.name(), origins));
                }
            }
            return;
        }
        Item.Value value = (Item.Value) item;
        String expression = Sql.render(value.value());
        outputs.add(new OutputLineage(name(value, expression), expression, origins(value.value(), scope, List.of())));
    }

    private static String name(Item.Value item, String expression) {
        if (item.alias() != null) {
            return item.alias().text();
        }
        return item.value().unwrapped() instanceof Expression.Reference reference
                ? reference.name().last().text()
                : expression;
    }

    private void addRelation(Relation relation, Scope scope) {
        if (relation instanceof Relation.Join join) {
            addRelation(join.left(), scope);
            addRelation(join.right(), scope);
            if (join.on() != null) {
                influence(origins(join.on(), scope, List.of()), ColumnUse.JOIN);
                addEqualColumns(join.on(), scope);
            }
            for (Name column : join.using()) {
                List<RelationField> fields = facts.fields(column.span());
                fields.forEach(field -> influence(scope.origins(field), ColumnUse.JOIN));
                if (fields.size() == 2) {
                    addEqualColumns(scope.origins(fields.get(0)), scope.origins(fields.get(1)));
                }
            }
        } else if (relation.parts().isEmpty()) {
            scope.relations().add(scoped(relation, scope));
        } else {
            relation.parts().forEach(part -> addRelation(part, scope));
        }
    }

    /** Adds the pairs of columns that a condition requires to be equal. */
    private void addEqualColumns(Expression condition, Scope scope) {
        Expression part = condition.unwrapped();
        if (part instanceof Expression.Binary binary && binary.operator().meaning() == Operator.AND) {
            addEqualColumns(binary.left(), scope);
            addEqualColumns(binary.right(), scope);
        } else if (part instanceof Expression.Binary binary
                && binary.operator() == Operator.EQUAL
                && binary.left().unwrapped() instanceof Expression.Reference left
                && binary.right().unwrapped() instanceof Expression.Reference right) {
            addEqualColumns(origins(left, scope, List.of()), origins(right, scope, List.of()));
        }
    }

    private void addEqualColumns(SortedMap<ObjectColumn, ColumnUse> left, SortedMap<ObjectColumn, ColumnUse> right) {
        if (isColumn(left) && isColumn(right) && !left.equals(right)) {
            joins.add(EqualColumns.of(left.firstKey(), right.firstKey()));
        }
    }

    private static boolean isColumn(SortedMap<ObjectColumn, ColumnUse> origins) {
        return origins.size() == 1 && origins.containsValue(ColumnUse.IDENTITY);
    }

    private ScopedRelation scoped(Relation relation, Scope scope) {
        if (relation instanceof Relation.Named named) {
            NamedSource source = facts.source(named);
            if (source != null) {
                return scoped(source, named.alias());
            }
            Name name =
                    named.alias() == null ? named.name().last() : named.alias().name();
            List<OutputLineage> outputs =
                    scope.commonTables().getOrDefault(named.name().last().text(), List.of());
            return scoped(RelationName.alone(name.text()), outputs, named.alias());
        }
        if (relation instanceof Relation.Derived derived) {
            List<OutputLineage> outputs = outputs(derived.query(), scope.commonTables(), scope);
            return scoped(alone(derived.alias()), outputs, derived.alias());
        }
        if (relation instanceof Relation.Function function) {
            SortedMap<ObjectColumn, ColumnUse> arguments = new TreeMap<>();
            for (Relation.Argument argument : function.arguments()) {
                merge(arguments, origins(argument.value(), scope, List.of()), ColumnUse.TRANSFORMATION);
            }
            return new ScopedRelation(RelationName.of(function), Map.of(), column -> arguments);
        }
        return new ScopedRelation(null, Map.of(), null); // VALUES and FILES read no object
    }

    private static @Nullable RelationName alone(Relation.@Nullable Alias alias) {
        return alias == null ? null : RelationName.alone(alias.name().text());
    }

    private ScopedRelation scoped(NamedSource named, Relation.@Nullable Alias alias) {
        Source source = named.source();
        String database = source.catalog() == null ? source.database() : source.catalog() + "." + source.database();
        ObjectName object = new ObjectName(database, source.name());
        bases.add(object);
        Map<String, SortedMap<ObjectColumn, ColumnUse>> columns = new HashMap<>();
        List<Name> names = alias == null ? List.of() : alias.columns();
        for (int i = 0; i < source.columns().size(); i++) {
            String column = source.columns().get(i).name();
            String name = i < names.size() ? names.get(i).text() : column;
            columns.put(lowerCase(name), of(new ObjectColumn(object, column)));
        }
        return new ScopedRelation(
                named.name(), columns, source.complete() ? null : column -> of(new ObjectColumn(object, column)));
    }

    private static ScopedRelation scoped(
            @Nullable RelationName name, List<OutputLineage> outputs, Relation.@Nullable Alias alias) {
        Map<String, SortedMap<ObjectColumn, ColumnUse>> columns = new HashMap<>();
        for (OutputLineage output : renamed(outputs, alias == null ? List.of() : alias.columns())) {
            columns.put(lowerCase(output.name()), output.origins());
        }
        return new ScopedRelation(name, columns, null);
    }

    /** Columns that the relations do not have are made by the aggregate functions of PIVOT. */
    private void addPivot(Query.Pivot pivot, Scope scope) {
        SortedMap<ObjectColumn, ColumnUse> aggregates = new TreeMap<>();
        for (Item.Value aggregate : pivot.aggregates()) {
            merge(aggregates, origins(aggregate.value(), scope, List.of()), ColumnUse.AGGREGATION);
        }
        for (Name column : pivot.columns()) {
            for (RelationField field : facts.fields(column.span())) {
                influence(scope.origins(field), ColumnUse.FILTER);
            }
        }
        scope.relations().add(new ScopedRelation(null, Map.of(), column -> aggregates));
    }

    /**
     * Returns the columns from which the value of an expression is derived.
     *
     * @param aliases the outputs to which the expression may refer by their names
     */
    private SortedMap<ObjectColumn, ColumnUse> origins(
            Expression expression, Scope scope, List<OutputLineage> aliases) {
        Expression value = expression.unwrapped();
        SortedMap<ObjectColumn, ColumnUse> origins = new TreeMap<>();
        if (value instanceof Expression.Reference reference) {
            List<RelationField> fields = facts.fields(reference.span());
            for (RelationField field : fields) {
                String last = reference.name().last().text();
                boolean whole = field.isWildcard() || field.name().equalsIgnoreCase(last);
                merge(
                        origins,
                        scope.origins(field, field.isWildcard() ? last : field.name()),
                        whole ? ColumnUse.IDENTITY : ColumnUse.TRANSFORMATION);
            }
            named.putAll(origins);
            if (fields.isEmpty()) {
                aliases.stream()
                        .filter(output -> output.name()
                                .equalsIgnoreCase(reference.name().last().text()))
                        .forEach(output -> merge(origins, output.origins(), ColumnUse.IDENTITY));
            }
        } else if (value instanceof Expression.Windowed windowed) {
            merge(origins, origins(windowed.function(), scope, aliases), ColumnUse.TRANSFORMATION);
            for (Expression key : windowed.partitionBy()) {
                merge(origins, origins(key, scope, aliases), ColumnUse.WINDOW);
            }
            for (SortItem item : windowed.orderBy()) {
                merge(origins, origins(item.value(), scope, aliases), ColumnUse.WINDOW);
            }
        } else {
            ColumnUse use = RestrictedPart.AGGREGATE.is(value) ? ColumnUse.AGGREGATION : ColumnUse.TRANSFORMATION;
            Choice choice = Choice.of(value);
            for (Expression condition : choice.conditions()) {
                merge(origins, origins(condition, scope, aliases), ColumnUse.CONDITIONAL);
            }
            for (Expression part : choice.values()) {
                merge(origins, origins(part, scope, aliases), use);
            }
            if (value.query() != null) {
                for (OutputLineage output : outputs(value.query(), scope.commonTables(), scope)) {
                    merge(origins, output.origins(), ColumnUse.TRANSFORMATION);
                }
            }
        }
        return origins;
    }

    /**
     * The parts of an expression.
     *
     * @param conditions the conditions that decide which of the values is the result
     */
    private record Choice(List<Expression> conditions, List<Expression> values) {
        static Choice of(Expression expression) {
            if (expression instanceof Expression.Case cases) {
                Choice choice = new Choice(new ArrayList<>(), new ArrayList<>());
                if (cases.operand() != null) {
                    choice.conditions.add(cases.operand());
                }
                for (Expression.When branch : cases.branches()) {
                    choice.conditions.add(branch.condition());
                    choice.values.add(branch.result());
                }
                if (cases.otherwise() != null) {
                    choice.values.add(cases.otherwise());
                }
                return choice;
            }
            List<Expression> parts = expression.parts();
            int conditions = expression instanceof Expression.Call call
                            && !parts.isEmpty()
                            && call.function().last().text().equalsIgnoreCase("if")
                    ? 1
                    : 0;
            return new Choice(parts.subList(0, conditions), parts.subList(conditions, parts.size()));
        }
    }
}
