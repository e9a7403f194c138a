package dev.cairn.processor.check.query;

import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.engine.advice.DateCalculation;
import dev.cairn.engine.advice.TextConcatenation;
import dev.cairn.engine.advice.ValuePropagation;
import dev.cairn.processor.check.CheckedTable;
import dev.cairn.processor.check.JavaTypeFit;
import dev.cairn.processor.check.value.EnumColumns;
import dev.cairn.processor.check.value.PossibleConstants;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.processor.model.QueryDeclaration.Row;
import dev.cairn.processor.model.QueryResult;
import dev.cairn.processor.model.QueryResult.Multiplicity;
import dev.cairn.processor.model.QueryResult.RowType;
import dev.cairn.processor.model.RecordShape;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.template.RenderedTemplate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compares the result type of a method with the columns of its query, and determines the positions of the components. */
final class ResultMatch {
    private final Method method;
    private final List<Output> outputs;
    private final StatementFindings findings;

    ResultMatch(Method method, List<Output> outputs, StatementFindings findings) {
        this.method = method;
        this.outputs = outputs;
        this.findings = findings;
    }

    /**
     * A column of the query.
     *
     * @param constants the constants that may be values of the column
     * @param remedy what to write in the query if the component has another type, because the query calculates something else
     *     than it seems to
     * @param span the place of its item in the statement
     */
    record Output(OutputColumn column, List<Constants> constants, Optional<String> remedy, Span span) {
        /**
         * Constants that the values of a column can be.
         *
         * @param span the place of a text that is written; empty for the column of a table or a view
         */
        record Constants(PossibleConstants possible, Optional<Span> span) {}

        /**
         * Returns the columns of a query.
         *
         * @param text the statement, with places in the template
         * @param words returns the words of the template for a part of the statement
         */
        static List<Output> of(
                BoundQuery bound, RenderedTemplate text, EnumColumns enums, Function<Span, String> words) {
            List<Span> places = new ArrayList<>();
            List<Optional<String>> remedies = new ArrayList<>();
            for (Query.SelectItem item : bound.query().body().firstSelect().items()) {
                int columns = item instanceof Query.SelectItem.Star star
                        ? bound.bindings().columns(star).size()
                        : 1;
                places.addAll(Collections.nCopies(columns, text.originSpan(item.span())));
                Optional<String> remedy =
                        item instanceof Query.SelectItem.Value value ? remedy(value, bound, words) : Optional.empty();
                remedies.addAll(Collections.nCopies(columns, remedy));
            }
            ValuePropagation values = new ValuePropagation(bound.bindings());
            List<Output> outputs = new ArrayList<>();
            for (int i = 0; i < bound.columns().size(); i++) {
                outputs.add(new Output(
                        bound.columns().get(i),
                        constants(PossibleConstants.of(enums, values.findOutputValues(bound.query(), i)), text),
                        i < remedies.size() ? remedies.get(i) : Optional.empty(),
                        i < places.size()
                                ? places.get(i)
                                : text.originSpan(bound.query().span())));
            }
            return outputs;
        }

        private static Optional<String> remedy(
                Query.SelectItem.Value item, BoundQuery bound, Function<Span, String> words) {
            return DateCalculation.findIn(item.value(), bound.bindings(), words)
                    .map(DateCalculation::remedy)
                    .or(() -> TextConcatenation.findIn(item.value(), bound.bindings(), words)
                            .map(TextConcatenation::remedy));
        }

        /** Collects the constants, except literals that stand for parameters. */
        private static List<Constants> constants(List<PossibleConstants> possibleConstants, RenderedTemplate text) {
            List<Constants> constants = new ArrayList<>();
            for (PossibleConstants possible : possibleConstants) {
                Optional<Span> literalSpan = Optional.ofNullable(possible.writtenExpression())
                        .filter(Expression.Text.class::isInstance)
                        .map(Expression::span);
                if (literalSpan.flatMap(text::findParameterAround).isEmpty()) {
                    constants.add(new Constants(possible, literalSpan.map(text::originSpan)));
                }
            }
            return constants;
        }

        String name() {
            return column.name();
        }

        /** Why the value may be NULL; empty if it never is, or if that is not known. */
        Optional<String> nullCause() {
            NullCause cause = column.expressionType().cause();
            return cause == null || cause.kind() == NullCause.Kind.UNKNOWN
                    ? Optional.empty()
                    : Optional.of(cause.text());
        }
    }

    /** The result that reads the columns in the order of the components, for an unknown query. */
    static QueryResult<RowType> withDeclaredPositions(QueryResult<Row> returned) {
        return returned.map(ResultMatch::toRowType);
    }

    private static RowType toRowType(Row row) {
        return row instanceof Row.Scalar scalar
                ? new RowType.Scalar(scalar.type())
                : toCompositeType((Row.Composite) row);
    }

