package dev.cairn.processor.read;

import dev.cairn.annotation.Migration;
import dev.cairn.annotation.Queries;
import dev.cairn.annotation.Schema;
import dev.cairn.annotation.access.Role;
import dev.cairn.catalog.UserFunction;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.model.SchemaRoot.DeclaredRoot;
import dev.cairn.processor.model.SchemaRoot.Member;
import dev.cairn.processor.model.SchemaRoot.RootContents;
import dev.cairn.processor.model.SchemaRoot.RootTargets;
import dev.cairn.processor.read.annotation.AnnotationPlacement;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.FindingSite;
import dev.cairn.processor.read.annotation.ReadAttempts;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.ClusterResources;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.FunctionDeclaration;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.token.SourceExcerpt;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import org.jspecify.annotations.Nullable;

/**
 * Reads the root of a schema and the records that it lists. A root whose records could not all be read is incomplete,
 * and no finding may conclude that an object is missing.
 */
final class RootReader {
    private static final Pattern SCHEMA_NAME_PATTERN = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    /** The assumed number of backends: the actual number is unknown, and so large a number does not limit anything. */
    private static final int ASSUMED_BACKENDS = Short.MAX_VALUE;

    private final CompileContext compileContext;
    private final Findings findings;
    private final MemberReader memberReader;

    RootReader(CompileContext compileContext, Findings findings, MemberReader memberReader) {
        this.compileContext = compileContext;
        this.findings = findings;
        this.memberReader = memberReader;
    }

    SchemaRoot read(TypeElement type) {
        CairnAnnotations annotations = CairnAnnotations.of(new FindingSite(compileContext.places(), type, null));
        WrittenAnnotation schema = annotations.findFirst(Schema.class);
        if (schema == null) {
            throw new IllegalArgumentException(type + " is not a root");
        }
        new AnnotationPlacement(findings).checkRoot(annotations);
        if (CompileContext.isPrivate(type)) {
            findings.add(FindingCode.PRIVATE_TYPE, annotations.site().place(), compileContext.toJavaName(type));
            throw UnreadableDeclarationException.ofReported();
        }
        JavaName rootName = compileContext.toJavaName(type);
        ListedRecords listedRecords = readMembers(schema);
        List<ServerProfile> targets = readTargets(schema);
        // The following parts are read even if an earlier one has mistakes, so that all mistakes are reported.
        String schemaName = readSchemaName(schema);
        RoleReader.ListedRoles roles = new RoleReader(compileContext, findings)
                .readRoles(schema, listedRecords.declarationsByRecord(), listedRecords.isComplete());
        ClusterObjectReader.ListedObjects cluster = new ClusterObjectReader(compileContext, findings)
                .readObjects(
                        schema,
                        listedRecords.declarationsByRecord(),
                        listedRecords.isComplete() && !listedRecords.hasRepeatedNames());
        RootContents contents = new RootContents(
                ClauseReader.readProperties(schema.annotations("properties"), findings),
                readFunctions(schema, targets.get(0)),
                listedRecords.members(),
                roles.roles(),
                cluster.cluster(),
                listedRecords.isComplete() && roles.isComplete() && cluster.isComplete());
        String migrationsPackage = readMigrationsPackage(schema, rootName);
        DeclaredRoot origin = new DeclaredRoot(
                rootName,
                CompileContext.isPublic(type),
                annotations.allowedWarnings(),
                annotations.site().place());
        return new SchemaRoot(origin, schemaName, migrationsPackage, RootTargets.of(targets), contents);
    }

    /** Returns the names of the records that a root lists, except records that do not exist yet. */
    Set<JavaName> findListedRecords(TypeElement root) {
        Set<JavaName> listedNames = new HashSet<>();
        WrittenAnnotation schema = CairnAnnotations.of(new FindingSite(compileContext.places(), root, null))
                .findFirst(Schema.class);
        for (AnnotationValue value : schema == null ? List.<AnnotationValue>of() : schema.values("value")) {
            if (value.getValue() instanceof DeclaredType declaredType
                    && declaredType.getKind() == TypeKind.DECLARED
                    && declaredType.asElement() instanceof TypeElement element) {
                listedNames.add(compileContext.toJavaName(element));
            }
        }
        return listedNames;
    }

