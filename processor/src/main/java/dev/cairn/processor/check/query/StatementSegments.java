package dev.cairn.processor.check.query;

import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.query.StatementParameters.ParameterUse;
import dev.cairn.processor.model.SqlSegment;
import dev.cairn.processor.model.SqlSegment.Membership.EmptyListHandling;
import dev.cairn.processor.model.SqlSegment.Presence;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Manipulation;
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

/** Splits the text of a checked statement into the pieces that are sent. */
final class StatementSegments {
    private final DeclaredSchema schema;
    private final SqlTemplate template;
    private final StatementParameters parameters;
    private final List<Region> regions = new ArrayList<>();
    private final Map<SqlTemplate.Parameter, Type> storedTypes = new HashMap<>();
    private final Set<SqlTemplate.Parameter> bareParameters = new LinkedHashSet<>();
    private final Set<SqlTemplate.Parameter> rowCounts = new LinkedHashSet<>();
    private boolean withoutCasts;

    StatementSegments(DeclaredSchema schema, StatementParameters parameters) {
        this.schema = schema;
        this.template = parameters.template();
        this.parameters = parameters;
        for (SqlTemplate.Parameter parameter : template.parameters()) {
            regions.add(new Region.Value(parameter.span(), parameter));
        }
        for (int part = 0; part < template.parts().size(); part++) {
            SqlTemplate.OptionalPart optional = template.parts().get(part);
            regions.add(new Region.Part(optional.span(), optional.content(), part));
        }
    }

    /** A range of the statement that is not sent as it is written. */
    private sealed interface Region {
        Span span();

        record Value(Span span, SqlTemplate.Parameter parameter) implements Region {}

        record Part(Span span, Span content, int index) implements Region {}

        record Membership(Span span, SqlTemplate.Parameter list, EmptyListHandling whenEmpty) implements Region {}

        record Replaced(Span span, String text) implements Region {}

        record RepeatedRow(Span span, String collection) implements Region {}
    }

    /** Adds what the analysis of an accepted text says about the way in which the statement is sent. */
    void add(AnalysedVariant variant) {
        RenderedTemplate text = variant.text();
        ParameterContexts contexts = variant.contexts();
        storedTypes.putAll(contexts.storedTypes());
        bareParameters.addAll(contexts.bareParameters());
        rowCounts.addAll(contexts.rowCounts());
        boolean constants = takesConstants(variant.change());
        contexts.memberships().forEach((parameter, in) -> {
            // Without its condition, NOT IN with an empty list would delete all rows: it remains an exception.
            if (constants || !in.negated()) {
                addOnce(new Region.Membership(
                        text.origin(in.span()),
                        parameter,
                        !constants
                                ? EmptyListHandling.NO_STATEMENT
                                : in.negated() ? EmptyListHandling.TRUE : EmptyListHandling.FALSE));
            }
        });
        for (Query.Item.Star star : contexts.stars()) {
            List<RelationField> columns = contexts.bindings().columns(star);
            if (columns.stream().noneMatch(RelationField::isWildcard)) {
                addOnce(new Region.Replaced(text.origin(star.span()), expand(star, columns)));
            }
        }
    }

    /** The condition of DELETE from a table without a primary key consists of comparisons of columns with values. */
    private boolean takesConstants(@Nullable Manipulation change) {
        if (!(change instanceof Manipulation.Delete delete)) {
            return true;
        }
        ObjectName name = ObjectName.of(delete.target(), schema.session());
        return schema.catalog()
                .table(name.database(), name.name())
                .filter(table -> table.model() != KeyModel.PRIMARY)
                .isEmpty();
    }

    /** The columns of a {@code *}, qualified unless they are those of the only relation. */
    private static String expand(Query.Item.Star star, List<RelationField> columns) {
        Set<Optional<RelationName>> relations = columns.stream()
                .map(column -> Optional.ofNullable(column.relation()))
                .collect(Collectors.toSet());
        boolean only = star.qualifier() == null && relations.size() == 1;
        return columns.stream()
                .map(column -> only || column.relation() == null
                        ? quote(column.name())
                        : quote(column.relation().table()) + "." + quote(column.name()))
                .collect(Collectors.joining(", "));
    }

    private static String quote(String name) {
        return Name.isPlain(name) ? name : "`" + name + "`";
    }

    /** Declares a part that is sent for each record of a collection. */
    void repeat(Span at, String collection) {
        addOnce(new Region.RepeatedRow(at, collection));
    }

