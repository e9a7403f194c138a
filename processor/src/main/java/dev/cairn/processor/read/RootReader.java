package dev.cairn.processor.read;

import dev.cairn.annotation.Migration;
import dev.cairn.annotation.Queries;
import dev.cairn.annotation.RepeatableMigration;
import dev.cairn.annotation.Schema;
import dev.cairn.annotation.access.Role;
import dev.cairn.catalog.UserFunction;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.ClusterAnnotation;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.ObjectDeclaration.Kind;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.model.SchemaRoot.DeclaredRoot;
import dev.cairn.processor.model.SchemaRoot.Member;
import dev.cairn.processor.model.SchemaRoot.RootContents;
import dev.cairn.processor.model.SchemaRoot.RootTargets;
import dev.cairn.processor.read.annotation.AnnotationPlacementCheck;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.CompileContext;
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
 * Reads the root of a schema, and the records, roles and cluster objects that it lists. If one of them could not be
 * read, the root is incomplete, and no finding may conclude that an object is missing.
 */
final class RootReader {
    private static final Pattern SCHEMA_NAME_PATTERN = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    private final CompileContext compileContext;
    private final Findings findings;
    private final MemberReader memberReader;

    RootReader(CompileContext compileContext, Findings findings, MemberReader memberReader) {
        this.compileContext = compileContext;
        this.findings = findings;
        this.memberReader = memberReader;
    }

    boolean isRoot(TypeElement type) {
        return CairnAnnotations.of(compileContext.site(type)).hasAnnotation(Schema.class);
    }

    /**
     * Reads a root, and reports its problems.
     *
     * @throws UnreadableDeclarationException if the root as a whole can't be read; javac or a finding reports why,
     *     unless a missing type may still be generated
     * @throws IllegalArgumentException if the type does not have {@code @Schema}
     */
    SchemaRoot read(TypeElement type) {
        CairnAnnotations annotations = CairnAnnotations.of(compileContext.site(type));
        WrittenAnnotation schemaAnnotation = annotations.findFirst(Schema.class);
        if (schemaAnnotation == null) {
            throw new IllegalArgumentException(type + " is not a root");
        }
        new AnnotationPlacementCheck(findings).checkRoot(annotations);
        if (CompileContext.isPrivate(type)) {
            throw UnreadableDeclarationException.report(
                    findings, CompileRule.PRIVATE_TYPE, annotations.site().place(), compileContext.toJavaName(type));
        }
        JavaClassName rootName = compileContext.toJavaName(type);
        RecordsReadResult recordsResult = readMembers(schemaAnnotation);
        List<ServerProfile> targets = readTargets(schemaAnnotation);
        // The following parts are read even if an earlier one is invalid, so that all problems are reported.
        String schemaName = readSchemaName(schemaAnnotation);
        RoleReader.RolesReadResult rolesResult = new RoleReader(compileContext, findings)
                .readRoles(schemaAnnotation, recordsResult.declarationByRecordName(), recordsResult.hasAllRecords());
        ClusterObjectReader.ClusterReadResult clusterResult = new ClusterObjectReader(
                        compileContext,
                        findings,
                        recordsResult.declarationByRecordName(),
                        recordsResult.hasAllRecords() && !recordsResult.hasRepeatedNames())
                .readObjects(schemaAnnotation);
        RootContents contents = new RootContents(
                ClauseReader.readProperties(schemaAnnotation.annotations("properties"), findings),
                readFunctions(schemaAnnotation, targets.get(0)),
                recordsResult.members(),
                rolesResult.roles(),
                clusterResult.cluster(),
                recordsResult.hasAllRecords() && rolesResult.hasAllRoles() && clusterResult.hasAllObjects());
        String migrationsPackage = readMigrationsPackage(schemaAnnotation, rootName);
        DeclaredRoot origin = new DeclaredRoot(
                rootName,
                CompileContext.isPublic(type),
                annotations.allowedWarnings(),
                annotations.site().place());
        return new SchemaRoot(origin, schemaName, migrationsPackage, RootTargets.of(targets), contents);
    }

    /** Returns the names of the records that a root lists, except records that do not exist yet. */
    Set<JavaClassName> findListedRecordNames(TypeElement rootType) {
        Set<JavaClassName> listedNames = new HashSet<>();
        WrittenAnnotation schemaAnnotation =
                CairnAnnotations.of(compileContext.site(rootType)).findFirst(Schema.class);
        for (AnnotationValue value :
                schemaAnnotation == null ? List.<AnnotationValue>of() : schemaAnnotation.values("value")) {
            if (value.getValue() instanceof DeclaredType declaredType
                    && declaredType.getKind() == TypeKind.DECLARED
                    && declaredType.asElement() instanceof TypeElement element) {
                listedNames.add(compileContext.toJavaName(element));
            }
        }
        return listedNames;
    }

