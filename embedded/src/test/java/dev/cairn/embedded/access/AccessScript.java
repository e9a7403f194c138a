package dev.cairn.embedded.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.annotations.SerializedName;
import dev.cairn.profile.ServerProfile.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Statements of several users, and what a real server answered to each. At the start, the server has only the
 * databases, users and roles of the system. A file has one script in each line; a line with {@code setup} has
 * statements with which other scripts begin. The file of version 3.5 has only the scripts that it answered in another
 * way than 4.1.
 */
record AccessScript(String id, List<Step> steps) {
    private static final Path FOLDER = Path.of("src/test/resources/dev/cairn/embedded/access");

    /**
     * A step.
     *
     * @param user the user who sends the statement; null for root
     * @param rows the recorded rows, if they depend on privileges only; otherwise null
     * @param reconnect the user who logs in again
     */
    record Step(
            String sql,
            @SerializedName("as") String user,
            @SerializedName("ok") boolean accepted,
            int errno,
            String error,
            List<String> columns,
            List<List<String>> rows,
            String setup,
            String reconnect) {
        static Step accepted(String sql) {
            return new Step(sql, null, true, 0, "", null, null, null, null);
        }
    }

    static List<AccessScript> of(Version version) throws IOException {
        Map<String, List<Step>> setups = new LinkedHashMap<>();
        Map<String, AccessScript> scripts = read(FOLDER.resolve("4.1.jsonl"), setups);
        if (version == Version.V3_5) {
            scripts.putAll(read(FOLDER.resolve("3.5.jsonl"), setups));
        }
        return List.copyOf(scripts.values());
    }

    private static Map<String, AccessScript> read(Path file, Map<String, List<Step>> setups) throws IOException {
        Gson gson = new Gson();
        Map<String, AccessScript> scripts = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file, UTF_8)) {
            JsonObject script = JsonParser.parseString(line).getAsJsonObject();
            String id = script.get("id").getAsString();
            JsonArray setup = script.getAsJsonArray("setup");
            if (setup != null) {
                setups.put(
                        id,
                        Arrays.stream(gson.fromJson(setup, String[].class))
                                .map(Step::accepted)
                                .toList());
                continue;
            }
            List<Step> steps = new ArrayList<>();
            for (Step step : gson.fromJson(script.get("steps"), Step[].class)) {
                if (step.setup() == null) {
                    steps.add(step);
                } else {
                    steps.addAll(setups.get(step.setup()));
                }
            }
            scripts.put(id, new AccessScript(id, List.copyOf(steps)));
        }
        return scripts;
    }
}