    private void addOnce(Region region) {
        boolean known = regions.stream()
                .anyMatch(other -> other.getClass() == region.getClass()
                        && other.span().offset() == region.span().offset());
        if (!known) {
            regions.add(region);
        }
    }

    /** Sends all parameters without a CAST. */
    void omitCasts() {
        withoutCasts = true;
    }

    List<SqlSegment> segments() {
        regions.sort(Comparator.<Region>comparingInt(region -> region.span().offset())
                .thenComparing(region -> -region.span().length()));
        return segmentsBetween(0, template.text().length(), null);
    }

    /** The pieces of a range; {@code around} is the region whose content it is. */
    private List<SqlSegment> segmentsBetween(int from, int to, @Nullable Region around) {
        List<SqlSegment> segments = new ArrayList<>();
        int position = from;
        for (Region region : regions) {
            Span span = region.span();
            if (region != around && span.offset() >= position && span.offset() + span.length() <= to) {
                addText(position, span.offset(), segments);
                segments.addAll(segments(region, isMinus(span.offset() - 1)));
                position = span.offset() + span.length();
            }
        }
        addText(position, to, segments);
        return segments;
    }

    private boolean isMinus(int offset) {
        return offset >= 0 && template.text().charAt(offset) == '-';
    }

    private void addText(int from, int to, List<SqlSegment> segments) {
        if (to > from) {
            segments.add(new SqlSegment.Text(template.text().substring(from, to)));
        }
    }

    /** @param afterMinus whether a negative number would begin a comment here */
    private List<SqlSegment> segments(Region region, boolean afterMinus) {
        if (region instanceof Region.Replaced replaced) {
            return List.of(new SqlSegment.Text(replaced.text()));
        }
        if (region instanceof Region.Value value) {
            SqlSegment segment = value(value.parameter());
            return afterMinus ? List.of(new SqlSegment.Text(" "), segment) : List.of(segment);
        }
        int start = region.span().offset();
        int end = start + region.span().length();
        if (region instanceof Region.Membership membership) {
            ParameterUse use = parameters.useOf(membership.list());
            // In a row that is sent for each record, an empty list remains an exception.
            boolean repeated = regions.stream()
                    .anyMatch(other -> other instanceof Region.RepeatedRow
                            && other.span().offset() <= start
                            && end <= other.span().offset() + other.span().length());
            return use.container() == null || repeated
                    ? segmentsBetween(start, end, region)
                    : List.of(new SqlSegment.Membership(
                            use.expression(),
                            use.container(),
                            membership.whenEmpty(),
                            segmentsBetween(start, end, region)));
        }
        if (region instanceof Region.RepeatedRow repeated) {
            return List.of(new SqlSegment.Rows(repeated.collection(), segmentsBetween(start, end, region)));
        }
        Region.Part part = (Region.Part) region;
        OrderChoice choice = template.parts().get(part.index()).choice();
        if (choice != null) {
            return List.of(new SqlSegment.Order(choice.parameter(), choice.columns()));
        }
        int contentStart = part.content().offset();
        return List.of(new SqlSegment.Conditional(
                presences(part.index()),
                segmentsBetween(contentStart, contentStart + part.content().length(), region)));
    }

    private List<Presence> presences(int part) {
        Set<Presence> presences = new LinkedHashSet<>();
        for (SqlTemplate.Parameter parameter : template.parameters()) {
            if (parameter.partIndex() == part) {
                presences.addAll(parameters.useOf(parameter).presences());
            }
        }
        return List.copyOf(presences);
    }

    private SqlSegment value(SqlTemplate.Parameter parameter) {
        ParameterUse use = parameters.useOf(parameter);
        ParameterForm form = use.form();
        if (use.container() != null) {
            return new SqlSegment.Elements(use.expression(), use.container(), use.type(), marker(parameter, form));
        }
        if (rowCounts.contains(parameter)) {
            return new SqlSegment.RowCount(use.expression());
        }
        return form.isComposed()
                ? new SqlSegment.CompositeValue(
                        use.expression(), use.type(), storedTypes.getOrDefault(parameter, form.nestedType()))
                : new SqlSegment.Value(
                        use.expression(), use.type(), marker(parameter, form), storedTypes.get(parameter));
    }

    private String marker(SqlTemplate.Parameter parameter, ParameterForm form) {
        boolean castless = withoutCasts || bareParameters.contains(parameter) || storedTypes.containsKey(parameter);
        return castless ? form.storedForm(storedTypes.get(parameter)) : form.marker();
    }
}
