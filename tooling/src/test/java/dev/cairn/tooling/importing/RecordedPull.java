package dev.cairn.tooling.importing;

import static java.util.Objects.requireNonNull;

import dev.cairn.embedded.replay.RecordedMoment;
import dev.cairn.embedded.replay.Replayer;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.processor.CompiledSchemas;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.definition.ComparisonSide;
import dev.cairn.tooling.definition.DefinitionComparator;
import dev.cairn.tooling.definition.LiveDatabase;
import dev.cairn.tooling.definition.ObjectPatterns;
import dev.cairn.tooling.definition.SourceDefinitions;
import dev.cairn.tooling.project.SchemaNames;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Pulls the recorded objects from a server that replays them, compiles the records, and compares them with that server.
 */
final class RecordedPull {
    private static final String ROOT = "Root";
    private static final int BATCH_SIZE = 200;

    private final ServerProfile profile;
    private final Map<String, String> differences = new LinkedHashMap<>();
    private final Map<String, String> reportedObjects = new LinkedHashMap<>();
    private final Set<String> omittedIds = new HashSet<>();
    private int objectCount;

    RecordedPull(ServerProfile profile) {
        this.profile = profile;
    }

    /** A moment, and the records that were imported from it. */
    private record PulledMoment(RecordedMoment moment, String packageName, ImportedSchema importedSchema) {}

    void verify(List<RecordedMoment> moments) {
        List<PulledMoment> pulledMoments = new ArrayList<>();
        for (RecordedMoment moment : moments) {
            objectCount += moment.definitions().size();
            pulledMoments.add(pull(moment, "p" + pulledMoments.size()));
        }
        for (int start = 0; start < pulledMoments.size(); start += BATCH_SIZE) {
            List<PulledMoment> batch = pulledMoments.subList(start, Math.min(start + BATCH_SIZE, pulledMoments.size()));
            CompiledSchemas compiledSchemas = CompiledSchemas.of(batch.stream()
                    .flatMap(pulled -> pulled.importedSchema().sources().stream())
                    .collect(Collectors.toMap(JavaSource::name, JavaSource::text)));
            batch.forEach(pulled -> compare(pulled, compiledSchemas));
        }
    }

    int objectCount() {
        return objectCount;
    }

    /** Returns the objects that the report of the import names. */
    Map<String, String> reportedObjects() {
        return reportedObjects;
    }

    /** Returns the differences after the round trip that the import did not report. */
    Map<String, String> differences() {
        return differences;
    }

    private <T> T connectTo(RecordedMoment moment, Function<LiveDatabase, T> action) {
        try (Replayer replayer = Replayer.start(moment.answers(profile))) {
            String url = "starrocks://root@127.0.0.1:" + replayer.port() + "/"
                    + URLEncoder.encode(moment.database(), StandardCharsets.UTF_8);
            return action.apply(new LiveDatabase(ServerAddress.parse(url)));
        }
    }

    private PulledMoment pull(RecordedMoment moment, String packageName) {
        SourceDefinitions definitions = connectTo(moment, live -> live.readDefinitions(moment.furtherDatabases()));
        ImportedSchemaNames target = new ImportedSchemaNames(
                packageName, ROOT, SchemaNames.toSchemaName(moment.database()), moment.database());
        ImportedSchema importedSchema = SchemaImporter.ofServerCatalog(
                        definitions.profile(), definitions.catalog(), target)
                .write();
        definitions
                .unknownDefinitions()
                .forEach(unknown ->
                        unknown.objects().forEach(name -> addProblem(moment, name + ": " + unknown.reason())));
        importedSchema.omissions().forEach(omission -> addProblem(moment, omission.toString()));
        return new PulledMoment(moment, packageName, importedSchema);
    }

    /** Adds a problem of a shown object. The other objects come from the engine, and are not counted. */
    private void addProblem(RecordedMoment moment, String problem) {
        SchemaObject.collectNames(moment.catalog()).stream()
                .filter(name -> problem.startsWith(name + ":"))
                .forEach(name -> {
                    omittedIds.add(createId(moment, name));
                    if (moment.definitions().containsKey(name)) {
                        reportedObjects.put(createId(moment, name), problem);
                    }
                });
    }

    private static String createId(RecordedMoment moment, ObjectName name) {
        return moment.id() + " " + name;
    }

    private void compare(PulledMoment pulled, CompiledSchemas compiledSchemas) {
        List<String> errors = compiledSchemas.errors().get(pulled.packageName());
        if (errors != null) {
            pulled.moment().definitions().keySet().forEach(name -> addDifference(pulled.moment(), name, errors.get(0)));
            return;
        }
        SchemaDescriptor schema = compiledSchemas.schema(pulled.packageName(), ROOT);
        connectTo(pulled.moment(), live -> {
            ComparisonSide serverSide = new ComparisonSide.Server(live);
            ComparisonSide declaredSide = new ComparisonSide.CompiledSchema(schema, schema.firstTarget(), Map.of());
            compare(pulled.moment(), serverSide, declaredSide);
            compare(pulled.moment(), declaredSide, serverSide);
            return live;
        });
    }

    private void compare(RecordedMoment moment, ComparisonSide currentSide, ComparisonSide targetSide) {
        try {
            Plan plan = new DefinitionComparator(
                            currentSide, targetSide, new ObjectPatterns(List.of(), List.of()), true)
                    .compareSides()
                    .plan();
            plan.steps().forEach(step -> addDifference(moment, requireNonNull(step.object()), step.text()));
            plan.impossibleChanges()
                    .forEach(objection -> addDifference(moment, objection.object(), objection.reason()));
        } catch (Refusal refusal) {
            moment.definitions().keySet().forEach(name -> addDifference(moment, name, refusal.getMessage()));
        }
    }

    private void addDifference(RecordedMoment moment, ObjectName object, String description) {
        String id = createId(moment, object.withName(TemporaryName.removePlannedSuffix(object.name())));
        if (!omittedIds.contains(id)) {
            differences.putIfAbsent(id, description);
        }
    }
}
