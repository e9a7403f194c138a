package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.resolution.JoinResolution.JoinKind;
import dev.cairn.analysis.source.Field;
import dev.cairn.analysis.source.Fields;
import dev.cairn.analysis.source.Uses;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.Comparisons;
import dev.cairn.analysis.type.Orderings;
import dev.cairn.analysis.type.Typed;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.ServerProfile.Version;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Relation.Join;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of USING: both sides have them, and what comes out has each once, before all others. It is the left side's,
 * of a RIGHT JOIN the right one's, and of a FULL JOIN neither's: that one has no relation's name.
 */
final class UsingColumns {
    private final Join join;
    private final JoinKind kind;
    private final Fields left;
    private final Fields right;
    private final boolean merges;

    UsingColumns(ServerProfile profile, Join join, JoinKind kind, Fields left, Fields right) {
        // Before 4.0 both columns of these joins come out, and their name is ambiguous.
        this.merges = profile.atLeast(Version.V4_0) || (kind != JoinKind.RIGHT_OUTER && kind != JoinKind.FULL_OUTER);
        this.join = join;
        this.kind = kind;
        this.left = left;
        this.right = right;
    }

    void check(ExpressionTyping typing, Uses uses) {
        for (Name column : join.using()) {
            Field one = field(left, column);
            Field other = field(right, column);
            uses.note(one);
            uses.note(other);
            if (kind == JoinKind.FULL_OUTER) {
                requireCommon(column, one.typed().type(), other.typed().type());
            } else if (!one.isWildcard() && !other.isWildcard()) {
                Expression equal = new Expression.Binary(
                        Expression.Operator.EQUAL, reference(one, column), reference(other, column), column.span());
                typing.of(equal);
                JoinResolution.requireJoinable(equal, typing);
            }
        }
    }

    private static Field field(Fields fields, Name column) {
        QualifiedName name = new QualifiedName(List.of(Name.of(column.text())));
        Fields.Match match = fields.find(name, column.span());
        if (match == null) {
            throw Refusal.analysis(column.span(), "Column '`" + column.text() + "`' cannot be resolved");
        }
        return match.field();
    }

    private static Expression reference(Field field, Name column) {
        QualifiedName name = field.relation() == null
                ? new QualifiedName(List.of(column))
                : new QualifiedName(field.relation().parts(field.name()));
        return new Expression.Reference(name, column.span());
    }

    private void requireCommon(Name column, @Nullable Type one, @Nullable Type other) {
        if (one == null || other == null) {
            return;
        }
        if (!Orderings.canTellApart(one) || !Orderings.canTellApart(other)) {
            throw Refusal.analysis(column.span(), "Type (nested) percentile/hll/bitmap/json not support join");
        }
        Type common = Comparisons.ofEquality(one, other);
        if (common == null || !Casts.isPossible(one, common) || !Casts.isPossible(other, common)) {
            throw Refusal.analysis(
                    column.span(),
                    "USING column '" + column + "' has incompatible types: " + TypeText.shown(one) + " and "
                            + TypeText.shown(other));
        }
    }

    /** What comes out of the join of two sides, each perhaps made nullable. */
    Fields merged(Fields leftSide, Fields rightSide) {
        Fields both = leftSide.beside(rightSide);
        if (join.using().isEmpty() || !merges) {
            return both;
        }
        List<Field> fields = new ArrayList<>(both.size());
        for (Name column : join.using()) {
            fields.add(merged(column, leftSide, rightSide));
        }
        for (Field field : both.all()) {
            if (join.using().stream().noneMatch(column -> column.is(field.name()))) {
                fields.add(field);
            }
        }
        return new Fields(fields, kind == JoinKind.FULL_OUTER || left.merged());
    }

    private Field merged(Name column, Fields leftSide, Fields rightSide) {
        Field one = first(leftSide, column);
        Field other = first(rightSide, column);
        if (kind != JoinKind.FULL_OUTER) {
            return kind == JoinKind.RIGHT_OUTER ? other : one;
        }
        Type left = one.typed().type();
        Type right = other.typed().type();
        Type common =
                left == null || right == null ? null : left.equals(right) ? left : Comparisons.ofOrder(left, right);
        List<Field.Cell> origins = new ArrayList<>(one.origins());
        origins.addAll(other.origins());
        return new Field(
                column.text(),
                null,
                new Typed(common, true, one.typed().state()),
                Field.Visibility.SHOWN,
                true,
                origins);
    }

    private static Field first(Fields fields, Name column) {
        for (Field field : fields.all()) {
            if (column.is(field.name())) {
                return field;
            }
        }
        return Field.calculated(column.text(), Typed.UNKNOWN, List.of());
    }
}
