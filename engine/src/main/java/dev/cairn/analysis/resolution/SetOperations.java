package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.Field;
import dev.cairn.analysis.source.Fields;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.Typed;
import dev.cairn.catalog.Primitive;
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

/** UNION, INTERSECT, EXCEPT: the columns have the names of the first query, and types that hold what all give. */
final class SetOperations {
    private final QueryResolution resolution;

    SetOperations(QueryResolution resolution) {
        this.resolution = resolution;
    }

    Fields of(SetOperation operation, Surroundings around) {
        if (operation.kind() != Kind.UNION && operation.quantifier() == Quantifier.ALL) {
            String kind = operation.kind() == Kind.INTERSECT ? "INTERSECT" : "EXCEPT";
            throw Refusal.analysis(operation.span(), kind + " does not support ALL qualifier");
        }
        List<Body> operands = operands(operation);
        Fields common = resolution.body(operands.get(0), List.of(), around);
        for (Body operand : operands.subList(1, operands.size())) {
            common = joined(operation, common, resolution.body(operand, List.of(), around));
        }
        return common;
    }

    /** What the server takes for one operation on many: equal ones from left to right. */
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

    private static Fields joined(SetOperation operation, Fields left, Fields right) {
        if (left.open() || right.open()) {
            return unknown(left);
        }
        requireCount(operation.span(), left, right);
        List<Field> joined = new ArrayList<>(left.size());
        for (int i = 0; i < left.size(); i++) {
            joined.add(joined(operation, left.get(i), right.get(i)));
        }
        return new Fields(joined);
    }

    private static Field joined(SetOperation operation, Field left, Field right) {
        Type one = left.typed().type();
        Type other = right.typed().type();
        requireComparable(operation, other);
        Type common = one == null || other == null ? null : CommonTypes.of(one, other);
        if (common == null && one != null && other != null) {
            throw Refusal.analysis(
                    operation.span(),
                    "Incompatible return types '" + TypeText.named(one) + "' and '" + TypeText.named(other) + "'");
        }
        boolean nullable = left.typed().nullable() || right.typed().nullable();
        List<Field.Cell> origins = new ArrayList<>(left.origins());
        right.origins().stream().filter(cell -> !left.origins().contains(cell)).forEach(origins::add);
        return new Field(
                left.name(),
                left.relation(),
                new Typed(common, nullable, left.typed().state()),
                Field.Visibility.SHOWN,
                left.nullableExpression(),
                origins);
    }

    private static void requireComparable(SetOperation operation, @Nullable Type type) {
        boolean comparing = operation.kind() != Kind.UNION || !keepsDuplicates(operation);
        if (comparing && type != null && Primitive.of(type).isMetric()) {
            throw Refusal.analysis(operation.span(), TypeText.named(type) + " not support set operation");
        }
    }

    private static void requireCount(Span at, Fields left, Fields right) {
        if (left.size() != right.size()) {
            throw Refusal.analysis(at, "Operands have unequal number of columns");
        }
    }

    /** Where it is not known which columns stand below one another, their types can't be either. */
    private static Fields unknown(Fields left) {
        List<Field> fields = new ArrayList<>();
        for (Field field : left.all()) {
            if (field.isWildcard()) {
                break;
            }
            fields.add(field.withTyped(Typed.UNKNOWN));
        }
        fields.add(Field.wildcard(null));
        return new Fields(fields);
    }

    /** A step of a recursive table gives what the anchor gave. */
    void requireStep(SetOperation union, Fields anchor, Fields step) {
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
                        union.span(),
                        "Unequality return types '" + TypeText.named(expected) + "' and '" + TypeText.named(given)
                                + "' in recursive cte");
            }
        }
    }
}
