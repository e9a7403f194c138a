package dev.cairn.internal.reflection;

import dev.cairn.corpus.Recording;
import dev.cairn.corpus.Script;
import dev.cairn.embedded.replay.RecordedMoment;
import dev.cairn.embedded.replay.Replayer;
import dev.cairn.embedded.replay.Transcript;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.profile.ServerProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The drift between the objects that a recording shows and the statements that created them. The objects are read from
 * a server that replays the recording.
 */
final class RecordedDrift {
    private final ServerProfile profile;
    private final Map<String, List<String>> differences = new LinkedHashMap<>();
    private int definitionCount;

    private RecordedDrift(ServerProfile profile) {
        this.profile = profile;
    }

    /** Reads the recorded texts as they are; those that equal the expected texts are not parsed. */
    static RecordedDrift of(Recording recording, List<Script> scripts) {
        return of(recording, scripts, "");
    }

    /** Reads each recorded text with an empty line at its end, so each text has to be parsed. */
    static RecordedDrift ofParsed(Recording recording, List<Script> scripts) {
        return of(recording, scripts, "\n");
    }

    private static RecordedDrift of(Recording recording, List<Script> scripts, String suffix) {
        RecordedDrift drift = new RecordedDrift(recording.profile());
        drift.addMoments(RecordedMoment.of(recording, scripts), suffix);
        return drift;
    }

    int definitionCount() {
        return definitionCount;
    }

    /** Returns the differences by the ids and the object names of the texts. */
    Map<String, List<String>> differences() {
        return differences;
    }

    private void addMoments(List<RecordedMoment> moments, String suffix) {
        Transcript transcript = Transcript.EMPTY;
        for (RecordedMoment moment : moments) {
            transcript = moment.appendTo(transcript, profile, suffix);
        }
        try (Replayer replayer = Replayer.start(transcript)) {
            ConnectionFactory connections =
                    new ConnectionFactory(TestDataSources.of(replayer.jdbcUrl() + "t"), "t", Ticker.system());
            SchemaReflection reflection = new SchemaReflection(connections, profile).withMaxConnections(1);
            try (ServerConnection connection = connections.open()) {
                for (RecordedMoment moment : moments) {
                    addMoment(moment, reflection.readAll(connection, moment.catalog()));
                }
            }
        }
    }

    private void addMoment(RecordedMoment moment, LiveSchema live) {
        DriftReport drift = new DriftCheck(profile, "t").compare(live, moment.catalog());
        moment.definitions().forEach((name, definition) -> {
            definitionCount++;
            List<String> problems = new ArrayList<>();
            live.gaps().stream().filter(gap -> gap.object().equals(name)).forEach(gap -> problems.add(gap.toString()));
            drift.differences().stream()
                    .filter(difference -> difference.object().equals(name))
                    .forEach(difference -> problems.add(difference.toString()));
            if (!problems.isEmpty()) {
                differences.put(definition.id() + " " + name, problems);
            }
        });
    }
}
