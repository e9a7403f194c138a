package dev.cairn.processor.read;

import dev.cairn.annotation.access.Grant;
import dev.cairn.annotation.access.GrantedTo;
import dev.cairn.annotation.access.Role;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredRole;
import dev.cairn.processor.model.DeclaredRole.DeclaredGrant;
import dev.cairn.processor.model.DeclaredRole.IncludedRole;
import dev.cairn.processor.model.DeclaredRole.RoleMember;
import dev.cairn.processor.model.DeclaredRole.RoleOrigin;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.read.annotation.AnnotationPlacementCheck;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.ReadAttempts;
import dev.cairn.processor.read.annotation.SqlNameReader;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.AccessStatement.UserReference;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * Reads the types that declare the roles of a schema, from source or from class files. An invalid role is omitted
 * and makes the list incomplete, so that no check reports the role as missing.
 */
final class RoleReader {
    private final CompileContext compileContext;
    private final Findings findings;
    private final SqlNameReader nameReader;

    RoleReader(CompileContext compileContext, Findings findings) {
        this.compileContext = compileContext;
        this.findings = findings;
        this.nameReader = new SqlNameReader(findings);
    }

    boolean isRole(TypeElement type) {
        return CairnAnnotations.of(compileContext.site(type)).hasAnnotation(Role.class);
    }

    /**
     * Reports a type that has only annotations of roles; returns whether it reported the type. The type must not have
     * {@code @Role}, which this method does not check.
     */
    boolean reportMissingRole(TypeElement type) {
        CairnAnnotations annotations = CairnAnnotations.of(compileContext.site(type));
        List<WrittenAnnotation> roleAnnotations = new ArrayList<>(annotations.findAll(Grant.class));
        roleAnnotations.addAll(annotations.findAll(GrantedTo.class));
        if (roleAnnotations.isEmpty() || !AnnotationPlacementCheck.mayBeOnRole(annotations)) {
            return false;
        }
        String subject = "@" + roleAnnotations.get(0).name() + " of '" + compileContext.toJavaName(type) + "'";
        findings.add(CompileRule.INCOMPLETE, roleAnnotations.get(0).place(), subject, "@Role");
        return true;
    }

    /** The roles of a root that could be read, and whether these are all its roles. */
    record RolesReadResult(List<DeclaredRole> roles, boolean hasAllRoles) {}

    /**
     * Reads the roles that a root lists.
     *
     * @param declarationByRecordName the listed objects that could be read
     * @param hasAllObjects whether all listed objects could be read
     */
    RolesReadResult readRoles(
            WrittenAnnotation schemaAnnotation,
            Map<JavaClassName, ObjectDeclaration> declarationByRecordName,
            boolean hasAllObjects) {
        GrantReader grantReader = new GrantReader(compileContext, findings, declarationByRecordName, hasAllObjects);
        List<DeclaredRole> roles = new ArrayList<>();
        Set<TypeElement> listedTypes = new HashSet<>();
        Map<String, JavaClassName> typeNameByRoleName = new HashMap<>();
        ReadAttempts readAttempts = new ReadAttempts();
        for (AnnotationValue value : schemaAnnotation.values("roles")) {
            readAttempts.run(() -> {
                Place entryPlace = schemaAnnotation.place(value);
                TypeElement type = readRoleType(value, entryPlace, "roles of @Schema");
                if (!listedTypes.add(type)) {
                    findings.add(CompileRule.LISTED_TWICE, entryPlace, compileContext.toJavaName(type));
                    return;
                }
                DeclaredRole role = readRole(type, entryPlace, grantReader);
                JavaClassName otherTypeName =
                        typeNameByRoleName.putIfAbsent(role.name().text(), role.typeName());
                if (otherTypeName == null) {
                    roles.add(role);
                } else {
                    findings.add(
                            CompileRule.SAME_NAME,
                            entryPlace,
                            role.typeName(),
                            otherTypeName,
                            "the role " + role.name().text());
                }
            });
        }
        readAttempts.throwIfDeferrable();
        return new RolesReadResult(roles, readAttempts.haveSucceeded());
    }

    /**
     * Returns the type that a value names.
     *
     * @throws UnreadableDeclarationException if the type does not have {@code @Role}, which is reported, or if it does
     *     not exist yet
     */
    TypeElement readRoleType(AnnotationValue value, Place place, String attributeTitle) {
        TypeElement type = compileContext.findNamedType(value, place);
        if (type == null || !isRole(type)) {
            Object subject = type == null ? value.getValue() : compileContext.toJavaName(type);
            throw UnreadableDeclarationException.report(
                    findings, CompileRule.NOT_A_ROLE, place, subject, attributeTitle);
        }
        return type;
    }

