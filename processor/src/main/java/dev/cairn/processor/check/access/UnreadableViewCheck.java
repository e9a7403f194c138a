package dev.cairn.processor.check.access;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.View;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredRole;
import dev.cairn.processor.model.DeclaredRole.GrantedObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement.GrantTarget;
import dev.cairn.sql.ast.Span;
import java.util.List;

/**
 * Reports views that a role may read, but whose queries a server would refuse to run for this role: such a view reads
 * with the privileges of the role, and the role lacks a privilege on an object of the query.
 */
record UnreadableViewCheck(ServerProfile profile, Catalog catalog, Session session, DeclaredRole role) {
    void check(Findings findings) {
        RolePrivileges rolePrivileges = new RolePrivileges(profile, catalog, List.of(role));
        CatalogSourceResolver sourceResolver = new CatalogSourceResolver(profile, catalog);
        for (Database database : catalog.databases().values()) {
            for (View view : database.views().values()) {
                SecuredObject securedView = new SecuredObject(SecuredKind.VIEW, database.name(), view.name());
                if (rolePrivileges.mayHavePrivilege(Privilege.SELECT, securedView)) {
                    rolePrivileges
                            .findUnreadableObject(
                                    sourceResolver.resolveSource(null, database.name(), view.name(), Span.NONE))
                            .ifPresent(unreadableObject -> findings.add(
                                    CompileRule.UNREADABLE_VIEW,
                                    grantPlace(securedView),
                                    role.name(),
                                    ObjectName.of(securedView).toSqlName(session),
                                    "'" + ObjectName.of(unreadableObject).toSqlName(session) + "'"));
                }
            }
        }
    }

    /** Returns the place of the grant that names the view, or the place of the role if no grant names it. */
    private Place grantPlace(SecuredObject securedView) {
        return role.grants().stream()
                .flatMap(grant -> grant.objects().stream())
                .filter(grantedObject -> grantedObject.target() instanceof GrantTarget.NamedObjects namedObjects
                        && namedObjects.kind() == securedView.kind()
                        && ObjectName.resolve(namedObjects.names().get(0), session)
                                .equals(ObjectName.of(securedView)))
                .findFirst()
                .map(GrantedObject::place)
                .orElse(role.place());
    }
}
