package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.QueryUsage;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.RuleSubject;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Determines the outputs of one SELECT: one column for each item, and one for each column that a {@code *} expands to.
 */
final class SelectList {
    private final ServerProfile profile;
    private final QueryUsage usage;
    private final QueryScope source;
    private final ExpressionTyping typing;
    private final PreresolvedNames names;
    private final boolean outputsFirst;
    private final List<SelectOutputColumn> outputs = new ArrayList<>();

    /** @param outputsFirst whether a name in GROUP BY or HAVING is that of an output rather than of a column */
    SelectList(QueryResolution resolution, QueryScope source, ExpressionTyping typing, boolean outputsFirst) {
        this.profile = resolution.profile();
        this.usage = resolution.usage();
        this.source = source;
        this.typing = typing;
        this.names = PreresolvedNames.ofNone(usage.bindings());
        this.outputsFirst = outputsFirst;
    }

    /**
     * An output column.
     *
     * @param expression null for a column that a {@code *} expands to
     * @param index the index of that column in the FROM clause, else -1
     * @param named whether ORDER BY finds it by its name
     */
    record SelectOutputColumn(
            RelationField field, @Nullable Expression expression, int index, boolean named, Span span) {
        boolean isFromStar() {
            return expression == null;
        }
    }

    /** Returns the items with all aliases in them replaced. */
    List<SelectItem> replaceAliases(List<SelectItem> items) {
        return SelectAliases.resolve(items, source, usage.bindings());
    }

    List<SelectOutputColumn> outputs() {
        return outputs;
    }

    /** Sets why an output may be NULL; null if it never is. */
    void setCause(int index, @Nullable NullCause cause) {
        SelectOutputColumn output = outputs.get(index);
        RelationField field = output.field();
        outputs.set(
                index,
                new SelectOutputColumn(
                        field.withType(field.expressionType().withCause(cause)),
                        output.expression(),
                        output.index(),
                        output.named(),
                        output.span()));
    }

    RelationFields fields() {
        return new RelationFields(
                outputs.stream().map(SelectOutputColumn::field).toList());
    }

    /**
     * Replaces aliases of outputs by the expressions of the outputs, as the server does in GROUP BY and HAVING; names
     * of columns are kept.
     */
    Expression replaceAliasesIn(Expression expression) {
        RelationFields fields = fields();
        boolean aliased = expression.contains(part -> replaceAlias(part, fields) != null);
        if (!aliased) {
            return expression;
        }
        Expression meaning = expression.rewrite(part -> Objects.requireNonNullElse(replaceAlias(part, fields), part));
        usage.bindings().recordMeaning(expression, meaning);
        return meaning;
    }

    private @Nullable Expression replaceAlias(Expression part, RelationFields fields) {
        if (!(part instanceof Expression.Reference reference)) {
            return null;
        }
        boolean column = source.find(reference.name(), reference.span()) != null;
        if (column && !outputsFirst) {
            return null;
        }
        RelationFields.ColumnMatch match = fields.find(reference.name(), reference.span());
        Expression output = match == null ? null : outputs.get(match.index()).expression();
        boolean ofRows = output != null
                && (RestrictedExpression.AGGREGATE.matches(output)
                        || RestrictedExpression.WINDOW_FUNCTION.matches(output));
        return column && ofRows ? null : output;
    }

    /** @param starOrder the order of the columns that a {@code *} without the name of a relation expands to */
    void add(SelectItem item, List<Integer> starOrder) {
        if (item instanceof SelectItem.Star star) {
            addStar(star, star.qualifier() == null ? starOrder : allColumns());
        } else {
            add((SelectItem.Value) item);
        }
    }

    void requireDistinct() {
        for (SelectOutputColumn output : outputs) {
            Type type = output.field().expressionType().type();
            if (type != null && !TypeTraits.canBeDistinct(type)) {
                throw Refusal.analysis(
                        output.span(), TypeRule.TYPE_UNSUPPORTED, "DISTINCT", TypeFormat.formatForMessages(type));
            }
        }
    }