    private String readSchemaName(WrittenAnnotation schema) {
        WrittenAnnotation.Text name = schema.requireText("name");
        if (!SCHEMA_NAME_PATTERN.matcher(name.text()).matches()) {
            findings.add(FindingCode.SCHEMA_NAME, name.place(), name.text());
        }
        return name.text();
    }

    /**
     * Returns the servers that hold the schema: the servers in {@code targets}, or the one server that {@code server}
     * and {@code runMode} describe.
     */
    private List<ServerProfile> readTargets(WrittenAnnotation schema) {
        Set<String> experimentalFeatures = new HashSet<>(schema.constants("experimental"));
        List<WrittenAnnotation> targetAnnotations = schema.annotations("targets");
        if (targetAnnotations.isEmpty()) {
            return List.of(readProfile(schema, experimentalFeatures));
        }
        for (String attribute : List.of("server", "runMode")) {
            if (schema.hasAttribute(attribute)) {
                findings.add(
                        FindingCode.SERVER_TARGETS,
                        schema.place(attribute),
                        attribute + " has no effect together with targets");
            }
        }
        Map<String, ServerProfile> targetsByName = new LinkedHashMap<>();
        for (WrittenAnnotation target : targetAnnotations) {
            ServerProfile profile = readProfile(target, experimentalFeatures);
            if (targetsByName.putIfAbsent(profile.target(), profile) != null) {
                findings.add(
                        FindingCode.SERVER_TARGETS, target.place(), "the target " + profile.target() + " is repeated");
            }
        }
        return List.copyOf(targetsByName.values());
    }

    /** Returns the profile of the servers with the attributes {@code server} and {@code runMode} of an annotation. */
    private ServerProfile readProfile(WrittenAnnotation target, Set<String> experimentalFeatures) {
        return ServerProfile.DEFAULT
                .with(readVersion(target))
                .with(target.constantOrDefault("runMode", RunMode.class, RunMode.SHARED_NOTHING))
                .withGin(experimentalFeatures.contains("GIN"))
                .withVector(experimentalFeatures.contains("VECTOR"))
                .withRowStore(experimentalFeatures.contains("ROW_STORE"))
                .withReplicas(ServerProfile.DEFAULT.defaultReplicaCount(), ASSUMED_BACKENDS)
                .with(ClusterResources.UNKNOWN);
    }

    private Version readVersion(WrittenAnnotation target) {
        WrittenAnnotation.Text server = target.findText("server");
        if (server == null) {
            return ServerProfile.DEFAULT.version();
        }
        return Version.of(server.text()).orElseGet(() -> {
            findings.add(
                    FindingCode.SERVER_VERSION,
                    server.place(),
                    server.text(),
                    Arrays.stream(Version.values()).map(Version::toString).collect(Collectors.joining(", ")));
            return ServerProfile.DEFAULT.version();
        });
    }

    private List<FunctionDeclaration> readFunctions(WrittenAnnotation schema, ServerProfile profile) {
        List<FunctionDeclaration> functions = new ArrayList<>();
        for (WrittenAnnotation.Text text : schema.texts("functions")) {
            try {
                FunctionDeclaration function = Sql.parseFunction(text.text());
                UserFunction.of(function, "", profile);
                functions.add(function);
            } catch (SqlSyntaxException failure) {
                findings.addWithExcerpt(
                        SourceExcerpt.format(text.text(), failure.span()),
                        FindingCode.FUNCTION_SYNTAX,
                        text.place(),
                        failure.problem());
            } catch (Refusal refusal) {
                findings.add(FindingCode.FUNCTION_SYNTAX, text.place(), refusal.detail());
            }
        }
        return functions;
    }

    private String readMigrationsPackage(WrittenAnnotation schema, JavaName root) {
        WrittenAnnotation.Text name = schema.findNonEmptyText("migrations");
        if (name != null && !SourceVersion.isName(name.text(), SourceVersion.latest())) {
            findings.add(FindingCode.MIGRATIONS_PACKAGE, name.place(), name.text());
        }
        return resolveMigrationsPackage(name, root);
    }

