package dev.cairn.embedded.rows.literal;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Arrays, maps and structs of {@linkplain ScalarLiteralColumn plain} literals. DuckDB reads them as JSON. */
record NestedLiteralColumn(Type type) implements LiteralColumn {
    /**
     * Returns the column of some values; empty if they have to be translated one by one.
     *
     * @param target the type of the column
     */
    static Optional<NestedLiteralColumn> find(List<? extends @Nullable Expression> values, Type target) {
        return target instanceof Type.Nested
                ? findCommonType(values, target).map(NestedLiteralColumn::new)
                : Optional.empty();
    }

    /**
     * Returns the common type of values that are converted to the target; the target if all of them are NULL. Empty if
     * they have no common type, or one of them is not a plain literal.
     */
    private static Optional<Type> findCommonType(List<? extends @Nullable Expression> values, Type target) {
        List<Expression> nonNullValues = new ArrayList<>();
        for (Expression value : values) {
            if (value == null) {
                return Optional.empty();
            }
            Expression bareExpression = removeCasts(value, target);
            if (!(bareExpression instanceof Expression.NullLiteral)) {
                nonNullValues.add(bareExpression);
            }
        }
        if (nonNullValues.isEmpty()) {
            return Optional.of(target);
        }
        if (target instanceof Type.Array array) {
            return findElements(nonNullValues)
                    .flatMap(items -> findCommonType(items, array.element()))
                    .map(Type.Array::new);
        }
        if (target instanceof Type.Map map) {
            return findEntries(nonNullValues)
                    .flatMap(items -> findCommonType(
                                    items.stream().map(Expression.MapEntry::key).toList(), map.key())
                            .flatMap(key -> findCommonType(
                                            items.stream()
                                                    .map(Expression.MapEntry::value)
                                                    .toList(),
                                            map.value())
                                    .map(value -> new Type.Map(key, value))));
        }
        if (target instanceof Type.Struct struct) {
            return findCommonStructType(nonNullValues, struct);
        }
        return ScalarLiteralColumn.findCommonType(nonNullValues);
    }

    /** Returns a value without casts to its target type. */
    private static Expression removeCasts(Expression value, Type target) {
        Expression bareExpression = value;
        while (target instanceof Type.Nested
                && bareExpression instanceof Expression.Cast cast
                && cast.type().equals(target)) {
            bareExpression = cast.value();
        }
        return bareExpression;
    }

    /** Returns the elements of all arrays; empty if one of the values is not an array literal without a type. */
    private static Optional<List<Expression>> findElements(List<Expression> arrays) {
        List<Expression> elements = new ArrayList<>();
        for (Expression array : arrays) {
            if (!(array instanceof Expression.ArrayLiteral literal) || literal.type() != null) {
                return Optional.empty();
            }
            elements.addAll(literal.elements());
        }
        return Optional.of(elements);
    }

    private static Optional<List<Expression.MapEntry>> findEntries(List<Expression> maps) {
        List<Expression.MapEntry> allEntries = new ArrayList<>();
        for (Expression map : maps) {
            List<Expression.MapEntry> entries = findEntries(map).orElse(null);
            if (entries == null || !haveDistinctPlainKeys(entries)) {
                return Optional.empty();
            }
            allEntries.addAll(entries);
        }
        return Optional.of(allEntries);
    }

    /** Returns the entries of {@code map{k: v}} or {@code map(k, v)}. */
    private static Optional<List<Expression.MapEntry>> findEntries(Expression map) {
        if (map instanceof Expression.MapLiteral literal && literal.type() == null) {
            return Optional.of(literal.entries());
        }
        if (!(map instanceof Expression.Call call) || !isPlainCall(call, "map")) {
            return Optional.empty();
        }
        List<Expression.MapEntry> entries = new ArrayList<>();
        for (int i = 0; i + 1 < call.arguments().size(); i += 2) {
            entries.add(new Expression.MapEntry(
                    call.arguments().get(i), call.arguments().get(i + 1)));
        }
        return Optional.of(entries);
    }

    /** Returns whether the keys are plain literals, of which no two are written in the same way. */
    private static boolean haveDistinctPlainKeys(List<Expression.MapEntry> entries) {
        Set<String> keys = new HashSet<>();
        return entries.stream()
                .allMatch(entry ->
                        ScalarLiteralColumn.findCommonType(List.of(entry.key())).isPresent()
                                && keys.add(ScalarLiteralColumn.toSqlLiteral(entry.key())));
    }

