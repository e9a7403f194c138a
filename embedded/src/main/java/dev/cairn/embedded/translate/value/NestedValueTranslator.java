package dev.cairn.embedded.translate.value;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Converts JSON documents and VARIANT values to nested values, element by element and field by field. */
public final class NestedValueTranslator {
    private static final DocumentFunctions JSON_FUNCTIONS =
            new DocumentFunctions("sr_json_elements", "sr_json_names", "sr_json_values", "sr_json_nested");
    private static final DocumentFunctions VARIANT_FUNCTIONS =
            new DocumentFunctions("sr_variant_elements", "sr_variant_names", "sr_variant_values", "sr_variant_nested");

    private final String documentSql;
    private final Type documentType;
    private final DocumentFunctions functions;

    private NestedValueTranslator(String documentSql, Type documentType) {
        this.documentSql = documentSql;
        this.documentType = documentType;
        this.functions = isJson() ? JSON_FUNCTIONS : VARIANT_FUNCTIONS;
    }

    /** The functions of DuckDB that read the parts of a document. */
    private record DocumentFunctions(
            String elementsFunction, String namesFunction, String valuesFunction, String nestedFunction) {}

    /**
     * Converts a document to a nested value.
     *
     * @param documentType JSON or VARIANT
     * @param targetType an array, map or struct
     */
    static String convert(String documentSql, Type documentType, Type targetType) {
        NestedValueTranslator translator = new NestedValueTranslator(documentSql, documentType);
        if (targetType instanceof Type.Array array) {
            return "CAST(list_transform(sr_list(" + translator.renderCall(translator.functions.elementsFunction())
                    + "), lambda x: " + translator.convertElement("x", array.element()) + ") AS "
                    + DuckDbType.typeName(targetType) + ")";
        }
        return targetType instanceof Type.Map map
                ? translator.convertMembers(map)
                : translator.convertFields((Type.Struct) targetType);
    }

    /** Returns whether, where the result can't be NULL, a document of another kind becomes an empty value of a type. */
    public static boolean hasEmptyValue(Type type) {
        return type instanceof Type.Array || type instanceof Type.Struct;
    }

    /** Returns an array without elements, or a struct whose fields are NULL. */
    public static String renderEmptyValue(Type type) {
        if (type instanceof Type.Array) {
            return "CAST([] AS " + DuckDbType.typeName(type) + ")";
        }
        String fieldsSql = ((Type.Struct) type)
                .fields().stream()
                        .map(field -> DuckDbQuoting.quoteName(field.name()) + ": NULL")
                        .collect(Collectors.joining(", "));
        return "CAST({" + fieldsSql + "} AS " + DuckDbType.typeName(type) + ")";
    }

    private String convertMembers(Type.Map targetType) {
        String entriesSql =
                "sr_entries(list_transform(sr_list(" + renderCall(functions.namesFunction()) + "), lambda x: "
                        + CastTranslator.convert("x", TypeConstants.VARCHAR, targetType.key())
                        + "), list_transform(sr_list(" + renderCall(functions.valuesFunction()) + "), lambda x: "
                        + convertElement("x", targetType.value()) + "))";
        return "sr_map(CAST(" + entriesSql + " AS " + DuckDbType.typeName(targetType) + "))";
    }

    private String convertFields(Type.Struct targetType) {
        List<String> fields = new ArrayList<>();
        for (Type.Field field : targetType.fields()) {
            fields.add(DuckDbQuoting.quoteName(field.name()) + ": "
                    + convertElement(renderMember(field.name(), fields.size()), field.type()));
        }
        return "CASE WHEN " + renderCall(functions.nestedFunction()) + " THEN CAST({" + String.join(", ", fields)
                + "} AS " + DuckDbType.typeName(targetType) + ") END";
    }

    /** Returns the member with the name of a field; in a JSON array, the element at the position of the field. */
    private String renderMember(String memberName, int position) {
        String argumentsSql = documentSql + ", " + DuckDbQuoting.quoteText(memberName);
        return isJson()
                ? "sr_json_member(" + argumentsSql + ", " + position + ")"
                : "sr_variant_member(" + argumentsSql + ")";
    }

    private String renderCall(String function) {
        return function + "(" + documentSql + ")";
    }

    private boolean isJson() {
        return PrimitiveType.of(documentType) == PrimitiveType.JSON;
    }

    private String convertElement(String elementSql, Type targetType) {
        return CastTranslator.convert(elementSql, documentType, targetType);
    }
}
