package dev.cairn.embedded.translate.value;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates explicit and implicit casts. A value that can't be converted becomes NULL, as on backends; where DuckDB
 * converts a value differently than the server, this class uses other expressions.
 */
public final class CastTranslator {
    private CastTranslator() {}

    /**
     * Converts an expression from one type to another.
     *
     * @throws Refusal if the embedded server does not support the conversion
     */
    public static String convert(String sql, Type sourceType, Type targetType) {
        return convert(sql, sourceType, DuckDbType.withFullNestedPrecision(targetType), false);
    }

    /** Converts the JSON text of a nested value. */
    public static String convertJsonText(String text, Type targetType) {
        return convert("sr_json_parse(" + text + ")", TypeConstants.JSON, targetType);
    }

    /** Converts a value with a CAST, except that struct fields are matched by name, and that new fields are NULL. */
    public static String convertByFieldNames(String sql, Type sourceType, Type targetType) {
        return convert(sql, sourceType, DuckDbType.withFullNestedPrecision(targetType), true);
    }

    private static String convert(String sql, Type sourceType, Type targetType, boolean matchesFieldsByName) {
        if (sourceType instanceof Type.Array array && targetType instanceof Type.Array targetArray) {
            return convertElements(sql, array.element(), targetArray.element(), targetType, matchesFieldsByName);
        }
        if (sourceType instanceof Type.Map map && targetType instanceof Type.Map targetMap) {
            return convertEntries(sql, map, targetMap, matchesFieldsByName);
        }
        if (sourceType instanceof Type.Struct struct && targetType instanceof Type.Struct targetStruct) {
            return matchesFieldsByName
                    ? convertFieldsByName(sql, struct, targetStruct)
                    : convertFields(sql, struct, targetStruct);
        }
        PrimitiveType sourcePrimitive = PrimitiveType.of(sourceType);
        PrimitiveType targetPrimitive = PrimitiveType.of(targetType);
        if (sourcePrimitive == PrimitiveType.NULL_TYPE) {
            return "CAST(" + sql + " AS " + DuckDbType.typeName(targetType) + ")";
        }
        if (haveSameRepresentation(sourceType, targetType)
                && (sourcePrimitive == targetPrimitive || areBothTexts(sourcePrimitive, targetPrimitive))) {
            return sql;
        }
        if (targetPrimitive == PrimitiveType.VARIANT) {
            return VariantTranslator.encode(sql, sourceType);
        }
        if (sourcePrimitive == PrimitiveType.VARIANT) {
            return VariantTranslator.convert(sql, targetType);
        }
        if (sourcePrimitive == PrimitiveType.INVALID_TYPE || targetPrimitive == PrimitiveType.INVALID_TYPE) {
            return convertNested(sql, sourceType, targetType, sourcePrimitive, targetPrimitive);
        }
        return new ScalarCast(sql, sourceType, targetType).convert();
    }

    private static boolean haveSameRepresentation(Type sourceType, Type targetType) {
        String duckDbType = DuckDbType.typeName(targetType);
        return duckDbType.equals(DuckDbType.typeName(sourceType))
                && (sourceType.equals(targetType) || !WideDecimal.containsWideDecimal(duckDbType));
    }

    private static boolean areBothTexts(PrimitiveType sourcePrimitive, PrimitiveType targetPrimitive) {
        return sourcePrimitive.isCharacterType() && targetPrimitive.isCharacterType();
    }

    private static String convertElements(
            String sql, Type sourceType, Type targetType, Type arrayType, boolean matchesFieldsByName) {
        String elementSql = convert("x", sourceType, targetType, matchesFieldsByName);
        if (elementSql.equals("CAST(x AS " + DuckDbType.typeName(targetType) + ")")) {
            return "CAST(" + sql + " AS " + DuckDbType.typeName(arrayType)
                    + ")"; // DuckDB calculates it once for a constant array
        }
        return elementSql.equals("x")
                ? sql
                : "CAST(list_transform(" + sql + ", lambda x: " + elementSql + ") AS " + DuckDbType.typeName(arrayType)
                        + ")";
    }

