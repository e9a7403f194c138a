package dev.cairn.processor.check;

import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.engine.advice.ValuePropagation;
import dev.cairn.processor.check.value.EnumColumns;
import dev.cairn.processor.check.value.PossibleConstants;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.Part;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.ViewColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares the components of a record with the output of its query: names or positions, types, and nullness. */
final class OutputMatch {
    private final Declaration declaration;
    private final QueryText query;
    private final BoundQuery answer;
    private final List<OutputItem> items;
    private final EnumColumns enums;
    private final Findings findings;

    OutputMatch(Declaration declaration, QueryText query, BoundQuery answer, EnumColumns enums, Findings findings) {
        this.enums = enums;
        this.declaration = declaration;
        this.query = query;
        this.answer = answer;
        this.items = OutputItem.of(query.query(), answer.columns().size());
        this.findings = findings;
    }

    void check() {
        if (declaration.isByPosition()) {
            checkByPosition();
        } else {
            checkByName();
        }
    }

    private void checkByPosition() {
        int components = declaration.columns().size();
        int outputs = answer.columns().size();
        if (answer.complete() ? components != outputs : components < outputs) {
            Span span = components < outputs
                    ? items.get(components).span()
                    : query.query().span();
            findings.addWith(excerpt(span), FindingCode.COLUMN_COUNT, Place.of(query.span()), components, outputs);
        }
        if (answer.complete()) {
            for (int i = 0; i < Math.min(components, outputs); i++) {
                check(declaration.columns().get(i), i);
            }
        }
    }

    private void checkByName() {
        Map<String, Integer> outputs = new LinkedHashMap<>();
        for (int i = 0; i < answer.columns().size(); i++) {
            outputs.putIfAbsent(answer.columns().get(i).name().toLowerCase(Locale.ROOT), i);
        }
        List<DeclaredColumn> unmatched = new ArrayList<>();
        for (DeclaredColumn column : declaration.columns()) {
            Integer output = outputs.remove(column.name().toLowerCase(Locale.ROOT));
            if (output == null) {
                unmatched.add(column);
            } else {
                check(column, output);
            }
        }
        if (answer.complete()) {
            report(unmatched, List.copyOf(outputs.values()));
        }
        if (unmatched.isEmpty() && outputs.isEmpty()) {
            checkOrder();
        }
    }

    /** A column list with comments is matched by position, whatever the names in it are. */
    private void checkOrder() {
        List<ViewColumn> listed = listedColumns();
        for (int i = 0; i < Math.min(listed.size(), answer.columns().size()); i++) {
            String name = listed.get(i).name().text();
            if (!name.equalsIgnoreCase(answer.columns().get(i).name())) {
                Place place = Place.of(listed.get(i).span());
                findings.addWith(excerpt(items.get(i).span()), FindingCode.COMMENT_ORDER, place, name);
                return; // one misplaced column displaces all that follow
            }
        }
    }

    private List<ViewColumn> listedColumns() {
        if (declaration.statement() instanceof CreateView view) {
            return view.columns();
        }
        return declaration.statement() instanceof CreateMaterializedView view ? view.columns() : List.of();
    }

    /** Pairs an unmatched component with an unmatched column: most likely, they are one mistake. */
    private void report(List<DeclaredColumn> components, List<Integer> outputs) {
        List<Integer> remaining = new ArrayList<>(outputs);
        for (DeclaredColumn component : components) {
            Integer candidate = remaining.isEmpty() ? null : remaining.remove(nearestOutput(component, remaining));
            Span span = candidate == null
                    ? query.query().span()
                    : items.get(candidate).span();
            findings.addWith(
                    excerpt(span),
                    FindingCode.UNMATCHED_COMPONENT,
                    place(component.place()),
                    component.name(),
                    remedy(component, candidate));
        }
        for (int output : remaining) {
            String name = answer.columns().get(output).name();
            findings.addWith(
                    excerpt(items.get(output).span()), FindingCode.UNMATCHED_OUTPUT, Place.of(query.span()), name);
        }
    }

    /** The position of the output with the most similar name, or else of the first. */
    private int nearestOutput(DeclaredColumn component, List<Integer> outputs) {
        List<String> names = outputs.stream()
                .map(output -> answer.columns().get(output).name())
                .toList();
        return Suggestion.nearest(component.name(), names).map(names::indexOf).orElse(0);
    }

    private String remedy(DeclaredColumn component, @Nullable Integer candidate) {
        if (candidate != null) {
            return component.renameRemedy(answer.columns().get(candidate).name());
        }
        List<String> names = answer.columns().stream().map(OutputColumn::name).toList();
        return Suggestion.ending(component.name(), names, "; add it to the query, or remove the component");
    }

    private void check(DeclaredColumn component, int output) {
        OutputColumn column = answer.columns().get(output);
        Type type = column.type();
        Type declared = component.definition().type();
        String at = excerpt(items.get(output).span());
        checkEnum(component, output, at);
        if (type != null && !type.equals(declared) && !new JavaTypeFit(component.type()).holds(type)) {
            findings.addWith(
                    at,
                    FindingCode.COLUMN_TYPE,
                    place(component.place(Part.TYPE)),
                    component.name(),
                    component.type().text(),
                    CheckedTable.text(type),
                    JavaTypeFit.remedy(JavaTypeFit.suggested(type)));
        } else if (type != null && declared != null && declaration.isSource() && !sizes().holds(declared, type)) {
            findings.addWith(
                    at,
                    FindingCode.COLUMN_TYPE,
                    place(component.place(Part.TYPE)),
                    component.name(),
                    CheckedTable.text(declared),
                    CheckedTable.text(type),
                    JavaTypeFit.remedy(JavaTypeFit.sized(type)));
        } else if (column.typed().nullable()
                && Boolean.FALSE.equals(component.definition().nullable())) {
            checkNotNull(component, column.cause(), items.get(output).span());
        }
    }

