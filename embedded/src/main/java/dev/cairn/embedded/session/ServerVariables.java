package dev.cairn.embedded.session;

import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Span;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** The system variables of a server with its profile, and their global values. */
public final class ServerVariables {
    private static final String RESOURCE = "variables.tsv";
    private static final int MAX_SUGGESTIONS = 3;

    private final Map<String, ServerVariable> variables = new TreeMap<>();
    private final Map<String, String> globalValues = new ConcurrentSkipListMap<>();

    public ServerVariables(ServerProfile profile) {
        for (ServerVariable variable : readDefinitions()) {
            if (profile.atLeast(Version.V4_0) || !isSince40(variable.name())) {
                variables.put(variable.name().toLowerCase(Locale.ROOT), variable);
            }
        }
        variables.computeIfPresent(
                "version_comment", (name, variable) -> variable.withDefault(versionComment(profile)));
        variables.computeIfPresent(
                "run_mode",
                (name, variable) ->
                        variable.withDefault(profile.runMode().name().toLowerCase(Locale.ROOT)));
    }

    private static List<ServerVariable> readDefinitions() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ServerVariables.class.getResourceAsStream(RESOURCE), RESOURCE),
                StandardCharsets.UTF_8))) {
            return lines.lines().map(ServerVariable::parse).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isSince40(String name) {
        return name.startsWith("cngroup_")
                || name.startsWith("query_history_")
                || List.of("run_mode", "enable_table_name_case_insensitive", "enable_sql_transaction")
                        .contains(name)
                || List.of("enable_recursive_cte", "exec_mode").contains(name);
    }

    /** Returns the version that the server reports, as in {@code 4.1.0-embedded}. A real server prints the id of its build instead of "embedded". */
    public static String versionComment(ServerProfile profile) {
        return profile.version() + (profile.version() == Version.V3_5 ? ".16" : ".0") + "-embedded";
    }

    ServerVariable requireVariable(String name) {
        ServerVariable variable = variables.get(name.toLowerCase(Locale.ROOT));
        if (variable == null) {
            throw Refusal.ofExecution(
                    Span.NONE,
                    ServerError.UNKNOWN_VARIABLE,
                    name,
                    ", the most similar variables are " + listSimilar(name));
        }
        return variable;
    }

    /** Returns the variables that SHOW VARIABLES lists, in the order of their names. */
    List<ServerVariable> shownVariables() {
        return variables.values().stream().filter(ServerVariable::isShown).toList();
    }

    String globalValue(ServerVariable variable) {
        return globalValues.getOrDefault(variable.name(), variable.defaultValue());
    }

    void setGlobalValue(ServerVariable variable, String value) {
        globalValues.put(variable.name(), value);
    }

    private String listSimilar(String name) {
        return variables.keySet().stream()
                .map(candidate -> new SimilarVariable(candidate, editDistance(name, candidate)))
                .sorted(Comparator.comparingInt(SimilarVariable::distance).thenComparing(SimilarVariable::name))
                .limit(MAX_SUGGESTIONS)
                .map(candidate -> "'" + candidate.name() + "'")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** A variable with the edit distance of its name from an unknown name. */
    private record SimilarVariable(String name, int distance) {}

    /** Returns the edit distance of two names. */
    private static int editDistance(String left, String right) {
        int[] previousRow = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            previousRow[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] currentRow = new int[right.length() + 1];
            currentRow[0] = row;
            for (int column = 1; column <= right.length(); column++) {
                int replacementCost =
                        previousRow[column - 1] + (left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1);
                currentRow[column] =
                        Math.min(replacementCost, 1 + Math.min(previousRow[column], currentRow[column - 1]));
            }
            previousRow = currentRow;
        }
        return previousRow[right.length()];
    }
}
