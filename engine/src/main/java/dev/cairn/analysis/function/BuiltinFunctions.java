package dev.cairn.analysis.function;

import dev.cairn.analysis.function.FunctionFamily.SignatureNotation;
import dev.cairn.sql.ast.Expression.Call;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The built-in functions of the server, by lower-case name. To add a function, add it to the {@link FunctionFamily} of
 * its topic. A compiler that starts for a few queries needs few of the functions; therefore, an entry is built when its
 * name is first looked up.
 */
public final class BuiltinFunctions {
    private static final Map<String, Definition> DEFINITIONS = index(
            new ScalarFunctions(),
            new CollectionFunctions(),
            new AggregateFunctions(),
            new WindowedAggregates(),
            new WindowFunctionFamily(),
            new TableValuedFunctions());

    private static final Map<String, FunctionEntry> ENTRIES = new ConcurrentHashMap<>();

    private BuiltinFunctions() {}

    /** The definition of a function in the notation. */
    private record Definition(FunctionFamily family, boolean nullable, String text) {
        FunctionEntry entry(String name) {
            FunctionEntry entry = new FunctionEntry(name, family.kind());
            SignatureNotation.define(entry, nullable, text);
            family.define(entry);
            return entry;
        }
    }

    private static Map<String, Definition> index(FunctionFamily... families) {
        Map<String, Definition> definitions = new HashMap<>(1024);
        for (FunctionFamily family : families) {
            SignatureNotation.read(
                    family.functions(),
                    (name, nullable, text) -> definitions.put(name, new Definition(family, nullable, text)));
        }
        return definitions;
    }

    /**
     * Whether a server has a built-in function of this name.
     *
     * @param name in lower case
     */
    public static boolean areNamed(String name) {
        return DEFINITIONS.containsKey(name);
    }

    /** The names are in lower case. */
    public static Set<String> names() {
        return Set.copyOf(DEFINITIONS.keySet());
    }

    /** Returns the function with a lower-case name, or an entry without signatures if the function is unknown. */
    public static FunctionEntry named(String name) {
        FunctionEntry known = ENTRIES.get(name);
        if (known != null) {
            return known;
        }
        Definition definition = DEFINITIONS.get(name);
        if (definition == null) {
            return FunctionEntry.unknown();
        }
        FunctionEntry entry = definition.entry(name);
        FunctionEntry earlier = ENTRIES.putIfAbsent(name, entry);
        return earlier == null ? entry : earlier;
    }

    public static FunctionEntry of(Call call) {
        return named(CallRewrites.name(call));
    }

    /** The table functions, whose result is a struct of the columns. */
    private static final class TableValuedFunctions implements FunctionFamily {
        @Override
        public FunctionEntry.Kind kind() {
            return FunctionEntry.Kind.TABLE;
        }

        @Override
        public String functions() {
            return """
                unnest (array...) any
                unnest_bitmap (bitmap) <unnest_bitmap bigint>; is NEVER_NULL
                json_each (json) <key varchar, value json>
                subdivide_bitmap (bitmap, T) <subdivide_bitmap bitmap> for INTEGERS
                generate_series (T, T, T) <generate_series T> for INTEGERS; is NEVER_NULL
                list_rowsets (bigint, bigint) <id bigint, segments bigint, rows bigint, size bigint, overlapped boolean,
                    delete_predicate varchar>
                """;
        }
    }
}
