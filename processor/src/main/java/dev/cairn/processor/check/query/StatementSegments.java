package dev.cairn.processor.check.query;

import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.model.SqlSegment;
import dev.cairn.processor.model.SqlSegment.InPredicate.EmptyListHandling;
import dev.cairn.processor.model.SqlSegment.Presence;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.template.OrderChoice;
import dev.cairn.sql.template.RenderedTemplate;
import dev.cairn.sql.template.SqlTemplate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Splits the text of a checked statement into the segments that are sent. Regions of the text, such as a parameter, a
 * {@code *} or an optional part, have separate segments; the text between the regions is sent as written.
 */
final class StatementSegments {
    private final DeclaredSchema schema;
    private final SqlTemplate template;
    private final StatementParameters parameters;
    private final List<Region> regions = new ArrayList<>();
    private final Map<SqlTemplate.Parameter, Type> storedTypeByParameter = new HashMap<>();
    private final Set<SqlTemplate.Parameter> uncastParameters = new LinkedHashSet<>();
    private final Set<SqlTemplate.Parameter> rowCountParameters = new LinkedHashSet<>();
    private boolean omitsCasts;

    StatementSegments(DeclaredSchema schema, StatementParameters parameters) {
        this.schema = schema;
        this.template = parameters.template();
        this.parameters = parameters;
        for (SqlTemplate.Parameter parameter : template.parameters()) {
            regions.add(new Region.ParameterRegion(parameter.span(), parameter));
        }
        for (int partIndex = 0; partIndex < template.optionalParts().size(); partIndex++) {
            SqlTemplate.OptionalPart optionalPart = template.optionalParts().get(partIndex);
            regions.add(new Region.OptionalRegion(optionalPart.span(), optionalPart.contentSpan(), partIndex));
        }
    }

    /** A range of the statement that is not sent as it is written. */
    private sealed interface Region {
        Span span();

        record ParameterRegion(Span span, SqlTemplate.Parameter parameter) implements Region {}

        record OptionalRegion(Span span, Span contentSpan, int partIndex) implements Region {}

        record InPredicateRegion(Span span, SqlTemplate.Parameter listParameter, EmptyListHandling emptyListHandling)
                implements Region {}

        record ReplacedRegion(Span span, String replacement) implements Region {}

        record RepeatedRowRegion(Span span, String collectionName) implements Region {}
    }

    /**
     * Adds the analysis of an accepted text, which determines how parameters are sent, which IN predicates depend on
     * their lists, and the columns that replace a {@code *}.
     */
    void addVariant(AnalyzedVariant variant) {
        RenderedTemplate renderedTemplate = variant.renderedTemplate();
        ParameterContexts contexts = variant.contexts();
        storedTypeByParameter.putAll(contexts.storedTypeByParameter());
        uncastParameters.addAll(contexts.uncastParameters());
        rowCountParameters.addAll(contexts.rowCountParameters());
        boolean mayHaveConstantCondition = mayHaveConstantCondition(variant.dmlStatement());
        contexts.inPredicateByParameter().forEach((parameter, inPredicate) -> {
            // Without its condition, NOT IN with an empty list would delete all rows, so the runtime throws an
            // exception.
            if (mayHaveConstantCondition || !inPredicate.isNegated()) {
                addOnce(new Region.InPredicateRegion(
                        renderedTemplate.toOriginSpan(inPredicate.span()),
                        parameter,
                        !mayHaveConstantCondition
                                ? EmptyListHandling.NO_STATEMENT
                                : inPredicate.isNegated() ? EmptyListHandling.TRUE : EmptyListHandling.FALSE));
            }
        });
        for (Query.SelectItem.Star star : contexts.stars()) {
            List<RelationField> columns = contexts.bindings().columns(star);
            if (columns.stream().noneMatch(RelationField::isWildcard)) {
                addOnce(new Region.ReplacedRegion(
                        renderedTemplate.toOriginSpan(star.span()), expandStar(star, columns)));
            }
        }
    }

    /**
     * Returns whether conditions may be constants. DELETE from a table without a primary key accepts only comparisons
     * of columns.
     */
    private boolean mayHaveConstantCondition(@Nullable DmlStatement change) {
        if (!(change instanceof DmlStatement.Delete delete)) {
            return true;
        }
        ObjectName tableName = ObjectName.resolve(delete.target(), schema.session());
        return schema.catalog()
                .findTable(tableName.database(), tableName.name())
                .filter(table -> table.model() != KeyModel.PRIMARY)
                .isEmpty();
    }

    /** Renders the columns of a {@code *}; they are qualified unless there is only one relation. */
    private static String expandStar(Query.SelectItem.Star star, List<RelationField> columns) {
        Set<Optional<RelationName>> relationNames = columns.stream()
                .map(column -> Optional.ofNullable(column.relationName()))
                .collect(Collectors.toSet());
        boolean isUnqualified = star.qualifier() == null && relationNames.size() == 1;
        return columns.stream()
                .map(column -> isUnqualified || column.relationName() == null
                        ? Name.quoteIfNeeded(column.name())
                        : Name.quoteIfNeeded(column.relationName().table()) + "." + Name.quoteIfNeeded(column.name()))
                .collect(Collectors.joining(", "));
    }

    /** Adds a row that is sent for each record of a collection. */
    void addRepeatedRow(Span span, String collectionName) {
        addOnce(new Region.RepeatedRowRegion(span, collectionName));
    }

    /** Adds a region, unless the analysis of another text has added a region of the same kind at the same place. */
    private void addOnce(Region region) {
        boolean isKnown = regions.stream()
                .anyMatch(knownRegion -> knownRegion.getClass() == region.getClass()
                        && knownRegion.span().offset() == region.span().offset());
        if (!isKnown) {
            regions.add(region);
        }
    }

