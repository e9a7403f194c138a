package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.UnsupportedFeature;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Arrays, maps, structs and JSON documents: how they are written, and what is inside of them. */
final class NestedTranslation {
    private final ExpressionTranslation expressions;

    NestedTranslation(ExpressionTranslation expressions) {
        this.expressions = expressions;
    }

    Value of(Expression expression) {
        if (expression instanceof Expression.ArrayLiteral array) {
            return array(array);
        }
        if (expression instanceof Expression.MapLiteral map) {
            return map(map);
        }
        if (expression instanceof Expression.Subscript subscript) {
            return subscript(subscript);
        }
        if (expression instanceof Expression.FieldAccess access) {
            Optional<Value> field = TranslationScope.inside(expressions.of(access.base()), List.of(access.field()));
            return field.orElseThrow(() -> unsupported(expression));
        }
        if (expression instanceof Expression.Arrow arrow) {
            String json = expressions.of(arrow.base()).as(TranslationTypes.JSON).sql();
            return new Value(
                    "sr_json_query(" + json + ", "
                            + DuckDbQuoting.text(arrow.path().value()) + ")",
                    TranslationTypes.JSON);
        }
        if (expression instanceof Expression.Subquery subquery) {
            TranslatedQuery query = expressions.subquery(subquery.query());
            return new Value("(" + query.sql() + ")", query.columns().get(0).type());
        }
        if (expression instanceof Expression.Slice slice) {
            return slice(slice);
        }
        throw unsupported(expression);
    }

    private static RuntimeException unsupported(Expression expression) {
        return UnsupportedFeature.query("'" + Sql.render(expression) + "'", expression.span());
    }

    private Value array(Expression.ArrayLiteral array) {
        Type.Array type = (Type.Array) expressions.type(array);
        List<String> elements = new ArrayList<>();
        for (Expression element : array.elements()) {
            elements.add(expressions.of(element).as(type.element()).sql());
        }
        return new Value("CAST([" + String.join(", ", elements) + "] AS " + DuckDbType.of(type) + ")", type);
    }

    /** Of equal keys the last one counts. */
    private Value map(Expression.MapLiteral map) {
        Type.Map type = (Type.Map) expressions.type(map);
        List<String> entries = new ArrayList<>();
        for (Expression.Entry entry : map.entries()) {
            entries.add("{k: " + expressions.of(entry.key()).as(type.key()).sql() + ", v: "
                    + expressions.of(entry.value()).as(type.value()).sql() + "}");
        }
        String list = "CAST([" + String.join(", ", entries) + "] AS STRUCT(k " + DuckDbType.of(type.key()) + ", v "
                + DuckDbType.of(type.value()) + ")[])";
        return new Value("map_from_entries(" + list + ")", type);
    }

    /** Arrays count from one; what is not there is NULL. */
    private Value subscript(Expression.Subscript subscript) {
        Value base = expressions.of(subscript.base());
        Value index = expressions.of(subscript.index());
        if (base.type() instanceof Type.Array array) {
            String place = index.as(TranslationTypes.BIGINT).sql();
            return new Value("list_extract(" + base.sql() + ", nullif(" + place + ", 0))", array.element());
        }
        if (base.type() instanceof Type.Map map) {
            return new Value(
                    "map_extract_value(" + base.sql() + ", "
                            + index.as(map.key()).sql() + ")",
                    map.value());
        }
        if (base.type() instanceof Type.Struct struct && subscript.index() instanceof Expression.Number number) {
            Type.Field field = struct.fields().get(Integer.parseInt(number.text()) - 1);
            return new Value("(" + base.sql() + ")." + DuckDbQuoting.name(field.name()), field.type());
        }
        if (base.type() instanceof Type.Struct struct && subscript.index() instanceof Expression.Text text) {
            return struct.fields().stream()
                    .filter(field -> field.name().equalsIgnoreCase(text.value()))
                    .map(field -> new Value("(" + base.sql() + ")." + DuckDbQuoting.name(field.name()), field.type()))
                    .findFirst()
                    .orElseThrow(() -> unsupported(subscript));
        }
        throw unsupported(subscript);
    }

    private Value slice(Expression.Slice slice) {
        Value base = expressions.of(slice.base());
        String from = slice.from() == null ? "1" : slice.from().toString();
        String to = slice.to() == null ? "" : slice.to().toString();
        return new Value("(" + base.sql() + ")[" + from + ":" + to + "]", base.type());
    }
}