    private static RowType toCompositeType(Row.Composite row) {
        return new RowType.Composite(
                row.shape(),
                row.columns().stream().map(DeclaredColumn::javaType).toList());
    }

    /** The result of the checked query. */
    QueryResult<RowType> match() {
        QueryResult<Row> returned = method.result();
        if (returned instanceof QueryResult.Rows<Row> rows) {
            if (rows.row() instanceof Row.Composite row) {
                return new QueryResult.Rows<>(rows.multiplicity(), matchComposite(row, null));
            }
            Row.Scalar scalar = (Row.Scalar) rows.row();
            // An Optional may be empty, so the column may be NULL.
            boolean optional = rows.multiplicity() == Multiplicity.OPTIONAL;
            checkScalars(List.of(optional ? new Row.Scalar(scalar.type(), true) : scalar), "one column");
        } else if (returned instanceof QueryResult.Entries<Row> entries) {
            Row.Scalar key = new Row.Scalar(entries.key(), null);
            if (entries.value() instanceof Row.Composite row) {
                checkScalar(outputs.get(0), key);
                checkKey();
                return new QueryResult.Entries<>(entries.key(), matchComposite(row, entries.key()));
            }
            List<Row.Scalar> entry = List.of(key, (Row.Scalar) entries.value());
            if (checkScalars(entry, "two columns, a key and a value")) {
                checkKey();
            }
        }
        return withDeclaredPositions(returned);
    }

    /** A row whose key is NULL is an exception, whatever the method declares. */
    private void checkKey() {
        checkNullness(outputs.get(0), "key of " + method.name(), "exclude these rows by IS NOT NULL");
    }

    /** Checks columns of single values, and returns whether the query has as many columns. */
    private boolean checkScalars(List<Row.Scalar> scalars, String need) {
        if (outputs.size() != scalars.size()) {
            Output surplus = outputs.get(Math.min(scalars.size(), outputs.size() - 1));
            findings.addAt(
                    surplus.span(),
                    FindingCode.RESULT_COLUMNS,
                    method.name(),
                    scalars.size() == 1 ? scalars.get(0).type().text() : "a Map",
                    need,
                    outputs.size(),
                    "return a record, or select other columns");
            return false;
        }
        for (int i = 0; i < scalars.size(); i++) {
            checkScalar(outputs.get(i), scalars.get(i));
        }
        return true;
    }

    private void checkScalar(Output output, Row.Scalar scalar) {
        checkType(output, method.name(), scalar.type(), null);
        if (Boolean.FALSE.equals(scalar.nullness())) {
            String remedy = scalar.type().isPrimitive()
                    ? "return " + scalar.type().argumentText() + ", which may be null"
                    : "add @Nullable to it";
            checkNullness(output, method.name(), remedy);
        }
    }

