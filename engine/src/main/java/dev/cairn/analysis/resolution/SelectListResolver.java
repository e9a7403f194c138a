package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.BoundColumn;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.MatchedColumn;
import dev.cairn.analysis.source.QueryUsageRecorder;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.TypeUsageRules;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Determines the outputs of one SELECT: one column for each item, and one for each column that a {@code *} expands to.
 * It also replaces aliases in other clauses by the expressions of their outputs, as the server does.
 */
final class SelectListResolver {
    private final ServerProfile profile;
    private final QueryUsageRecorder usage;
    private final QueryScope sourceScope;
    private final ExpressionTyping typing;
    private final NameQualificationRules nameQualificationRules;
    private final boolean outputsTakePrecedence;
    private final List<SelectOutputColumn> outputs = new ArrayList<>();

    /**
     * Creates a resolver for the outputs of a SELECT whose FROM clause is resolved.
     *
     * @param outputsTakePrecedence whether a name in GROUP BY or HAVING refers to an output even if it is also the name
     *     of a column
     */
    SelectListResolver(
            QueryResolver queryResolver,
            QueryScope sourceScope,
            ExpressionTyping typing,
            boolean outputsTakePrecedence) {
        this.profile = queryResolver.profile();
        this.usage = queryResolver.usage();
        this.sourceScope = sourceScope;
        this.typing = typing;
        this.nameQualificationRules = NameQualificationRules.createEmpty(usage.bindings());
        this.outputsTakePrecedence = outputsTakePrecedence;
    }

    /**
     * An output column.
     *
     * @param expression the expression of the output; null for a column that a {@code *} expands to
     * @param fromIndex the index of that column in the FROM clause; -1 for an output with an expression
     * @param isNamed whether ORDER BY can refer to the output by its name
     */
    record SelectOutputColumn(
            RelationField field, @Nullable Expression expression, int fromIndex, boolean isNamed, Span span) {
        private static SelectOutputColumn ofExpression(
                RelationField field, Expression expression, boolean isNamed, Span span) {
            return new SelectOutputColumn(field, expression, -1, isNamed, span);
        }

        private static SelectOutputColumn ofStar(RelationField field, int fromIndex, Span span) {
            return new SelectOutputColumn(field, null, fromIndex, false, span);
        }

        boolean isFromStar() {
            return expression == null;
        }
    }

    /**
     * Returns the items with all aliases in them replaced.
     *
     * @throws Refusal if an alias is ambiguous or cyclic, or if an expression becomes too large
     */
    List<SelectItem> replaceAliases(List<SelectItem> items) {
        return SelectAliases.replaceAliases(items, sourceScope, usage.bindings());
    }

    List<SelectOutputColumn> outputs() {
        return outputs;
    }

    /** Sets why an output may be NULL; null if it never is. */
    void setNullCause(int index, @Nullable NullCause cause) {
        SelectOutputColumn output = outputs.get(index);
        RelationField field = output.field();
        outputs.set(
                index,
                new SelectOutputColumn(
                        field.withType(field.expressionType().withNullCause(cause)),
                        output.expression(),
                        output.fromIndex(),
                        output.isNamed(),
                        output.span()));
    }

    RelationFields fields() {
        return new RelationFields(
                outputs.stream().map(SelectOutputColumn::field).toList());
    }

    /**
     * Replaces aliases of outputs by the expressions of the outputs, as the server does in GROUP BY and HAVING. A name
     * that is also the name of a column is replaced only if outputs take precedence in this SELECT.
     */
    Expression replaceOutputAliases(Expression expression) {
        RelationFields fields = fields();
        boolean containsAlias =
                expression.contains(subexpression -> findOutputExpression(subexpression, fields) != null);
        if (!containsAlias) {
            return expression;
        }
        Expression replacement = expression.rewrite(subexpression ->
                Objects.requireNonNullElse(findOutputExpression(subexpression, fields), subexpression));
        usage.bindings().recordReplacement(expression, replacement);
        return replacement;
    }