    private String readSchemaName(WrittenAnnotation schemaAnnotation) {
        WrittenAnnotation.Text nameText = schemaAnnotation.requireText("name");
        if (!SCHEMA_NAME_PATTERN.matcher(nameText.text()).matches()) {
            findings.add(CompileRule.SCHEMA_NAME, nameText.place(), nameText.text());
        }
        return nameText.text();
    }

    /**
     * Returns the targets of the schema: those in {@code targets}, or the one that {@code server} and {@code runMode}
     * describe. The list is never empty, and a repeated target is reported and omitted.
     */
    private List<ServerProfile> readTargets(WrittenAnnotation schemaAnnotation) {
        Set<String> experimentalFeatures = new HashSet<>(schemaAnnotation.constantNames("experimental"));
        List<WrittenAnnotation> targetAnnotations = schemaAnnotation.annotations("targets");
        if (targetAnnotations.isEmpty()) {
            return List.of(readProfile(schemaAnnotation, experimentalFeatures));
        }
        for (String attributeName : List.of("server", "runMode")) {
            if (schemaAnnotation.hasAttribute(attributeName)) {
                findings.add(
                        CompileRule.SERVER_TARGETS,
                        schemaAnnotation.place(attributeName),
                        attributeName + " has no effect together with targets");
            }
        }
        Map<String, ServerProfile> profileByTargetName = new LinkedHashMap<>();
        for (WrittenAnnotation targetAnnotation : targetAnnotations) {
            ServerProfile profile = readProfile(targetAnnotation, experimentalFeatures);
            if (profileByTargetName.putIfAbsent(profile.target(), profile) != null) {
                findings.add(
                        CompileRule.SERVER_TARGETS,
                        targetAnnotation.place(),
                        "the target " + profile.target() + " is repeated");
            }
        }
        return List.copyOf(profileByTargetName.values());
    }

    /**
     * Returns the profile of the servers that the attributes {@code server} and {@code runMode} of an annotation
     * describe. An unknown version is reported and replaced by the default version.
     */
    private ServerProfile readProfile(WrittenAnnotation targetAnnotation, Set<String> experimentalFeatures) {
        return ServerProfile.DEFAULT
                .with(readVersion(targetAnnotation))
                .with(targetAnnotation.constantOrDefault("runMode", RunMode.class, RunMode.SHARED_NOTHING))
                .withGin(experimentalFeatures.contains("GIN"))
                .withVector(experimentalFeatures.contains("VECTOR"))
                .withRowStore(experimentalFeatures.contains("ROW_STORE"))
                .withReplicas(ServerProfile.DEFAULT.defaultReplicaCount(), Integer.MAX_VALUE)
                .with(ClusterResources.UNKNOWN);
    }

    private Version readVersion(WrittenAnnotation targetAnnotation) {
        WrittenAnnotation.Text serverText = targetAnnotation.findText("server");
        if (serverText == null) {
            return ServerProfile.DEFAULT.version();
        }
        return Version.of(serverText.text()).orElseGet(() -> {
            findings.add(
                    CompileRule.SERVER_VERSION,
                    serverText.place(),
                    serverText.text(),
                    Arrays.stream(Version.values()).map(Version::toString).collect(Collectors.joining(", ")));
            return ServerProfile.DEFAULT.version();
        });
    }

    /** Reads the declared functions, except invalid ones, which are reported. */
    private List<FunctionDeclaration> readFunctions(WrittenAnnotation schemaAnnotation, ServerProfile profile) {
        List<FunctionDeclaration> functions = new ArrayList<>();
        for (WrittenAnnotation.Text text : schemaAnnotation.texts("functions")) {
            try {
                FunctionDeclaration function = Sql.parseFunction(text.text());
                UserFunction.of(function, "", profile);
                functions.add(function);
            } catch (SqlSyntaxException failure) {
                findings.addWithExcerpt(
                        SourceExcerpt.format(text.text(), failure.span()),
                        CompileRule.FUNCTION_SYNTAX,
                        text.place(),
                        failure.problem());
            } catch (Refusal refusal) {
                findings.add(CompileRule.FUNCTION_SYNTAX, text.place(), refusal.detail());
            }
        }
        return functions;
    }

    private String readMigrationsPackage(WrittenAnnotation schemaAnnotation, JavaClassName rootName) {
        WrittenAnnotation.Text packageText = schemaAnnotation.findNonEmptyText("migrations");
        if (packageText != null && !SourceVersion.isName(packageText.text(), SourceVersion.latest())) {
            findings.add(CompileRule.MIGRATIONS_PACKAGE, packageText.place(), packageText.text());
        }
        return resolveMigrationsPackage(packageText, rootName);
    }

