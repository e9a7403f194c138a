package dev.cairn.embedded.session;

import dev.cairn.embedded.text.TextResource;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The system variables that a server of a version and run mode has, and their global values. This class is thread-safe.
 */
public final class ServerVariables {
    private static final String RESOURCE = "variables.tsv";
    private static final List<VariableDefinition> DEFINITIONS = readDefinitions();

    private final Map<String, ServerVariable> variableByName = new TreeMap<>();
    private final Map<String, ServerVariable> variableByAlias = new TreeMap<>();
    private final Map<String, String> globalValueByName = new ConcurrentSkipListMap<>();

    /**
     * A line of {@code variables.tsv}. Its last columns are the version that introduced the variable, which is missing
     * for the oldest version, and an alias of the variable, which is not listed.
     */
    private record VariableDefinition(ServerVariable variable, Version since, String alias) {
        static VariableDefinition parse(String line) {
            String[] fields = line.split("\t", -1);
            return new VariableDefinition(
                    ServerVariable.parse(line),
                    fields.length > 6 && !fields[6].isEmpty()
                            ? Version.of(fields[6]).orElseThrow()
                            : Version.V3_5,
                    fields.length > 7 ? fields[7] : "");
        }
    }

    public ServerVariables(ServerProfile profile) {
        for (VariableDefinition definition : DEFINITIONS) {
            if (profile.isAtLeast(definition.since)) {
                ServerVariable variable = definition.variable;
                variableByName.put(variable.name().toLowerCase(Locale.ROOT), variable);
                if (!definition.alias.isEmpty()) {
                    variableByAlias.put(definition.alias.toLowerCase(Locale.ROOT), variable);
                }
            }
        }
        variableByName.computeIfPresent(
                "version_comment", (name, variable) -> variable.withDefaultValue(versionComment(profile)));
        variableByName.computeIfPresent(
                "run_mode",
                (name, variable) ->
                        variable.withDefaultValue(profile.runMode().name().toLowerCase(Locale.ROOT)));
    }

    private static List<VariableDefinition> readDefinitions() {
        return TextResource.read(ServerVariables.class, RESOURCE)
                .lines()
                .map(VariableDefinition::parse)
                .toList();
    }

    /**
     * Returns the version that the server reports, such as {@code 4.1.0-embedded}. A real server prints the id of its
     * build instead of "embedded".
     */
    public static String versionComment(ServerProfile profile) {
        return profile.version() + (profile.version() == Version.V3_5 ? ".16" : ".0") + "-embedded";
    }

    /**
     * Returns the variable with this name or alias. Names are not case-sensitive.
     *
     * @throws Refusal if no variable has this name
     */
    ServerVariable requireVariable(String name) {
        String foldedName = name.toLowerCase(Locale.ROOT);
        ServerVariable variable = variableByName.getOrDefault(foldedName, variableByAlias.get(foldedName));
        if (variable == null) {
            throw Refusal.ofExecution(
                    Span.NONE,
                    ServerError.UNKNOWN_VARIABLE,
                    name,
                    ", the most similar variables are " + SimilarNames.render(name, variableByName.keySet()));
        }
        return variable;
    }

    /** Returns the variables that SHOW VARIABLES lists, in the order of their names. */
    List<ServerVariable> listedVariables() {
        return variableByName.values().stream().filter(ServerVariable::isListed).toList();
    }

    /** Returns the global value, or the default if none was set. */
    String globalValue(ServerVariable variable) {
        return globalValueByName.getOrDefault(variable.name(), variable.defaultValue());
    }

    /** Returns the global values that were set, by the names of their variables. */
    Map<String, String> globalValues() {
        return Map.copyOf(globalValueByName);
    }

    void setGlobalValue(ServerVariable variable, String value) {
        globalValueByName.put(variable.name(), value);
    }
}
