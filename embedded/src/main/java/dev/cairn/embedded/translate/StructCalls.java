package dev.cairn.embedded.translate;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.UnsupportedFeature;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Calls that put values together, each with its own type: structs and JSON objects; and those that tell a type. */
final class StructCalls {
    private final ExpressionTranslation expressions;

    StructCalls(ExpressionTranslation expressions) {
        this.expressions = expressions;
    }

    /** Null for any other. */
    @Nullable
    Value of(Call call, String name) {
        return switch (name) {
            case "row" -> struct(call, call.arguments());
            case "named_struct" -> struct(call, everySecond(call.arguments()));
            case "json_object" -> object(call.arguments());
            case "json_array" -> array(call.arguments());
            case "to_json" -> expressions.of(call.arguments().get(0)).as(TranslationTypes.JSON);
            case "typeof" -> typeName(call);
            case "arrays_zip" -> zipped(call);
            default -> null;
        };
    }

    private Value typeName(Call call) {
        Type type = expressions.type(call.arguments().get(0));
        PrimitiveType primitive = PrimitiveType.of(type);
        if (primitive == PrimitiveType.INVALID_TYPE || primitive.isDecimal()) {
            throw UnsupportedFeature.function("typeof", call.span());
        }
        return new Value(DuckDbQuoting.text(primitive.name().toLowerCase(Locale.ROOT)), TranslationTypes.VARCHAR);
    }

    private static List<Expression> everySecond(List<Expression> arguments) {
        List<Expression> values = new ArrayList<>();
        for (int i = 1; i < arguments.size(); i += 2) {
            values.add(arguments.get(i));
        }
        return values;
    }

    private Value struct(Call call, List<Expression> values) {
        Type.Struct type = (Type.Struct) expressions.type(call);
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Type.Field field = type.fields().get(i);
            fields.add(DuckDbQuoting.name(field.name()) + ": "
                    + expressions.of(values.get(i)).as(field.type()).sql());
        }
        return new Value("CAST({" + String.join(", ", fields) + "} AS " + DuckDbType.of(type) + ")", type);
    }

    private Value object(List<Expression> arguments) {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            String key = expressions
                    .of(arguments.get(i))
                    .as(TranslationTypes.VARCHAR)
                    .sql();
            entries.add("sr_json_quote(" + key + ") || ': ' || " + json(arguments.get(i + 1)));
        }
        return new Value("sr_json_parse(" + bracketed("{", entries, "}") + ")", TranslationTypes.JSON);
    }

    private Value array(List<Expression> arguments) {
        List<String> elements = new ArrayList<>();
        for (Expression argument : arguments) {
            elements.add(json(argument));
        }
        return new Value("(" + bracketed("[", elements, "]") + ")", TranslationTypes.JSON);
    }

    private String json(Expression expression) {
        return "coalesce("
                + expressions.of(expression).as(TranslationTypes.JSON).sql() + ", 'null')";
    }

    private static String bracketed(String opening, List<String> parts, String closing) {
        return parts.isEmpty()
                ? "'" + opening + closing + "'"
                : "'" + opening + "' || " + String.join(" || ', ' || ", parts) + " || '" + closing + "'";
    }

    private Value zipped(Call call) {
        Type.Array type = (Type.Array) expressions.type(call);
        List<String> lists = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            lists.add(expressions.of(argument).sql());
        }
        String present = String.join(" IS NOT NULL AND ", lists) + " IS NOT NULL";
        String zipped = "CASE WHEN " + present + " THEN list_zip(" + String.join(", ", lists) + ") END";
        return new Value("CAST(" + zipped + " AS " + DuckDbType.of(type) + ")", type);
    }
}