    /** Omits the CAST of all parameters, because the server accepts the statement only with plain literals. */
    void omitCasts() {
        omitsCasts = true;
    }

    /** Returns the segments of the whole statement, in the order of its text. */
    List<SqlSegment> createSegments() {
        regions.sort(Comparator.<Region>comparingInt(region -> region.span().offset())
                .thenComparing(region -> -region.span().length()));
        return createSegmentsBetween(0, template.text().length(), null);
    }

    /**
     * Creates the segments of a range.
     *
     * @param enclosingRegion the region whose content is the range; null for the whole statement
     */
    private List<SqlSegment> createSegmentsBetween(int startOffset, int endOffset, @Nullable Region enclosingRegion) {
        List<SqlSegment> segments = new ArrayList<>();
        int position = startOffset;
        for (Region region : regions) {
            Span span = region.span();
            if (region != enclosingRegion && span.offset() >= position && span.endOffset() <= endOffset) {
                addText(position, span.offset(), segments);
                segments.addAll(createRegionSegments(region, hasMinusAt(span.offset() - 1)));
                position = span.endOffset();
            }
        }
        addText(position, endOffset, segments);
        return segments;
    }

    private boolean hasMinusAt(int offset) {
        return offset >= 0 && template.text().charAt(offset) == '-';
    }

    private void addText(int startOffset, int endOffset, List<SqlSegment> segments) {
        if (endOffset > startOffset) {
            segments.add(new SqlSegment.Text(template.text().substring(startOffset, endOffset)));
        }
    }

    /** @param isAfterMinus whether a negative number would begin a comment here */
    private List<SqlSegment> createRegionSegments(Region region, boolean isAfterMinus) {
        if (region instanceof Region.ReplacedRegion replacedRegion) {
            return List.of(new SqlSegment.Text(replacedRegion.replacement()));
        }
        if (region instanceof Region.ParameterRegion parameterRegion) {
            SqlSegment segment = createValueSegment(parameterRegion.parameter());
            return isAfterMinus ? List.of(new SqlSegment.Text(" "), segment) : List.of(segment);
        }
        int startOffset = region.span().offset();
        int endOffset = startOffset + region.span().length();
        if (region instanceof Region.InPredicateRegion inPredicateRegion) {
            ParameterUse parameterUse = parameters.requireUse(inPredicateRegion.listParameter());
            // In a row that is sent for each record, the runtime throws an exception for an empty list.
            boolean isRepeated = regions.stream()
                    .anyMatch(otherRegion -> otherRegion instanceof Region.RepeatedRowRegion
                            && otherRegion.span().offset() <= startOffset
                            && endOffset <= otherRegion.span().endOffset());
            return parameterUse.container() == null || isRepeated
                    ? createSegmentsBetween(startOffset, endOffset, region)
                    : List.of(new SqlSegment.InPredicate(
                            parameterUse.javaExpression(),
                            parameterUse.container(),
                            inPredicateRegion.emptyListHandling(),
                            createSegmentsBetween(startOffset, endOffset, region)));
        }
        if (region instanceof Region.RepeatedRowRegion rowRegion) {
            return List.of(new SqlSegment.Rows(
                    rowRegion.collectionName(), createSegmentsBetween(startOffset, endOffset, region)));
        }
        Region.OptionalRegion optionalRegion = (Region.OptionalRegion) region;
        OrderChoice choice =
                template.optionalParts().get(optionalRegion.partIndex()).orderChoice();
        if (choice != null) {
            return List.of(new SqlSegment.Order(choice.parameterName(), choice.columns()));
        }
        int contentStart = optionalRegion.contentSpan().offset();
        return List.of(new SqlSegment.Conditional(
                findPresences(optionalRegion.partIndex()),
                createSegmentsBetween(
                        contentStart,
                        contentStart + optionalRegion.contentSpan().length(),
                        region)));
    }

    private List<Presence> findPresences(int partIndex) {
        Set<Presence> presences = new LinkedHashSet<>();
        for (SqlTemplate.Parameter parameter : template.parameters()) {
            if (parameter.optionalPartIndex() == partIndex) {
                presences.addAll(parameters.requireUse(parameter).presences());
            }
        }
        return List.copyOf(presences);
    }

    private SqlSegment createValueSegment(SqlTemplate.Parameter parameter) {
        ParameterUse parameterUse = parameters.requireUse(parameter);
        ParameterForm form = parameterUse.form();
        if (parameterUse.container() != null) {
            return new SqlSegment.Elements(
                    parameterUse.javaExpression(),
                    parameterUse.container(),
                    parameterUse.type(),
                    renderMarker(parameter, form));
        }
        if (rowCountParameters.contains(parameter)) {
            return new SqlSegment.RowCount(parameterUse.javaExpression());
        }
        return form.isRenderedPerValue()
                ? new SqlSegment.CompositeValue(
                        parameterUse.javaExpression(),
                        parameterUse.type(),
                        storedTypeByParameter.getOrDefault(
                                parameter, form.findNestedType().orElse(null)))
                : new SqlSegment.Value(
                        parameterUse.javaExpression(),
                        parameterUse.type(),
                        renderMarker(parameter, form),
                        storedTypeByParameter.get(parameter));
    }

    private String renderMarker(SqlTemplate.Parameter parameter, ParameterForm form) {
        boolean isUncast =
                omitsCasts || uncastParameters.contains(parameter) || storedTypeByParameter.containsKey(parameter);
        return isUncast ? form.renderUncastMarker(storedTypeByParameter.get(parameter)) : form.renderMarker();
    }
}
