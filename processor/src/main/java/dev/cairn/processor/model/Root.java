package dev.cairn.processor.model;

import dev.cairn.engine.value.JsonWriter;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.FunctionDeclaration;
import dev.cairn.sql.ast.Property;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The root of a schema.
 *
 * @param targets the servers that hold the schema, at least one
 * @param profile the target that the root is checked for, the first one unless another is chosen
 * @param defaults properties of each table and materialized view that does not set them itself
 * @param functions the user-defined functions; without a database if they belong to the selected one
 * @param members in the order in which the root lists them
 * @param migrations the package of the recorded migrations
 * @param whole false if a listed record could not be read: it may be the one that seems to be missing
 */
public record Root(
        JavaName type,
        boolean exported,
        String name,
        List<ServerProfile> targets,
        ServerProfile profile,
        List<Property> defaults,
        List<FunctionDeclaration> functions,
        List<Member> members,
        String migrations,
        List<AllowedWarning> allowed,
        Place place,
        boolean whole) {
    private static final long LISTING_FORMAT = 1;

    /** Creates a root with one target and with all records that it lists. */
    public Root(
            JavaName type,
            boolean exported,
            String name,
            ServerProfile profile,
            List<Property> defaults,
            List<Member> members,
            String migrations,
            List<AllowedWarning> allowed,
            Place place) {
        this(
                type,
                exported,
                name,
                List.of(profile),
                profile,
                defaults,
                List.of(),
                members,
                migrations,
                allowed,
                place,
                true);
    }

    public Root {
        targets = List.copyOf(targets);
        defaults = List.copyOf(defaults);
        functions = List.copyOf(functions);
        members = List.copyOf(members);
        allowed = List.copyOf(allowed);
    }

    /** A record that the root lists. */
    public record Member(Declaration declaration, Place place) {}

    /** Returns the declarations of the records on the target for which the root is checked, in the order of the root. */
    public List<Declaration> declarations() {
        return members.stream().map(member -> member.declaration().on(profile)).toList();
    }

    /** The root, to be checked for another of its targets. */
    public Root on(ServerProfile target) {
        return new Root(
                type, exported, name, targets, target, defaults, functions, members, migrations, allowed, place, whole);
    }

    /** The class that is generated for it. */
    public JavaName descriptor() {
        return type.generated("Schema");
    }

    /** The path of the resource by which frameworks find the generated classes of schemas on the class path. */
    public String listingPath() {
        return "META-INF/cairn/schemas/" + descriptor().qualified() + ".json";
    }

    /** That resource as JSON: the name of the schema and of its generated class. */
    public String listing() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format", LISTING_FORMAT);
        members.put("schema", name);
        members.put("descriptor", descriptor().qualified());
        return JsonWriter.COMPACT.text(members) + "\n";
    }
}