    /** @param key the type of the first column if it is the key of a map, so that it need not be a component; otherwise null */
    private RowType matchComposite(Row.Composite row, @Nullable JavaType key) {
        Map<String, Integer> positions = new LinkedHashMap<>();
        Map<Span, List<String>> repeated = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            if (positions.putIfAbsent(normalize(outputs.get(i).name()), i) != null) {
                repeated.computeIfAbsent(outputs.get(i).span(), unseen -> new ArrayList<>())
                        .add("'" + outputs.get(i).name() + "'");
            }
        }
        if (!repeated.isEmpty()) {
            repeated.forEach((at, names) -> findings.addAt(
                    at,
                    FindingCode.DUPLICATE_OUTPUT,
                    String.join(" and ", names),
                    isStar(at) ? "name the columns in place of *" : "give one of them another name with AS"));
            return toCompositeType(row); // the other differences follow from this one
        }
        int[] columns = new int[row.columns().size()];
        Map<Integer, JavaType> types = new TreeMap<>();
        List<DeclaredColumn> unmatched = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            DeclaredColumn component = row.columns().get(i);
            Integer position = positions.remove(normalize(component.name()));
            if (position == null) {
                unmatched.add(component);
            } else {
                columns[i] = position;
                types.put(position, component.javaType());
                checkComponent(component, outputs.get(position), row);
            }
        }
        if (key != null && positions.values().remove(0)) {
            types.put(0, key);
        }
        reportUnmatched(row, unmatched, List.copyOf(positions.values()));
        return unmatched.isEmpty() && types.size() == outputs.size()
                ? new RowType.Composite(withPositions(row.shape(), columns), List.copyOf(types.values()))
                : toCompositeType(row);
    }

    /** Whether a span is that of a {@code *}: several columns have it. */
    private boolean isStar(Span span) {
        return outputs.stream().filter(output -> output.span().equals(span)).count() > 1;
    }

    private static RecordShape withPositions(RecordShape shape, int[] columns) {
        List<RecordShape.ShapeComponent> parts = new ArrayList<>();
        for (RecordShape.ShapeComponent part : shape.components()) {
            parts.add(
                    part instanceof RecordShape.Leaf leaf
                            ? new RecordShape.Leaf(leaf.accessor(), columns[leaf.column()])
                            : new RecordShape.Group(
                                    part.accessor(), withPositions(((RecordShape.Group) part).shape(), columns)));
        }
        return new RecordShape(shape.record(), parts);
    }

    /** The form in which names are compared: {@code totalAmount} is {@code total_amount}. */
    private static String normalize(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    private void reportUnmatched(Row.Composite row, List<DeclaredColumn> unmatched, List<Integer> surplus) {
        List<String> names = surplus.stream().map(i -> outputs.get(i).name()).toList();
        boolean paired = unmatched.size() == 1 && surplus.size() == 1;
        if (!paired
                && outputs.size() == 1
                && surplus.size() == 1
                && outputs.get(0).column().type() instanceof Type.Struct) {
            findings.addAt(
                    outputs.get(0).span(),
                    FindingCode.RESULT_COLUMNS,
                    method.name(),
                    row.shape().record().simpleName(),
                    "a column for each of its components",
                    "a STRUCT",
                    "return a record with a component for '" + names.get(0) + "'");
            return;
        }
        for (DeclaredColumn component : unmatched) {
            Optional<String> near = Suggestion.findNearest(component.name(), names);
            String candidate = near.orElse(paired ? names.get(0) : null);
            Span span = candidate == null
                    ? outputs.get(0).span()
                    : outputs.get(surplus.get(names.indexOf(candidate))).span();
            String remedy = candidate == null
                    ? "; add it to the query, or remove the component"
                    : component.renameRemedy(candidate);
            findings.addAt(span, FindingCode.UNMATCHED_COMPONENT, qualifiedName(row, component), remedy);
        }
        if (!paired) {
            for (int i : surplus) {
                findings.addAt(
                        outputs.get(i).span(),
                        FindingCode.UNMATCHED_OUTPUT,
                        outputs.get(i).name());
            }
        }
    }

    private void checkComponent(DeclaredColumn component, Output output, Row.Composite row) {
        checkType(
                output,
                qualifiedName(row, component),
                component.javaType(),
                component.definition().type());
        if (Boolean.FALSE.equals(component.definition().nullable())) {
            checkNullness(output, qualifiedName(row, component), component.nullableRemedy(row.isNullMarked()));
        }
    }

    /** The component with its record, because the message is at the query. */
    private static String qualifiedName(Row.Composite row, DeclaredColumn component) {
        return row.shape().record().simpleName() + "." + component.accessor();
    }

    private void checkType(Output output, String name, JavaType java, @Nullable Type declared) {
        Type type = output.column().type();
        if (type == null) {
            return;
        }
        if (java instanceof JavaType.Enumeration read) {
            output.constants().forEach(constants -> checkConstants(output, constants, name, read));
        }
        boolean held = type.equals(declared) || new JavaTypeFit(java).holds(type);
        if (!held || !hasRoom(declared, type)) {
            findings.addAt(
                    output.span(),
                    FindingCode.COLUMN_TYPE,
                    name,
                    held && declared != null ? CheckedTable.formatType(declared) : java.text(),
                    CheckedTable.formatType(type),
                    output.remedy()
                            .orElseGet(() -> JavaTypeFit.describeRemedy(
                                    held ? JavaTypeFit.suggestType(type) : JavaTypeFit.suggestPlainType(type))));
        }
    }

    private void checkConstants(Output output, Output.Constants constants, String name, JavaType.Enumeration read) {
        PossibleConstants possible = constants.possible();
        List<String> missing = possible.missingFrom(read);
        if (missing.isEmpty()) {
            return;
        }
        JavaType.Enumeration heldEnumeration = possible.type();
        if (heldEnumeration == null) {
            findings.addAt(
                    constants.span().orElse(output.span()),
                    FindingCode.UNKNOWN_CONSTANT,
                    missing.get(0),
                    read.text(),
                    "'" + name + "'",
                    Suggestion.ending(missing.get(0), read.constants()));
        } else {
            findings.addAt(
                    output.span(),
                    FindingCode.OTHER_ENUM,
                    "'" + output.name() + "'",
                    heldEnumeration.text(),
                    "'" + name + "'",
                    read.text(),
                    String.join(", ", missing));
        }
    }

    /** Whether a decimal that declares its digits has room for the values of another one. */
    private static boolean hasRoom(@Nullable Type declared, Type type) {
        if (!(declared instanceof Type.Decimal decimal)
                || !(type instanceof Type.Decimal other)
                || decimal.precision() <= 0
                || other.precision() <= 0) {
            return true;
        }
        return other.scale() <= decimal.scale()
                && other.precision() - other.scale() <= decimal.precision() - decimal.scale();
    }

    private void checkNullness(Output output, String name, String remedy) {
        output.nullCause()
                .ifPresent(cause -> findings.addAt(output.span(), FindingCode.NULLABLE_RESULT, name, cause, remedy));
    }
}
