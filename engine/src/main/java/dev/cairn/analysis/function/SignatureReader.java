package dev.cairn.analysis.function;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses one signature in the {@linkplain SignatureNotation notation}: {@code (varchar, T...) T via varbinary}. */
final class SignatureReader {
    private static final Map<String, SignatureType> NAMED = Map.ofEntries(
            Map.entry("any", SignatureType.OpenType.ANY),
            Map.entry("array", SignatureType.OpenType.ARRAY),
            Map.entry("map", SignatureType.OpenType.MAP),
            Map.entry("struct", SignatureType.OpenType.STRUCT),
            type("boolean", TypeConstants.BOOLEAN),
            type("tinyint", TypeConstants.TINYINT),
            type("smallint", TypeConstants.SMALLINT),
            type("int", TypeConstants.INT),
            type("bigint", TypeConstants.BIGINT),
            type("largeint", TypeConstants.LARGEINT),
            type("float", TypeConstants.FLOAT),
            type("double", TypeConstants.DOUBLE),
            type("decimalv2", TypeConstants.DECIMALV2),
            type("decimal32", Decimal.open(Decimal.Kind.DECIMAL32)),
            type("decimal64", Decimal.open(Decimal.Kind.DECIMAL64)),
            type("decimal128", Decimal.open(Decimal.Kind.DECIMAL128)),
            type("decimal256", Decimal.open(Decimal.Kind.DECIMAL256)),
            type("char", TypeConstants.CHAR),
            type("varchar", TypeConstants.VARCHAR),
            type("string", TypeConstants.STRING),
            type("varbinary", TypeConstants.VARBINARY),
            type("date", TypeConstants.DATE),
            type("datetime", TypeConstants.DATETIME),
            type("time", TypeConstants.TIME),
            type("json", TypeConstants.JSON),
            type("variant", TypeConstants.VARIANT),
            type("bitmap", TypeConstants.BITMAP),
            type("hll", TypeConstants.HLL),
            type("percentile", TypeConstants.PERCENTILE));

    private final String text;
    private final Map<String, SignatureType> bound;
    private int position;

    SignatureReader(String text, Map<String, SignatureType> bound) {
        this.text = text;
        this.bound = bound;
    }

    static SignatureType namedType(String word) {
        SignatureType parameter = NAMED.get(word);
        if (parameter == null) {
            throw new IllegalArgumentException("no type is called " + word);
        }
        return parameter;
    }

    Signature read(FunctionEntry function, boolean nullable) {
        List<SignatureType> parameters = new ArrayList<>();
        boolean variadic = false;
        require('(');
        while (!accept(')')) {
            parameters.add(readParameter());
            while (accept('.')) {
                variadic = true;
            }
            accept(',');
        }
        SignatureType result = readParameter();
        SignatureType state = readWord().equals("via") ? readParameter() : result;
        return new Signature(function, parameters, variadic, result, state, nullable);
    }

    private SignatureType readParameter() {
        Type nested = readNestedType();
        if (nested != null) {
            return new SignatureType.FixedType(nested);
        }
        String word = readWord();
        SignatureType variable = bound.get(word);
        return variable == null ? namedType(word) : variable;
    }

    private @Nullable Type readNestedType() {
        if (accept('[')) {
            Type element = readType();
            require(']');
            return new Type.Array(element);
        }
        if (accept('{')) {
            Type key = readType();
            require(':');
            Type value = readType();
            require('}');
            return new Type.Map(key, value);
        }
        return accept('<') ? readStruct() : null;
    }

    private Type readStruct() {
        List<Type.Field> fields = new ArrayList<>();
        do {
            fields.add(new Type.Field(readWord(), readType()));
        } while (accept(','));
        require('>');
        return new Type.Struct(fields);
    }

    private Type readType() {
        if (readParameter() instanceof SignatureType.FixedType of) {
            return of.type();
        }
        throw new IllegalArgumentException("an open type can't be a part of another: " + text);
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

    private boolean accept(char sign) {
        skipBlanks();
        boolean there = position < text.length() && text.charAt(position) == sign;
        if (there) {
            position++;
        }
        return there;
    }

    private void require(char sign) {
        if (!accept(sign)) {
            throw new IllegalArgumentException(sign + " is missing at " + position + ": " + text);
        }
    }

    private void skipBlanks() {
        while (position < text.length() && text.charAt(position) == ' ') {
            position++;
        }
    }

    private static Map.Entry<String, SignatureType> type(String word, Type type) {
        return Map.entry(word, new SignatureType.FixedType(type));
    }
}
