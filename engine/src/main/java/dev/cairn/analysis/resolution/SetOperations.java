package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Query.SetOperation.Kind;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resolves UNION, INTERSECT and EXCEPT: the columns have the names of the first query and types that hold the values of
 * all.
 */
final class SetOperations {
    private final QueryResolution resolution;

    SetOperations(QueryResolution resolution) {
        this.resolution = resolution;
    }

    RelationFields of(SetOperation operation, OuterScope around) {
        if (operation.kind() != Kind.UNION && operation.quantifier() == Quantifier.ALL) {
            String kind = operation.kind() == Kind.INTERSECT ? "INTERSECT" : "EXCEPT";
            throw Refusal.analysis(operation.span(), QueryRule.NO_ALL_QUALIFIER, kind);
        }
        List<Body> operands = operands(operation);
        RelationFields common = resolution.body(operands.get(0), List.of(), around);
        for (Body operand : operands.subList(1, operands.size())) {
            common = joined(operation, common, resolution.body(operand, List.of(), around));
        }
        return common;
    }

    /**
     * Flattens a chain of equal operations, which the server treats as one operation on many operands, from left to
     * right.
     */
    static List<Body> operands(SetOperation operation) {
        List<Body> operands = new ArrayList<>();
        Body body = operation;
        while (body instanceof SetOperation inner && isSame(inner, operation)) {
            operands.add(inner.right());
            body = inner.left();
        }
        operands.add(body);
        Collections.reverse(operands);
        return operands;
    }

    private static boolean isSame(SetOperation one, SetOperation other) {
        boolean excepts = one.kind() != Kind.UNION && one.kind() != Kind.INTERSECT;
        boolean kind =
                one.kind() == other.kind() || (excepts && other.kind() != Kind.UNION && other.kind() != Kind.INTERSECT);
        return kind && keepsDuplicates(one) == keepsDuplicates(other);
    }

    private static boolean keepsDuplicates(SetOperation operation) {
        return operation.quantifier() == Quantifier.ALL;
    }

    private static RelationFields joined(SetOperation operation, RelationFields left, RelationFields right) {
        if (left.open() || right.open()) {
            return unknown(left);
        }
        requireCount(operation.span(), left, right);
        List<RelationField> joined = new ArrayList<>(left.size());
        for (int i = 0; i < left.size(); i++) {
            joined.add(joined(operation, left.get(i), right.get(i)));
        }
        return new RelationFields(joined);
    }

    private static RelationField joined(SetOperation operation, RelationField left, RelationField right) {
        Type one = left.typed().type();
        Type other = right.typed().type();
        requireComparable(operation, other);
        Type common = one == null || other == null ? null : CommonTypes.of(one, other);
        if (common == null && one != null && other != null) {
            throw Refusal.analysis(
                    operation.span(), QueryRule.VALUES_TYPES_INCOMPATIBLE, TypeText.named(one), TypeText.named(other));
        }
        boolean nullable = left.typed().nullable() || right.typed().nullable();
        List<RelationField.Cell> origins = new ArrayList<>(left.origins());
        right.origins().stream().filter(cell -> !left.origins().contains(cell)).forEach(origins::add);
        return new RelationField(
                left.name(),
                left.relation(),
                new ExpressionType(common, nullable, left.typed().state()),
                RelationField.Visibility.SHOWN,
                left.nullableExpression(),
                origins);
    }

    private static void requireComparable(SetOperation operation, @Nullable Type type) {
        boolean comparing = operation.kind() != Kind.UNION || !keepsDuplicates(operation);
        if (comparing && type != null && PrimitiveType.of(type).isMetric()) {
            throw Refusal.analysis(operation.span(), QueryRule.TYPE_IN_SET_OPERATION, TypeText.named(type));
        }
    }

    private static void requireCount(Span at, RelationFields left, RelationFields right) {
        if (left.size() != right.size()) {
            throw Refusal.analysis(at, QueryRule.SET_OPERATION_COLUMN_COUNT);
        }
    }

    /** If the columns of an operand are unknown, so are the types of the result. */
    private static RelationFields unknown(RelationFields left) {
        List<RelationField> fields = new ArrayList<>();
        for (RelationField field : left.all()) {
            if (field.isWildcard()) {
                break;
            }
            fields.add(field.withTyped(ExpressionType.UNKNOWN));
        }
        fields.add(RelationField.wildcard(null));
        return new RelationFields(fields);
    }

    /** The columns of a recursive step must be castable to those of the anchor. */
    void requireStep(SetOperation union, RelationFields anchor, RelationFields step) {
        if (anchor.open() || step.open()) {
            return;
        }
        requireCount(union.span(), anchor, step);
        for (int i = 0; i < anchor.size(); i++) {
            Type expected = anchor.get(i).typed().type();
            Type given = step.get(i).typed().type();
            requireComparable(union, given);
            if (expected != null && given != null && !given.equals(expected) && !Casts.isPossible(given, expected)) {
                throw Refusal.analysis(
                        union.span(), QueryRule.RECURSIVE_QUERY_TYPES, TypeText.named(expected), TypeText.named(given));
            }
        }
    }
}
