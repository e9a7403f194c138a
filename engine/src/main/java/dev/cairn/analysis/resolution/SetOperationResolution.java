package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeFormat;
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
 * Resolves UNION, INTERSECT and EXCEPT: the columns have the names of the first query and types that hold the values of
 * all.
 */
final class SetOperationResolution {
    private final QueryResolution resolution;

    SetOperationResolution(QueryResolution resolution) {
        this.resolution = resolution;
    }

    RelationFields resolve(SetOperation operation, OuterScope outerScope) {
        if (operation.kind() != Kind.UNION && operation.quantifier() == Quantifier.ALL) {
            String kind = operation.kind() == Kind.INTERSECT ? "INTERSECT" : "EXCEPT";
            throw Refusal.analysis(operation.span(), CommonRule.UNSUPPORTED, kind, "ALL");
        }
        List<Body> operands = operation.operands();
        RelationFields common = resolution.resolveBody(operands.get(0), List.of(), outerScope);
        for (Body operand : operands.subList(1, operands.size())) {
            common = combine(operation, common, resolution.resolveBody(operand, List.of(), outerScope));
        }
        return common;
    }

    private static RelationFields combine(SetOperation operation, RelationFields left, RelationFields right) {
        if (left.mayHaveOthers() || right.mayHaveOthers()) {
            return withUnknownTypes(left);
        }
        requireColumnCount(operation.span(), left, right);
        List<RelationField> joined = new ArrayList<>(left.size());
        for (int i = 0; i < left.size(); i++) {
            joined.add(combine(operation, left.get(i), right.get(i)));
        }
        return new RelationFields(joined);
    }

    private static RelationField combine(SetOperation operation, RelationField left, RelationField right) {
        Type one = left.expressionType().type();
        Type other = right.expressionType().type();
        requireComparable(operation, other);
        Type common = one == null || other == null ? null : CommonTypes.commonType(one, other);
        if (common == null && one != null && other != null) {
            throw Refusal.analysis(
                    operation.span(),
                    QueryRule.TYPES_INCOMPATIBLE,
                    "The rows",
                    TypeFormat.formatForMessages(one),
                    TypeFormat.formatForMessages(other));
        }
        boolean nullable =
                left.expressionType().nullable() || right.expressionType().nullable();
        List<RelationField.UsedColumn> origins = new ArrayList<>(left.origins());
        right.origins().stream().filter(cell -> !left.origins().contains(cell)).forEach(origins::add);
        return new RelationField(
                left.name(),
                left.relation(),
                new ExpressionType(
                        common,
                        nullable,
                        left.expressionType().state(),
                        deriveCause(operation, left.expressionType(), right.expressionType())),
                RelationField.Visibility.SHOWN,
                left.nullableExpression(),
                origins);
    }

    private static @Nullable NullCause deriveCause(SetOperation operation, ExpressionType left, ExpressionType right) {
        return switch (operation.kind()) {
            case UNION -> causeOfBranch(operation.kind(), left.cause() == null ? right.cause() : left.cause());
            case INTERSECT -> left.cause() == null ? null : right.cause();
            case EXCEPT, MINUS -> left.cause();
        };
    }

    private static @Nullable NullCause causeOfBranch(Kind kind, @Nullable NullCause cause) {
        return cause == null || cause.kind() == NullCause.Kind.UNKNOWN || cause.kind() == NullCause.Kind.BRANCH
                ? cause
                : NullCause.of(NullCause.Kind.BRANCH, cause.span(), kind, cause);
    }

    private static void requireComparable(SetOperation operation, @Nullable Type type) {
        boolean comparing = operation.kind() != Kind.UNION || !operation.keepsDuplicates();
        if (comparing && type != null && PrimitiveType.of(type).isMetric()) {
            throw Refusal.analysis(
                    operation.span(), TypeRule.TYPE_UNSUPPORTED, "A set operation", TypeFormat.formatForMessages(type));
        }
    }

    private static void requireColumnCount(Span span, RelationFields left, RelationFields right) {
        if (left.size() != right.size()) {
            throw Refusal.analysis(span, QueryRule.COLUMN_COUNT, "The queries of the set operation");
        }
    }

    /** Returns the columns of a recursive query with more rows; the first query determines their types. */
    static RelationFields addRows(RelationFields before, RelationFields rows) {
        List<RelationField> fields = new ArrayList<>(before.size());
        for (int i = 0; i < before.size(); i++) {
            ExpressionType expressionType = before.get(i).expressionType();
            NullCause cause = rows.mayHaveOthers()
                    ? NullCause.UNKNOWN
                    : rows.get(i).expressionType().cause();
            fields.add(
                    before.get(i).withType(expressionType.withCause(NullCause.firstOf(expressionType.cause(), cause))));
        }
        return new RelationFields(fields);
    }

    /** Returns the columns of the first operand without types, for operands with unknown columns. */
    private static RelationFields withUnknownTypes(RelationFields left) {
        List<RelationField> fields = new ArrayList<>();
        for (RelationField field : left.fields()) {
            if (field.isWildcard()) {
                break;
            }
            fields.add(field.withType(ExpressionType.UNKNOWN));
        }
        fields.add(RelationField.wildcard(null));
        return new RelationFields(fields);
    }

    /** Requires that the columns of a recursive step can be cast to those of the anchor. */
    void requireStep(SetOperation union, RelationFields anchor, RelationFields step) {
        if (anchor.mayHaveOthers() || step.mayHaveOthers()) {
            return;
        }
        requireColumnCount(union.span(), anchor, step);
        for (int i = 0; i < anchor.size(); i++) {
            Type expected = anchor.get(i).expressionType().type();
            Type givenType = step.get(i).expressionType().type();
            requireComparable(union, givenType);
            if (expected != null
                    && givenType != null
                    && !givenType.equals(expected)
                    && !Casts.isPossible(givenType, expected)) {
                throw Refusal.analysis(
                        union.span(),
                        QueryRule.TYPES_INCOMPATIBLE,
                        "The parts of the recursive query",
                        TypeFormat.formatForMessages(expected),
                        TypeFormat.formatForMessages(givenType));
            }
        }
    }
}
