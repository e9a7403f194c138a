package dev.cairn.tooling.importing;

import dev.cairn.profile.ServerProfile;
import dev.cairn.tooling.importing.ImportedAnnotation.Words;
import java.util.ArrayList;
import java.util.List;

/** The interface that lists the records. */
final class RootText {
    private static final String NEWEST = ServerProfile.Version.V4_1.toString();

    private final ServerProfile profile;
    private final ImportTarget target;
    private final Imports imports = new Imports();

    RootText(ServerProfile profile, ImportTarget target) {
        this.profile = profile;
        this.target = target;
    }

    /** @param records their simple names */
    String of(List<String> records) {
        ImportedAnnotation schema = imports.annotation("Schema").text("name", target.schema());
        if (!profile.version().toString().equals(NEWEST)) {
            schema = schema.text("server", profile.version().toString());
        }
        if (profile.sharedData()) {
            schema = schema.word("runMode", imports.constant(profile.runMode().name(), "RunMode"));
        }
        List<String> experimental = experimental();
        if (!experimental.isEmpty()) {
            schema = schema.with("experimental", new Words(experimental));
        }
        schema = schema.with(
                ImportedAnnotation.VALUE,
                new Words(records.stream().map(record -> record + ".class").toList()));
        String head = target.inPackage().isEmpty() ? "" : "package " + target.inPackage() + ";\n\n";
        return head + imports.text() + AnnotationText.of(schema, 0) + "\npublic interface " + target.root() + " {}\n";
    }

    private List<String> experimental() {
        List<String> on = new ArrayList<>();
        if (profile.gin()) {
            on.add(imports.constant("GIN", "Experimental"));
        }
        if (profile.vector()) {
            on.add(imports.constant("VECTOR", "Experimental"));
        }
        if (profile.rowStore()) {
            on.add(imports.constant("ROW_STORE", "Experimental"));
        }
        return on;
    }
}
