package dev.cairn.embedded.translate;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.query.JsonPathArgument;
import dev.cairn.embedded.translate.query.JsonQueryChain;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Translates literals of arrays and maps, and the access to parts of nested values and JSON, to DuckDB's SQL. */
final class NestedExpressionTranslator {
    private final ExpressionTranslator expressionTranslator;

    NestedExpressionTranslator(ExpressionTranslator expressionTranslator) {
        this.expressionTranslator = expressionTranslator;
    }

    /** Translates an expression that creates or reads a nested value; returns empty for any other expression. */
    Optional<DuckDbExpression> translate(Expression expression) {
        if (expression instanceof Expression.ArrayLiteral array) {
            return Optional.of(translateArray(array));
        }
        if (expression instanceof Expression.MapLiteral map) {
            return Optional.of(translateMap(map));
        }
        if (expression instanceof Expression.Subscript subscript) {
            return Optional.of(translateSubscript(subscript));
        }
        if (expression instanceof Expression.FieldAccess fieldAccess) {
            return expressionTranslator
                    .translate(fieldAccess.base())
                    .findField(fieldAccess.field().text());
        }
        if (expression instanceof Expression.Arrow arrow) {
            return JsonQueryChain.find(arrow).map(this::translateJsonQuery);
        }
        return expression instanceof Expression.Slice slice ? Optional.of(translateSlice(slice)) : Optional.empty();
    }

    DuckDbExpression translateJsonQuery(JsonQueryChain chain) {
        JsonPathArgument.requireValidJsonPath(chain.path());
        String json = expressionTranslator.translateAs(chain.document(), TypeConstants.JSON);
        String path = DuckDbQuoting.quoteText(chain.path());
        return new DuckDbExpression("sr_json_query(" + json + ", " + path + ")", TypeConstants.JSON);
    }

    private DuckDbExpression translateArray(Expression.ArrayLiteral array) {
        return translateArray(array, List.of((Type.Array) expressionTranslator.requireType(array)));
    }

    /**
     * Translates an array literal.
     *
     * @param types the types to which it is cast, one after the other
     */
    private DuckDbExpression translateArray(Expression.ArrayLiteral array, List<Type.Array> types) {
        Type.Array type = types.get(types.size() - 1);
        List<Type> elementTypes = types.stream().map(Type.Array::element).toList();
        List<String> elements = array.elements().stream()
                .map(element -> translateElement(element, elementTypes))
                .toList();
        return CallTranslator.cast("[" + String.join(", ", elements) + "]", type);
    }

    /**
     * Translates an element of an array literal. Frontends cast the elements of a nested array literal instead of the
     * nested array, and cast number literals from their written digits.
     */
    private String translateElement(Expression element, List<Type> types) {
        Type type = types.get(types.size() - 1);
        if (element.unwrap() instanceof Expression.ArrayLiteral array && becomesTextArray(array, type)) {
            List<Type.Array> arrayTypes = new ArrayList<>();
            arrayTypes.add((Type.Array) expressionTranslator.requireType(array));
            types.forEach(arrayType -> arrayTypes.add((Type.Array) arrayType));
            return translateArray(array, arrayTypes).sql();
        }
        boolean isNumberLiteral = element.unwrap().numberValue() != null;
        DuckDbExpression value = expressionTranslator.translate(element);
        for (Type elementType : types) {
            boolean keepsDigits = isNumberLiteral
                    && !elementType.equals(type)
                    && PrimitiveType.of(elementType).isDecimal();
            value = keepsDigits ? value : value.castTo(elementType);
        }
        return value.sql();
    }

    /**
     * Returns whether an array literal of decimal or floating-point numbers becomes an array of texts; false if another
     * expression replaces the literal.
     */
    private boolean becomesTextArray(Expression.ArrayLiteral array, Type targetType) {
        PrimitiveType elementType = PrimitiveType.of(innermostElementType(expressionTranslator.requireType(array)));
        return (elementType.isDecimal() || elementType.isFloatingPoint())
                && PrimitiveType.of(innermostElementType(targetType)).isCharacterType()
                && !expressionTranslator.isReplaced(array);
    }

    private static Type innermostElementType(Type type) {
        return type instanceof Type.Array array ? innermostElementType(array.element()) : type;
    }

    /** Translates a map literal. Of entries with equal keys, the last one is kept. */
    private DuckDbExpression translateMap(Expression.MapLiteral map) {
        Type.Map type = (Type.Map) expressionTranslator.requireType(map);
        List<String> entries = new ArrayList<>();
        for (Expression.MapEntry mapEntry : map.entries()) {
            entries.add("{key: " + expressionTranslator.translateAs(mapEntry.key(), type.key()) + ", value: "
                    + expressionTranslator.translateAs(mapEntry.value(), type.value()) + "}");
        }
        return new DuckDbExpression(
                "sr_map("
                        + CallTranslator.cast("[" + String.join(", ", entries) + "]", type)
                                .sql() + ")",
                type);
    }

    /**
     * Translates a subscript. Positions begin at 1; the position of a field may also count from the end, where -1 is
     * the last field. An element of an array that does not exist is NULL.
     */
    private DuckDbExpression translateSubscript(Expression.Subscript subscript) {
        DuckDbExpression base = expressionTranslator.translate(subscript.base());
        DuckDbExpression index = expressionTranslator.translate(subscript.index());
        if (base.type() instanceof Type.Array array) {
            String position = index.castTo(TypeConstants.BIGINT).sql();
            return new DuckDbExpression(
                    "list_extract(" + base.sql() + ", nullif(greatest(" + position + ", 0), 0))", array.element());
        }
        if (base.type() instanceof Type.Map map && map.key().equals(TypeConstants.NULL)) {
            // All keys of this map are NULL, so only the index NULL can find an entry.
            String sql = "CASE WHEN " + index.sql() + " IS NULL THEN sr_map_value(" + base.sql() + ", NULL) END";
            return new DuckDbExpression(sql, map.value());
        }
        if (base.type() instanceof Type.Map map) {
            String keySql = index.castTo(map.key()).sql();
            return new DuckDbExpression("sr_map_value(" + base.sql() + ", " + keySql + ")", map.value());
        }
        Long position = subscript.index().integerValue();
        if (base.type() instanceof Type.Struct struct && position != null) {
            long fieldIndex = position > 0 ? position - 1 : struct.fields().size() + position;
            return base.field(struct.fields().get((int) fieldIndex));
        }
        if (base.type() instanceof Type.Struct struct && subscript.index() instanceof Expression.StringLiteral text) {
            return struct.fields().stream()
                    .filter(field -> field.name().equalsIgnoreCase(text.value()))
                    .map(base::field)
                    .findFirst()
                    .orElseThrow(() -> ExpressionTranslator.createUnsupportedExpressionRefusal(subscript));
        }
        throw ExpressionTranslator.createUnsupportedExpressionRefusal(subscript);
    }

    private DuckDbExpression translateSlice(Expression.Slice slice) {
        DuckDbExpression base = expressionTranslator.translate(slice.base());
        String start = slice.start() == null ? "1" : slice.start().toString();
        String end = slice.end() == null ? "" : slice.end().toString();
        return new DuckDbExpression("(" + base.sql() + ")[" + start + ":" + end + "]", base.type());
    }
}