    private static String convertEntries(
            String sql, Type.Map sourceType, Type.Map targetType, boolean matchesFieldsByName) {
        String keySql = convert("x.key", sourceType.key(), targetType.key(), matchesFieldsByName);
        String valueSql = convert("x.value", sourceType.value(), targetType.value(), matchesFieldsByName);
        if (keySql.equals("x.key") && valueSql.equals("x.value")) {
            return sql;
        }
        String entriesSql = "list_transform(" + sql + ", lambda x: {key: " + keySql + ", value: " + valueSql + "})";
        return "sr_map(CAST(" + entriesSql + " AS " + DuckDbType.typeName(targetType) + "))";
    }

    /** Converts a struct to another one; the fields are matched by position. */
    private static String convertFields(String sql, Type.Struct sourceType, Type.Struct targetType) {
        if (haveSameRepresentation(sourceType, targetType)) {
            return sql;
        }
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < targetType.fields().size(); i++) {
            String value = sql + "."
                    + DuckDbQuoting.quoteName(sourceType.fields().get(i).name());
            fields.add(DuckDbQuoting.quoteName(targetType.fields().get(i).name()) + ": "
                    + convert(
                            value,
                            sourceType.fields().get(i).type(),
                            targetType.fields().get(i).type()));
        }
        return "CASE WHEN " + sql + " IS NULL THEN NULL ELSE {" + String.join(", ", fields) + "} END";
    }

    private static String convertFieldsByName(String sql, Type.Struct sourceType, Type.Struct targetType) {
        if (haveSameRepresentation(sourceType, targetType)) {
            return sql;
        }
        List<String> fields = new ArrayList<>();
        for (Type.Field field : targetType.fields()) {
            String value = sourceType.fields().stream()
                    .filter(sourceField -> sourceField.name().equalsIgnoreCase(field.name()))
                    .findFirst()
                    .map(sourceField -> convertByFieldNames(
                            sql + "." + DuckDbQuoting.quoteName(sourceField.name()), sourceField.type(), field.type()))
                    .orElse("NULL");
            fields.add(DuckDbQuoting.quoteName(field.name()) + ": CAST(" + value + " AS "
                    + DuckDbType.typeName(field.type()) + ")");
        }
        return "CASE WHEN " + sql + " IS NULL THEN NULL ELSE {" + String.join(", ", fields) + "} END";
    }

    /**
     * Converts a nested value to JSON, or JSON or the text of an array to a nested value.
     *
     * @throws Refusal if the embedded server does not support the conversion
     */
    private static String convertNested(
            String sql,
            Type sourceType,
            Type targetType,
            PrimitiveType sourcePrimitive,
            PrimitiveType targetPrimitive) {
        if (targetPrimitive == PrimitiveType.JSON) {
            return JsonDocumentTranslator.convert(sql, sourceType);
        }
        if (sourcePrimitive.isCharacterType() && targetType instanceof Type.Array array) {
            return convertArrayText(sql, array);
        }
        if (sourcePrimitive == PrimitiveType.JSON) {
            return NestedValueTranslator.convert(sql, TypeConstants.JSON, targetType);
        }
        if (sourcePrimitive == PrimitiveType.BOOLEAN) { // the type of NULL within a nested value
            return "CAST(NULL AS " + DuckDbType.typeName(targetType) + ")";
        }
        throw UnsupportedFeatureRefusals.createTypeRefusal(
                TypeFormat.formatForMessages(sourceType) + " as " + TypeFormat.formatForMessages(targetType));
    }

    /** Converts the text of an array, whose elements are the texts between its commas. */
    private static String convertArrayText(String sql, Type.Array targetType) {
        boolean unquotes = PrimitiveType.of(targetType.element()).isCharacterType();
        String elementsSql = "sr_list(sr_array_elements(" + sql + ", " + unquotes + "))";
        return convertElements(elementsSql, TypeConstants.VARCHAR, targetType.element(), targetType, false);
    }
}
