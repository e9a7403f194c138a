package dev.cairn.processor.model;

import dev.cairn.engine.value.JsonWriter;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredClusterObject.DeclaredCluster;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.FunctionDeclaration;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.write.OverloadedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The root of a schema: the interface or class that lists its records, its targets and its defaults.
 *
 * @param origin the interface or class that declares the schema
 * @param migrationsPackage the package of the recorded migrations
 */
public record SchemaRoot(
        DeclaredRoot origin, String name, String migrationsPackage, RootTargets rootTargets, RootContents contents) {
    /** The version of the format of the listing. It changes if a reader would misunderstand the text. */
    private static final long LISTING_FORMAT_VERSION = 1;

    /** The type of a root. */
    public record DeclaredRoot(
            JavaClassName typeName, boolean isExported, List<AllowedWarning> allowedWarnings, Place place) {
        public DeclaredRoot {
            allowedWarnings = List.copyOf(allowedWarnings);
        }
    }

    /**
     * The servers of a schema.
     *
     * @param targets the servers that hold the schema, at least one
     * @param checkedTarget the target for which the root is checked; the first one, unless another is chosen
     */
    public record RootTargets(List<ServerProfile> targets, ServerProfile checkedTarget) {
        public RootTargets {
            targets = List.copyOf(targets);
        }

        /** Returns the targets of a root that is checked for the first one. */
        public static RootTargets of(List<ServerProfile> targets) {
            return new RootTargets(targets, targets.get(0));
        }
    }

    /**
     * The declarations that a root lists.
     *
     * @param defaultProperties properties of each table and materialized view that does not set them itself
     * @param functions the user-defined functions; without a database if they belong to the selected database
     * @param members in the order in which the root lists them
     * @param roles the roles that could be read, in the order in which the root lists them
     * @param cluster the objects of the cluster that could be read
     * @param hasAllEntries whether each listed record, role and cluster object could be read; otherwise, the root may list
     *     an object that is missing here
     */
    public record RootContents(
            List<Property> defaultProperties,
            List<FunctionDeclaration> functions,
            List<Member> members,
            List<DeclaredRole> roles,
            DeclaredCluster cluster,
            boolean hasAllEntries) {
        public RootContents {
            defaultProperties = List.copyOf(defaultProperties);
            functions = List.copyOf(functions);
            members = List.copyOf(members);
            roles = List.copyOf(roles);
        }
    }

    /** A record that the root lists. */
    public record Member(ObjectDeclaration declaration, Place place) {}

    public JavaClassName typeName() {
        return origin.typeName;
    }

    public boolean isExported() {
        return origin.isExported;
    }

    public List<AllowedWarning> allowedWarnings() {
        return origin.allowedWarnings;
    }

    public Place place() {
        return origin.place;
    }

    /** Returns the servers that hold the schema, at least one. */
    public List<ServerProfile> targets() {
        return rootTargets.targets;
    }

    /** Returns the target for which the root is checked. */
    public ServerProfile checkedTarget() {
        return rootTargets.checkedTarget;
    }

    /** Returns properties of each table and materialized view that does not set them itself. */
    public List<Property> defaultProperties() {
        return contents.defaultProperties;
    }

    /** Returns the user-defined functions; without a database if they belong to the selected database. */
    public List<FunctionDeclaration> functions() {
        return contents.functions;
    }

    /**
     * Returns the signatures of the declared functions with this name, ignoring case: the name and the argument types.
     */
    public List<String> findDeclaredSignatures(String functionName) {
        List<String> signatures = new ArrayList<>();
        for (FunctionDeclaration function : functions()) {
            if (function.name().lastPart().equalsIgnoreCase(functionName)) {
                signatures.add(OverloadedName.render(
                        function.name().lastPart().text(), function.argumentTypes(), function.isVariadic()));
            }
        }
        for (DeclaredClusterObject object : cluster().objects()) {
            String fullName = object.statement().name().lastPart().text();
            if (object.statement().kind().hasFeature(ClusterObjectKind.Feature.OVERLOADED)
                    && OverloadedName.parse(fullName).name().equalsIgnoreCase(functionName)) {
                signatures.add(fullName);
            }
        }
        return signatures;
    }

    public List<Member> members() {
        return contents.members;
    }

    public List<DeclaredRole> roles() {
        return contents.roles;
    }

    /** Returns the objects of the cluster that the schema manages. */
    public DeclaredCluster cluster() {
        return contents.cluster;
    }

    /** Returns whether each listed record, role and cluster object could be read. */
    public boolean hasAllEntries() {
        return contents.hasAllEntries;
    }

    /**
     * Returns the declarations of the records on the target for which the root is checked, in the order of the root.
     */
    public List<ObjectDeclaration> declarations() {
        return members().stream()
                .map(member -> member.declaration().withVariantFor(checkedTarget()))
                .toList();
    }

    /** Returns the root with another one of its targets as the target for which it is checked. */
    public SchemaRoot withCheckedTarget(ServerProfile target) {
        return new SchemaRoot(origin, name, migrationsPackage, new RootTargets(targets(), target), contents);
    }

    /** Returns the class that is generated for the schema. */
    public JavaClassName descriptorName() {
        return typeName().schemaClassName();
    }

    /** Returns the path of the resource from which frameworks read the name of the generated class of the schema. */
    public String listingPath() {
        return "META-INF/cairn/schemas/" + descriptorName().qualifiedName() + ".json";
    }

    /** Renders the resource as JSON: the name of the schema, and the name of its generated class. */
    public String renderListing() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format", LISTING_FORMAT_VERSION);
        members.put("schema", name);
        members.put("descriptor", descriptorName().qualifiedName());
        return JsonWriter.COMPACT.format(members) + "\n";
    }

    /** Returns whether this is the name of the schema, or the simple or the qualified name of its root. */
    public boolean isNamed(String schemaName) {
        return name().equals(schemaName)
                || typeName().qualifiedName().equals(schemaName)
                || typeName().simpleName().equals(schemaName);
    }
}