    private static Optional<Type> findCommonStructType(List<Expression> structs, Type.Struct target) {
        List<String> fieldNames = null;
        List<List<Expression>> fieldValues = new ArrayList<>();
        target.fields().forEach(field -> fieldValues.add(new ArrayList<>()));
        for (Expression struct : structs) {
            StructFields fields = StructFields.find(struct).orElse(null);
            if (fields == null
                    || fields.values().size() != fieldValues.size()
                    || !(fieldNames == null || fieldNames.equals(fields.names()))) {
                return Optional.empty();
            }
            fieldNames = fields.names();
            for (int i = 0; i < fieldValues.size(); i++) {
                fieldValues.get(i).add(fields.values().get(i));
            }
        }
        List<Type.Field> fields = new ArrayList<>();
        for (int i = 0; i < fieldValues.size(); i++) {
            Optional<Type> type =
                    findCommonType(fieldValues.get(i), target.fields().get(i).type());
            if (type.isEmpty() || fieldNames == null) {
                return Optional.empty();
            }
            fields.add(new Type.Field(fieldNames.get(i), type.get()));
        }
        return Optional.of(new Type.Struct(fields));
    }

    private static boolean isPlainCall(Expression.Call call, String functionName) {
        return call.function().parts().size() == 1
                && CallRewrites.lowerCaseName(call).equals(functionName)
                && !call.isDistinct()
                && !call.hasStar();
    }

    /** The fields of {@code row(…)} or {@code named_struct(…)}. */
    private record StructFields(List<String> names, List<Expression> values) {
        static Optional<StructFields> find(Expression struct) {
            if (!(struct instanceof Expression.Call call)) {
                return Optional.empty();
            }
            List<String> names = new ArrayList<>();
            List<Expression> values = new ArrayList<>();
            if (isPlainCall(call, "row")) {
                for (Expression value : call.arguments()) {
                    values.add(value);
                    names.add("col" + values.size());
                }
                return Optional.of(new StructFields(names, values));
            }
            if (!isPlainCall(call, "named_struct")) {
                return Optional.empty();
            }
            for (int i = 0; i + 1 < call.arguments().size(); i += 2) {
                if (!(call.arguments().get(i) instanceof Expression.StringLiteral name)) {
                    return Optional.empty();
                }
                names.add(name.value());
                values.add(call.arguments().get(i + 1));
            }
            return Optional.of(new StructFields(names, values));
        }
    }

    @Override
    public String renderLiteral(Expression value) {
        String text = renderText(value);
        return text == null ? "NULL" : DuckDbQuoting.quoteText(text);
    }

    @Override
    public @Nullable String renderText(Expression value) {
        Object json = toJsonValue(value);
        return json == null ? null : JsonWriter.COMPACT.format(json);
    }

    @Override
    public String renderConversion(String columnSql) {
        return "CAST(CAST(" + columnSql + " AS JSON) AS " + DuckDbType.typeName(type) + ")";
    }

    private static @Nullable Object toJsonValue(Expression value) {
        if (value instanceof Expression.Cast cast) {
            return toJsonValue(cast.value());
        }
        if (value instanceof Expression.NullLiteral) {
            return null;
        }
        if (value instanceof Expression.BooleanLiteral booleanLiteral) {
            return booleanLiteral.value();
        }
        if (value instanceof Expression.ArrayLiteral array) {
            List<@Nullable Object> elements = new ArrayList<>();
            array.elements().forEach(element -> elements.add(toJsonValue(element)));
            return elements;
        }
        StructFields fields = StructFields.find(value).orElse(null);
        if (fields != null) {
            return toJsonObject(fields.names(), fields.values());
        }
        List<Expression.MapEntry> entries = findEntries(value).orElse(null);
        if (entries != null) {
            return entries.stream()
                    .map(entry -> toJsonObject(List.of("key", "value"), List.of(entry.key(), entry.value())))
                    .toList();
        }
        // A decimal as a text keeps all its digits.
        return value instanceof Expression.StringLiteral text ? text.value() : ScalarLiteralColumn.toSqlLiteral(value);
    }

    private static Map<String, @Nullable Object> toJsonObject(List<String> names, List<Expression> values) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            object.put(names.get(i), toJsonValue(values.get(i)));
        }
        return object;
    }
}
