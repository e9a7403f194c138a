package dev.cairn.embedded.replay;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.corpus.RecordedDefinition;
import dev.cairn.corpus.Recording;
import dev.cairn.corpus.Script;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The objects of a real server at one time.
 *
 * @param id the id of the first definition
 * @param catalog all objects, according to the engine
 * @param definitions those that the server printed
 */
public record RecordedMoment(String id, Catalog catalog, Map<ObjectName, RecordedDefinition> definitions) {
    /** Collects the definitions that were shown without a change between them into one moment, for each script. */
    public static List<RecordedMoment> of(Recording recording, List<Script> scripts) {
        List<RecordedMoment> moments = new ArrayList<>();
        for (Script script : scripts) {
            moments.addAll(of(RecordedDefinition.readAll(recording, script)));
        }
        return moments;
    }

    /** Returns the moments, without those that have the same texts as an earlier one. */
    public static List<RecordedMoment> distinct(Recording recording, List<Script> scripts) {
        Map<String, RecordedMoment> momentsByTexts = new LinkedHashMap<>();
        for (RecordedMoment moment : of(recording, scripts)) {
            StringBuilder texts = new StringBuilder();
            moment.definitions()
                    .forEach((name, definition) -> texts.append(name)
                            .append('=')
                            .append(definition.text())
                            .append('\n'));
            momentsByTexts.putIfAbsent(texts.toString(), moment);
        }
        return List.copyOf(momentsByTexts.values());
    }

    private static List<RecordedMoment> of(List<RecordedDefinition> definitions) {
        List<RecordedMoment> moments = new ArrayList<>();
        for (RecordedDefinition definition : definitions) {
            RecordedMoment lastMoment = moments.isEmpty() ? null : moments.get(moments.size() - 1);
            if (isSchemaObject(definition)) {
                if (lastMoment == null || !lastMoment.catalog().equals(definition.catalog())) {
                    lastMoment = new RecordedMoment(definition.id(), definition.catalog(), new LinkedHashMap<>());
                    moments.add(lastMoment);
                }
                lastMoment.definitions().put(definition.name(), definition);
            }
        }
        return moments;
    }

    /**
     * Returns false for an object of an external catalog or of one session, and for a materialized view that is printed
     * as a view.
     */
    private static boolean isSchemaObject(RecordedDefinition definition) {
        SchemaObject object =
                SchemaObject.find(definition.catalog(), definition.name()).orElse(null);
        boolean isPrintedAsView = definition.text().startsWith("CREATE VIEW");
        return object != null
                && !definition.text().startsWith("CREATE TEMPORARY")
                && !(isPrintedAsView && object instanceof SchemaObject.MaterializedViewObject);
    }

    /** Returns the database of most of the printed objects. */
    public String database() {
        Map<String, Long> counts = definitions.keySet().stream()
                .collect(Collectors.groupingBy(ObjectName::database, Collectors.counting()));
        return Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    /** Returns all other databases. */
    public List<String> furtherDatabases() {
        List<String> names = new ArrayList<>();
        catalog.databases().forEach(entry -> names.add(entry.getKey()));
        names.remove(database());
        return names;
    }

    /** Returns the answers to the queries that identify the server and read all objects. */
    public Transcript answers(ServerProfile profile) {
        List<String> expressions = List.of(
                "@@version_comment",
                "@@run_mode",
                "@@sql_mode",
                "@@sql_select_limit",
                "@@sql_dialect",
                "@@insert_max_filter_ratio",
                "@@enable_materialized_view_for_insert",
                "@@dynamic_overwrite",
                "@@enable_insert_partial_update",
                "DATABASE()");
        Transcript identification = Transcript.EMPTY.with(
                "SELECT " + String.join(", ", expressions),
                expressions,
                List.of(List.of(
                        profile.version() + ".0",
                        profile.isSharedData() ? "shared_data" : "shared_nothing",
                        "ONLY_FULL_GROUP_BY",
                        Long.toString(Long.MAX_VALUE),
                        "StarRocks",
                        "0.0",
                        "0",
                        "0",
                        "1",
                        database())));
        return appendTo(identification, profile, "");
    }

    /**
     * Adds the answers to the queries that read all objects: recorded texts, and those of the engine for all other
     * objects.
     *
     * @param suffix is appended to the text of each object
     */
    public Transcript appendTo(Transcript transcript, ServerProfile profile, String suffix) {
        Transcript extended = transcript;
        for (Database database : catalog.databases().values()) {
            extended = addDatabase(extended, profile, database, suffix);
        }
        return extended;
    }

    private Transcript addDatabase(Transcript transcript, ServerProfile profile, Database database, String suffix) {
        Transcript extended = transcript;
        List<List<String>> tableRows = new ArrayList<>();
        List<List<String>> viewRows = new ArrayList<>();
        for (ObjectName name : SchemaObject.collectNames(database)) {
            SchemaObject object = SchemaObject.find(database, name.name()).orElseThrow();
            tableRows.add(List.of(name.name(), object instanceof SchemaObject.TableObject ? "BASE TABLE" : "VIEW"));
            RecordedDefinition recorded = definitions.get(name);
            String text = recorded == null ? object.renderShowCreate(profile) : recorded.text();
            extended = extended.with(
                    "SHOW CREATE TABLE " + name,
                    List.of("Table", "Create Table"),
                    List.of(List.of(name.name(), text + suffix)));
            if (object instanceof SchemaObject.MaterializedViewObject view) {
                String reason = view.view().inactiveReason();
                viewRows.add(List.of(
                        name.name(), "ASYNC", String.valueOf(reason == null), reason == null ? "" : reason, text));
            }
        }
        database.tables()
                .values()
                .forEach(table -> table.rollups()
                        .forEach(rollup -> viewRows.add(
                                List.of(rollup.name(), "ROLLUP", "true", "", RollupText.of(table, rollup)))));
        return extended.with(
                        "SHOW FULL TABLES FROM " + database.name(),
                        List.of("Tables_in_" + database.name(), "Table_type"),
                        tableRows)
                .with(
                        "SHOW MATERIALIZED VIEWS FROM " + database.name(),
                        List.of("name", "refresh_type", "is_active", "inactive_reason", "text"),
                        viewRows);
    }
}
