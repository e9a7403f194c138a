package dev.cairn.cli.pull;

import static java.util.Objects.requireNonNull;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.cli.definition.ComparisonSide;
import dev.cairn.cli.definition.LiveDatabase;
import dev.cairn.cli.definition.ObjectFilter;
import dev.cairn.cli.definition.ObjectPatterns;
import dev.cairn.cli.definition.SideComparison;
import dev.cairn.cli.definition.SourceDefinitions;
import dev.cairn.embedded.replay.Replayer;
import dev.cairn.internal.link.Address;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.StagingName;
import dev.cairn.processor.importing.ImportTarget;
import dev.cairn.processor.importing.ImportedSchema;
import dev.cairn.processor.importing.JavaSource;
import dev.cairn.processor.importing.SchemaImport;
import dev.cairn.schema.SchemaDescriptor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** All that a recording shows, pulled from a server that repeats it, compiled, and compared with that server again. */
final class RecordedPull {
    private static final String ROOT = "Root";
    private static final int PART = 200;

    private final ServerProfile profile;
    private final PulledPackages packages;
    private final Map<String, String> differing = new LinkedHashMap<>();
    private final Map<String, String> named = new LinkedHashMap<>();
    private final Set<String> unsaid = new HashSet<>();
    private int objects;

    RecordedPull(ServerProfile profile, Path folder) {
        this.profile = profile;
        this.packages = new PulledPackages(folder);
    }

    /** A moment as Java. */
    private record Pulled(RecordedMoment moment, String inPackage, ImportedSchema imported) {}

    void judge(List<RecordedMoment> moments) {
        List<Pulled> all = new ArrayList<>();
        for (RecordedMoment moment : moments) {
            objects += moment.texts().size();
            all.add(pulled(moment, "p" + all.size()));
        }
        for (int from = 0; from < all.size(); from += PART) {
            List<JavaSource> sources = all.subList(from, Math.min(from + PART, all.size())).stream()
                    .flatMap(pulled -> pulled.imported().sources().stream())
                    .toList();
            packages.compile(sources);
        }
        all.forEach(this::compare);
    }

    int objects() {
        return objects;
    }

    /** What the report of the pull names. */
    Map<String, String> named() {
        return named;
    }

    /** What is another thing afterwards, and nobody said so. */
    Map<String, String> differing() {
        return differing;
    }

    private <T> T at(RecordedMoment moment, Function<LiveDatabase, T> work) {
        try (Replayer replayer = Replayer.start(moment.answers(profile))) {
            String url = "starrocks://root@127.0.0.1:" + replayer.port() + "/"
                    + URLEncoder.encode(moment.database(), StandardCharsets.UTF_8);
            return work.apply(new LiveDatabase(Address.of(url)));
        }
    }

    private Pulled pulled(RecordedMoment moment, String inPackage) {
        SourceDefinitions found = at(moment, live -> live.definitions(moment.furtherDatabases()));
        ImportTarget target =
                new ImportTarget(inPackage, ROOT, SchemaNames.ofDatabase(moment.database()), moment.database());
        ImportedSchema imported =
                SchemaImport.ofShown(found.profile(), found.catalog(), target).written();
        found.unknown()
                .forEach(unknown -> unknown.objects().forEach(name -> note(moment, name + ": " + unknown.reason())));
        imported.unsaid().forEach(unsaid -> note(moment, unsaid.toString()));
        return new Pulled(moment, inPackage, imported);
    }

    /** What there is besides what was shown is the engine's own, and not counted. */
    private void note(RecordedMoment moment, String problem) {
        ObjectFilter.names(moment.catalog()).stream()
                .filter(name -> problem.startsWith(name + ":"))
                .forEach(name -> {
                    unsaid.add(id(moment, name));
                    if (moment.texts().containsKey(name)) {
                        named.put(id(moment, name), problem);
                    }
                });
    }

    private static String id(RecordedMoment moment, ObjectName name) {
        return moment.id() + " " + name;
    }

    private void compare(Pulled pulled) {
        String error = packages.errors().get(pulled.inPackage());
        if (error != null) {
            pulled.moment().texts().keySet().forEach(name -> differ(pulled.moment(), name, error));
            return;
        }
        SchemaDescriptor schema = packages.schema(pulled.inPackage(), ROOT);
        at(pulled.moment(), live -> {
            ComparisonSide server = new ComparisonSide.Server(live);
            ComparisonSide declared = new ComparisonSide.Declared(schema, Map.of());
            compare(pulled.moment(), server, declared);
            compare(pulled.moment(), declared, server);
            return live;
        });
    }

    private void compare(RecordedMoment moment, ComparisonSide from, ComparisonSide to) {
        try {
            Plan plan = new SideComparison(from, to, new ObjectPatterns(List.of(), List.of()), true)
                    .result()
                    .plan();
            plan.steps().forEach(step -> differ(moment, requireNonNull(step.object()), step.text()));
            plan.impossible().forEach(objection -> differ(moment, objection.object(), objection.why()));
        } catch (Refusal refused) {
            moment.texts().keySet().forEach(name -> differ(moment, name, refused.getMessage()));
        }
    }

    private void differ(RecordedMoment moment, ObjectName object, String how) {
        String id = id(moment, object.named(StagingName.plain(object.name())));
        if (!unsaid.contains(id)) {
            differing.putIfAbsent(id, how);
        }
    }
}
