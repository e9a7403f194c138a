package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.corpus.Held;
import dev.cairn.corpus.Script;
import dev.cairn.embedded.replay.Replayer;
import dev.cairn.embedded.replay.Transcript;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that the scripts of a recording show, looked at over a server that does no more than to repeat it. */
final class RecordedDrift {
    private final ServerProfile profile;
    private final String end;
    private final Map<String, List<String>> differing = new LinkedHashMap<>();
    private int shown;

    private RecordedDrift(ServerProfile profile, String end) {
        this.profile = profile;
        this.end = end;
    }

    /** A catalog, and the texts of some of its objects. */
    private record Moment(Catalog catalog, Map<ObjectName, Held> texts) {}

    /** Texts that were recorded; most of them are exactly those that are expected. */
    static RecordedDrift of(dev.cairn.corpus.Recording recording) {
        return of(recording, "");
    }

    /** The same texts with an empty line at their end, so that they have to be parsed. */
    static RecordedDrift ofParsed(dev.cairn.corpus.Recording recording) {
        return of(recording, "\n");
    }

    private static RecordedDrift of(dev.cairn.corpus.Recording recording, String end) {
        RecordedDrift drift = new RecordedDrift(recording.profile(), end);
        List<Moment> moments = new ArrayList<>();
        for (Script script : recording.scripts()) {
            moments.addAll(moments(Held.of(recording, script)));
        }
        drift.look(moments);
        return drift;
    }

    int shown() {
        return shown;
    }

    /** By the text's id: what differs. */
    Map<String, List<String>> differing() {
        return differing;
    }

    /** Collects the definitions that were shown without a change between them into one moment. */
    private static List<Moment> moments(List<Held> all) {
        List<Moment> moments = new ArrayList<>();
        for (Held held : all) {
            Moment last = moments.isEmpty() ? null : moments.get(moments.size() - 1);
            if (isOfSchema(held)) {
                if (last == null || !last.catalog().equals(held.catalog())) {
                    last = new Moment(held.catalog(), new LinkedHashMap<>());
                    moments.add(last);
                }
                last.texts().put(held.name(), held);
            }
        }
        return moments;
    }

    /** Not what is kept elsewhere, of one session only, or a materialized view in MySQL's words. */
    private static boolean isOfSchema(Held held) {
        SchemaObject object = SchemaObject.find(held.catalog(), held.name()).orElse(null);
        boolean view = held.text().startsWith("CREATE VIEW");
        return object != null
                && !held.text().startsWith("CREATE TEMPORARY")
                && !(view && object instanceof SchemaObject.OfMaterializedView);
    }

    private void look(List<Moment> moments) {
        Transcript recording = Transcript.EMPTY;
        for (Moment moment : moments) {
            recording = with(recording, moment);
        }
        try (Replayer replayer = Replayer.start(recording)) {
            ConnectionFactory links = new ConnectionFactory(Sources.of(replayer.jdbcUrl() + "t"), "t", Ticker.system());
            Reflection reflection = new Reflection(links, profile).connections(1);
            try (ServerConnection link = links.open()) {
                for (Moment moment : moments) {
                    judge(moment, reflection.all(link, moment.catalog()));
                }
            }
        }
    }

    private void judge(Moment moment, LiveSchema live) {
        DriftReport drift = new DriftCheck(profile, "t").between(live, moment.catalog());
        moment.texts().forEach((name, held) -> {
            shown++;
            List<String> problems = new ArrayList<>();
            live.gaps().stream().filter(gap -> gap.object().equals(name)).forEach(gap -> problems.add(gap.toString()));
            drift.differences().stream()
                    .filter(difference -> difference.object().equals(name))
                    .forEach(difference -> problems.add(difference.toString()));
            if (!problems.isEmpty()) {
                differing.put(held.id() + " " + name, problems);
            }
        });
    }

    /** Returns the queries that read a catalog with their answers, which are recorded texts if there are any. */
    private Transcript with(Transcript before, Moment moment) {
        Transcript recording = before;
        for (Database database : moment.catalog().databases().values()) {
            List<List<String>> listing = new ArrayList<>();
            List<List<String>> states = new ArrayList<>();
            for (ObjectName name : SchemaObject.names(database)) {
                SchemaObject object = SchemaObject.find(database, name.name()).orElseThrow();
                boolean table = object instanceof SchemaObject.OfTable;
                listing.add(List.of(name.name(), table ? "BASE TABLE" : "VIEW"));
                Held held = moment.texts().get(name);
                String text = held == null ? object.shown(profile) : held.text();
                recording = recording.with(
                        "SHOW CREATE TABLE " + name,
                        List.of("Table", "Create Table"),
                        List.of(List.of(name.name(), text + end)));
                if (object instanceof SchemaObject.OfMaterializedView view) {
                    String reason = view.view().inactive();
                    states.add(List.of(
                            name.name(), "ASYNC", String.valueOf(reason == null), reason == null ? "" : reason, text));
                }
            }
            database.tables().values().forEach(table -> states.addAll(rollups(table)));
            recording = recording
                    .with(
                            "SHOW FULL TABLES FROM " + database.name(),
                            List.of("Tables_in_" + database.name(), "Table_type"),
                            listing)
                    .with(
                            "SHOW MATERIALIZED VIEWS FROM " + database.name(),
                            List.of("name", "refresh_type", "is_active", "inactive_reason", "text"),
                            states);
        }
        return recording;
    }

    private static List<List<String>> rollups(Table table) {
        List<List<String>> rows = new ArrayList<>();
        for (Rollup rollup : table.rollups()) {
            rows.add(List.of(rollup.name(), "ROLLUP", "true", "", RollupTexts.of(table, rollup)));
        }
        return rows;
    }
}