    /** Returns the expression of the output that an alias refers to; null for anything that is not replaced. */
    private @Nullable Expression findOutputExpression(Expression subexpression, RelationFields fields) {
        if (!(subexpression instanceof Expression.Reference reference)) {
            return null;
        }
        boolean isColumn = sourceScope.findColumn(reference.name(), reference.span()) != null;
        if (isColumn && !outputsTakePrecedence) {
            return null;
        }
        MatchedColumn match = fields.find(reference.name(), reference.span());
        Expression outputExpression =
                match == null ? null : outputs.get(match.index()).expression();
        boolean isAggregateOrWindowFunction = outputExpression != null
                && (RestrictedExpression.AGGREGATE.matches(outputExpression)
                        || RestrictedExpression.WINDOW_FUNCTION.matches(outputExpression));
        return isColumn && isAggregateOrWindowFunction ? null : outputExpression;
    }

    /**
     * Adds the outputs of an item.
     *
     * @param starColumnOrder the order of the columns that a {@code *} without the name of a relation expands to
     */
    void addOutputs(SelectItem item, List<Integer> starColumnOrder) {
        if (item instanceof SelectItem.Star star) {
            addStar(star, star.qualifier() == null ? starColumnOrder : allColumnIndexes());
        } else {
            addValue((SelectItem.Value) item);
        }
    }

    /** Requires that the server can compare the values of all outputs, as SELECT DISTINCT does. */
    void requireComparableOutputs() {
        for (SelectOutputColumn output : outputs) {
            Type type = output.field().expressionType().type();
            if (type != null && !TypeUsageRules.canBeDistinct(type)) {
                throw Refusal.ofAnalysis(
                        output.span(), TypeRule.TYPE_UNSUPPORTED, "DISTINCT", TypeFormat.formatForMessages(type));
            }
        }
    }

    private void addValue(SelectItem.Value item) {
        Expression expression = item.value();
        String outputName = item.alias() == null
                ? DerivedColumnNameWriter.render(profile, expression, nameQualificationRules)
                : item.alias().text();
        QueryUsageRecorder.TracedResult<ExpressionType> tracedType =
                usage.traceUsedColumns(() -> typing.determineType(expression));
        if (item.alias() != null) {
            nameQualificationRules.add(expression);
        }
        Expression bareExpression = expression.unwrap();
        RelationField referencedColumn = bareExpression instanceof Expression.Reference reference
                ? usage.bindings().findColumn(reference)
                : null;
        RelationName referencedRelationName = referencedColumn == null ? null : referencedColumn.relationName();
        ExpressionType expressionType = tracedType.result();
        RelationField field = new RelationField(
                outputName,
                referencedRelationName,
                expressionType,
                RelationField.Visibility.VISIBLE,
                expressionType.isNullable(),
                tracedType.usedColumns());
        boolean isNamed = item.alias() != null || bareExpression instanceof Expression.Reference;
        outputs.add(SelectOutputColumn.ofExpression(field, expression, isNamed, item.span()));
    }

    private List<Integer> allColumnIndexes() {
        return IntStream.range(0, sourceScope.fields().size()).boxed().toList();
    }

    private void addStar(SelectItem.Star star, List<Integer> columnOrder) {
        requireNoMergedColumns(star);
        List<Integer> starColumnIndexes = findStarColumnIndexes(star, columnOrder);
        if (starColumnIndexes.isEmpty()) {
            throw star.qualifier() == null
                    ? Refusal.ofExecution(star.span(), QueryRule.ALL_COLUMNS_EXCLUDED, "the relation")
                    : Refusal.ofAnalysis(star.span(), QueryRule.STAR_OF_UNKNOWN_TABLE, star.qualifier());
        }
        if (!star.excludedColumns().isEmpty()) {
            starColumnIndexes = excludeColumns(star, starColumnIndexes);
        }
        List<RelationField> columns = new ArrayList<>(starColumnIndexes.size());
        for (int index : starColumnIndexes) {
            RelationField field = sourceScope.fields().get(index);
            usage.recordColumnUse(field);
            outputs.add(SelectOutputColumn.ofStar(field.toOutput(star.span()), index, star.span()));
            columns.add(field);
        }
        usage.bindings().recordColumns(star, columns);
    }

    /** Refuses {@code t.*} over the columns that a FULL JOIN with USING merges: they belong to no relation. */
    private void requireNoMergedColumns(SelectItem.Star star) {
        if (star.qualifier() != null
                && sourceScope.fields().fields().stream()
                        .anyMatch(field -> field.isVisible() && !field.isWildcard() && field.relationName() == null)) {
            throw Refusal.ofExecution(
                    star.span(), QueryRule.COMBINATION_UNSUPPORTED, star.qualifier() + ".*", "FULL JOIN … USING");
        }
    }

