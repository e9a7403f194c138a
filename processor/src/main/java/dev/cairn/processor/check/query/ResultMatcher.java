package dev.cairn.processor.check.query;

import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.QueryDeclaration.DeclaredRowType;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.processor.model.QueryResult;
import dev.cairn.processor.model.QueryResult.Multiplicity;
import dev.cairn.processor.model.QueryResult.RowType;
import dev.cairn.processor.model.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares the result type of a method with the columns of its query, and determines the positions of the components.
 * The generated code reads columns by these positions, so a mismatch is an error at compile time instead of in a
 * running application.
 */
final class ResultMatcher {
    private final Method method;
    private final List<QueryOutput> outputs;
    private final StatementFindings findings;
    private final ResultMismatchReporter mismatchReporter;

    ResultMatcher(Method method, List<QueryOutput> outputs, StatementFindings findings) {
        this.method = method;
        this.outputs = outputs;
        this.findings = findings;
        this.mismatchReporter = new ResultMismatchReporter(method, outputs, findings);
    }

    /**
     * Returns the result type of a query whose columns are unknown. The generated code reads its columns in the order
     * of the components.
     */
    static QueryResult<RowType> createResultInDeclaredOrder(QueryResult<DeclaredRowType> declaredResult) {
        return declaredResult.map(ResultMatcher::toRowType);
    }

    private static RowType toRowType(DeclaredRowType row) {
        return row instanceof DeclaredRowType.Scalar scalar
                ? new RowType.Scalar(scalar.type())
                : toCompositeType((DeclaredRowType.Composite) row);
    }

    private static RowType toCompositeType(DeclaredRowType.Composite row) {
        return new RowType.Composite(
                row.shape(),
                row.columns().stream().map(DeclaredColumn::javaType).toList());
    }

    /**
     * Returns the result type with the positions of the columns that the query returns, and reports mismatches. After
     * an error, the columns have the positions of the components.
     */
    QueryResult<RowType> match() {
        QueryResult<DeclaredRowType> declaredResult = method.result();
        if (declaredResult instanceof QueryResult.Rows<DeclaredRowType> rows) {
            if (rows.row() instanceof DeclaredRowType.Composite row) {
                return new QueryResult.Rows<>(rows.multiplicity(), matchComposite(row, null));
            }
            DeclaredRowType.Scalar scalar = (DeclaredRowType.Scalar) rows.row();
            // An Optional may be empty, so the column may be NULL.
            boolean isOptional = rows.multiplicity() == Multiplicity.OPTIONAL;
            checkScalars(List.of(isOptional ? new DeclaredRowType.Scalar(scalar.type(), true) : scalar), "one column");
        } else if (declaredResult instanceof QueryResult.Entries<DeclaredRowType> entries) {
            DeclaredRowType.Scalar keyScalar = new DeclaredRowType.Scalar(entries.key(), null);
            if (entries.value() instanceof DeclaredRowType.Composite row) {
                checkScalar(outputs.get(0), keyScalar);
                checkKey();
                return new QueryResult.Entries<>(entries.key(), matchComposite(row, entries.key()));
            }
            List<DeclaredRowType.Scalar> keyAndValue = List.of(keyScalar, (DeclaredRowType.Scalar) entries.value());
            if (checkScalars(keyAndValue, "two columns, a key and a value")) {
                checkKey();
            }
        }
        return createResultInDeclaredOrder(declaredResult);
    }

    /** Checks the key of a map, which must never be NULL. */
    private void checkKey() {
        new OutputTypeCheck(outputs.get(0), findings)
                .checkNullness("key of " + method.name(), "exclude these rows by IS NOT NULL");
    }

    /**
     * Checks the columns of single values. If the query has another number of columns, reports this and returns false.
     */
    private boolean checkScalars(List<DeclaredRowType.Scalar> scalars, String expectation) {
        if (outputs.size() != scalars.size()) {
            mismatchReporter.reportColumnCount(scalars, expectation);
            return false;
        }
        for (int i = 0; i < scalars.size(); i++) {
            checkScalar(outputs.get(i), scalars.get(i));
        }
        return true;
    }

    private void checkScalar(QueryOutput output, DeclaredRowType.Scalar scalar) {
        OutputTypeCheck typeCheck = new OutputTypeCheck(output, findings);
        typeCheck.checkType(method.name(), scalar.type(), null);
        if (Boolean.FALSE.equals(scalar.nullness())) {
            String remedy = scalar.type().isPrimitive()
                    ? "return " + scalar.type().argumentText() + ", which may be null"
                    : "add @Nullable to it";
            typeCheck.checkNullness(method.name(), remedy);
        }
    }

    /**
     * Matches the components of a record with the columns by name, and reports the unmatched components and columns.
     *
     * @param keyType the type of the first column if it is the key of a map, so that it need not be a component;
     *     otherwise null
     */
    private RowType matchComposite(DeclaredRowType.Composite row, @Nullable JavaType keyType) {
        Map<String, Integer> positionByName = new LinkedHashMap<>();
        Map<Integer, List<QueryOutput>> repeatedOutputsByOffset = new TreeMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            QueryOutput output = outputs.get(i);
            if (positionByName.putIfAbsent(Suggestion.normalize(output.name()), i) != null) {
                repeatedOutputsByOffset
                        .computeIfAbsent(output.span().offset(), ignored -> new ArrayList<>())
                        .add(output);
            }
        }
        if (!repeatedOutputsByOffset.isEmpty()) {
            repeatedOutputsByOffset.values().forEach(mismatchReporter::reportRepeatedOutputs);
            return toCompositeType(row); // the other differences follow from this one
        }
        int[] columnPositions = new int[row.columns().size()];
        Map<Integer, JavaType> typeByPosition = new TreeMap<>();
        List<DeclaredColumn> unmatchedComponents = new ArrayList<>();
        for (int i = 0; i < columnPositions.length; i++) {
            DeclaredColumn component = row.columns().get(i);
            Integer position = positionByName.remove(Suggestion.normalize(component.name()));
            if (position == null) {
                unmatchedComponents.add(component);
            } else {
                columnPositions[i] = position;
                typeByPosition.put(position, component.javaType());
                checkComponent(component, outputs.get(position), row);
            }
        }
        if (keyType != null && positionByName.values().remove(0)) {
            typeByPosition.put(0, keyType);
        }
        mismatchReporter.reportUnmatched(row, unmatchedComponents, List.copyOf(positionByName.values()));
        return unmatchedComponents.isEmpty() && typeByPosition.size() == outputs.size()
                ? new RowType.Composite(
                        row.shape().mapColumnIndexes(index -> columnPositions[index]),
                        List.copyOf(typeByPosition.values()))
                : toCompositeType(row);
    }

    private void checkComponent(DeclaredColumn component, QueryOutput output, DeclaredRowType.Composite row) {
        OutputTypeCheck typeCheck = new OutputTypeCheck(output, findings);
        String name = ResultMismatchReporter.renderQualifiedName(row, component);
        typeCheck.checkType(name, component.javaType(), component.definition().type());
        if (Boolean.FALSE.equals(component.definition().nullable())) {
            typeCheck.checkNullness(name, component.describeNullableRemedy(row.isNullMarked()));
        }
    }
}
