package dev.cairn.tooling.importing;

import static java.util.Objects.requireNonNull;

import dev.cairn.embedded.replay.RecordedMoment;
import dev.cairn.embedded.replay.Replayer;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.StagingName;
import dev.cairn.processor.CompiledSchemas;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.definition.ComparisonSide;
import dev.cairn.tooling.definition.DefinitionComparison;
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
    private static final int PART = 200;

    private final ServerProfile profile;
    private final Map<String, String> differing = new LinkedHashMap<>();
    private final Map<String, String> named = new LinkedHashMap<>();
    private final Set<String> omitted = new HashSet<>();
    private int objects;

    RecordedPull(ServerProfile profile) {
        this.profile = profile;
    }

    /** A moment as Java. */
    private record Pulled(RecordedMoment moment, String inPackage, ImportedSchema imported) {}

    void verify(List<RecordedMoment> moments) {
        List<Pulled> all = new ArrayList<>();
        for (RecordedMoment moment : moments) {
            objects += moment.definitions().size();
            all.add(pulled(moment, "p" + all.size()));
        }
        for (int from = 0; from < all.size(); from += PART) {
            List<Pulled> part = all.subList(from, Math.min(from + PART, all.size()));
            CompiledSchemas compiled = CompiledSchemas.of(part.stream()
                    .flatMap(pulled -> pulled.imported().sources().stream())
                    .collect(Collectors.toMap(JavaSource::name, JavaSource::text)));
            part.forEach(pulled -> compare(pulled, compiled));
        }
    }

    int objects() {
        return objects;
    }

    /** Returns the objects that the report of the import names. */
    Map<String, String> named() {
        return named;
    }

    /** Returns the differences after the round trip that the import did not report. */
    Map<String, String> differing() {
        return differing;
    }

    private <T> T at(RecordedMoment moment, Function<LiveDatabase, T> work) {
        try (Replayer replayer = Replayer.start(moment.answers(profile))) {
            String url = "starrocks://root@127.0.0.1:" + replayer.port() + "/"
                    + URLEncoder.encode(moment.database(), StandardCharsets.UTF_8);
            return work.apply(new LiveDatabase(ServerAddress.parse(url)));
        }
    }

    private Pulled pulled(RecordedMoment moment, String inPackage) {
        SourceDefinitions definitions = at(moment, live -> live.readDefinitions(moment.furtherDatabases()));
        ImportTarget target =
                new ImportTarget(inPackage, ROOT, SchemaNames.fromDatabase(moment.database()), moment.database());
        ImportedSchema imported = SchemaImport.ofShown(definitions.profile(), definitions.catalog(), target)
                .write();
        definitions
                .unknownDefinitions()
                .forEach(unknown -> unknown.objects().forEach(name -> note(moment, name + ": " + unknown.reason())));
        imported.omissions().forEach(omission -> note(moment, omission.toString()));
        return new Pulled(moment, inPackage, imported);
    }

    /** Notes a problem of the objects that were shown; others come from the engine, and are not counted. */
    private void note(RecordedMoment moment, String problem) {
        SchemaObject.names(moment.catalog()).stream()
                .filter(name -> problem.startsWith(name + ":"))
                .forEach(name -> {
                    omitted.add(id(moment, name));
                    if (moment.definitions().containsKey(name)) {
                        named.put(id(moment, name), problem);
                    }
                });
    }

    private static String id(RecordedMoment moment, ObjectName name) {
        return moment.id() + " " + name;
    }

    private void compare(Pulled pulled, CompiledSchemas compiled) {
        List<String> errors = compiled.errors().get(pulled.inPackage());
        if (errors != null) {
            pulled.moment().definitions().keySet().forEach(name -> differ(pulled.moment(), name, errors.get(0)));
            return;
        }
        SchemaDescriptor schema = compiled.schema(pulled.inPackage(), ROOT);
        at(pulled.moment(), live -> {
            ComparisonSide server = new ComparisonSide.Server(live);
            ComparisonSide declared = new ComparisonSide.CompiledSchema(schema, schema.profile(), Map.of());
            compare(pulled.moment(), server, declared);
            compare(pulled.moment(), declared, server);
            return live;
        });
    }

    private void compare(RecordedMoment moment, ComparisonSide from, ComparisonSide to) {
        try {
            Plan plan = new DefinitionComparison(from, to, new ObjectPatterns(List.of(), List.of()), true)
                    .compareSides()
                    .plan();
            plan.steps().forEach(step -> differ(moment, requireNonNull(step.object()), step.text()));
            plan.impossibleChanges().forEach(objection -> differ(moment, objection.object(), objection.reason()));
        } catch (Refusal refused) {
            moment.definitions().keySet().forEach(name -> differ(moment, name, refused.getMessage()));
        }
    }

    private void differ(RecordedMoment moment, ObjectName object, String how) {
        String id = id(moment, object.withName(StagingName.plainName(object.name())));
        if (!omitted.contains(id)) {
            differing.putIfAbsent(id, how);
        }
    }
}
