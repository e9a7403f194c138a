package dev.cairn.tooling.importing;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.corpus.Held;
import dev.cairn.corpus.Script;
import dev.cairn.embedded.replay.Transcript;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A catalog, and the definitions that a real server printed. */
record RecordedMoment(String id, Catalog catalog, Map<ObjectName, String> texts) {
    /** Collects the definitions that were shown without a change between them into one moment. */
    static List<RecordedMoment> of(dev.cairn.corpus.Recording recording) {
        Map<String, RecordedMoment> different = new LinkedHashMap<>();
        for (Script script : recording.scripts()) {
            for (RecordedMoment moment : of(Held.of(recording, script))) {
                different.putIfAbsent(moment.texts().toString(), moment);
            }
        }
        return List.copyOf(different.values());
    }

    private static List<RecordedMoment> of(List<Held> all) {
        List<RecordedMoment> moments = new ArrayList<>();
        for (Held held : all) {
            RecordedMoment last = moments.isEmpty() ? null : moments.get(moments.size() - 1);
            if (isOfSchema(held)) {
                if (last == null || !last.catalog().equals(held.catalog())) {
                    last = new RecordedMoment(held.id(), held.catalog(), new LinkedHashMap<>());
                    moments.add(last);
                }
                last.texts().put(held.name(), held.text());
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

    /** Where most of what is shown is: there the script went to work. */
    String database() {
        Map<String, Long> counts =
                texts.keySet().stream().collect(Collectors.groupingBy(ObjectName::database, Collectors.counting()));
        return Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    List<String> furtherDatabases() {
        List<String> names = new ArrayList<>();
        catalog.databases().forEach(each -> names.add(each.getKey()));
        names.remove(database());
        return names;
    }

    /** Returns the queries that read all objects with their answers, which are recorded texts if there are any. */
    Transcript answers(ServerProfile profile) {
        Transcript recording = Transcript.EMPTY.with(
                "SELECT @@version_comment, @@run_mode",
                List.of("@@version_comment", "@@run_mode"),
                List.of(List.of(profile.version() + ".0", profile.sharedData() ? "shared_data" : "shared_nothing")));
        for (Map.Entry<String, Database> database : catalog.databases()) {
            recording = with(recording, profile, database.getValue());
        }
        return recording;
    }

    private Transcript with(Transcript before, ServerProfile profile, Database database) {
        Transcript recording = before;
        List<List<String>> listing = new ArrayList<>();
        List<List<String>> states = new ArrayList<>();
        for (ObjectName name : SchemaObject.names(Catalog.EMPTY.with(database))) {
            SchemaObject object = SchemaObject.find(database, name.name()).orElseThrow();
            listing.add(List.of(name.name(), object instanceof SchemaObject.OfTable ? "BASE TABLE" : "VIEW"));
            String text = texts.getOrDefault(name, object.shown(profile));
            recording = recording.with(
                    "SHOW CREATE TABLE " + name, List.of("Table", "Create Table"), List.of(List.of(name.name(), text)));
            if (object instanceof SchemaObject.OfMaterializedView view) {
                String reason = view.view().inactive();
                states.add(List.of(
                        name.name(), "ASYNC", String.valueOf(reason == null), reason == null ? "" : reason, text));
            }
        }
        database.tables()
                .values()
                .forEach(table -> table.rollups()
                        .forEach(rollup ->
                                states.add(List.of(rollup.name(), "ROLLUP", "true", "", text(table, rollup)))));
        return recording
                .with(
                        "SHOW FULL TABLES FROM " + database.name(),
                        List.of("Tables_in_" + database.name(), "Table_type"),
                        listing)
                .with(
                        "SHOW MATERIALIZED VIEWS FROM " + database.name(),
                        List.of("name", "refresh_type", "is_active", "inactive_reason", "text"),
                        states);
    }

    /** By the rules that the server's source has: of a query the line breaks are lost. */
    private static String text(Table table, Rollup rollup) {
        if (rollup.query() != null) {
            return ("CREATE MATERIALIZED VIEW " + rollup.name() + " AS "
                            + rollup.query().text())
                    .replace("\n", "")
                    .replace("\t", "")
                    .replaceAll("[ ]+", " ");
        }
        String keys =
                rollup.columns().stream().filter(Column::key).map(Column::name).collect(Collectors.joining(","));
        String values = rollup.columns().stream()
                .filter(column -> !column.key())
                .map(column -> "," + (column.aggregation() == null ? "NONE" : column.aggregation()) + "("
                        + column.name() + ")")
                .collect(Collectors.joining());
        return "create materialized view " + rollup.name() + " as select " + keys + values + " from " + table.name()
                + " group by " + keys;
    }
}
