package dev.cairn.analysis.function;

import dev.cairn.analysis.type.Decimals;
import dev.cairn.analysis.type.Types;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one signature from its {@linkplain SignatureNotation notation}: {@code (varchar, T...) T via varbinary}. */
final class SignatureReader {
    private static final Map<String, Parameter> NAMED = Map.ofEntries(
            Map.entry("any", Parameter.Open.ANY),
            Map.entry("array", Parameter.Open.ARRAY),
            Map.entry("map", Parameter.Open.MAP),
            Map.entry("struct", Parameter.Open.STRUCT),
            type("boolean", Types.BOOLEAN),
            type("tinyint", Types.TINYINT),
            type("smallint", Types.SMALLINT),
            type("int", Types.INT),
            type("bigint", Types.BIGINT),
            type("largeint", Types.LARGEINT),
            type("float", Types.FLOAT),
            type("double", Types.DOUBLE),
            type("decimalv2", Types.DECIMALV2),
            type("decimal32", Decimals.open(Decimal.Kind.DECIMAL32)),
            type("decimal64", Decimals.open(Decimal.Kind.DECIMAL64)),
            type("decimal128", Decimals.open(Decimal.Kind.DECIMAL128)),
            type("decimal256", Decimals.open(Decimal.Kind.DECIMAL256)),
            type("char", Types.CHAR),
            type("varchar", Types.VARCHAR),
            type("varbinary", Types.VARBINARY),
            type("date", Types.DATE),
            type("datetime", Types.DATETIME),
            type("time", Types.TIME),
            type("json", Types.JSON),
            type("variant", Types.VARIANT),
            type("bitmap", Types.BITMAP),
            type("hll", Types.HLL),
            type("percentile", Types.PERCENTILE));

    private final String text;
    private final Map<String, Parameter> bound;
    private int at;

    SignatureReader(String text, Map<String, Parameter> bound) {
        this.text = text;
        this.bound = bound;
    }

    static Parameter named(String word) {
        Parameter parameter = NAMED.get(word);
        if (parameter == null) {
            throw new IllegalArgumentException("no type is called " + word);
        }
        return parameter;
    }

    /** The signature of a scalar function without a name. */
    Signature read() {
        List<Parameter> parameters = new ArrayList<>();
        boolean variadic = false;
        require('(');
        while (!taken(')')) {
            parameters.add(parameter());
            while (taken('.')) {
                variadic = true;
            }
            taken(',');
        }
        Parameter result = parameter();
        Parameter state = word().equals("via") ? parameter() : result;
        return new Signature("", Signature.Kind.SCALAR, parameters, variadic, result, state, true);
    }

    private Parameter parameter() {
        Type nested = nested();
        if (nested != null) {
            return new Parameter.Of(nested);
        }
        String word = word();
        Parameter variable = bound.get(word);
        return variable == null ? named(word) : variable;
    }

    private @Nullable Type nested() {
        if (taken('[')) {
            Type element = type();
            require(']');
            return new Type.Array(element);
        }
        if (taken('{')) {
            Type key = type();
            require(':');
            Type value = type();
            require('}');
            return new Type.Map(key, value);
        }
        return taken('<') ? struct() : null;
    }

    private Type struct() {
        List<Type.Field> fields = new ArrayList<>();
        do {
            fields.add(new Type.Field(word(), type()));
        } while (taken(','));
        require('>');
        return new Type.Struct(fields);
    }

    private Type type() {
        if (parameter() instanceof Parameter.Of of) {
            return of.type();
        }
        throw new IllegalArgumentException("an open type can't be a part of another: " + text);
    }

    private String word() {
        skipBlanks();
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return text.substring(start, at);
    }

    private boolean taken(char sign) {
        skipBlanks();
        boolean there = at < text.length() && text.charAt(at) == sign;
        if (there) {
            at++;
        }
        return there;
    }

    private void require(char sign) {
        if (!taken(sign)) {
            throw new IllegalArgumentException(sign + " is missing at " + at + ": " + text);
        }
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private static Map.Entry<String, Parameter> type(String word, Type type) {
        return Map.entry(word, new Parameter.Of(type));
    }
}
