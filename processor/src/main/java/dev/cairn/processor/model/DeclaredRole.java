package dev.cairn.processor.model;

import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.ChangeRoles;
import dev.cairn.sql.ast.AccessStatement.CreateRole;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.AccessStatement.Grantee;
import dev.cairn.sql.ast.AccessStatement.Target;
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
 * @param comment null if it declares none
 * @param includes the roles that are granted to it
 * @param members the users and groups to whom it is granted
 */
public record DeclaredRole(
        RoleOrigin origin,
        Name name,
        @Nullable String comment,
        List<IncludedRole> includes,
        List<DeclaredGrant> grants,
        List<RoleMember> members) {
    public DeclaredRole {
        includes = List.copyOf(includes);
        grants = List.copyOf(grants);
        members = List.copyOf(members);
    }

    /**
     * The type of a role.
     *
     * @param place the type, or the entry in the schema if it is not source in this compile
     * @param entry the entry in the schema
     * @param shared whether other schemas and databases use the role
     */
    public record RoleOrigin(JavaName type, Place place, Place entry, boolean shared, List<AllowedWarning> allowed) {
        public RoleOrigin {
            allowed = List.copyOf(allowed);
        }
    }

    /**
     * A role that another one includes.
     *
     * @param type null for a role that is included by its name, and not part of the schema
     */
    public record IncludedRole(@Nullable JavaName type, Name name, Place place) {}

    /** A user or group to whom a role is granted. */
    public record RoleMember(Grantee grantee, Place place) {}

    /** Privileges on objects, as one annotation grants them. */
    public record DeclaredGrant(
            List<GrantedPrivilege> privileges, List<GrantedObject> objects, boolean withGrantOption) {
        public DeclaredGrant {
            privileges = List.copyOf(privileges);
            objects = List.copyOf(objects);
        }
    }

    public record GrantedPrivilege(Privilege privilege, Place place) {}

    /**
     * One object, or all objects of a kind.
     *
     * @param written the object as the annotation names it
     */
    public record GrantedObject(Target target, String written, Place place) {}

    public JavaName type() {
        return origin.type;
    }

    public Place place() {
        return origin.place;
    }

    /** The statement that creates the role. */
    public CreateRole creation() {
        return new CreateRole(origin.shared, List.of(name), comment, name.span());
    }

    /** A statement that grants privileges on an object to the role. */
    public ChangePrivileges grantOf(List<Privilege> privileges, Target target, boolean withGrantOption) {
        return new ChangePrivileges(
                Direction.GRANT, privileges, target, new Grantee.RoleGrantee(name), withGrantOption, name.span());
    }

    /** A statement that grants another role to this one. */
    public ChangeRoles inclusionOf(IncludedRole other) {
        return new ChangeRoles(Direction.GRANT, List.of(other.name), new Grantee.RoleGrantee(name), other.place.span());
    }

    /** A statement that grants the role to a user or group. */
    public ChangeRoles grantOf(RoleMember member) {
        return new ChangeRoles(Direction.GRANT, List.of(name), member.grantee, member.place.span());
    }

    /** The statements that declare roles, in an order in which a server accepts them. */
    public static List<AccessStatement> statements(List<DeclaredRole> roles) {
        List<AccessStatement> statements = new ArrayList<>();
        roles.forEach(role -> statements.add(role.creation()));
        for (DeclaredRole role : roles) {
            role.grants.forEach(grant -> statements.addAll(role.statements(grant)));
        }
        for (DeclaredRole role : roles) {
            role.includes.forEach(other -> statements.add(role.inclusionOf(other)));
        }
        for (DeclaredRole role : roles) {
            role.members.forEach(member -> statements.add(role.grantOf(member)));
        }
        return statements;
    }

    /** One statement for the named objects of each kind, and one for each other target. */
    private List<AccessStatement> statements(DeclaredGrant grant) {
        List<Privilege> privileges =
                grant.privileges.stream().map(GrantedPrivilege::privilege).toList();
        Map<SecuredKind, List<QualifiedName>> named = new LinkedHashMap<>();
        List<Target> targets = new ArrayList<>();
        for (GrantedObject object : grant.objects) {
            if (object.target instanceof Target.Named names) {
                named.computeIfAbsent(names.kind(), first -> new ArrayList<>()).addAll(names.names());
            } else {
                targets.add(object.target);
            }
        }
        named.forEach((kind, names) -> targets.add(new Target.Named(kind, names)));
        return targets.stream()
                .<AccessStatement>map(target -> grantOf(privileges, target, grant.withGrantOption))
                .toList();
    }
}
