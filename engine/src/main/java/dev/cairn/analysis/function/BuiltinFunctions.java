package dev.cairn.analysis.function;

import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Expression.Call;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The built-in functions of the server, by lower-case name and version. To add a function, add it to the
 * {@link FunctionFamily} of its topic. An entry is built when its name is first looked up, since a compiler process
 * often needs only a few of the functions. Functions may be looked up from several threads.
 */
public final class BuiltinFunctions {
    private static final Map<String, FunctionDefinition> DEFINITION_BY_NAME = indexByName(
            new ScalarFunctions(),
            new ScalarTextFunctions(),
            new ScalarDateFunctions(),
            new CollectionFunctions(),
            new AggregateFunctions(),
            new PercentileFunctions(),
            new WindowedAggregates(),
            new WindowFunctions(),
            new TableFunctions());

    private static final Map<FunctionKey, FunctionEntry> ENTRY_BY_KEY = new ConcurrentHashMap<>();

    private static final Version NEWEST_VERSION = ServerProfile.DEFAULT.version();

    private BuiltinFunctions() {}

    /** The definition of a function in the {@linkplain SignatureNotation notation}. */
    private record FunctionDefinition(FunctionFamily family, boolean isResultNullable, String notation) {
        FunctionEntry createEntry(FunctionKey key) {
            FunctionEntry.Builder entryBuilder = new FunctionEntry.Builder(key.name, family.kind(), key.version);
            SignatureNotation.define(entryBuilder, isResultNullable, notation);
            family.addRules(entryBuilder);
            return entryBuilder.build();
        }

        boolean isAvailableIn(Version version) {
            return version == NEWEST_VERSION || SignatureNotation.isFunctionAvailableIn(version, notation);
        }
    }

    private record FunctionKey(String name, Version version) {
        /** Overrides the implicit method of the record, whose method handles would delay the start of the compiler. */
        @Override
        public int hashCode() {
            return 31 * name.hashCode() + version.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof FunctionKey key && name.equals(key.name) && version == key.version;
        }
    }

    private static Map<String, FunctionDefinition> indexByName(FunctionFamily... families) {
        Map<String, FunctionDefinition> definitionByName = new HashMap<>(1024);
        for (FunctionFamily family : families) {
            SignatureNotation.readFunctions(
                    family.declarations(),
                    (name, isResultNullable, notation) ->
                            definitionByName.put(name, new FunctionDefinition(family, isResultNullable, notation)));
        }
        return definitionByName;
    }

    /**
     * Returns whether any server has a built-in function of this name.
     *
     * @param name the name in lower case
     */
    public static boolean contains(String name) {
        return DEFINITION_BY_NAME.containsKey(name);
    }

    /** Returns whether a server of this version has a built-in function of this lower-case name. */
    public static boolean contains(String name, Version version) {
        FunctionDefinition definition = DEFINITION_BY_NAME.get(name);
        return definition != null && definition.isAvailableIn(version);
    }

    /** Returns the names of the built-in functions of all versions, in lower case. */
    public static Set<String> names() {
        return Set.copyOf(DEFINITION_BY_NAME.keySet());
    }

    /**
     * Returns the function with a lower-case name as the newest server has it, or an entry without signatures if no
     * server has the function.
     */
    public static FunctionEntry entry(String name) {
        return entry(name, NEWEST_VERSION);
    }

    /**
     * Returns the function as a server of this version has it, or an entry without signatures if the server does not
     * have the function.
     */
    public static FunctionEntry entry(String name, Version version) {
        FunctionKey key = new FunctionKey(name, version);
        FunctionEntry knownEntry = ENTRY_BY_KEY.get(key);
        if (knownEntry != null) {
            return knownEntry;
        }
        FunctionDefinition definition = DEFINITION_BY_NAME.get(name);
        if (definition == null || !definition.isAvailableIn(version)) {
            return FunctionEntry.ofUnknown();
        }
        FunctionEntry entry = definition.createEntry(key);
        FunctionEntry concurrentEntry = ENTRY_BY_KEY.putIfAbsent(key, entry);
        return concurrentEntry == null ? entry : concurrentEntry;
    }

    /** Returns the function that a call names, like {@link #entry(String)}. */
    public static FunctionEntry resolveEntry(Call call) {
        return resolveEntry(call, NEWEST_VERSION);
    }

    /** Returns the function that a call names, like {@link #entry(String, Version)}. */
    public static FunctionEntry resolveEntry(Call call, Version version) {
        return entry(CallRewrites.lowerCaseName(call), version);
    }

    /** The table functions, whose result is a struct of the columns. */
    private static final class TableFunctions implements FunctionFamily {
        @Override
        public FunctionEntry.Kind kind() {
            return FunctionEntry.Kind.TABLE;
        }

        @Override
        public String declarations() {
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
