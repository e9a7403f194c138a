package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Query.SetOperation.Kind;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resolves UNION, INTERSECT and EXCEPT. The output columns have the names of the first query's columns, and types that
 * can hold the values of all queries. The server considers a column nullable if the column of any query is; whether it
 * can in fact be NULL depends on the operation.
 */
final class SetOperationResolver {
    private final QueryResolver queryResolver;

    SetOperationResolver(QueryResolver queryResolver) {
        this.queryResolver = queryResolver;
    }

    RelationFields resolve(SetOperation operation, EnclosingScope enclosingScope) {
        if (operation.kind() != Kind.UNION && operation.quantifier() == Quantifier.ALL) {
            String operator = operation.kind() == Kind.INTERSECT ? "INTERSECT" : "EXCEPT";
            throw Refusal.ofAnalysis(operation.span(), CommonRule.UNSUPPORTED, operator, "ALL");
        }
        List<Body> operands = operation.operands();
        RelationFields combinedFields = queryResolver.resolveBody(operands.get(0), List.of(), enclosingScope);
        for (Body operand : operands.subList(1, operands.size())) {
            combinedFields =
                    combine(operation, combinedFields, queryResolver.resolveBody(operand, List.of(), enclosingScope));
        }
        return combinedFields;
    }

    private RelationFields combine(SetOperation operation, RelationFields leftFields, RelationFields rightFields) {
        if (leftFields.mayHaveUnknownFields() || rightFields.mayHaveUnknownFields()) {
            return withUnknownTypes(leftFields);
        }
        requireColumnCount(operation.span(), leftFields, rightFields);
        List<RelationField> combinedFields = new ArrayList<>(leftFields.size());
        for (int i = 0; i < leftFields.size(); i++) {
            combinedFields.add(combineField(operation, leftFields.get(i), rightFields.get(i)));
        }
        return new RelationFields(combinedFields);
    }

    private RelationField combineField(SetOperation operation, RelationField leftField, RelationField rightField) {
        Type leftType = leftField.expressionType().type();
        Type rightType = rightField.expressionType().type();
        requireComparable(operation, rightType); // the server does not check the first query
        Type commonType = leftType == null || rightType == null
                ? null
                : CommonTypes.findCommonType(
                        leftType, queryResolver.sourceResolver().settings().arrangeFields(rightType, leftType));
        if (commonType == null && leftType != null && rightType != null) {
            throw Refusal.ofAnalysis(
                    operation.span(),
                    QueryRule.TYPES_INCOMPATIBLE,
                    "The rows",
                    TypeFormat.formatForMessages(leftType),
                    TypeFormat.formatForMessages(rightType));
        }
        boolean isNullable = leftField.expressionType().isNullable()
                || rightField.expressionType().isNullable();
        List<RelationField.UsedColumn> origins = new ArrayList<>(leftField.origins());
        rightField.origins().stream()
                .filter(usedColumn -> !leftField.origins().contains(usedColumn))
                .forEach(origins::add);
        return new RelationField(
                leftField.name(),
                leftField.relationName(),
                new ExpressionType(
                        commonType,
                        isNullable,
                        leftField.expressionType().state(),
                        deriveNullCause(operation, leftField.expressionType(), rightField.expressionType())),
                RelationField.Visibility.VISIBLE,
                leftField.isNullableInView(),
                origins);
    }

    /**
     * Returns why a column of the result may be NULL; null if it never is. INTERSECT returns only rows that all queries
     * return, and EXCEPT only rows of the first query.
     */
    private static @Nullable NullCause deriveNullCause(
            SetOperation operation, ExpressionType leftType, ExpressionType rightType) {
        return switch (operation.kind()) {
            case UNION ->
                toBranchCause(
                        operation.kind(), leftType.nullCause() == null ? rightType.nullCause() : leftType.nullCause());
            case INTERSECT -> leftType.nullCause() == null ? null : rightType.nullCause();
            case EXCEPT, MINUS -> leftType.nullCause();
        };
    }

    private static @Nullable NullCause toBranchCause(Kind kind, @Nullable NullCause cause) {
        return cause == null || cause.kind() == NullCause.Kind.UNKNOWN || cause.kind() == NullCause.Kind.BRANCH
                ? cause
                : NullCause.of(NullCause.Kind.BRANCH, cause.span(), kind, cause);
    }

    private static void requireComparable(SetOperation operation, @Nullable Type type) {
        boolean comparesRows = operation.kind() != Kind.UNION || !operation.keepsDuplicates();
        if (comparesRows && type != null && PrimitiveType.of(type).isMetric()) {
            throw Refusal.ofAnalysis(
                    operation.span(), TypeRule.TYPE_UNSUPPORTED, "A set operation", TypeFormat.formatForMessages(type));
        }
    }

    private static void requireColumnCount(Span span, RelationFields leftFields, RelationFields rightFields) {
        if (leftFields.size() != rightFields.size()) {
            throw Refusal.ofAnalysis(span, QueryRule.COLUMN_COUNTS_DIFFER, "The queries of the set operation");
        }
    }

    /**
     * Returns the columns of a recursive query whose next step adds rows: the types remain the same, but more columns
     * may be NULL.
     */
    static RelationFields addRecursiveStep(RelationFields previousFields, RelationFields stepFields) {
        List<RelationField> fields = new ArrayList<>(previousFields.size());
        for (int i = 0; i < previousFields.size(); i++) {
            ExpressionType expressionType = previousFields.get(i).expressionType();
            NullCause cause = stepFields.mayHaveUnknownFields()
                    ? NullCause.UNKNOWN
                    : stepFields.get(i).expressionType().nullCause();
            fields.add(previousFields
                    .get(i)
                    .withType(expressionType.withNullCause(NullCause.firstNonNull(expressionType.nullCause(), cause))));
        }
        return new RelationFields(fields);
    }

    /**
     * Returns the known columns of the left operand with unknown types, and a wildcard, because not all columns of the
     * operands are known.
     */
    private static RelationFields withUnknownTypes(RelationFields leftFields) {
        List<RelationField> fields = new ArrayList<>();
        for (RelationField field : leftFields.fields()) {
            if (field.isWildcard()) {
                break;
            }
            fields.add(field.withType(ExpressionType.UNKNOWN));
        }
        fields.add(RelationField.ofWildcard(null));
        return new RelationFields(fields);
    }

    /** Requires that the columns of a recursive step can be cast to the types of the anchor's columns. */
    void requireCastableStep(SetOperation union, RelationFields anchorFields, RelationFields stepFields) {
        if (anchorFields.mayHaveUnknownFields() || stepFields.mayHaveUnknownFields()) {
            return;
        }
        requireColumnCount(union.span(), anchorFields, stepFields);
        for (int i = 0; i < anchorFields.size(); i++) {
            Type anchorType = anchorFields.get(i).expressionType().type();
            Type stepType = stepFields.get(i).expressionType().type();
            requireComparable(union, stepType);
            if (anchorType != null
                    && stepType != null
                    && !stepType.equals(anchorType)
                    && !CastRules.isPossible(stepType, anchorType)) {
                throw Refusal.ofAnalysis(
                        union.span(),
                        QueryRule.TYPES_INCOMPATIBLE,
                        "The parts of the recursive query",
                        TypeFormat.formatForMessages(anchorType),
                        TypeFormat.formatForMessages(stepType));
            }
        }
    }
}
