package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.source.Field;
import dev.cairn.analysis.source.Fields;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.Typed;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code (VALUES (1, 'a'), (2, 'b'))}: rows that stand in the query itself. */
public final class InlineValues {
    private final QueryResolution resolution;
    private final Surroundings around;

    InlineValues(QueryResolution resolution, Surroundings around) {
        this.resolution = resolution;
        this.around = around;
    }

    Fields of(Relation.Values values) {
        QueryScope scope = resolution.scope(Fields.NONE, around.scope());
        ExpressionTyping typing = resolution.typing(scope, around.tables());
        List<Typed> first = typing.of(values.rows().get(0));
        List<Typed> common = new ArrayList<>(first);
        for (List<Expression> row : values.rows().subList(1, values.rows().size())) {
            if (row.size() != first.size()) {
                throw Refusal.analysis(values.span(), "Values have unequal number of columns");
            }
            List<Typed> typed = typing.of(row);
            for (int i = 0; i < typed.size(); i++) {
                common.set(i, joined(common.get(i), typed.get(i), row.get(i)));
            }
        }
        return new Fields(fields(values, common, first));
    }

    private static List<Field> fields(Relation.Values values, List<Typed> types, List<Typed> first) {
        RelationName relation = RelationResolution.name(values.alias());
        List<Field> fields = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            fields.add(new Field(
                    name(values, i),
                    relation,
                    new Typed(types.get(i).type(), true, types.get(i).state()),
                    Field.Visibility.SHOWN,
                    first.get(i).nullable(),
                    List.of()));
        }
        return fields;
    }

    private static String name(Relation.Values values, int at) {
        List<Name> names = values.alias() == null ? List.of() : values.alias().columns();
        return at < names.size() ? names.get(at).text() : "column_" + at;
    }

    /** What the values of one row have in common with those of the rows before it. */
    public static List<Typed> joined(List<Typed> before, List<Typed> row, List<? extends @Nullable Expression> places) {
        List<Typed> joined = new ArrayList<>(row.size());
        for (int i = 0; i < row.size(); i++) {
            Expression place = places.get(i);
            joined.add(place == null ? before.get(i) : joined(before.get(i), row.get(i), place));
        }
        return joined;
    }

    private static Typed joined(Typed one, Typed other, Expression place) {
        if (one.type() == null || other.type() == null) {
            return Typed.UNKNOWN;
        }
        Type common = CommonTypes.of(one.type(), other.type());
        if (common == null) {
            throw Refusal.analysis(
                    place.span(),
                    "Incompatible return types '" + TypeText.named(one.type()) + "' and '"
                            + TypeText.named(other.type()) + "'");
        }
        return new Typed(common, one.nullable(), one.state());
    }
}