    private void checkEnum(DeclaredColumn component, int output, String at) {
        if (!declaration.isSource() || !(component.type() instanceof JavaType.Enumeration declared)) {
            return;
        }
        ValuePropagation values = new ValuePropagation(answer.bindings());
        for (PossibleConstants possible :
                PossibleConstants.of(enums, values.propagatedValuesOfOutput(query.query(), output))) {
            List<String> missing = possible.missingFrom(declared);
            JavaType.Enumeration read = possible.type();
            if (missing.isEmpty()) {
                continue;
            }
            if (read == null) {
                findings.addWith(
                        possible.written() == null
                                ? at
                                : excerpt(possible.written().span()),
                        FindingCode.UNKNOWN_CONSTANT,
                        place(component.place()),
                        missing.get(0),
                        declared.text(),
                        "'" + component.name() + "'",
                        Suggestion.ending(missing.get(0), declared.constants()));
            } else {
                findings.addWith(
                        at,
                        FindingCode.OTHER_ENUM,
                        place(component.place()),
                        "'" + answer.columns().get(output).name() + "' of the query",
                        read.text(),
                        "'" + component.name() + "'",
                        declared.text(),
                        String.join(", ", missing));
            }
        }
    }

    /** Nothing is known about the columns of an object with a mistake, which is reported already. */
    private void checkNotNull(DeclaredColumn component, @Nullable NullCause cause, Span item) {
        if (cause != null && cause.kind() != NullCause.Kind.UNKNOWN) {
            findings.addWith(
                    excerpt(cause.span().line() == 0 ? item : cause.span()),
                    FindingCode.NULLABLE_OUTPUT,
                    place(component.place(Part.NOT_NULL)),
                    component.name(),
                    cause.text(),
                    component.nullableRemedy(declaration.isNullMarked()));
        }
    }

    /** The place of a finding: a variant has to follow the record, which holds for all targets. */
    private Place place(Place ofComponent) {
        return declaration.isRequeried() ? Place.of(query.span()) : ofComponent;
    }

    private TypeSizeFit sizes() {
        return new TypeSizeFit(declaration.kind() == Kind.VIEW || declaration.kind() == Kind.MATERIALIZED_VIEW);
    }

    private String excerpt(Span span) {
        return QueryExcerpt.of(query, span);
    }

    /**
     * An output column of a query.
     *
     * @param span its place in the query; that of the {@code *} if the column results from one
     */
    private record OutputItem(Span span) {
        /** One item for each output column. */
        static List<OutputItem> of(Query query, int columns) {
            Query.Select first = query.body().firstSelect();
            long stars = first.items().stream()
                    .filter(Query.Item.Star.class::isInstance)
                    .count();
            List<OutputItem> foundItems = new ArrayList<>(columns);
            for (Query.Item item : first.items()) {
                boolean star = item instanceof Query.Item.Star;
                int stands = star ? columns - first.items().size() + 1 : 1;
                for (int i = 0; i < stands; i++) {
                    foundItems.add(new OutputItem(item.span()));
                }
            }
            return stars < 2 && foundItems.size() == columns ? foundItems : ofUnknown(first, columns);
        }

        /** The items of a query with several {@code *}, whose widths only an analysis knows. */
        private static List<OutputItem> ofUnknown(Query.Select select, int columns) {
            List<OutputItem> unknown = new ArrayList<>(columns);
            for (int i = 0; i < columns; i++) {
                unknown.add(new OutputItem(select.items().get(0).span()));
            }
            return unknown;
        }
    }

    /**
     * Whether texts and decimals of one type fit into another one of the same Java type. Lengths are known only of columns and of
     * casts.
     *
     * @param inferred whether the first type only describes the result of a query; then a plain {@code String} determines no length
     */
    private record TypeSizeFit(boolean inferred) {
        boolean holds(Type declared, Type output) {
            if (declared instanceof Type.Text text && output instanceof Type.Text from) {
                boolean sized = text.length() > 0 && !(inferred && text.length() >= Type.Text.STRING_LENGTH);
                return !sized || from.length() <= text.length();
            }
            if (declared instanceof Type.Decimal decimal && decimal.precision() > 0) {
                return holds(decimal, output);
            }
            if (declared instanceof Type.Array array && output instanceof Type.Array from) {
                return holds(array.element(), from.element());
            }
            if (declared instanceof Type.Map map && output instanceof Type.Map from) {
                return holds(map.key(), from.key()) && holds(map.value(), from.value());
            }
            return !(declared instanceof Type.Struct struct && output instanceof Type.Struct from)
                    || holds(struct.fields(), from.fields());
        }

        private static boolean holds(Type.Decimal decimal, Type output) {
            int whole = decimal.precision() - decimal.scale();
            if (output instanceof Type.Decimal from) {
                return from.precision() <= 0
                        || (from.scale() <= decimal.scale() && from.precision() - from.scale() <= whole);
            }
            return !(output instanceof Type.Scalar) || digits(PrimitiveType.of(output)) <= whole;
        }

        /** The number of digits of the largest value. */
        private static int digits(PrimitiveType integer) {
            return switch (integer) {
                case TINYINT -> 3;
                case SMALLINT -> 5;
                case INT -> 10;
                case BIGINT -> 19;
                case LARGEINT -> 39;
                default -> 0;
            };
        }

        private boolean holds(List<Type.Field> declared, List<Type.Field> output) {
            for (int i = 0; i < Math.min(declared.size(), output.size()); i++) {
                if (!holds(declared.get(i).type(), output.get(i).type())) {
                    return false;
                }
            }
            return true;
        }
    }
}