    private void add(SelectItem.Value item) {
        Expression expression = item.value();
        String name = item.alias() == null
                ? ColumnLabelWriter.render(profile, expression, names)
                : item.alias().text();
        QueryUsage.Traced<ExpressionType> traced = usage.trace(() -> typing.determineType(expression));
        usage.addUsedColumns(traced.cells());
        if (item.alias() != null) {
            names.add(expression);
        }
        Expression bareExpression = expression.unwrap();
        RelationField column = bareExpression instanceof Expression.Reference reference
                ? usage.bindings().column(reference)
                : null;
        RelationName relation = column == null ? null : column.relation();
        ExpressionType expressionType = traced.result();
        RelationField field = new RelationField(
                name,
                relation,
                expressionType,
                RelationField.Visibility.SHOWN,
                expressionType.nullable(),
                traced.cells());
        boolean named = item.alias() != null || bareExpression instanceof Expression.Reference;
        outputs.add(new SelectOutputColumn(field, expression, -1, named, item.span()));
    }

    private List<Integer> allColumns() {
        return IntStream.range(0, source.fields().size()).boxed().toList();
    }

    private void addStar(SelectItem.Star star, List<Integer> order) {
        List<Integer> chosen = chosenColumns(star, order);
        if (chosen.isEmpty()) {
            throw star.qualifier() == null
                    ? Refusal.execution(star.span(), QueryRule.ALL_COLUMNS_EXCLUDED, "the relation")
                    : Refusal.analysis(star.span(), QueryRule.STAR_OF_UNKNOWN_TABLE, star.qualifier());
        }
        if (!star.excluded().isEmpty()) {
            chosen = remainingColumns(star, chosen);
        }
        List<RelationField> columns = new ArrayList<>(chosen.size());
        for (int index : chosen) {
            RelationField field = source.fields().get(index);
            usage.recordColumn(field);
            outputs.add(new SelectOutputColumn(field.output(star.span()), null, index, false, star.span()));
            columns.add(field);
        }
        usage.bindings().recordColumns(star, columns);
    }

    private List<Integer> chosenColumns(SelectItem.Star star, List<Integer> order) {
        List<Name> prefix =
                star.qualifier() == null ? List.of() : star.qualifier().parts();
        List<Integer> chosen = new ArrayList<>();
        for (int index : order) {
            RelationField field = source.fields().get(index);
            RelationName relation = field.relation();
            boolean included = prefix.isEmpty() || (relation != null && relation.matches(prefix));
            if (included && field.isShown()) {
                chosen.add(index);
            }
        }
        return chosen;
    }

    private List<Integer> remainingColumns(SelectItem.Star star, List<Integer> chosen) {
        List<Name> missing = star.excluded().stream()
                .filter(name -> chosen.stream().noneMatch(index -> isExcluded(name, index)))
                .toList();
        if (!missing.isEmpty() && !source.fields().mayHaveOthers()) {
            throw Refusal.analysis(
                    star.span(),
                    CommonRule.NOT_FOUND_IN,
                    RuleSubject.COLUMN,
                    missing.stream().map(Name::text).collect(Collectors.joining(", ")),
                    star.qualifier() == null ? "current scope" : "table '" + star.qualifier() + "'");
        }
        List<Integer> remaining = chosen.stream()
                .filter(index -> star.excluded().stream().noneMatch(name -> isExcluded(name, index)))
                .toList();
        if (remaining.isEmpty()) {
            throw Refusal.analysis(
                    star.span(),
                    QueryRule.ALL_COLUMNS_EXCLUDED,
                    star.qualifier() == null ? "query scope" : "table '" + star.qualifier() + "'");
        }
        return remaining;
    }

    private boolean isExcluded(Name name, int index) {
        RelationField field = source.fields().get(index);
        return !field.isWildcard() && name.is(field.name());
    }
}
