package dev.cairn.analysis.function;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses one signature in the {@linkplain SignatureNotation notation}: {@code (varchar, T...) T via varbinary}.
 * Signatures are part of the product, so an error in a signature is an exception and not a refusal.
 */
final class SignatureParser {
    private static final Map<String, SignatureType> TYPE_BY_NAME = Map.ofEntries(
            Map.entry("any", SignatureType.PolymorphicType.ANY),
            Map.entry("array", SignatureType.PolymorphicType.ARRAY),
            Map.entry("map", SignatureType.PolymorphicType.MAP),
            Map.entry("struct", SignatureType.PolymorphicType.STRUCT),
            typeEntry("boolean", TypeConstants.BOOLEAN),
            typeEntry("tinyint", TypeConstants.TINYINT),
            typeEntry("smallint", TypeConstants.SMALLINT),
            typeEntry("int", TypeConstants.INT),
            typeEntry("bigint", TypeConstants.BIGINT),
            typeEntry("largeint", TypeConstants.LARGEINT),
            typeEntry("float", TypeConstants.FLOAT),
            typeEntry("double", TypeConstants.DOUBLE),
            typeEntry("decimalv2", TypeConstants.DECIMALV2),
            typeEntry("decimal32", Decimal.ofWildcard(Decimal.Kind.DECIMAL32)),
            typeEntry("decimal64", Decimal.ofWildcard(Decimal.Kind.DECIMAL64)),
            typeEntry("decimal128", Decimal.ofWildcard(Decimal.Kind.DECIMAL128)),
            typeEntry("decimal256", Decimal.ofWildcard(Decimal.Kind.DECIMAL256)),
            typeEntry("char", TypeConstants.CHAR),
            typeEntry("varchar", TypeConstants.VARCHAR),
            typeEntry("string", TypeConstants.STRING),
            typeEntry("varbinary", TypeConstants.VARBINARY),
            typeEntry("date", TypeConstants.DATE),
            typeEntry("datetime", TypeConstants.DATETIME),
            typeEntry("time", TypeConstants.TIME),
            typeEntry("json", TypeConstants.JSON),
            typeEntry("variant", TypeConstants.VARIANT),
            typeEntry("bitmap", TypeConstants.BITMAP),
            typeEntry("hll", TypeConstants.HLL),
            typeEntry("percentile", TypeConstants.PERCENTILE));

    private final String text;
    private final Map<String, SignatureType> typeByVariable;
    private int position;

    SignatureParser(String text, Map<String, SignatureType> typeByVariable) {
        this.text = text;
        this.typeByVariable = typeByVariable;
    }

    static SignatureType requireNamedType(String word) {
        SignatureType type = TYPE_BY_NAME.get(word);
        if (type == null) {
            throw new IllegalArgumentException("Unknown type: " + word);
        }
        return type;
    }

    Signature parse(FunctionEntry function, boolean isResultNullable) {
        List<SignatureType> parameters = new ArrayList<>();
        boolean isVariadic = false;
        require('(');
        while (!accept(')')) {
            parameters.add(readSignatureType());
            while (accept('.')) {
                isVariadic = true;
            }
            accept(',');
        }
        SignatureType resultType = readSignatureType();
        SignatureType stateType = readWord().equals("via") ? readSignatureType() : resultType;
        return new Signature(function, parameters, isVariadic, resultType, stateType, isResultNullable);
    }

    private SignatureType readSignatureType() {
        Type nestedType = readNestedType();
        if (nestedType != null) {
            return new SignatureType.FixedType(nestedType);
        }
        String word = readWord();
        SignatureType variable = typeByVariable.get(word);
        return variable == null ? requireNamedType(word) : variable;
    }

    private @Nullable Type readNestedType() {
        if (accept('[')) {
            Type elementType = readFixedType();
            require(']');
            return new Type.Array(elementType);
        }
        if (accept('{')) {
            Type keyType = readFixedType();
            require(':');
            Type valueType = readFixedType();
            require('}');
            return new Type.Map(keyType, valueType);
        }
        return accept('<') ? readStruct() : null;
    }

    private Type readStruct() {
        List<Type.Field> fields = new ArrayList<>();
        do {
            fields.add(new Type.Field(readWord(), readFixedType()));
        } while (accept(','));
        require('>');
        return new Type.Struct(fields);
    }

    private Type readFixedType() {
        if (readSignatureType() instanceof SignatureType.FixedType fixedType) {
            return fixedType.type();
        }
        throw new IllegalArgumentException("A component of a nested type must be a fixed type: " + text);
    }

    private String readWord() {
        skipBlanks();
        int start = position;
        while (position < text.length()
                && (Character.isLetterOrDigit(text.charAt(position)) || text.charAt(position) == '_')) {
            position++;
        }
        return text.substring(start, position);
    }

    private boolean accept(char character) {
        skipBlanks();
        boolean isNext = position < text.length() && text.charAt(position) == character;
        if (isNext) {
            position++;
        }
        return isNext;
    }

    private void require(char character) {
        if (!accept(character)) {
            throw new IllegalArgumentException("Missing '" + character + "' at position " + position + ": " + text);
        }
    }

    private void skipBlanks() {
        while (position < text.length() && text.charAt(position) == ' ') {
            position++;
        }
    }

    private static Map.Entry<String, SignatureType> typeEntry(String word, Type type) {
        return Map.entry(word, new SignatureType.FixedType(type));
    }
}
