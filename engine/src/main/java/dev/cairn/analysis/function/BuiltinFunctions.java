package dev.cairn.analysis.function;

import dev.cairn.analysis.function.Signature.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All functions that the server knows by itself, by their names in lower case. */
public final class BuiltinFunctions {
    private static final Map<String, Overloads> ALL = read();

    private static final Overloads NONE = new Overloads(List.of());

    private BuiltinFunctions() {}

    /** Whether a server has a function of the name, in lower case. */
    public static boolean areNamed(String name) {
        return ALL.containsKey(name);
    }

    /** In lower case. */
    public static Set<String> names() {
        return ALL.keySet();
    }

    public static Overloads named(String name) {
        return ALL.getOrDefault(name, NONE);
    }

    private static Map<String, Overloads> read() {
        Map<String, List<Signature>> signatures = new HashMap<>();
        SignatureNotation.read(TableSignatures.TABLE, Kind.TABLE, signatures);
        SignatureNotation.read(MathSignatures.SCALAR, Kind.SCALAR, signatures);
        SignatureNotation.read(TextSignatures.SCALAR, Kind.SCALAR, signatures);
        SignatureNotation.read(TimeSignatures.SCALAR, Kind.SCALAR, signatures);
        SignatureNotation.read(ConditionSignatures.SCALAR, Kind.SCALAR, signatures);
        SignatureNotation.read(CollectionSignatures.SCALAR, Kind.SCALAR, signatures);
        SignatureNotation.read(DocumentSignatures.SCALAR, Kind.SCALAR, signatures);
        SignatureNotation.read(SketchSignatures.SCALAR, Kind.SCALAR, signatures);
        SignatureNotation.read(AggregateSignatures.AGGREGATE, Kind.AGGREGATE, signatures);
        SignatureNotation.read(AggregateSignatures.WINDOWED, Kind.WINDOWED, signatures);
        SignatureNotation.read(AggregateSignatures.WINDOW, Kind.WINDOW, signatures);
        Map<String, Overloads> functions = new HashMap<>();
        signatures.forEach((name, overloads) -> functions.put(name, new Overloads(overloads)));
        return Map.copyOf(functions);
    }
}
