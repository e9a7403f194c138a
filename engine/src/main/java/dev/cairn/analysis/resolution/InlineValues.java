package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves {@code (VALUES (1, 'a'), (2, 'b'))}, a relation of rows that the query itself contains. */
public final class InlineValues {
    private final QueryResolution resolution;
    private final OuterScope around;

    InlineValues(QueryResolution resolution, OuterScope around) {
        this.resolution = resolution;
        this.around = around;
    }

    RelationFields of(Relation.Values values) {
        QueryScope scope = resolution.scope(RelationFields.NONE, around.scope());
        ExpressionTyping typing = resolution.typing(scope, around.tables());
        List<ExpressionType> first = typing.of(values.rows().get(0));
        List<ExpressionType> common = new ArrayList<>(first);
        for (List<Expression> row : values.rows().subList(1, values.rows().size())) {
            if (row.size() != first.size()) {
                throw Refusal.analysis(values.span(), QueryRule.UNEQUAL_VALUES);
            }
            List<ExpressionType> typed = typing.of(row);
            for (int i = 0; i < typed.size(); i++) {
                common.set(i, joined(common.get(i), typed.get(i), row.get(i)));
            }
        }
        return new RelationFields(fields(values, common, first));
    }

    private static List<RelationField> fields(
            Relation.Values values, List<ExpressionType> types, List<ExpressionType> first) {
        RelationName relation = RelationResolution.name(values.alias());
        List<RelationField> fields = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            fields.add(new RelationField(
                    name(values, i),
                    relation,
                    types.get(i).asNullable(),
                    RelationField.Visibility.SHOWN,
                    first.get(i).nullable(),
                    List.of()));
        }
        return fields;
    }

    private static String name(Relation.Values values, int at) {
        List<Name> names = values.alias() == null ? List.of() : values.alias().columns();
        return at < names.size() ? names.get(at).text() : "column_" + at;
    }

    /** Returns the common types of the values of a row and those of the rows before it. */
    public static List<ExpressionType> joined(
            List<ExpressionType> before, List<ExpressionType> row, List<? extends @Nullable Expression> places) {
        List<ExpressionType> joined = new ArrayList<>(row.size());
        for (int i = 0; i < row.size(); i++) {
            Expression place = places.get(i);
            joined.add(place == null ? before.get(i) : joined(before.get(i), row.get(i), place));
        }
        return joined;
    }

    private static ExpressionType joined(ExpressionType one, ExpressionType other, Expression place) {
        if (one.type() == null || other.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        Type common = CommonTypes.of(one.type(), other.type());
        if (common == null) {
            throw Refusal.analysis(
                    place.span(),
                    QueryRule.VALUES_TYPES_INCOMPATIBLE,
                    TypeText.named(one.type()),
                    TypeText.named(other.type()));
        }
        NullCause cause = NullCause.first(one.cause(), other.cause());
        return new ExpressionType(common, one.nullable(), one.state(), cause);
    }
}
