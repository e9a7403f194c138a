package dev.cairn.processor.model;

import dev.cairn.processor.finding.Place;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.AccessStatement.CreateRole;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.AccessStatement.GrantTarget;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A role of a schema, as a type declares it.
 *
 * @param comment the comment; null if the type does not declare a comment
 * @param includedRoles the roles that are granted to this role
 * @param members the users and groups to whom this role is granted
 */
public record DeclaredRole(
        RoleOrigin origin,
        Name name,
        @Nullable String comment,
        List<IncludedRole> includedRoles,
        List<DeclaredGrant> grants,
        List<RoleMember> members) {
    public DeclaredRole {
        includedRoles = List.copyOf(includedRoles);
        grants = List.copyOf(grants);
        members = List.copyOf(members);
    }

    /**
     * The type of a role.
     *
     * @param place the place of the type; if the type is not source in this compilation, the place of its entry in the
     *     schema
     * @param listingPlace the place of the entry in the schema
     * @param isShared whether other schemas and databases use the role
     */
    public record RoleOrigin(
            JavaClassName typeName,
            Place place,
            Place listingPlace,
            boolean isShared,
            List<AllowedWarning> allowedWarnings) {
        public RoleOrigin {
            allowedWarnings = List.copyOf(allowedWarnings);
        }
    }

    /**
     * A role that another one includes.
     *
     * @param typeName the type of the role; null if the annotation includes the role by its name, because the schema does
     *     not declare it
     */
    public record IncludedRole(@Nullable JavaClassName typeName, Name name, Place place) {}

    /** A user or group to whom a role is granted. */
    public record RoleMember(Grantee grantee, Place place) {}

    /** Privileges on objects, as one annotation grants them. */
    public record DeclaredGrant(
            List<GrantedPrivilege> privileges, List<GrantedObject> objects, boolean hasGrantOption) {
        public DeclaredGrant {
            privileges = List.copyOf(privileges);
            objects = List.copyOf(objects);
        }
    }

    /** A privilege, and the place of its constant in the annotation. */
    public record GrantedPrivilege(Privilege privilege, Place place) {}

    /**
     * One object, or all objects of a kind. A target that names objects has one name: a list of objects is read as
     * several granted objects.
     *
     * @param writtenText the object as the annotation names it
     */
    public record GrantedObject(GrantTarget target, String writtenText, Place place) {}

    public JavaClassName typeName() {
        return origin.typeName;
    }

    public Place place() {
        return origin.place;
    }

    public CreateRole createRoleStatement() {
        return new CreateRole(origin.isShared, List.of(name), comment, name.span());
    }

    /** Returns a statement that grants privileges on an object to the role. */
    public ChangePrivileges createPrivilegeGrant(
            List<Privilege> privileges, GrantTarget target, boolean hasGrantOption) {
        return new ChangePrivileges(
                Direction.GRANT, privileges, target, new Grantee.RoleGrantee(name), hasGrantOption, name.span());
    }

    /** Returns a statement that grants another role to this one. */
    public ChangeRoles createInclusionGrant(IncludedRole includedRole) {
        return new ChangeRoles(
                Direction.GRANT, List.of(includedRole.name), new Grantee.RoleGrantee(name), includedRole.place.span());
    }

    /** Returns a statement that grants the role to a user or group. */
    public ChangeRoles createMemberGrant(RoleMember member) {
        return new ChangeRoles(Direction.GRANT, List.of(name), member.grantee, member.place.span());
    }

    /** Returns the statements that declare roles, in an order in which a server accepts them. */
    public static List<AccessStatement> createStatements(List<DeclaredRole> roles) {
        List<AccessStatement> statements = new ArrayList<>();
        roles.forEach(role -> statements.add(role.createRoleStatement()));
        for (DeclaredRole role : roles) {
            role.grants.forEach(grant -> statements.addAll(role.createGrantStatements(grant)));
        }
        for (DeclaredRole role : roles) {
            role.includedRoles.forEach(includedRole -> statements.add(role.createInclusionGrant(includedRole)));
        }
        for (DeclaredRole role : roles) {
            role.members.forEach(member -> statements.add(role.createMemberGrant(member)));
        }
        return statements;
    }

    /** Returns one statement for all named objects of a kind, and one for each target that names no objects. */
    private List<AccessStatement> createGrantStatements(DeclaredGrant grant) {
        List<Privilege> privileges =
                grant.privileges.stream().map(GrantedPrivilege::privilege).toList();
        Map<SecuredKind, List<QualifiedName>> namesByKind = new LinkedHashMap<>();
        List<GrantTarget> targets = new ArrayList<>();
        for (GrantedObject object : grant.objects) {
            if (object.target instanceof GrantTarget.NamedObjects namedObjects) {
                namesByKind
                        .computeIfAbsent(namedObjects.kind(), ignored -> new ArrayList<>())
                        .addAll(namedObjects.names());
            } else {
                targets.add(object.target);
            }
        }
        namesByKind.forEach((kind, names) -> targets.add(new GrantTarget.NamedObjects(kind, names)));
        return targets.stream()
                .<AccessStatement>map(target -> createPrivilegeGrant(privileges, target, grant.hasGrantOption))
                .toList();
    }
}