    /**
     * Returns the package of the migrations: the declared one, or the default if {@code packageText} is null. For a
     * root in the unnamed package, this is the unnamed package, because types of other packages can't refer to the
     * root.
     */
    static String resolveMigrationsPackage(WrittenAnnotation.@Nullable Text packageText, JavaClassName rootName) {
        if (packageText != null) {
            return packageText.text();
        }
        return rootName.packageName().isEmpty() ? "" : rootName.packageName() + ".migrations";
    }

    /**
     * The records of a root that could be read, except records with a repeated name, and whether all records could be
     * read.
     */
    private record RecordsReadResult(List<Member> members, boolean hasRepeatedNames, boolean hasAllRecords) {
        Map<JavaClassName, ObjectDeclaration> declarationByRecordName() {
            Map<JavaClassName, ObjectDeclaration> declarationByName = new HashMap<>();
            members.forEach(member -> declarationByName.put(member.declaration().recordName(), member.declaration()));
            return declarationByName;
        }
    }

    /**
     * Reads the listed records. Unreadable records, and those with the name of another record, are reported and
     * omitted.
     *
     * @throws UnreadableDeclarationException if a record refers to a missing type, which a later round may provide
     */
    private RecordsReadResult readMembers(WrittenAnnotation schemaAnnotation) {
        Map<String, JavaClassName> recordNameByObjectName = new HashMap<>();
        Set<TypeElement> listedTypes = new HashSet<>();
        List<Member> members = new ArrayList<>();
        Set<JavaClassName> repeatedRecordNames = new HashSet<>();
        ReadAttempts readAttempts = new ReadAttempts();
        for (AnnotationValue value : schemaAnnotation.values("value")) {
            readAttempts.run(() -> {
                Place place = schemaAnnotation.place(value);
                TypeElement type = requireType(value, place);
                if (!listedTypes.add(type)) {
                    findings.add(CompileRule.LISTED_TWICE, place, compileContext.toJavaName(type));
                    return;
                }
                ObjectDeclaration declaration = readMember(type, place);
                if (claimName(declaration, recordNameByObjectName, place)) {
                    members.add(new Member(declaration, place));
                } else {
                    repeatedRecordNames.add(declaration.recordName());
                }
            });
        }
        readAttempts.throwIfDeferrable();
        return new RecordsReadResult(members, !repeatedRecordNames.isEmpty(), readAttempts.haveSucceeded());
    }

    private TypeElement requireType(AnnotationValue value, Place place) {
        TypeElement type = compileContext.findNamedType(value, place);
        if (type == null) {
            throw UnreadableDeclarationException.report(
                    findings,
                    CompileRule.NOT_A_MEMBER,
                    place,
                    value.getValue(),
                    describeAnnotationRemedy(value.getValue()));
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
        CairnAnnotations annotations = CairnAnnotations.of(compileContext.site(type));
        if (annotations.hasAnnotation(Role.class)) {
            return "it is a role: list it in roles = {…} of the schema";
        }
        if (AnnotationPlacementCheck.declaresClusterRecord(annotations)) {
            return "add " + ClusterObjectReader.EXTERNAL_EXAMPLE + ", which it needs in addition to its annotation";
        }
        if (ClusterAnnotation.findAmong(annotations.names()).isPresent()) {
            return "it is an object of the cluster: list it in cluster = {…} of the schema";
        }
        return annotations.hasAnnotation(Queries.class)
                        || annotations.hasAnnotation(Migration.class)
                        || annotations.hasAnnotation(RepeatableMigration.class)
                ? "it names its schema itself: remove it from the list"
                : describeAnnotationRemedy(compileContext.toJavaName(type));
    }

    private ObjectDeclaration readMember(TypeElement type, Place place) {
        Optional<Kind> kind = memberReader.findKind(type);
        if (kind.isEmpty()) {
            throw UnreadableDeclarationException.report(
                    findings,
                    CompileRule.NOT_A_MEMBER,
                    place,
                    compileContext.toJavaName(type),
                    describeMemberRemedy(type));
        }
        return memberReader.read(type, kind.get(), place);
    }

    /** Claims the name of an object for a record; if another record has the name, reports this and returns false. */
    private boolean claimName(
            ObjectDeclaration declaration, Map<String, JavaClassName> recordNameByObjectName, Place place) {
        String objectName = declaration
                .statement()
                .changedObject()
                .map(QualifiedName::toString)
                .orElse("");
        JavaClassName otherRecordName =
                objectName.isEmpty() ? null : recordNameByObjectName.putIfAbsent(objectName, declaration.recordName());
        if (otherRecordName != null) {
            findings.add(CompileRule.SAME_NAME, place, declaration.recordName(), otherRecordName, objectName);
        }
        return otherRecordName == null;
    }
}