    private List<Integer> findStarColumnIndexes(SelectItem.Star star, List<Integer> columnOrder) {
        List<Name> qualifier =
                star.qualifier() == null ? List.of() : star.qualifier().parts();
        List<Integer> starColumnIndexes = new ArrayList<>();
        for (int index : restoreStarOrder(columnOrder)) {
            RelationField field = sourceScope.fields().get(index);
            if (field.isVisible() && field.matchesQualifier(qualifier)) {
                starColumnIndexes.add(index);
            }
        }
        return starColumnIndexes;
    }

    /**
     * Returns the indexes with the columns of each view in the order in which the server expands {@code *}. This order
     * differs from the order of the view's columns if these were reordered after the {@code *} was written. Only columns
     * of the same view exchange their positions.
     */
    private List<Integer> restoreStarOrder(List<Integer> columnIndexes) {
        Map<BoundRelation, List<Integer>> positionsByView = new LinkedHashMap<>();
        for (int position = 0; position < columnIndexes.size(); position++) {
            List<BoundColumn> baseColumns =
                    sourceScope.fields().get(columnIndexes.get(position)).baseColumns();
            if (baseColumns.size() == 1
                    && !findStarColumnNames(baseColumns.get(0).relation()).isEmpty()) {
                positionsByView
                        .computeIfAbsent(baseColumns.get(0).relation(), relation -> new ArrayList<>())
                        .add(position);
            }
        }
        if (positionsByView.isEmpty()) {
            return columnIndexes;
        }
        List<Integer> orderedIndexes = new ArrayList<>(columnIndexes);
        positionsByView.forEach((relation, positions) -> {
            List<String> starColumnNames = findStarColumnNames(relation);
            List<Integer> indexesOfView =
                    new ArrayList<>(positions.stream().map(columnIndexes::get).toList());
            indexesOfView.sort(Comparator.comparing(index -> indexOfIgnoringCase(
                    starColumnNames, sourceScope.fields().get(index).name())));
            for (int i = 0; i < positions.size(); i++) {
                orderedIndexes.set(positions.get(i), indexesOfView.get(i));
            }
        });
        return orderedIndexes;
    }

    private static List<String> findStarColumnNames(BoundRelation relation) {
        Source source = relation.source();
        Source.ViewQuery viewQuery = source == null ? null : source.viewQuery();
        return viewQuery == null ? List.of() : viewQuery.starColumnNames();
    }

    /** Returns the index of a name; for a missing name, the size of the list. */
    private static int indexOfIgnoringCase(List<String> names, String name) {
        return (int) names.stream()
                .takeWhile(candidate -> !candidate.equalsIgnoreCase(name))
                .count();
    }

    private List<Integer> excludeColumns(SelectItem.Star star, List<Integer> starColumnIndexes) {
        List<Name> missingNames = star.excludedColumns().stream()
                .filter(name -> starColumnIndexes.stream().noneMatch(index -> isExcluded(name, index)))
                .toList();
        if (!missingNames.isEmpty() && !sourceScope.fields().mayHaveUnknownFields()) {
            throw Refusal.ofAnalysis(
                    star.span(),
                    CommonRule.NOT_FOUND_IN,
                    RuleSubject.COLUMN,
                    missingNames.stream().map(Name::text).collect(Collectors.joining(", ")),
                    star.qualifier() == null ? "current scope" : "table '" + star.qualifier() + "'");
        }
        List<Integer> remainingIndexes = starColumnIndexes.stream()
                .filter(index -> star.excludedColumns().stream().noneMatch(name -> isExcluded(name, index)))
                .toList();
        if (remainingIndexes.isEmpty()) {
            throw Refusal.ofAnalysis(
                    star.span(),
                    QueryRule.ALL_COLUMNS_EXCLUDED,
                    star.qualifier() == null ? "query scope" : "table '" + star.qualifier() + "'");
        }
        return remainingIndexes;
    }

    private boolean isExcluded(Name name, int index) {
        RelationField field = sourceScope.fields().get(index);
        return !field.isWildcard() && name.equalsIgnoreCase(field.name());
    }
}