    /**
     * Reads a role. Invalid inclusions, grants and members are reported and omitted.
     *
     * @throws UnreadableDeclarationException if the name is invalid, which is reported, or if a type is missing
     */
    private DeclaredRole readRole(TypeElement type, Place entryPlace, GrantReader grantReader) {
        CairnAnnotations annotations = CairnAnnotations.of(compileContext.site(type, entryPlace));
        new AnnotationPlacementCheck(findings).checkRole(annotations);
        WrittenAnnotation roleAnnotation = annotations.findFirst(Role.class);
        if (roleAnnotation == null) {
            throw new IllegalArgumentException(type + " is not a role");
        }
        Name name = readName(type, roleAnnotation, annotations.site().place());
        ReadAttempts readAttempts = new ReadAttempts();
        List<IncludedRole> includedRoles = new ArrayList<>();
        for (AnnotationValue value : roleAnnotation.values("includes")) {
            readAttempts.run(() -> includedRoles.add(readIncludedRole(value, roleAnnotation.place(value))));
        }
        for (WrittenAnnotation.Text includedName : roleAnnotation.texts("includesNamed")) {
            readAttempts.run(() ->
                    includedRoles.add(new IncludedRole(null, nameReader.readName(includedName), includedName.place())));
        }
        List<DeclaredGrant> declaredGrants = new ArrayList<>();
        for (WrittenAnnotation grantAnnotation : annotations.findAll(Grant.class)) {
            readAttempts.run(() -> declaredGrants.add(grantReader.read(grantAnnotation)));
        }
        List<RoleMember> members = new ArrayList<>();
        WrittenAnnotation grantedToAnnotation = annotations.findFirst(GrantedTo.class);
        if (grantedToAnnotation != null) {
            readAttempts.run(() -> members.addAll(readMembers(grantedToAnnotation)));
        }
        readAttempts.throwIfDeferrable();
        RoleOrigin origin = new RoleOrigin(
                compileContext.toJavaName(type),
                annotations.site().place(),
                entryPlace,
                roleAnnotation.isTrue("shared"),
                annotations.allowedWarnings());
        return new DeclaredRole(
                origin, name, roleAnnotation.findNonEmptyContent("comment"), includedRoles, declaredGrants, members);
    }

    private Name readName(TypeElement type, WrittenAnnotation roleAnnotation, Place place) {
        return nameReader.readName(
                roleAnnotation.findNonEmptyText("name"), type.getSimpleName().toString(), place);
    }

    private IncludedRole readIncludedRole(AnnotationValue value, Place place) {
        TypeElement type = readRoleType(value, place, "includes of @Role");
        WrittenAnnotation includedAnnotation =
                CairnAnnotations.of(compileContext.site(type, place)).findFirst(Role.class);
        if (includedAnnotation == null) {
            throw new IllegalArgumentException(type + " is not a role");
        }
        return new IncludedRole(compileContext.toJavaName(type), readName(type, includedAnnotation, place), place);
    }

    private List<RoleMember> readMembers(WrittenAnnotation grantedToAnnotation) {
        if (grantedToAnnotation.values("value").isEmpty()
                && grantedToAnnotation.values("groups").isEmpty()) {
            findings.add(
                    CompileRule.INCOMPLETE,
                    grantedToAnnotation.place(),
                    "@GrantedTo",
                    "a user such as \"${reporting_user}\"");
        }
        List<RoleMember> members = new ArrayList<>();
        for (WrittenAnnotation.Text userText : grantedToAnnotation.texts("value")) {
            @Nullable UserReference reference = parseUser(userText);
            if (reference != null) {
                addMember(new Grantee.UserGrantee(reference), userText, members);
            }
        }
        for (WrittenAnnotation.Text groupText : grantedToAnnotation.texts("groups")) {
            if (groupText.text().isBlank()) {
                findings.add(
                        CompileRule.ILLEGAL_NAME,
                        groupText.place(),
                        groupText.text(),
                        "group",
                        "write the name of the group");
            } else {
                addMember(new Grantee.GroupGrantee(nameReader.readName(groupText)), groupText, members);
            }
        }
        return members;
    }

    private void addMember(Grantee grantee, WrittenAnnotation.Text writtenText, List<RoleMember> members) {
        if (members.stream().anyMatch(member -> member.grantee().equals(grantee))) {
            findings.add(CompileRule.LISTED_TWICE, writtenText.place(), writtenText.text());
        } else {
            members.add(new RoleMember(grantee, writtenText.place()));
        }
    }

    private @Nullable UserReference parseUser(WrittenAnnotation.Text userText) {
        if (Placeholder.isPlaceholder(userText.text())
                && Placeholder.findProblem(userText.text()).isEmpty()) {
            return new UserReference.PlaceholderUser(Placeholder.parse(userText.text()));
        }
        findings.add(CompileRule.ROLE_USER, userText.place(), userText.text());
        return null;
    }
}
