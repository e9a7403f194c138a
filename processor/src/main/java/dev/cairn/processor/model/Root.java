package dev.cairn.processor.model;

import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.FunctionDeclaration;
import dev.cairn.sql.ast.Property;
import java.util.List;

/**
 * The root of a schema.
 *
 * @param defaults properties of each table and materialized view that does not set them itself
 * @param functions those of users, without a database where they are in the one that is selected
 * @param members in the order in which the root lists them
 * @param migrations the package of the recorded migrations
 * @param whole false where a listed record could not be read: then what seems to be missing may be that one
 */
public record Root(
        JavaName type,
        boolean exported,
        String name,
        ServerProfile profile,
        List<Property> defaults,
        List<FunctionDeclaration> functions,
        List<Member> members,
        String migrations,
        List<AllowedWarning> allowed,
        Place place,
        boolean whole) {
    /** Creates a root with all records that it lists. */
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
        this(type, exported, name, profile, defaults, List.of(), members, migrations, allowed, place, true);
    }

    public Root {
        defaults = List.copyOf(defaults);
        functions = List.copyOf(functions);
        members = List.copyOf(members);
        allowed = List.copyOf(allowed);
    }

    /** A record that the root lists. */
    public record Member(Declaration declaration, Place place) {}

    /** The class that is generated for it. */
    public JavaName descriptor() {
        return type.generated("Schema");
    }
}