    /**
     * Returns the package of the migrations: the declared one, or the default if {@code packageText} is null. For a
     * root in the unnamed package, this is the unnamed package, because types of other packages can't refer to the
     * root.
     */
    static String resolveMigrationsPackage(WrittenAnnotation.@Nullable Text name, JavaName root) {
        if (name != null) {
            return name.text();
        }
        return root.packageName().isEmpty() ? "" : root.packageName() + ".migrations";
    }

    /**
     * The records of a root that could be read, except records with a repeated name, and whether all records could be
     * read.
     */
    private record ListedRecords(List<Member> members, boolean hasRepeatedNames, boolean isComplete) {
        Map<JavaName, Declaration> declarationsByRecord() {
            Map<JavaName, Declaration> declarations = new HashMap<>();
            members.forEach(member -> declarations.put(member.declaration().record(), member.declaration()));
            return declarations;
        }
    }

    private ListedRecords readMembers(WrittenAnnotation schema) {
        Map<String, JavaName> recordsByName = new HashMap<>();
        Set<TypeElement> listedTypes = new HashSet<>();
        List<Member> members = new ArrayList<>();
        Set<JavaName> repeatedRecords = new HashSet<>();
        ReadAttempts attempts = new ReadAttempts();
        for (AnnotationValue value : schema.values("value")) {
            attempts.run(() -> {
                Place place = schema.place(value);
                TypeElement type = readType(value, place);
                if (!listedTypes.add(type)) {
                    findings.add(FindingCode.LISTED_TWICE, place, compileContext.toJavaName(type));
                    return;
                }
                Declaration declaration = readMember(type, place);
                if (claimName(declaration, recordsByName, place)) {
                    members.add(new Member(declaration, place));
                } else {
                    repeatedRecords.add(declaration.record());
                }
            });
        }
        attempts.throwIfDeferrable();
        return new ListedRecords(members, !repeatedRecords.isEmpty(), attempts.haveSucceeded());
    }

    private TypeElement readType(AnnotationValue value, Place place) {
        TypeElement type = compileContext.findNamedType(value, place);
        if (type == null) {
            findings.add(FindingCode.NOT_A_MEMBER, place, value.getValue(), describeAnnotationRemedy(value.getValue()));
            throw UnreadableDeclarationException.ofReported();
        }
        return type;
    }

    private static String describeAnnotationRemedy(Object type) {
        return "add one of them, or remove '" + type + "' from the schema";
    }

    /**
     * Describes what to do with a listed type that does not declare a table or view: it may belong to another list, or
     * to no list.
     */
    private String describeMemberRemedy(TypeElement type) {
        CairnAnnotations annotations = CairnAnnotations.of(compileContext.site(type, null));
        if (annotations.hasAnnotation(Role.class)) {
            return "it is a role: list it in roles = {…} of the schema";
        }
        if (AnnotationPlacement.declaresClusterRecord(annotations)) {
            return "add " + ClusterObjectReader.EXTERNAL_EXAMPLE + ", which it needs in addition to its annotation";
        }
        if (new ClusterObjectReader(compileContext, findings).isClusterObject(type)) {
            return "it is an object of the cluster: list it in cluster = {…} of the schema";
        }
        return annotations.hasAnnotation(Queries.class) || annotations.hasAnnotation(Migration.class)
                ? "it names its schema itself: remove it from the list"
                : describeAnnotationRemedy(compileContext.toJavaName(type));
    }

    private Declaration readMember(TypeElement type, Place place) {
        Optional<Kind> kind = memberReader.findKind(type);
        if (kind.isEmpty()) {
            findings.add(FindingCode.NOT_A_MEMBER, place, compileContext.toJavaName(type), describeMemberRemedy(type));
            throw UnreadableDeclarationException.ofReported();
        }
        return memberReader.read(type, kind.get(), place);
    }

    /** Claims the name of an object for a record; if another record has the name, reports this and returns false. */
    private boolean claimName(Declaration declaration, Map<String, JavaName> recordsByName, Place place) {
        String objectName = declaration
                .statement()
                .changedObject()
                .map(QualifiedName::toString)
                .orElse("");
        JavaName otherRecord =
                objectName.isEmpty() ? null : recordsByName.putIfAbsent(objectName, declaration.record());
        if (otherRecord != null) {
            findings.add(FindingCode.SAME_NAME, place, declaration.record(), otherRecord, objectName);
        }
        return otherRecord == null;
    }
}
